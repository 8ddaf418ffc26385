"""``make bench``: what each act costs in the embedded engine, written into `infra/measured.json`, from which costs are reckoned, and
into the README between its markers."""

import base64
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.engine.acts import Stage

_README = Path(__file__).resolve().parent.parent / "README.md"
_MEASURED = _README.parent / "infra" / "measured.json"
_BEGIN, _END = "<!-- bench:begin -->", "<!-- bench:end -->"
_TIMES = 15
_ROWS = 10_000


@dataclass(frozen=True)
class Line:
    """One act: calls and units as the engine counts them, ``milliseconds`` the median."""

    act: str
    reads: int
    writes: int
    write_units: float
    milliseconds: float
    read_units: float
    stored_bytes: int

    def row(self) -> str:
        units = f"{self.write_units:g}"
        return f"| {self.act} | {self.reads} | {self.writes} | {units} | {self.milliseconds:.1f} |"


def _seconds(do: Callable[[], Any]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _medians_ms(*acts: Callable[[], Any], times: int = 300) -> list[float]:
    """By turns, so that whatever else the machine does slows each of them alike."""
    rounds = [[_seconds(act) for act in acts] for _ in range(times)]
    return [statistics.median(taken) * 1000 for taken in zip(*rounds, strict=True)]


@contextmanager
def _engine(folder: str) -> Iterator[str]:
    """The engine with empty tables, and the functions pointed at it."""
    from infra.engine import client, running_engine, stay_on_this_machine
    from infra.tables import create_tables

    stay_on_this_machine()
    key = Path(folder) / "key"
    key.write_text(base64.b64encode(os.urandom(32)).decode())
    from functions.signing.keys import new_file_key

    signing = Path(folder) / "signing.pem"
    signing.write_bytes(new_file_key())
    os.environ.update(TABLE_PREFIX="bench-", AWS_REGION="cn-northwest-1", KEY_FILE=str(key))
    os.environ.update(SIGNING_KEYS=f"file:{signing}", PUBLISHED_FOLDER=folder)
    from functions.storage import clock

    # The acts enter hours of 2026: the clock runs on from a day on which those are not late.
    with running_engine() as endpoint, clock.running_from(datetime(2026, 6, 3, 9, tzinfo=clock.BEIJING)):
        os.environ["DYNAMODB_ENDPOINT"] = endpoint
        create_tables(client(endpoint), "bench-", expiring=False)
        yield endpoint


def _measure(stage: "Stage", act: str, endpoint: str) -> Line:
    from tests.engine.acts import ACTS, cost_of

    cost_of(stage, act)  # the first time imports and opens what later times find ready
    meter = cost_of(stage, act).meter
    left = _left_by(ACTS[act](stage), endpoint)
    taken = []
    for _ in range(_TIMES):
        do = ACTS[act](stage)
        began = time.perf_counter()
        answer = do()
        taken.append(time.perf_counter() - began)
        if answer.status_code >= 300:
            raise RuntimeError(f"{act}: {answer.get_data(as_text=True)}")
    reads, writes = len(meter.reads), len(meter.calls) - len(meter.reads)
    milliseconds = round(statistics.median(taken) * 1000, 1)
    return Line(act, reads, writes, meter.write_units, milliseconds, meter.read_units, left)


def _left_by(do: Callable[[], Any], endpoint: str) -> int:
    """The bytes by which the tables grow."""
    from infra.engine import client
    from infra.metering import stored_bytes

    before = stored_bytes(client(endpoint), "bench-")
    do()
    return stored_bytes(client(endpoint), "bench-") - before


def _bare_get_item(endpoint: str) -> Callable[[], Any]:
    from infra.engine import client

    engine, key = client(endpoint), {"code": {"S": "2345"}}
    item = {**key, "facts": {"S": "x" * 600}}
    engine.put_item(TableName="bench-certificate_checks", Item=item)
    return lambda: engine.get_item(TableName="bench-certificate_checks", Key=key, ConsistentRead=True)


def _bare_flask() -> Callable[[], Any]:
    from flask import Flask
    from werkzeug.test import Client

    app = Flask("bare")
    app.add_url_rule("/", "bare", lambda: {"status": "ok"})
    return lambda: Client(app).get("/")


def _table(endpoint: str) -> str:
    from tests.district import District
    from tests.engine.acts import ACTS, Stage

    stage = Stage(District.open(), "bench-supervisor")
    stage.log(stage.volunteer)
    lines = [_measure(stage, act, endpoint) for act in ACTS]
    _keep(lines)
    code = stage.certificate()
    verify, get_item, flask = _medians_ms(
        lambda: stage.district.get(f"/public/certificates/{code}"), _bare_get_item(endpoint), _bare_flask()
    )
    head = ["| act | read calls | write calls | write units | ms |", "|---|---:|---:|---:|---:|"]
    told = (
        f"Python {platform.python_version()}, {os.cpu_count()} cores, embedded engine; median. In the same run a bare "
        f"`GetItem` takes {get_item:.2f} ms and a bare Flask view {flask:.2f} ms; to verify takes {verify:.2f} ms, "
        f"{verify / get_item:.2f}× the `GetItem` and {verify / (get_item + flask):.2f}× both together."
    )
    return "\n".join([*head, *(line.row() for line in lines), "", told, "", _imported()])


def _keep(lines: list[Line]) -> None:
    acts = {line.act: {name: value for name, value in vars(line).items() if name != "act"} for line in lines}
    _MEASURED.write_text(json.dumps({"acts": acts}, indent=1) + "\n", encoding="utf-8")


def _imported() -> str:
    """A file of ten thousand rows on its whole way in, beside a bare writer of the same items."""
    from tests.district import District
    from tests.engine.acts import Stage
    from tests.engine.imports import import_of

    stage = Stage(District.open(), "bench-importer", volunteers=100)
    done = import_of(stage, _ROWS)
    rows, bare = done.rows, done.bare
    units = done.imported.write_units
    return (
        f"An import of {rows:,} rows (upload, check, write; {len(stage.volunteers)} people) writes {units:,.0f} units, "
        f"{units / rows:.1f} a row, with {done.imported.reads:,} reading calls, in {done.imported.seconds:.0f} s. A bare writer of the "
        f"same entries, in transactions of a hundred, writes {bare.write_units:,.0f} units in {bare.seconds:.0f} s: "
        f"{units / bare.write_units:.1f}× the units, {done.imported.seconds / bare.seconds:.1f}× the time."
    )


def _put_into_readme(table: str) -> bool:
    text = _README.read_text(encoding="utf-8") if _README.exists() else ""
    if _BEGIN not in text or _END not in text:
        return False
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    _README.write_text(f"{before}{_BEGIN}\n{table}\n{_END}{after}", encoding="utf-8")
    return True


def _said_by(module: str) -> str:
    """What a measurement with a process of its own says; the functions' settings are those of the moment at which they are imported."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DYNAMODB_ENDPOINT", "TABLE_PREFIX", "KEY_FILE"}
    }
    done = subprocess.run([sys.executable, "-m", module], env=kept, check=True, stdout=subprocess.PIPE, text=True)
    return " ".join(line.strip() for line in done.stdout.splitlines())


def main() -> None:
    # Each by itself: what runs beside a measurement is in it.
    apart = [_said_by("tests.cold"), _said_by("tests.load")]
    with tempfile.TemporaryDirectory() as folder, _engine(folder) as endpoint:
        table = "\n\n".join([_table(endpoint), *apart])
    done = "rewritten" if _put_into_readme(table) else "has no markers, left as it is"
    sys.stdout.write(f"{table}\n\nREADME.md {done}.\n")


if __name__ == "__main__":
    main()
