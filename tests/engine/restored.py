"""Run in a process of its own, since tables are named when they are imported: what people do after the cut-over.

    python -m tests.engine.restored < told.json

The environment says which tables; the answer is JSON on standard output.
"""

import json
import sys
from typing import Any

from functions.storage import clock
from tests.builders import a_row
from tests.district import District


def after_the_cut_over(told: dict[str, Any]) -> dict[str, Any]:
    """A certificate is checked, people log in, the record is read, an hour is entered."""
    district = District.open()
    district.secrets.update(told["secrets"])
    check = district.get(f"/public/certificates/{told['code']}").get_json()
    closed = district.ask("GET", "/volunteers/me/record", Authorization=f"Bearer {told['open_session']}").status_code
    volunteer, recorder = district.log_in(told["volunteer"]), district.log_in(told["recorder"])
    before = volunteer.get("/volunteers/me/record").get_json()
    row = a_row(told["volunteer"], "2026-05-25T09:00", "2026-05-25T10:00")
    entered = recorder.post(f"/projects/{told['project']}/hours", {"entries": [row]})
    after = volunteer.get("/volunteers/me/record").get_json()
    return {
        "check": check,
        "old_session": closed,
        "name": before["person"]["name"],
        "document": before["person"]["document"]["number_masked"],
        "before": before["totals"]["minutes"],
        "entered": entered.status_code,
        "after": after["totals"]["minutes"],
        "paper": volunteer.get(f"/certificates/{told['code']}/pdf").status_code,
    }


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    with clock.running_from(clock.from_text(asked["now"])):
        sys.stdout.write(json.dumps(after_the_cut_over(asked)) + "\n")
