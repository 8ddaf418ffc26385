"""Letting the blocks beside the hours in, each through the room that keeps it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from functions.commendations import arrivals as commendations
from functions.commendations import rules as commendation_rules
from functions.evaluations import arrivals as evaluations
from functions.evaluations.rules import Rating
from functions.hours.rules import BEIJING
from functions.regulation.violation import Violation
from functions.stars import arrivals as stars
from functions.storage import clock
from functions.storage.refusals import Refused
from functions.training import arrivals as training
from functions.training import rules as training_rules
from functions.transfers import reading, storing
from functions.transfers.models import TransferIn
from functions.transfers.package import FILES_OF
from functions.volunteers import actions as volunteers
from functions.volunteers.actions import Known


def accept(actor_id: str, item: TransferIn, block: str) -> None:
    """Record a block of an arrival; what is here already is not recorded twice. Raises `Refused`."""
    name = FILES_OF[block][0]
    told = reading.parsed(storing.taken(item.arrival_id, name), name)
    person = volunteers.open_record(volunteers.known(item.volunteer_id).volunteer_number)
    try:
        _ACCEPT[block](actor_id, person, item, told)
    except ValueError:
        raise Refused([Violation("16", "transfers.day", "", f"{name} 里有不存在的日期，请不接收这一项。")]) from None


def _from(item: TransferIn, group: str) -> str:
    place = item.manifest["sender"]["name"]
    return f"{group}（{place}，转入）" if group else f"{place}（转入）"


def _training(actor_id: str, person: Known, item: TransferIn, rows: list[dict[str, Any]]) -> None:
    code = item.manifest["sender"]["code"]
    came = []
    for row in rows:
        facts = training_rules.Facts(
            topic=row["topic"],
            content=row["content"],
            starts=_day(row["starts"]),
            ends=_day(row["ends"]),
            place=row["place"],
            class_hours=row["class_hours_tenths"],
            kind=row["kind"] if row["kind"] in training_rules.KINDS else "general",
            mode=row["mode"] if row["mode"] in training_rules.MODES else "in_person",
            contact=row["contact"],
        )
        came.append(training.Arrived(f"{code}/{row['id']}", _from(item, row["group"]), facts))
    training.let_in(actor_id, person, came)


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day > clock.today():
        raise ValueError("a day that lies ahead")
    return day


def _commendations(actor_id: str, person: Known, item: TransferIn, rows: list[dict[str, Any]]) -> None:
    levels = commendation_rules.LEVELS
    came = [
        (
            commendation_rules.Facts(
                date=_day(row["date"]),
                name=row["name"],
                granting_body=row["granting_body"],
                level=row["level"] if row["level"] in levels else "body",
                project=row["project"],
            ),
            _from(item, row["group"]),
        )
        for row in rows
    ]
    sender = item.manifest["sender"]
    evidence = f"随记录转入：{sender['name']}已确认，签名核验通过，转移编号 {item.manifest['transfer_id']}"
    commendations.let_in(actor_id, person, came, evidence)


def _evaluations(actor_id: str, person: Known, item: TransferIn, rows: list[dict[str, Any]]) -> None:
    code = item.manifest["sender"]["code"]
    came = [
        evaluations.Arrived(
            project_id=reading.key_of(code, row["id"]),
            project=row["project"],
            group=_from(item, row["group"]),
            rating=Rating(row["scores"], row["words"]),
            rated_at=datetime.fromisoformat(row["rated_at"]),
            answer=row["answer"],
        )
        for row in rows
    ]
    evaluations.let_in(actor_id, person, came)


def _stars(actor_id: str, person: Known, item: TransferIn, told: dict[str, Any]) -> None:
    sender = item.manifest["sender"]
    made = datetime.fromisoformat(item.manifest["made_at"]).astimezone(BEIJING).date()
    since = _day(told["since"]) if told["since"] else made
    reference = f"{sender['name']}评定，转移编号 {item.manifest['transfer_id']}"
    stars.take_over(actor_id, person, stars.Arrived(told["star"], since, sender["body"], reference))


_ACCEPT: dict[str, Callable[..., None]] = {
    "training": _training,
    "commendations": _commendations,
    "evaluations": _evaluations,
    "stars": _stars,
}
