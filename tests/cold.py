"""``python -m tests.cold``: how long each packaged function takes from nothing to its first answer, beside a bare one.

The bare one is Flask and one PynamoDB `GetItem` in the same packages behind the same handler, compiled in the same way. They start by
turns, so that whatever else the machine does slows each of them alike; told are the medians and their ratios.
"""

import base64
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from functions.signing.keys import new_file_key
from infra.cloud import say
from infra.engine import client, running_engine
from infra.package import FUNCTIONS, Target, build
from infra.tables import create_tables
from tests.infra import packaged

_TIMES = 15
_ASKED = {"public": "/api/v1/public/health", "members": "/api/v1/health", "bare": "/bare"}
_BARE = """
import os
from flask import Flask
from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

class Item(Model):
    class Meta:
        table_name = os.environ["TABLE_PREFIX"] + "public_rate_counters"
        region = os.environ["AWS_REGION"]
        host = os.environ["DYNAMODB_ENDPOINT"]
    counter_key = UnicodeAttribute(hash_key=True)

app = Flask("bare", static_folder=None)

@app.get("/bare")
def bare():
    try:
        Item.get("bare")
    except Item.DoesNotExist:
        pass
    return {"status": "ok"}
"""


def bare_of(public: Path, folder: Path) -> Path:
    """The public function's packages with a bare application in place of ours, compiled."""
    shutil.copytree(public, folder, ignore=shutil.ignore_patterns("functions"))
    (folder / "bare.py").write_text(_BARE, encoding="utf-8")
    settings = folder / "zappa_settings.py"
    told = settings.read_text(encoding="utf-8")
    settings.write_text(told.replace("functions.lambda_public", "bare"), encoding="utf-8")
    shutil.copyfile(folder / "zappa" / "handler.py", folder / "handler.py")
    command = [sys.executable, "-m", "compileall", "-f", "-q", "--invalidation-mode", "unchecked-hash", str(folder)]
    subprocess.run(command, check=True)
    return folder


def _first_answer(packages: Path, client_only: Path, told: Mapping[str, str], path: str) -> float:
    """Seconds from starting the process to its first answer."""
    began = time.perf_counter()
    with packaged.running_function(packages, client_only, told) as runtime:
        answer = runtime.invoke(packaged.http_event("GET", path, "", {"host": "x"}, b""))
        taken = time.perf_counter() - began
    if answer["statusCode"] != 200:
        raise RuntimeError(f"{path} answered {answer}")
    return taken


def measured(times: int = _TIMES) -> dict[str, float]:
    """Median seconds to the first answer by function, ``bare`` among them."""
    here = Target("x86_64", f"{sys.version_info.major}.{sys.version_info.minor}")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        places = {each: packaged.unpacked(build(each, here, folder / "zips").file, folder / each) for each in FUNCTIONS}
        places["bare"] = bare_of(places["public"], folder / "bare")
        client_only = packaged.client_folder(folder / "client")
        (folder / "key").write_text(base64.b64encode(secrets.token_bytes(32)).decode())
        (folder / "signing.pem").write_bytes(new_file_key())
        endpoint = stack.enter_context(running_engine())
        create_tables(client(endpoint), "cold-", expiring=False)
        told = {
            "TABLE_PREFIX": "cold-", "DYNAMODB_ENDPOINT": endpoint, "AWS_REGION": "cn-northwest-1", "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local", "INSTANTIATE_LAMBDA_HANDLER_ON_IMPORT": "1", "SITE_ORIGIN": "http://x",
        }  # fmt: skip
        secret = {**told, "KEY_FILE": str(folder / "key"), "SIGNING_KEYS": f"file:{folder / 'signing.pem'}"}
        taken: dict[str, list[float]] = {each: [] for each in places}
        for _ in range(times):
            for each, place in places.items():
                mine = secret if each == "members" else told
                taken[each].append(_first_answer(place, client_only, mine, _ASKED[each]))
    return {each: statistics.median(seconds) for each, seconds in taken.items()}


def told(found: Mapping[str, float]) -> str:
    """One sentence for the README."""
    bare = found["bare"]
    parts = [f"{each} {found[each] * 1000:.0f} ms, {found[each] / bare:.2f}×" for each in FUNCTIONS]
    return f"From nothing to the first answer, in the real runtime client (median): {'; '.join(parts)} a bare Flask and PynamoDB zip ({bare * 1000:.0f} ms)."


if __name__ == "__main__":
    say(told(measured()))
