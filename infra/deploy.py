"""``make deploy STAGE=… REGION=… PROFILE=…``: from an empty account to an address that answers, and later every change of it.

Repeatable: what stands and is right is left alone, what was told once (names, domain, mail) is kept in the code bucket. The steps
and their order are in `_deploy`; each failure says what to do next, and the same command goes on from there.
"""

import base64
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from botocore.exceptions import ClientError

from infra import release_step, releases, site_upload, smoke, stacks
from infra.cloud import Cloud, Steps, Stopped, arguments_of_a_stage, code_of, guarded, say
from infra.engine import surroundings
from infra.package import ROOT, stage_settings, wanted_target
from infra.site_build import BUILD, build_site

# What a district says of itself: the name on the command line, and template and parameter that get it.
_SETTINGS = {
    "DISTRICT_CODE": ("functions", "DistrictCode"), "SUPERVISING_BODY": ("functions", "SupervisingBody"), "SYSTEM_NAME": ("functions", "SystemName"),
    "DOMAIN": ("site", "DomainName"), "CERTIFICATE": ("site", "CertificateArn"), "FIREWALL": ("site", "WebAclArn"),
    "ALARM_MAIL": ("base", "AlarmMail"), "BUDGET": ("base", "MonthlyBudget"), "TABLES": ("functions", "TablePrefix"),
}  # fmt: skip
_NEEDED = {
    "DISTRICT_CODE": "行政区划代码，六位数字，例如 DISTRICT_CODE=500103",
    "SUPERVISING_BODY": "主管部门的名称，印在证明上，例如 SUPERVISING_BODY=渝中区民政局",
}
_IN_CHINA = {
    "DOMAIN": "已完成 ICP 备案的域名，例如 DOMAIN=zyfw.example.gov.cn",
    "CERTIFICATE": "IAM 里服务器证书的编号（ServerCertificateId）",
}
_KEPT = "settings.json"


@dataclass(frozen=True)
class Asked:
    """What a district says of itself: what is given now over what was given before."""

    values: Mapping[str, str]
    is_china: bool = False

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def of(self, kind: str) -> dict[str, str]:
        """The parameters of a template."""
        places = (
            {**_SETTINGS, "FIREWALL": ("functions", "WebAclArn")} if self.is_china else _SETTINGS
        )  # WAF guards the gateway there
        return {parameter: self[name] for name, (owner, parameter) in places.items() if owner == kind and self[name]}


def kept_settings(cloud: Cloud) -> dict[str, str]:
    """What earlier deployments were told. In the code bucket: CloudFormation tells its parameters with ? in place of every Chinese character."""
    base = stacks.find(cloud, "base")
    bucket = base.outputs.get("CodeBucket") if base else None
    return (cloud.read_json(bucket, _KEPT) if bucket else None) or {}


def keep_settings(cloud: Cloud, bucket: str, asked: Asked) -> None:
    cloud.write_json(bucket, _KEPT, asked.values)


def settings_missing(asked: Asked) -> list[str]:
    """What a first deployment must be told and was not: a line for each."""
    needed = {**_NEEDED, **(_IN_CHINA if asked.is_china else {})}
    return [f"{name}=（{what}）" for name, what in needed.items() if not asked[name]]


def settings_wrong(asked: Asked) -> list[str]:
    """What cannot be right: a line for each."""
    rules = {
        "DISTRICT_CODE": (r"\d{6}", "要六位数字"),
        "DOMAIN": (r"(?=.{4,253}$)([a-z0-9-]+\.)+[a-z]{2,}", "只写域名，不带 https:// 和斜线"),
        "ALARM_MAIL": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "不是邮箱地址"),
        "BUDGET": (r"\d{1,7}", "要整数"),
        "TABLES": (r"[a-z][a-z0-9-]{0,40}-", "要以连字符结尾，例如 record-r20261127-"),
    }
    return [
        f"{name}={asked[name]}：{why}。"
        for name, (form, why) in rules.items()
        if asked[name] and not re.fullmatch(form, asked[name])
    ]


