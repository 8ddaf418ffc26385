"""What `make doctor` looks at: each look returns what it found, good or bad, as `Finding`s in plain Chinese.

A look changes nothing and reads nobody's record. One that is not allowed or not possible here says so instead of passing.
"""

import base64
import json
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError

from infra import releases, smoke, stacks
from infra.backup_format import BackupFault, Bucket, items_of, read_backup
from infra.cloud import Cloud, Stopped, advice, code_of, reason
from infra.tables import tables as wanted_tables

GOOD, WATCH, BAD = "好", "注意", "坏"
_SOON = timedelta(days=30)
_OLDEST_BACKUP = timedelta(days=35)
_LEAST_RUNS_AT_ONCE = 100
_DRIFT_PATIENCE = 240  # seconds


@dataclass(frozen=True)
class Finding:
    """``level`` is 好, 注意 or 坏; ``next_step`` says what to do about the latter two."""

    level: str
    title: str
    text: str
    next_step: str = ""


Look = Callable[["Patient"], Iterator[Finding]]


class Patient:
    """A stage as it stands; stacks are read once."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.stacks = {kind: stacks.find(cloud, kind) for kind in stacks.ORDER}

    def output(self, kind: str, name: str) -> str:
        stack = self.stacks.get(kind)
        return stack.outputs.get(name, "") if stack else ""

    def parameter(self, kind: str, name: str) -> str:
        stack = self.stacks.get(kind)
        return stack.parameters.get(name, "") if stack else ""

    @property
    def table_prefix(self) -> str:
        return self.parameter("functions", "TablePrefix") or self.cloud.prefix


def account(patient: Patient) -> Iterator[Finding]:
    who = patient.cloud.who()
    partition = who["Arn"].split(":")[1]
    yield Finding(GOOD, "账号", f"{who['Account']}，区域 {patient.cloud.region}（{partition}）")
    if who["Arn"].endswith(":root"):
        yield Finding(
            WATCH, "账号", "正在用根用户操作。", "建一个 IAM 用户并只用它；给根用户开启多因素验证（部署指南第二步）。"
        )
    if partition == "aws" and not patient.cloud.is_china:
        text = "全球区域：个人信息存放在境外。国家机关处理的个人信息应当存放在境内（个人信息保护法第三十六条）。"
        yield Finding(WATCH, "区域", text, "正式使用请部署到中国区域（cn-northwest-1 或 cn-north-1）；试用可以不管。")


def quotas(patient: Patient) -> Iterator[Finding]:
    limits = patient.cloud.client("lambda").get_account_settings()["AccountLimit"]
    runs = int(limits.get("ConcurrentExecutions", 0))
    if runs < _LEAST_RUNS_AT_ONCE:
        text = f"Lambda 同时执行的上限只有 {runs}，新账号常见，人多时会被拒绝。"
        yield Finding(
            WATCH, "配额", text, "在 Service Quotas 里把“Concurrent executions”申请到 1000，免费，一两天批准。"
        )
    else:
        yield Finding(GOOD, "配额", f"Lambda 同时执行上限 {runs}")


def stack_states(patient: Patient) -> Iterator[Finding]:
    for kind, stack in patient.stacks.items():
        if stack is None:
            yield Finding(BAD, f"堆栈 {kind}", "还没有建，或已被删除。", "执行 make deploy。")
        elif stack.is_busy:
            yield Finding(WATCH, f"堆栈 {kind}", f"正在变化（{stack.status}）。", "等几分钟再检查。")
        elif not stack.is_good or stack.status.startswith("UPDATE_ROLLBACK"):
            why = stacks.first_failure(patient.cloud, stack.name)
            yield Finding(BAD, f"堆栈 {kind}", f"上一次变更失败（{stack.status}）：{why}", advice(why))
        else:
            yield Finding(GOOD, f"堆栈 {kind}", stack.status)


def templates(patient: Patient) -> Iterator[Finding]:
    """Whether what was deployed is what lies here."""
    formation, same = patient.cloud.client("cloudformation"), True
    for kind, stack in patient.stacks.items():
        if stack is None:
            continue
        there = formation.get_template(StackName=stack.name, TemplateStage="Original")["TemplateBody"]
        here = stacks.template_of(kind).read_text(encoding="utf-8")
        if isinstance(there, dict):  # of JSON, which the client has read
            there, here = (json.dumps(each, ensure_ascii=False, sort_keys=True) for each in (there, json.loads(here)))
        if readable(there) != readable(here):
            same = False
            yield Finding(
                WATCH,
                f"模板 {kind}",
                "本机的模板与部署的不同。",
                "若要更新，执行 make deploy；若不要，换回部署时的版本。",
            )
    if same:
        yield Finding(GOOD, "模板", "与部署的相同")


def readable(template: str) -> str:
    """A template as CloudFormation gives it back: with ? in place of what is not ASCII, as many as it likes."""
    return re.sub(r"[?\x80-\U0010ffff]+", "?", template).strip()


def drift(patient: Patient) -> Iterator[Finding]:
    """What somebody changed by hand, as CloudFormation sees it."""
    formation = patient.cloud.client("cloudformation")
    for kind, stack in patient.stacks.items():
        if stack is None or stack.is_busy:
            continue
        number = formation.detect_stack_drift(StackName=stack.name)["StackDriftDetectionId"]
        give_up = time.monotonic() + _DRIFT_PATIENCE
        told = formation.describe_stack_drift_detection_status(StackDriftDetectionId=number)
        while told["DetectionStatus"] == "DETECTION_IN_PROGRESS" and time.monotonic() < give_up:
            time.sleep(3)
            told = formation.describe_stack_drift_detection_status(StackDriftDetectionId=number)
        if told["DetectionStatus"] == "DETECTION_IN_PROGRESS":
            yield Finding(WATCH, f"手工改动 {kind}", "四分钟没有查完。", "过一会儿再执行。")
        elif found := _changed_by_hand(formation, stack.name) if told.get("StackDriftStatus") == "DRIFTED" else []:
            text = f"与模板不符：{'、'.join(found)}"
            next_step = "查清是谁在控制台改的；执行 make deploy 前先改回，或照样写进模板。"
            yield Finding(BAD, f"手工改动 {kind}", text, next_step)
        else:
            yield Finding(GOOD, f"手工改动 {kind}", "没有")


def _changed_by_hand(formation: Any, stack_name: str) -> list[str]:
    """Names of what is other than its template, with what about it."""
    asked = {"StackName": stack_name, "StackResourceDriftStatusFilters": ["MODIFIED", "DELETED"]}
    found = []
    for each in formation.describe_stack_resource_drifts(**asked)["StackResourceDrifts"]:
        paths = [one["PropertyPath"] for one in each.get("PropertyDifferences", [])]
        # Each release makes a deployment of the gateway of its own (infra/release_step.py).
        if each["ResourceType"] == "AWS::ApiGateway::Stage" and paths == ["/DeploymentId"]:
            continue
        state = "已被删除" if each["StackResourceDriftStatus"] == "DELETED" else "、".join(paths)
        found.append(f"{each['LogicalResourceId']}（{state}）")
    return found


def tables(patient: Patient) -> Iterator[Finding]:
    """Each table as tables.yaml wants it: there, recoverable, protected, expiring, with its indexes."""
    client, wrong, count = patient.cloud.client("dynamodb"), 0, 0
    for wanted in wanted_tables(patient.table_prefix):
        count += 1
        for text, next_step in _table_faults(client, wanted):
            wrong += 1
            yield Finding(BAD, f"表 {wanted['TableName']}", text, next_step)
    if not wrong:
        yield Finding(GOOD, "数据表", f"{count} 张，都能恢复，都受删除保护")


def _table_faults(client: Any, wanted: dict[str, Any]) -> Iterator[tuple[str, str]]:
    name = wanted["TableName"]
    try:
        told = client.describe_table(TableName=name)["Table"]
    except client.exceptions.ResourceNotFoundException:
        yield "不在了。", "不要再执行 make deploy；按“备份与恢复”把它恢复出来。"
        return
    if told["TableStatus"] not in {"ACTIVE", "UPDATING"}:
        yield f"状态是 {told['TableStatus']}。", "等几分钟再检查。"
    if not told.get("DeletionProtectionEnabled"):
        yield "没有删除保护。", "在 DynamoDB 控制台打开“删除保护”，并查清是谁关掉的。"
    missing = {each["IndexName"] for each in wanted.get("GlobalSecondaryIndexes", [])} - {
        each["IndexName"] for each in told.get("GlobalSecondaryIndexes", [])
    }
    if missing:
        yield f"缺少索引 {'、'.join(sorted(missing))}。", "执行 make deploy。"
    recovery = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    if recovery.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus") != "ENABLED":
        yield "没有打开时间点恢复，误删的数据找不回来。", "在 DynamoDB 控制台的“备份”里打开时间点恢复。"
    if "TimeToLiveSpecification" in wanted:
        state = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]["TimeToLiveStatus"]
        if state not in {"ENABLED", "ENABLING"}:
            yield "过期的数据不会自动清除。", "在 DynamoDB 控制台给它打开 TTL（expires）。"


def functions(patient: Patient) -> Iterator[Finding]:
    """Each function: there, ready, with the release that is said to be in use, on the tables in use."""
    client = patient.cloud.client("lambda")
    for which in ("Public", "Members", "Jobs"):
        name = patient.output("functions", f"{which}Function")
        if not name:
            continue
        try:
            told = client.get_function_configuration(FunctionName=name)
        except client.exceptions.ResourceNotFoundException:
            yield Finding(BAD, f"函数 {name}", "不在了。", "执行 make deploy。")
            continue
        faults = [*_function_faults(patient, told), *(() if which == "Jobs" else _front_faults(told))]
        yield from (Finding(BAD, f"函数 {name}", text, next_step) for text, next_step in faults)
        if not faults:
            yield Finding(GOOD, f"函数 {name}", f"{told['Runtime']}，{told['MemorySize']} MB")


def _function_faults(patient: Patient, told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if told.get("State", "Active") not in {"Active", "Inactive"}:
        yield f"状态是 {told.get('State')}：{told.get('StateReason', '')}", "按原因处理，再执行 make deploy。"
    names = told.get("Environment", {}).get("Variables", {})
    if names.get("TABLE_PREFIX") != patient.table_prefix:
        yield (
            f"指向的表是“{names.get('TABLE_PREFIX', '')}”，应当是“{patient.table_prefix}”。",
            "有人改过环境变量：执行 make deploy 改回。",
        )
    if names.get("SITE_ORIGIN") != patient.output("site", "SiteOrigin"):
        yield f"网址是“{names.get('SITE_ORIGIN', '')}”，与网站不符，登录会失败。", "执行 make deploy 改回。"


def _front_faults(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if not told.get("Environment", {}).get("Variables", {}).get("ORIGIN_SECRETS"):
        yield "没有来源密钥，任何人都能绕过网站直接访问网关。", "执行 make deploy 改回。"


def keys(patient: Patient) -> Iterator[Finding]:
    """The data key and the signing keys, and that the kept data key is one that opens."""
    kms, wrong = patient.cloud.client("kms"), False
    data = patient.output("base", "DataKeyArn")
    signing = (patient.parameter("functions", "SigningKeyArns") or patient.output("base", "SigningKeyArns")).split(",")
    for title, arn in [
        ("数据密钥", data),
        *((f"签名密钥 {number}", arn) for number, arn in enumerate(signing, start=1)),
    ]:
        if not arn:
            continue
        told = kms.describe_key(KeyId=arn)["KeyMetadata"]
        if told["KeyState"] != "Enabled":
            wrong = True
            text = f"状态是 {told['KeyState']}" + (
                "，到期后所有证件号码永远读不出来！" if title == "数据密钥" else "，不能签名。"
            )
            yield Finding(BAD, title, text, "立刻在 KMS 控制台取消删除并启用它，查清是谁做的。")
        elif title == "数据密钥" and not kms.get_key_rotation_status(KeyId=arn)["KeyRotationEnabled"]:
            wrong = True
            yield Finding(WATCH, title, "没有打开每年自动轮换。", "在 KMS 控制台打开它；旧数据照样能读。")
    if len([arn for arn in signing if arn]) < 2:
        yield Finding(WATCH, "签名密钥", "没有备用的，泄露时不能马上换。", "执行 make signing-key。")
    yield from _wrapped(patient, wrong)


def _wrapped(patient: Patient, wrong: bool) -> Iterator[Finding]:
    name = f"{patient.cloud.stage}/data-key"
    try:
        kept = patient.cloud.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]
        patient.cloud.client("kms").decrypt(CiphertextBlob=base64.b64decode(kept))
    except ClientError as error:
        if code_of(error) in {"AccessDeniedException", "AccessDenied"}:
            yield Finding(
                WATCH, "数据密钥", "没有权限试开，不知道保存的密钥能不能用。", "用有 kms:Decrypt 权限的用户再检查一次。"
            )
            return
        text = f"Secrets Manager 里的 {name} 打不开（{reason(error)}）。"
        yield Finding(
            BAD, "数据密钥", text, "不要删除任何东西；从备份里的 data-key.json 恢复这个密钥，见“备份与恢复”。"
        )
        return
    if not wrong:
        yield Finding(GOOD, "密钥", "数据密钥和签名密钥都可用")


def backups(patient: Patient) -> Iterator[Finding]:
    """The last export: how old, whole, with its key beside it, and a file of each table read and held against its checksum."""
    bucket, s3 = patient.output("base", "BackupBucket"), patient.cloud.client("s3")
    if not bucket:
        return
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="exports/", Delimiter="/")
    folders = sorted((each["Prefix"] for page in pages for each in page.get("CommonPrefixes", [])), reverse=True)
    for folder in folders:
        place = Bucket(s3, f"s3://{bucket}/{folder}")
        try:
            moment = datetime.fromisoformat(json.loads(place.read("backup.json"))["moment"])
        except s3.exceptions.NoSuchKey:
            continue  # not finished, or never
        yield _backup(place, moment, datetime.now(UTC))
        return
    text = "还没有一份完整的备份。"
    yield Finding(WATCH, "备份", text, "第一次备份在部署后一天内自动开始；等不及就执行 make backup。第二天再检查。")


def _backup(place: Bucket, moment: datetime, now: datetime) -> Finding:
    try:
        found = read_backup(place)
        for table in found:
            for file in table.files[:1]:
                sum(1 for _ in items_of(place, file))
        json.loads(place.read("data-key.json"))["wrapped"]
    except (BackupFault, ClientError, ValueError, KeyError) as fault:
        return Finding(
            BAD, "备份", f"{place} 读不出来：{reason(fault)}", "执行 make backup 重新备份；查清是谁改动了备份桶。"
        )
    text = f"最近一份是 {(now - moment).days} 天前的（{len(found)} 张表，{sum(each.items for each in found)} 条），抽查能读"
    if now - moment > _OLDEST_BACKUP:
        return Finding(BAD, "备份", f"{text}，但太旧了。", "执行 make backup；看 keeper 函数的日志为什么没有按月备份。")
    return Finding(GOOD, "备份", text)


def alarms(patient: Patient) -> Iterator[Finding]:
    pages = (
        patient.cloud.client("cloudwatch")
        .get_paginator("describe_alarms")
        .paginate(AlarmNamePrefix=patient.cloud.prefix)
    )
    found = [each for page in pages for each in page["MetricAlarms"]]
    ringing = [each for each in found if each["StateValue"] == "ALARM"]
    for each in ringing:
        since = each["StateUpdatedTimestamp"].astimezone(UTC) + timedelta(hours=8)
        text = f"{each.get('AlarmDescription', '')}（北京时间 {since:%Y-%m-%d %H:%M} 起）"
        yield Finding(BAD, f"告警 {each['AlarmName']}", text, "按“运行手册”里这个告警的一节处理。")
    if not found:
        yield Finding(BAD, "告警", "一个告警也没有。", "执行 make deploy。")
    elif not ringing:
        yield Finding(GOOD, "告警", f"{len(found)} 个，都没有响")


def told_to(patient: Patient) -> Iterator[Finding]:
    topic = patient.output("base", "AlarmTopic")
    if not topic:
        return
    found = patient.cloud.client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    if not found:
        yield Finding(
            WATCH, "告警通知", "没有人会收到告警。", "执行 make deploy ALARM_MAIL=邮箱地址，再点邮件里的确认。"
        )
    elif all(each["SubscriptionArn"] == "PendingConfirmation" for each in found):
        yield Finding(
            WATCH, "告警通知", "邮箱还没有确认，收不到告警。", "打开收件箱（和垃圾邮件），点 AWS 邮件里的确认链接。"
        )
    else:
        yield Finding(GOOD, "告警通知", "有人接收")


def domain(patient: Patient) -> Iterator[Finding]:
    """The name, its certificate, and in China the filing."""
    site = patient.output("site", "SiteOrigin")
    if not site:
        return
    host = urlsplit(site).hostname or ""
    if patient.cloud.is_china and not patient.parameter("site", "DomainName"):
        yield Finding(
            BAD, "域名", "中国区域必须用已备案的自有域名。", "完成 ICP 备案后执行 make deploy DOMAIN=… CERTIFICATE=…。"
        )
    try:
        socket.getaddrinfo(host, 443)
    except OSError:
        yield Finding(
            BAD,
            "域名",
            f"{host} 没有解析到任何地址。",
            f"把它的 CNAME 指向 {patient.output('site', 'DistributionDomain')}。",
        )
        return
    yield from _certificate(host)


def _certificate(host: str) -> Iterator[Finding]:
    try:
        with (
            socket.create_connection((host, 443), timeout=15) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secure,
        ):
            told = secure.getpeercert() or {}
    except (OSError, ssl.SSLError) as error:
        yield Finding(BAD, "HTTPS 证书", f"{host}：{error}", "检查 CERTIFICATE= 指的证书是否有效、是否含这个域名。")
        return
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), UTC)
    yield certificate_finding(host, ends, datetime.now(UTC))


def certificate_finding(host: str, ends: datetime, now: datetime) -> Finding:
    text = f"{host} 的证书有效到 {ends:%Y-%m-%d}"
    if ends - now < _SOON:
        return Finding(
            BAD,
            "HTTPS 证书",
            f"{text}，不足 30 天。",
            "更新证书：ACM 的会自动更新（检查 DNS 验证记录）；中国区域上传新的，再 make deploy。",
        )
    return Finding(GOOD, "HTTPS 证书", text)


def release(patient: Patient) -> Iterator[Finding]:
    bucket = patient.output("base", "CodeBucket")
    if not bucket:
        return
    current, before = releases.in_use(patient.cloud, bucket)
    if not current:
        yield Finding(WATCH, "版本", "没有部署完的版本。", "执行 make deploy。")
        return
    made = releases.read(patient.cloud, bucket, current)
    for part in made.files:
        releases.part_of(patient.cloud, bucket, made, part)
    if patient.parameter("functions", "MembersCode") != made.key("members"):
        yield Finding(
            WATCH, "版本", f"记录的版本是 {current}，函数用的是另一个。", "上一次部署中断了：再执行一次 make deploy。"
        )
    else:
        yield Finding(GOOD, "版本", f"{current}（上一版 {before or '无'}）")


def answers(patient: Patient) -> Iterator[Finding]:
    site = patient.output("site", "SiteOrigin")
    if not site:
        return
    told: list[str] = []
    wrong = smoke.run(site, patient.output("functions", "ApiAddress"), say=told.append)
    for each in wrong:
        next_step = (
            "完成 ICP 备案，见部署指南“中国区域”。"
            if "ICP" in each
            else "先处理上面的问题；都没有时看运行手册“网站打不开”。"
        )
        yield Finding(BAD, "试用", each, next_step)
    if not wrong:
        yield Finding(GOOD, "试用", f"{len(told)} 项都对")


def uploaded_certificates(patient: Patient) -> Iterator[Finding]:
    """In China: the certificates that CloudFront can use, with the ids that CERTIFICATE= wants."""
    if not patient.cloud.is_china:
        return
    pages = patient.cloud.client("iam").get_paginator("list_server_certificates").paginate(PathPrefix="/cloudfront/")
    found = [each for page in pages for each in page["ServerCertificateMetadataList"]]
    if not found:
        text = "还没有上传网站的证书（IAM 服务器证书，路径以 /cloudfront/ 开头）。"
        yield Finding(WATCH, "证书", text, "买一张域名的证书，上传到 IAM，见部署指南第六步。")
    for each in found:
        named = f"{each['ServerCertificateName']}，CERTIFICATE={each['ServerCertificateId']}"
        yield certificate_finding(named, each["Expiration"], datetime.now(UTC))


LOOKS: dict[str, Look] = {
    "账号": account, "配额": quotas, "证书": uploaded_certificates, "堆栈": stack_states, "模板": templates, "手工改动": drift, "数据表": tables,
    "函数": functions,     "密钥": keys, "备份": backups, "告警": alarms, "告警通知": told_to, "域名": domain, "版本": release, "试用": answers,
}  # fmt: skip


BEFORE = ("账号", "配额", "证书")  # what can be looked at before anything is deployed


def examine(patient: Patient, title: str, look: Look) -> list[Finding]:
    """What a look found. One that could not be done says why; it never counts as good."""
    try:
        return list(look(patient))
    except Stopped as stopped:
        return [Finding(BAD, title, stopped.wrong, stopped.next_step)]
    except (ClientError, BotoCoreError, NotImplementedError) as error:
        why = reason(error)
        missing = (
            "给这个用户加上权限，再检查一次。"
            if "denied" in why.lower() or "authorized" in why.lower()
            else "过一会儿再检查一次。"
        )
        return [Finding(WATCH, title, f"没有查成：{why}", missing)]
