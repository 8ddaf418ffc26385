"""What each function asks of each table, seen in every test: held against ``infra/access.json``, from which its rights are made.

A call of the story (tests/story.py) that the table of rights does not allow fails its test. With ``RECORD_CALLS`` naming a folder everything that was seen is
left there; ``python -m tests.calls FOLDER`` puts it together as the new table, to be read before it is taken over.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from flask import current_app, has_app_context

from functions.storage.base import connection

ROOT = Path(__file__).resolve().parents[1]
ACCESS = ROOT / "infra" / "access.json"
_ACTS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}
_PREFIX = "test-"
Seen = set[tuple[str, str, str]]  # function, table or table/index, act

_as: ContextVar[str] = ContextVar("as", default="")


@contextmanager
def acting_as(function: str) -> Iterator[None]:
    """What is called meanwhile outside of a request is this function's, such as its scheduled jobs."""
    token = _as.set(function)
    yield
    _as.reset(token)


def _function() -> str:
    return current_app.name if has_app_context() else _as.get()


def asked(operation: str, params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The (table or index, act) pairs of one call, as rights name them."""
    if operation in {"TransactWriteItems", "TransactGetItems"}:
        for item in params["TransactItems"]:
            for kind, one in item.items():
                yield one["TableName"], _ACTS.get(kind, "GetItem")
    elif operation in {"BatchGetItem", "BatchWriteItem"}:
        for table in params["RequestItems"]:
            yield table, operation
    elif "IndexName" in params:
        yield f"{params['TableName']}/{params['IndexName']}", operation
    else:
        yield params["TableName"], operation


class Watch:
    """Notes every call that a function makes; ``denied`` are those that the written table does not allow."""

    def __init__(self) -> None:
        self.seen: Seen = set()
        self.denied: Seen = set()
        self._allowed = allowed()

    def attach(self) -> None:
        """See the calls of the connection as it is now; a test may have made another."""
        connection().client.meta.events.register("before-parameter-build.dynamodb", self.note, unique_id="calls")

    def note(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        function = _function()
        if not function:
            return
        for table, act in asked(model.name, params):
            one = (function, table.removeprefix(_PREFIX), act)
            self.seen.add(one)
            if one not in self._allowed:
                self.denied.add(one)

    def leave(self) -> None:
        folder = os.environ.get("RECORD_CALLS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            text = json.dumps(sorted(self.seen))
            (Path(folder) / f"{os.getpid()}.json").write_text(text, encoding="utf-8")


def allowed() -> Seen:
    """The written table: ``{function: {table or table/index: [act]}}``."""
    if not ACCESS.exists():
        return set()
    told: dict[str, dict[str, list[str]]] = json.loads(ACCESS.read_text(encoding="utf-8"))
    return {
        (function, table, act) for function, tables in told.items() for table, acts in tables.items() for act in acts
    }


def put_together(folder: Path) -> dict[str, dict[str, list[str]]]:
    seen = {tuple(one) for file in folder.glob("*.json") for one in json.loads(file.read_text(encoding="utf-8"))}
    told: dict[str, dict[str, list[str]]] = {}
    for function, table, act in sorted(seen):
        told.setdefault(function, {}).setdefault(table, []).append(act)
    return told


if __name__ == "__main__":
    sys.stdout.write(json.dumps(put_together(Path(sys.argv[1])), indent=1) + "\n")
