"""The keeper: twice a day it sees whether every table can be recovered, and once a month it exports them all to S3.

Every table is exported as of one moment. A backup is whole once its backup.json stands. The data key beside it is wrapped: it opens
nothing without the KMS key, which never leaves KMS.

What follows stands inside backup.yaml too, whose limit for such text is 4 096 characters: after a change run `python -m infra.keeping`.
"""

import json
import os
import time
from datetime import UTC, datetime
from typing import Any

import boto3

PREFIX, BUCKET, SECRET = (os.environ[name] for name in ("TABLE_PREFIX", "BUCKET", "SECRET"))
NEVER = 999  # days


def put(s3: Any, name: str, told: Any) -> None:
    s3.put_object(Bucket=BUCKET, Key=name, Body=json.dumps(told).encode())


def get(s3: Any, name: str) -> Any:
    try:
        return json.loads(s3.get_object(Bucket=BUCKET, Key=name)["Body"].read())
    except s3.exceptions.NoSuchKey:
        return None


def recovery(dynamodb: Any) -> dict[str, Any]:
    # Until when each table can be recovered; None where it cannot.
    found: dict[str, Any] = {}
    for page in dynamodb.get_paginator("list_tables").paginate():
        for name in page["TableNames"]:
            if name.startswith(PREFIX):
                told = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
                told = told["PointInTimeRecoveryDescription"]
                on = told["PointInTimeRecoveryStatus"] == "ENABLED"
                found[name] = told.get("LatestRestorableDateTime", datetime.now(UTC)) if on else None
    return found


def start(s3: Any, dynamodb: Any, until: dict[str, Any], arn: str) -> None:
    moment = min(until.values())
    folder = f"exports/{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}/"
    wrapped = boto3.client("secretsmanager").get_secret_value(SecretId=SECRET)["SecretString"]
    put(s3, folder + "data-key.json", {"wrapped": wrapped})
    exports = {}
    for name in until:
        to = {"S3Bucket": BUCKET, "S3Prefix": folder + name.removeprefix(PREFIX)}
        made = dynamodb.export_table_to_point_in_time(TableArn=arn + name, ExportTime=moment, **to)
        exports[name] = made["ExportDescription"]["ExportArn"]
    put(s3, folder + "started.json", {"moment": moment.isoformat(), "exports": exports})


def look(s3: Any, dynamodb: Any, folder: str) -> str:
    # A backup that has ended well is declared whole.
    told = get(s3, folder + "started.json")
    if told is None:
        return "FAILED"
    arns = told["exports"].values()
    states = {dynamodb.describe_export(ExportArn=arn)["ExportDescription"]["ExportStatus"] for arn in arns}
    if states == {"COMPLETED"}:
        names = sorted(name.removeprefix(PREFIX) for name in told["exports"])
        put(s3, folder + "backup.json", {"format": 1, "moment": told["moment"], "prefix": PREFIX, "tables": names})
    return "FAILED" if "FAILED" in states else "IN_PROGRESS" if "IN_PROGRESS" in states else "COMPLETED"


def tell(age: int, without: int) -> None:
    names = [{"Name": "BackupAgeDays", "Unit": "None"}, {"Name": "TablesWithoutRecovery", "Unit": "Count"}]
    how = {"Namespace": "VolunteerServiceRecord", "Dimensions": [["Tables"]], "Metrics": names}
    told = {"_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [how]}, "Tables": PREFIX}
    print(json.dumps({**told, "BackupAgeDays": age, "TablesWithoutRecovery": without}))


def handler(event: Any, context: Any) -> None:
    s3, dynamodb, now = boto3.client("s3"), boto3.client("dynamodb"), datetime.now(UTC)
    until = recovery(dynamodb)
    without = sum(not moment for moment in until.values()) if until else 1
    found = s3.list_objects_v2(Bucket=BUCKET, Prefix="exports/", Delimiter="/").get("CommonPrefixes", [])
    folders = sorted((each["Prefix"] for each in found), reverse=True)
    state = "NONE"
    if folders:
        state = "COMPLETED" if get(s3, folders[0] + "backup.json") else look(s3, dynamodb, folders[0])
    whole = next(filter(None, (get(s3, folder + "backup.json") for folder in folders)), None)
    last = datetime.fromisoformat(whole["moment"]) if whole else None
    due = last is None or (last.year, last.month) != (now.year, now.month) or "export" in (event or {})
    if due and not without and state != "IN_PROGRESS":
        arn = ":".join(context.invoked_function_arn.split(":")[:5])
        start(s3, dynamodb, until, arn.replace(":lambda:", ":dynamodb:") + ":table/")
    tell((now - last).days if last else NEVER, without)
