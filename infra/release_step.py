"""What a release needs beside its stacks: the gateway's new state, and the jobs run once so that nothing waits for the clock."""

import json

from infra.cloud import Cloud, Stopped, say

STAGE_OF_GATEWAY = "live"
_JOBS = ("functions.jobs.often", "functions.jobs.hourly")


def renew_gateway(cloud: Cloud, api_id: str, release_id: str) -> None:
    """A change of routes is in force only once it is deployed, which CloudFormation does at the first time alone."""
    cloud.client("apigateway").create_deployment(restApiId=api_id, stageName=STAGE_OF_GATEWAY, description=release_id)


def run_jobs(cloud: Cloud, function: str) -> None:
    """Keys, status lists and figures are published now, not in ten minutes. Raises `Stopped` where a job fails."""
    for job in _JOBS:
        told = cloud.client("lambda").invoke(FunctionName=function, Payload=json.dumps({"command": job}).encode())
        if told.get("FunctionError"):
            raise Stopped(
                f"定时任务 {job} 执行失败。",
                f"看日志组 /aws/lambda/{function} 的最后几行；执行 make doctor 查缺了什么权限或密钥。",
            )
        say(f"    已执行 {job}")
