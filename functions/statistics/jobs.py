"""What runs by the clock: publishing the figures every hour, recounting them every night."""

import json
import time
from pathlib import Path
from typing import Any

from functions.groups import census as groups
from functions.hours import census as hours
from functions.projects import census as projects
from functions.stars import census as stars
from functions.statistics import actions, rules
from functions.volunteers import census as volunteers


def publish(folder: Path | None = None) -> dict[str, Any]:
    """Publish the figures of now; in ``folder`` also as files that a site serves without a function call."""
    published = actions.publish()
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        _put(folder / "figures.json", json.dumps(published, ensure_ascii=False))
        _put(folder / "figures.csv", actions.as_csv(published))
    return published


def _put(file: Path, text: str) -> None:
    """Whole or not at all: somebody may be reading it."""
    beside = file.with_suffix(".new")
    beside.write_text(text, encoding="utf-8", newline="")
    beside.replace(file)


def recount(mend: bool = False) -> list[rules.Difference]:
    """Count everything anew and report where the counters say otherwise."""
    began = time.monotonic()
    found = actions.counted_anew(room.counted() for room in (volunteers, groups, projects, hours, stars))
    return actions.keep_recount(found, time.monotonic() - began, mend)
