"""What runs by the clock: publishing the figures every hour, recounting them every night."""

import json
import time
from typing import Any

from functions.groups import census as groups
from functions.hours import census as hours
from functions.projects import census as projects
from functions.stars import census as stars
from functions.statistics import actions, rules
from functions.storage import publishing
from functions.volunteers import census as volunteers

_KEPT = 600  # seconds that a cache may keep the figures, which are made anew every hour


def publish() -> dict[str, Any]:
    """Publish the figures of now, also as files that a site serves without a function call."""
    published = actions.publish()
    publishing.publish("published/figures.json", json.dumps(published, ensure_ascii=False).encode(), _KEPT)
    publishing.publish("published/figures.csv", actions.as_csv(published).encode(), _KEPT)
    return published


def recount(mend: bool = False) -> list[rules.Difference]:
    """Count everything anew and report where the counters say otherwise."""
    began = time.monotonic()
    found = actions.counted_anew(room.counted() for room in (volunteers, groups, projects, hours, stars))
    return actions.keep_recount(found, time.monotonic() - began, mend)