def look(cloud: Cloud, given: Mapping[str, str]) -> Asked:
    """Who is asking, and whether everything is known and can be right. Raises `Stopped` with every fault at once."""
    who = cloud.who()
    say(f"    账号 {who['Account']}，区域 {cloud.region}，阶段 {cloud.stage}")
    asked = Asked({**kept_settings(cloud), **given}, cloud.is_china)
    missing, wrong = settings_missing(asked), settings_wrong(asked)
    if missing or wrong:
        lines = [*(f"还缺 {each}" for each in missing), *wrong]
        raise Stopped(
            "这些设置要补上或改正，什么都还没有做：\n    " + "\n    ".join(lines),
            "写在命令后面再执行一次；以后不用再写。",
        )
    refuse_where_logs_are_in_the_way(cloud)
    return asked


def refuse_where_logs_are_in_the_way(cloud: Cloud) -> None:
    """A stage that was destroyed leaves the logs of its real use under the same names."""
    if stacks.find(cloud, "site") or stacks.find(cloud, "functions"):
        return
    left = stacks.log_groups(cloud)
    if left:
        raise Stopped(
            f"以前删除的“{cloud.stage}”留下的日志还在：{'、'.join(left)}",
            "换一个 STAGE=；或在满六个月后删除这些日志组，再执行一次。",
        )


def data_key(cloud: Cloud, key_arn: str) -> str:
    """The wrapped data key, base64: made once, kept as a secret. Without it no document number could be read again."""
    manager, name = cloud.client("secretsmanager"), f"{cloud.stage}/data-key"
    try:
        kept: str = manager.get_secret_value(SecretId=name)["SecretString"]
        return kept
    except ClientError as error:
        if code_of(error) != "ResourceNotFoundException":
            raise
    made = cloud.client("kms").generate_data_key_without_plaintext(KeyId=key_arn, KeySpec="AES_256")
    wrapped = base64.b64encode(made["CiphertextBlob"]).decode()
    manager.create_secret(
        Name=name, SecretString=wrapped, Description="The wrapped data key. Do not delete: numbers could not be read."
    )
    return wrapped


def functions_parameters(
    told: Mapping[str, Mapping[str, str]], release: releases.Release, wrapped: str
) -> dict[str, str]:
    """Parameters of functions.yaml: outputs of the stacks before it, and what ``zappa_settings.json`` says of each function."""
    base, access, site = told["base"], told["access"], told["site"]
    found = {
        "Runtime": stage_settings("members")["runtime"], "Architecture": wanted_target("members").architecture, "CodeBucket": base["CodeBucket"],
        "PublicCode": release.key("public"), "MembersCode": release.key("members"), "SiteOrigin": site["SiteOrigin"],
        "SiteBucket": base["SiteBucket"], "DataKeyArn": base["DataKeyArn"], "WrappedDataKey": wrapped,
        "SigningKeyArns": base["SigningKeyArns"], "OriginSecretArn": base["OriginSecretArn"], "AlarmTopic": base["AlarmTopic"],
        "AccessPublic": access["PublicPolicies"], "AccessMembers": access["MembersPolicies"],
        "ApiId": site["ApiId"], "ApiRootResourceId": site["ApiRootResourceId"],
    }  # fmt: skip
    for function in ("public", "members", "jobs"):
        settings = stage_settings(function)
        found[f"{function.capitalize()}Memory"] = str(settings["memory_size"])
        found[f"{function.capitalize()}Timeout"] = str(settings["timeout_seconds"])
    return found


