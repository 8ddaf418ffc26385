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
s3, dynamodb, secrets = (boto3.client(name) for name in ("s3", "dynamodb", "secretsmanager"))


def put(name: str, told: Any) -> None:
    s3.put_object(Bucket=BUCKET, Key=name, Body=json.dumps(told).encode())


def get(name: str) -> Any:
    try:
        return json.loads(s3.get_object(Bucket=BUCKET, Key=name)["Body"].read())
    except s3.exceptions.NoSuchKey:
        return None


def recovery() -> dict[str, Any]:
    # Until when, or None for never. A further hyphen names another set.
    found: dict[str, Any] = {}
    for page in dynamodb.get_paginator("list_tables").paginate():
        for name in page["TableNames"]:
            if name.startswith(PREFIX) and "-" not in name.removeprefix(PREFIX):
                told = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
                told = told["PointInTimeRecoveryDescription"]
                on = told["PointInTimeRecoveryStatus"] == "ENABLED"
                found[name] = told.get("LatestRestorableDateTime", datetime.now(UTC)) if on else None
    return found


def start(until: dict[str, Any], arn: str, asked: str) -> None:
    moment = datetime.fromisoformat(asked) if asked not in ("", "now") else min(until.values())
    folder = f"exports/{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}/"
    put(folder + "data-key.json", {"wrapped": secrets.get_secret_value(SecretId=SECRET)["SecretString"]})
    exports = {}
    for name in until:
        to = {"S3Bucket": BUCKET, "S3Prefix": folder + name.removeprefix(PREFIX)}
        made = dynamodb.export_table_to_point_in_time(TableArn=arn + name, ExportTime=moment, **to)
        exports[name] = made["ExportDescription"]["ExportArn"]
    put(folder + "started.json", {"moment": moment.isoformat(), "exports": exports})


def look(folder: str) -> str:
    # A backup that has ended well is declared whole.
    told = get(folder + "started.json")
    if told is None:
        return "FAILED"
    arns = told["exports"].values()
    states = {dynamodb.describe_export(ExportArn=arn)["ExportDescription"]["ExportStatus"] for arn in arns}
    if states == {"COMPLETED"}:
        names = sorted(name.removeprefix(PREFIX) for name in told["exports"])
        put(folder + "backup.json", {"format": 1, "moment": told["moment"], "prefix": PREFIX, "tables": names})
    return "FAILED" if "FAILED" in states else "IN_PROGRESS" if "IN_PROGRESS" in states else "COMPLETED"


def tell(age: int, without: int) -> None:
    names = [{"Name": "BackupAgeDays", "Unit": "None"}, {"Name": "TablesWithoutRecovery", "Unit": "Count"}]
    how = {"Namespace": "VolunteerServiceRecord", "Dimensions": [["Tables"]], "Metrics": names}
    told = {"_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [how]}, "Tables": PREFIX}
    print(json.dumps({**told, "BackupAgeDays": age, "TablesWithoutRecovery": without}))


def handler(event: Any, context: Any) -> None:
    until, now = recovery(), datetime.now(UTC)
    without = sum(not moment for moment in until.values()) if until else 1
    found = s3.list_objects_v2(Bucket=BUCKET, Prefix="exports/", Delimiter="/").get("CommonPrefixes", [])
    folders = sorted((each["Prefix"] for each in found), reverse=True)
    state = look(folders[0]) if folders and not get(folders[0] + "backup.json") else ""
    backups = (get(folder + "backup.json") for folder in folders)
    whole = next((each for each in backups if each and each["prefix"] == PREFIX), None)
    last = datetime.fromisoformat(whole["moment"]) if whole else None
    asked = (event or {}).get("export", "")
    due = asked or last is None or f"{last:%Y%m}" != f"{now:%Y%m}"
    if due and not without and state != "IN_PROGRESS":
        arn = ":".join(context.invoked_function_arn.split(":")[:5])
        start(until, arn.replace(":lambda:", ":dynamodb:") + ":table/", asked)
    tell((now - last).days if last else 999, without)
