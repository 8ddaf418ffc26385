"""What runs by the clock. In the cloud a schedule calls these through Zappa's handler (``{"command": "functions.jobs.often"}``); on one
machine `infra/clockwork.py` does.

Each job may be repeated, and one that fails keeps none of the others from running. That a run went through is told in the log in the
form that becomes a metric, so that an alarm can ask how long ago it was.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

Job = Callable[[], Any]
_METRICS = "VolunteerServiceRecord"


class JobsFailed(RuntimeError):
    """Some jobs failed; each has said why in the log."""


def often(_event: Any = None, _context: Any = None) -> None:
    """Every ten minutes: the keys, seals and status lists that a checker reads."""
    from functions.certificates import jobs as certificates
    from functions.seals import jobs as seals

    _run("often", [certificates.publish, seals.publish])


def hourly(_event: Any = None, _context: Any = None) -> None:
    """Every hour: the public figures."""
    from functions.statistics import jobs as statistics

    _run("hourly", [statistics.publish])


def nightly(_event: Any = None, _context: Any = None) -> None:
    """Every night: count everything anew and hold it against the counters."""
    from functions.statistics import jobs as statistics

    _run("nightly", [statistics.recount])


def _run(name: str, jobs: Sequence[Job]) -> None:
    began, failed = time.monotonic(), 0
    for job in jobs:
        try:
            job()
        except Exception:
            failed += 1
            logging.getLogger(__name__).exception("a scheduled job failed")
    if failed:
        raise JobsFailed(f"{failed} of {len(jobs)} jobs of {name} failed")
    _tell(name, time.monotonic() - began)


def _tell(name: str, seconds: float) -> None:
    """CloudWatch reads a line of this form as metrics (embedded metric format); elsewhere nobody does."""
    if "AWS_LAMBDA_FUNCTION_NAME" not in os.environ:
        return
    metrics = [{"Name": "JobSucceeded", "Unit": "Count"}, {"Name": "JobSeconds", "Unit": "Seconds"}]
    told = {"Namespace": _METRICS, "Dimensions": [["Function", "Job"]], "Metrics": metrics}
    line = {
        "_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [told]},
        "Function": os.environ["AWS_LAMBDA_FUNCTION_NAME"],  # two stages may share an account
        "Job": name,
        "JobSucceeded": 1,
        "JobSeconds": round(seconds, 3),
    }
    sys.stdout.write(json.dumps(line) + "\n")