def apply_all(
    cloud: Cloud, asked: Asked, release: releases.Release, say_step: Callable[[str], None]
) -> dict[str, stacks.Stack]:
    """The stacks in order, from tables to backup; base stands already. Returns them by name, base included."""
    stood = {"base": required(cloud, "base")}
    bucket, prefix = stood["base"].outputs["CodeBucket"], cloud.prefix
    secret = current_secret(cloud, stood["base"].outputs["OriginSecretArn"])
    tables = asked["TABLES"] or prefix
    own = {"Prefix": prefix, "TablePrefix": tables}

    def put(kind: str, given: Mapping[str, str]) -> None:
        stood[kind] = stacks.apply(cloud, kind, {**asked.of(kind), **given}, bucket)

    say_step("数据表")
    if tables != prefix:  # the first set stays as it is; the one in use has a stack of its own
        stacks.apply(cloud, "tables", {"Prefix": tables}, bucket, called=stacks.called_tables(cloud, tables))
    else:
        put("tables", {"Prefix": prefix})
    say_step("权限")
    put("access", {"Prefix": tables})
    say_step("网关和内容分发（第一次约十分钟）")
    base = stood["base"].outputs
    if asked["ORIGIN_SECRET"] not in {"", secret}:
        say("    来源密钥换过了：先让函数新旧都认…")
        stacks.apply(cloud, "functions", {"FormerOriginSecret": "yes"}, bucket)
    # CloudFormation reads a secret again only where a parameter changes.
    turn = str(int(secret.replace("-", "")[:7], 16))
    told_site = {
        "Prefix": prefix,
        "SiteBucket": base["SiteBucket"],
        "OriginSecretArn": base["OriginSecretArn"],
        "OriginSecretTurn": turn,
    }
    put("site", told_site)
    say_step("函数、定时任务和告警")
    told = {kind: stack.outputs for kind, stack in stood.items()}
    given = functions_parameters(told, release, data_key(cloud, base["DataKeyArn"]))
    given |= {"SigningKeyArns": asked["SIGNING_KEYS"]} if asked["SIGNING_KEYS"] else {}  # infra/signing_keys.py
    put("functions", {**own, "FormerOriginSecret": "no", **given})
    release_step.renew_gateway(cloud, stood["site"].outputs["ApiId"], release.release_id)
    say_step("备份")
    put("backup", {**own, "BackupBucket": base["BackupBucket"], "AlarmTopic": base["AlarmTopic"]})
    keep_settings(cloud, bucket, Asked({**asked.values, "ORIGIN_SECRET": secret}, asked.is_china))
    return stood


def current_secret(cloud: Cloud, arn: str) -> str:
    """The number of the version of the origin's secret that is in force; whoever gives it a new value runs `make deploy` next."""
    told = cloud.client("secretsmanager").describe_secret(SecretId=arn)["VersionIdsToStages"]
    return str(next(version for version, stages in told.items() if "AWSCURRENT" in stages))


def required(cloud: Cloud, kind: str) -> stacks.Stack:
    stack = stacks.find(cloud, kind)
    if stack is None:
        raise Stopped(f"{cloud.prefix}{kind} 还没有建成。", "先执行 make deploy。")
    return stack


def first_supervisor(cloud: Cloud, asked: Asked, told: str) -> None:
    """Open the first supervisor's account: ``LOGIN:NAME`` on the command line, or asked for."""
    there = cloud.client("dynamodb").query(
        TableName=f"{asked['TABLES'] or cloud.prefix}supervisors",
        KeyConditionExpression="district = :district",
        ExpressionAttributeValues={":district": {"S": asked["DISTRICT_CODE"]}},
        Limit=1,
    )["Count"]
    if there and not told:
        say("    已有主管账号。再开一个用 make supervisor。")
        return
    if not told and sys.stdin.isatty():
        told = f"{input('    登录名 login: ').strip()}:{input('    姓名 name: ').strip()}"
    if not told.strip(":"):
        say("    还没有主管账号。执行：make supervisor SUPERVISOR=登录名:姓名（密码会另外询问，不要写在命令里）")
        return
    open_supervisor(cloud, asked, told)


def open_supervisor(cloud: Cloud, asked: Asked, told: str) -> None:
    """Open a supervisor's account, ``LOGIN:NAME``; the password is asked for, or read from standard input. Raises `Stopped`."""
    login, _, person = told.partition(":")
    if not login or not person:
        raise Stopped("没有说明是谁的账号。", "写成 SUPERVISOR=登录名:姓名，例如 SUPERVISOR=zhuguan:王主管。")
    say(f"    建立主管账号 {login}，请设密码：")
    key = data_key(cloud, required(cloud, "base").outputs["DataKeyArn"])
    settings = {
        "TABLE_PREFIX": asked["TABLES"] or cloud.prefix,
        "DISTRICT_CODE": asked["DISTRICT_CODE"],
        "KMS_DATA_KEY": key,
    }
    settings |= {"AWS_REGION": cloud.region, **({"AWS_PROFILE": cloud.profile} if cloud.profile else {})}
    # A process of its own: the tables of the functions are those of the moment at which they are imported.
    command = [sys.executable, "-m", "infra.create_supervisor", login, person]
    if subprocess.run(command, cwd=ROOT, env={**surroundings(), **settings}, check=False).returncode:
        raise Stopped("主管账号没有建立，原因见上。", "改正后再执行一次同样的命令。")


