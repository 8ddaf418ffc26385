"""C57: no phone, number or birth date of anyone leaves by a public route, by another group's route, or by a log."""

import io
import itertools
import logging
import zipfile

import pytest
from werkzeug.test import TestResponse

from functions.files.exports import KINDS as EXPORTS
from functions.statistics.jobs import publish
from tests.builders import PASSWORD, SAMPLE_ID, a_group, a_recorder, a_row
from tests.district import API, District, Person
from tests.supervision.test_draws import drawn

PHONE = "13712345678"
SECRETS = (SAMPLE_ID, PHONE, "1949-12", "19491231", PASSWORD)
RECORDER_SECRETS = ("13787654321",)


def seeded(district: District) -> tuple[Person, Person, dict[str, str]]:
    """A person, the group they serve with, and every id that an address could name."""
    volunteer = district.volunteer(document={"type": "resident_id", "number": SAMPLE_ID}, phone=PHONE)
    recorder = district.recorder(recorder=a_recorder(phone=RECORDER_SECRETS[0]))
    project = district.project(recorder, volunteer)
    recorder.post(f"/projects/{project}/hours", {"entries": [a_row(volunteer.number)]})
    code = volunteer.post("/certificates", {"show_document": "full"}).get_json()["code"]
    supervisor = district.supervisor("privacy-supervisor")
    publish()
    names = {
        "group_id": recorder.group_id,
        "project_id": project,
        "number": volunteer.number,
        "code": code,
        "purpose": "registration",
        "draw_id": drawn(supervisor)["draw_id"],
        "place": published(district, supervisor),
    }
    return volunteer, recorder, names


def published(district: District, supervisor: Person) -> str:
    """Where a published honour roll lies, on which somebody stands who did not agree to be named."""
    asked = {"title": "名单", "from": "2026-05-01", "to": "2026-05-31", "least_minutes": 1}
    roll = supervisor.post("/rolls", asked).get_json()
    while roll["state"] == "gathering":
        roll = supervisor.post(f"/rolls/{roll['roll_id']}/pieces").get_json()
    assert roll["people"] == 1
    supervisor.post(f"/rolls/{roll['roll_id']}/publication", {"version": roll["version"]})
    return str(district.get("/public/rolls").get_json()["items"][0]["roll"])


def addresses(district: District, names: dict[str, str], public: bool = False) -> list[tuple[str, str]]:
    app = district.public if public else district.members
    found = []
    for rule in app.url_map.iter_rules():
        path = rule.rule.removeprefix(API)
        for name, value in names.items():
            path = path.replace(f"<{name}>", value)
        found += [(method, path) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]
    return found


def leaks(text: str, secrets: tuple[str, ...]) -> list[str]:
    return [secret for secret in secrets if secret in text]


def text_of(answer: TestResponse) -> str:
    """What an answer says; a spreadsheet, what its parts say."""
    content = answer.get_data()
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(part).decode() for part in book.namelist())


@pytest.mark.article("15")
def test_c57_every_public_route_keeps_every_secret(district: District) -> None:
    _, _, names = seeded(district)
    walked = {path: district.ask(method, path) for method, path in addresses(district, names, public=True)}
    open_paths = {path: district.get(path) for _, path in addresses(district, names)}
    told = "".join(answer.get_data(as_text=True) for answer in (*walked.values(), *open_paths.values()))
    assert {answer.status_code for answer in walked.values()} == {200, 204}
    assert leaks(told, (*SECRETS, *RECORDER_SECRETS, names["number"])) == []


@pytest.mark.article("15")
@pytest.mark.parametrize("role", ["recorder", "volunteer"])
def test_c57_nobody_of_another_group_gets_anything_about_anyone(district: District, role: str) -> None:
    _, _, names = seeded(district)
    stranger = getattr(district, role)()
    answers = [stranger.ask(method, path, {}) for method, path in addresses(district, names)]
    told = "".join(answer.get_data(as_text=True) for answer in answers)
    assert leaks(told, (*SECRETS, *RECORDER_SECRETS)) == []


@pytest.mark.article("15")
def test_c57_the_own_groups_recorder_sees_neither_number_nor_phone_nor_birth(district: District) -> None:
    _, recorder, names = seeded(district)
    answers = [recorder.get(path) for method, path in addresses(district, names) if method == "GET"]
    period = "from=2026-01-01&to=2026-12-31"
    files = [recorder.get(f"/groups/{names['group_id']}/export?kind={kind}&{period}") for kind in EXPORTS]
    assert {answer.status_code for answer in files} == {200}
    told = "".join(text_of(answer) for answer in (*answers, *files))
    assert names["number"] in told
    assert leaks(told, SECRETS) == []


@pytest.mark.article("15")
def test_no_log_at_any_level_holds_a_secret(district: District, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="functions"), caplog.at_level(logging.INFO):
        volunteer, recorder, names = seeded(district)
        for person, (method, path) in itertools.product((volunteer, recorder), addresses(district, names)):
            person.ask(method, path, {"document": {"number": SAMPLE_ID}, "phone": PHONE})
        district.post("/groups", a_group(contact={"name": "x", "phone": PHONE}))
    assert leaks(caplog.text, (*SECRETS, *RECORDER_SECRETS)) == []


@pytest.mark.article("15")
def test_a_refusal_does_not_repeat_what_was_typed(district: District) -> None:
    wrong = SAMPLE_ID[:-1] + "1"
    body = {"name": PHONE, "document": {"type": "resident_id", "number": wrong}, "phone": f"{PHONE}0"}
    answer = district.post("/volunteers", body)
    assert answer.status_code == 422
    assert leaks(answer.get_data(as_text=True), (wrong, f"{PHONE}0")) == []
