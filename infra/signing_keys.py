"""``make signing-key``: one more signing key in KMS for a deployed stage, standing by; or with ``WITHOUT=`` one fewer.

The list is kept among the stage's settings, so that every later `make deploy` gives it to the functions. Which key signs is decided at the
supervisor's desk (签名密钥), not here: a key that was taken out has been retired there before, and what it signed stays good.
"""

import sys
from collections.abc import Sequence

from infra import deploy, stacks
from infra.cloud import Cloud, Steps, Stopped, arguments_of_a_stage, guarded, say

_LEAST = 2  # one to sign with and one that stands by


def configured(cloud: Cloud, asked: deploy.Asked) -> list[str]:
    """The ARNs in the order of their use."""
    told = asked["SIGNING_KEYS"] or deploy.required(cloud, "base").outputs["SigningKeyArns"]
    return told.split(",")


def _new_key(cloud: Cloud, number: int) -> str:
    kms = cloud.client("kms")
    made = kms.create_key(
        Description=f"{cloud.prefix}signing key {number}",
        KeySpec="ECC_NIST_P256",
        KeyUsage="SIGN_VERIFY",
        Tags=[{"TagKey": "stage", "TagValue": cloud.stage}],
    )["KeyMetadata"]
    return str(made["Arn"])


def _put(cloud: Cloud, asked: deploy.Asked, keys: Sequence[str]) -> None:
    """Keep the list first: a key that is made and not in the list would be forgotten."""
    joined, bucket = ",".join(keys), deploy.required(cloud, "base").outputs["CodeBucket"]
    deploy.keep_settings(cloud, bucket, deploy.Asked({**asked.values, "SIGNING_KEYS": joined}, cloud.is_china))
    stacks.apply(cloud, "functions", {"SigningKeyArns": joined}, bucket)


def change(cloud: Cloud, without: str) -> int:
    cloud.who()
    asked = deploy.Asked(deploy.kept_settings(cloud), cloud.is_china)
    keys, steps = configured(cloud, asked), Steps(2)
    steps("密钥")
    if without:
        left = [key for key in keys if key.rpartition("/")[2] != without.rpartition("/")[2]]
        if len(left) == len(keys):
            raise Stopped(f"没有在用这把密钥：{without}", "现有的是：\n    " + "\n    ".join(keys))
        if len(left) < _LEAST:
            raise Stopped("去掉它就没有备用的了。", "先执行 make signing-key 加一把，再去掉它。")
        keys = left
    else:
        keys = [*keys, _new_key(cloud, len(keys) + 1)]
        say(f"    新的密钥 {keys[-1]}")
    steps("函数")
    _put(cloud, asked, keys)
    if without:
        cloud.client("kms").disable_key(KeyId=without.rpartition("/")[2])
        say("    已去掉并停用。没有删除：要查的时候还能启用。")
    else:
        say("    它现在备用。要换下在用的，请主管在“主管部门 → 签名密钥”里点“换下”。")
    return 0


def main(arguments: list[str] | None = None) -> int:
    parser = arguments_of_a_stage(__doc__)
    parser.add_argument("--without", default="", metavar="KEY")
    told = parser.parse_args(arguments)
    return guarded(lambda: change(Cloud(told.stage, told.region, told.profile), told.without))


if __name__ == "__main__":
    sys.exit(main())
