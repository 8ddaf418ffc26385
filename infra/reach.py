"""Reaches the tables of a deployment: those of ``make run`` on this machine, or those of a stage in the cloud."""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import district
from infra.backup_format import BackupFault, Bucket, Folder, Place
from infra.cloud import Cloud
from infra.engine import client, running_engine, stay_on_this_machine
from infra.site_build import ROOT

DATA = ROOT / ".local"


@dataclass(frozen=True)
class Reach:
    """``prefix`` of the tables in use; ``cloud`` is None on this machine, ``stage`` empty."""

    dynamodb: Any
    prefix: str
    stage: str = ""
    cloud: Cloud | None = None
    data: Path = DATA
    environment: Callable[[], dict[str, str]] = dict  # what the functions read of their settings there

    def place(self, address: str) -> Place:
        """Where a backup lies: ``s3://…`` or a folder."""
        if not address.startswith("s3://"):
            return Folder(Path(address))
        if self.cloud is None:
            raise BackupFault("要读取 S3 里的备份，请加上 STAGE。A backup in S3 needs STAGE.")
        return Bucket(self.cloud.client("s3"), address)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--stage", default="", help="the deployment in the cloud; left out: the one of make run")
    parser.add_argument("--region")
    parser.add_argument("--profile")
    parser.add_argument("--tables", default="", help="prefix of the tables in use, where it is not the usual one")
    parser.add_argument("--data", type=Path, default=DATA, help="where make run keeps its data")


@contextmanager
def reached(asked: argparse.Namespace) -> Iterator[Reach]:
    """Raises `BackupFault` where ``make run`` has its tables open, or there are none."""
    if asked.stage:
        yield _in_the_cloud(asked)
        return
    if not (asked.data / "tables").exists():
        raise BackupFault(f"{asked.data} 里没有数据，请先执行一次 make run。There are no data: make run first.")
    stay_on_this_machine()
    try:
        with district.only_run(asked.data), running_engine(asked.data / "tables") as endpoint:
            prefix = asked.tables or district.tables_in_use(asked.data)
            told = {"TABLE_PREFIX": prefix, "DYNAMODB_ENDPOINT": endpoint, "KEY_FILE": str(asked.data / "key")}
            told["AWS_REGION"] = "cn-northwest-1"
            yield Reach(client(endpoint), prefix, data=asked.data, environment=lambda: told)
    except district.AlreadyRunning as error:
        message = "make run 正在运行，请先按 Ctrl-C 停止它再试。make run has the tables open: stop it first."
        raise BackupFault(message) from error


def _in_the_cloud(asked: argparse.Namespace) -> Reach:
    cloud = Cloud(asked.stage, asked.region or os.environ.get("AWS_REGION", ""), asked.profile or "")

    def environment() -> dict[str, str]:
        told = _settings_of(cloud) | {"AWS_REGION": cloud.region}
        return told | ({"AWS_PROFILE": cloud.profile} if cloud.profile else {})

    prefix = asked.tables or environment().get("TABLE_PREFIX", cloud.prefix)
    return Reach(cloud.client("dynamodb"), prefix, asked.stage, cloud, asked.data, environment)


def _settings_of(cloud: Cloud) -> dict[str, str]:
    """The settings of the stage's members' function: which tables are in use, which district it is, the wrapped data key."""
    functions = cloud.client("lambda")
    try:
        found = functions.get_function_configuration(FunctionName=f"{cloud.prefix}members")
    except functions.exceptions.ResourceNotFoundException as error:
        message = f"没有找到 {cloud.stage} 的函数，请检查 STAGE、REGION、PROFILE。No such stage is deployed there."
        raise BackupFault(message) from error
    told: dict[str, str] = found.get("Environment", {}).get("Variables", {})
    return told


def every_item(dynamodb: Any, table: str) -> Iterator[dict[str, Any]]:
    """Every item of a table, as the client reads it."""
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        yield from page["Items"]
