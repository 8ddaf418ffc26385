"""``make rollback STAGE=… REGION=… PROFILE=…``: functions and pages of the release before (or ``TO=`` of another). Data stay as they are.

Releases read items that later ones wrote as far as `functions/storage` says; a rollback over a change of tables is refused nowhere, since
tables only gain indexes and are never narrowed.
"""

import sys

from infra import deploy, release_step, releases, stacks
from infra.cloud import Cloud, Steps, Stopped, arguments_of_a_stage, guarded, say


def chosen(cloud: Cloud, bucket: str, wanted: str) -> releases.Release:
    """The release asked for, else the one before the one in use. Raises `Stopped` with what there is to choose."""
    current, before = releases.in_use(cloud, bucket)
    if not wanted and not before:
        there = (
            "\n    ".join(f"{one.release_id}  {one.made_at}" for one in releases.listed(cloud, bucket)) or "（没有）"
        )
        raise Stopped(
            f"没有更早的版本可以退回。正在使用 {current or '（不知道）'}，现有：\n    {there}", "用 TO=版本 指明一个。"
        )
    release = releases.read(cloud, bucket, wanted or before)
    if release.release_id == current:
        raise Stopped(f"版本 {current} 正在使用。", "用 TO=版本 指明另一个。")
    return release


def back_to(cloud: Cloud, wanted: str) -> int:
    steps = Steps(4)
    steps("找到要退回的版本")
    cloud.who()
    stood = {kind: stack for kind in stacks.ORDER if (stack := stacks.find(cloud, kind))}
    if {"base", "site", "functions"} - set(stood):
        raise Stopped(
            f"阶段 {cloud.stage} 在 {cloud.region} 没有部署完。", "检查 STAGE= 和 REGION=，或先执行 make deploy。"
        )
    bucket = stood["base"].outputs["CodeBucket"]
    release = chosen(cloud, bucket, wanted)
    say(f"    {release.release_id}（{release.made_at}，{release.commit}）")
    steps("函数")
    for part in release.files:  # all of it is as it was uploaded, before anything is put back
        releases.part_of(cloud, bucket, release, part)
    given = {"PublicCode": release.key("public"), "MembersCode": release.key("members")}
    stood["functions"] = stacks.apply(cloud, "functions", given, bucket)
    release_step.renew_gateway(cloud, stood["site"].outputs["ApiId"], release.release_id)
    steps("网站")
    deploy.upload_site(cloud, stood, release)
    releases.now_in_use(cloud, bucket, release.release_id)
    steps("试用")
    return deploy.finish(cloud, stood, release)


def main(arguments: list[str] | None = None) -> int:
    parser = arguments_of_a_stage(__doc__)
    parser.add_argument("--to", default="", metavar="RELEASE")
    told = parser.parse_args(arguments)
    return guarded(lambda: back_to(Cloud(told.stage, told.region, told.profile), told.to))


if __name__ == "__main__":
    sys.exit(main())
