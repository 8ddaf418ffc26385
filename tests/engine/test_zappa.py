"""`zappa deploy` with the settings of zappa_settings.json, in the global partition, as far as a local endpoint can show.

The district's own way is `make deploy`, which also does what Zappa cannot in AWS China.
"""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

from infra.engine import ROOT, client, running_engine, surroundings
from infra.package import Target, build_if_needed
from infra.tables import create_tables

_TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
_ROLE = "record-public-public-ZappaLambdaExecutionRole"  # `manage_roles` is false: its rights are ours to write


def test_zappa_puts_up_the_public_function_behind_a_gateway() -> None:
    target = Target(
        "x86_64", f"{sys.version_info.major}.{sys.version_info.minor}"
    )  # the engine runs functions with its own Python
    with running_engine(services="") as endpoint:
        policy = json.dumps({"Version": "2012-10-17", "Statement": [_TRUST]})
        client(endpoint, "iam").create_role(RoleName=_ROLE, AssumeRolePolicyDocument=policy)
        create_tables(client(endpoint, region="us-east-1"), "record-", expiring=False)
        environment = {
            **surroundings(), "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_DEFAULT_REGION": "us-east-1", "AWS_REGION": "us-east-1", "NO_PROXY": "127.0.0.1", "VIRTUAL_ENV": sys.prefix,
        }  # fmt: skip
        command = [
            str(Path(sys.prefix) / "bin" / "zappa"),
            "deploy",
            "public",
            "--zip",
            str(build_if_needed("public", target)),
        ]
        done = subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        gateway = client(endpoint, "apigateway", region="us-east-1")
        [api] = gateway.get_rest_apis()["items"]
        address = f"{endpoint}/restapis/{api['id']}/public/_user_request_/api/v1/public/health"
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - the engine
            assert json.loads(answer.read()) == {"status": "ok"}
