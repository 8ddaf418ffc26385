"""Which events a function takes from Lambda: requests of its gateway, and the jobs of `functions.jobs` by name.

Zappa's handler by itself would run any Python that stands in an event (``raw_command``), any function of any module (``command``),
and set the environment from it (``stageVariables``): whoever may invoke the function could read every record with its keys.
"""

import inspect
from importlib import import_module
from importlib.util import find_spec
from typing import Any

_JOBS = "functions.jobs"


class NotTaken(ValueError):
    """An event of a kind that this function does not take."""


def is_job(command: Any) -> bool:
    """Whether ``command`` names a job: a function that `functions.jobs` itself defines for others, where this zip has it."""
    module, _, name = command.rpartition(".") if isinstance(command, str) else ("", "", "")
    if module != _JOBS or name.startswith("_") or find_spec(_JOBS) is None:
        return False
    found = getattr(import_module(_JOBS), name, None)
    return inspect.isfunction(found) and found.__module__ == _JOBS


def taken(event: Any) -> dict[str, Any]:
    """The part of an event that is passed on. Raises `NotTaken`, which quotes nothing of it."""
    if isinstance(event, dict):
        if event.get("version") == "2.0" and isinstance(event.get("requestContext"), dict):
            return {**event, "stageVariables": None}
        if isinstance(event.get("httpMethod"), str) and event["httpMethod"]:
            return {**event, "stageVariables": None}
        if set(event) == {"command"} and is_job(event["command"]):
            return event
    raise NotTaken("this function takes requests from its gateway and its own jobs, nothing else")