def main(arguments: list[str] | None = None) -> int:
    parser = arguments_of_a_stage(__doc__)
    parser.add_argument("--supervisor", default="", metavar="LOGIN:NAME")
    for name in _SETTINGS:
        parser.add_argument(f"--{name.lower().replace('_', '-')}", default="")
    told = vars(parser.parse_args(arguments))
    given = {name: told[name.lower()] for name in _SETTINGS if told[name.lower()]}
    return guarded(lambda: _deploy(Cloud(told["stage"], told["region"], told["profile"]), given, told["supervisor"]))


def _deploy(cloud: Cloud, given: Mapping[str, str], supervisor: str) -> int:
    steps = Steps(11)
    steps("检查账号和设置")
    asked = look(cloud, given)
    steps("钥匙、存储桶和告警通知")
    base = stacks.apply(cloud, "base", {**asked.of("base"), "Prefix": cloud.prefix}).outputs
    keep_settings(cloud, base["CodeBucket"], asked)
    steps("生成网站，打包函数（约一分钟）")
    release = _make_release(cloud, asked, base["CodeBucket"])
    stood = apply_all(cloud, asked, release, steps)
    steps("上传网站")
    upload_site(cloud, stood, release)
    releases.now_in_use(cloud, base["CodeBucket"], release.release_id)
    steps("第一个主管账号")
    first_supervisor(cloud, asked, supervisor)
    steps("试用")
    return finish(cloud, stood, release)


def _make_release(cloud: Cloud, asked: Asked, bucket: str) -> releases.Release:
    names = {"SYSTEM_NAME": asked["SYSTEM_NAME"] or "志愿服务记录系统", "SUPERVISING_BODY": asked["SUPERVISING_BODY"]}
    parts = releases.pack(build_site(names, BUILD / f"site-{cloud.stage}"))  # its pages carry both names
    release = releases.name(parts, datetime.now(UTC))
    current, _ = releases.in_use(cloud, bucket)
    if current.partition("-")[2] == release.release_id.partition("-")[2]:
        say(f"    与正在使用的版本 {current} 相同。")
        return releases.read(cloud, bucket, current)
    releases.upload(cloud, bucket, release, parts)
    say(f"    版本 {release.release_id}")
    return release


def upload_site(cloud: Cloud, stood: Mapping[str, stacks.Stack], release: releases.Release) -> None:
    base, site = stood["base"].outputs, stood["site"].outputs
    files = site_upload.unpack(releases.part_of(cloud, base["CodeBucket"], release, "site"))
    written, gone = site_upload.upload(cloud, base["SiteBucket"], files)
    say(f"    更新 {written} 个文件，移除 {gone} 个。")
    if written or gone:
        site_upload.refresh(cloud, site.get("DistributionId", ""), f"{release.release_id}-{datetime.now(UTC):%H%M%S}")


def finish(cloud: Cloud, stood: Mapping[str, stacks.Stack], release: releases.Release) -> int:
    """Publish what jobs publish, ask a few questions from outside, and say where everything is."""
    release_step.run_jobs(cloud, stood["functions"].outputs["JobsFunction"])
    site = os.environ.get("SMOKE_ADDRESS") or stood["site"].outputs["SiteOrigin"]
    gateway = "" if os.environ.get("SMOKE_ADDRESS") else stood["functions"].outputs["ApiAddress"]
    # A new distribution needs minutes until every edge knows it.
    wrong = smoke.run(site, gateway, patience=60 if os.environ.get("SMOKE_ADDRESS") else 900, say=say)
    if wrong:
        raise Stopped(
            f"已部署，但有 {len(wrong)} 项不对。",
            "执行 make doctor 查原因；刚换的版本有问题时执行 make rollback。新域名要先把 DNS 指向 "
            f"{stood['site'].outputs.get('DistributionDomain', '')}。",
        )
    say(f"\n完成。网站：{stood['site'].outputs['SiteOrigin']}/   版本 {release.release_id}")
    say("以后每次更新都执行同一条命令；每周执行一次 make doctor。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
