"""Looking at the hours of a package before anything is written: as this district takes them, and what each line is found to be."""

from bisect import bisect
from datetime import datetime, timedelta
from typing import Any

from functions.hours import arrivals
from functions.hours.rules import Stay
from functions.storage import clock
from functions.transfers import reading, rules, storing
from functions.transfers.models import TransferIn

_REACH = timedelta(hours=48)


def arrivals_of(item: TransferIn, name: str) -> list[arrivals.Arrival]:
    """The hours of one file as this district takes them."""
    owner, sender = item.arrival_id, item.manifest["sender"]
    groups = {row["ref"]: row for row in reading.parsed(storing.taken(owner, "groups.json"), "groups.json")}
    projects = {row["ref"]: row for row in reading.parsed(storing.taken(owner, "projects.json"), "projects.json")}
    lines = reading.parsed(b"[" + b",".join(storing.taken(owner, name).splitlines()) + b"]", name)
    return [_arrival(sender, line, projects[line["project"]], groups) for line in lines]


def _arrival(
    sender: dict[str, Any], line: dict[str, Any], project: dict[str, Any], groups: dict[str, Any]
) -> arrivals.Arrival:
    origin = line["origin"] or {"code": sender["code"], "name": sender["name"], **line}
    group = groups[project["group"]]
    return arrivals.Arrival(
        ref=f"{origin['code']}/{origin['entry']}/{origin['part']}",
        origin=origin["name"],
        stay=reading.stay_of(line),
        minutes=line["minutes"],
        project_id=reading.key_of(sender["code"], project["id"]),
        project=project["name"],
        group_id=reading.key_of(sender["code"], group["id"]),
        group=group["name"],
        category=project["category"],
        place=project["place"],
        service_object=project["service_object"],
        content=line["content"],
        contact=project["contact"],
        note=f"原来源：{line['source_name']}"[:500],
    )


def found_in(item: TransferIn, came: list[arrivals.Arrival]) -> tuple[list[dict[str, Any]], datetime | None]:
    """Each line with what it is found to be, and when the latest of all so far ends."""
    last: datetime | None = item.last_end
    if not came:
        return [], last
    around = arrivals.around(item.volunteer_id, came)
    own = sorted(around.stays, key=lambda stay: stay.start)
    starts = [stay.start for stay in own]
    recent, rows, now = list[Stay](), list[dict[str, Any]](), clock.now()
    for line, arrival in enumerate(came):
        stay = arrival.stay
        recent = [each for each in recent if each.days() & stay.days()]
        if arrivals.id_of(item.volunteer_id, arrival) in around.ids:
            finding = rules.ALREADY
        elif last and stay.start < last:  # lines lie in the order of their starts
            finding = rules.TWICE
        else:
            near = own[bisect(starts, stay.start - _REACH) : bisect(starts, stay.end)]
            finding = rules.finding(stay, (arrival.category, arrival.service_object), near, recent, now)
        recent.append(stay)
        last = max(last, stay.end) if last else stay.end
        rows.append({"line": line, "finding": finding, "decision": "", "reason": "", "arrival": _kept(arrival)})
    return rows, last


def _kept(arrival: arrivals.Arrival) -> dict[str, Any]:
    times = {"start": clock.as_text(arrival.stay.start), "end": clock.as_text(arrival.stay.end)}
    return {**{name: value for name, value in vars(arrival).items() if name != "stay"}, **times}


def restored(kept: dict[str, Any]) -> arrivals.Arrival:
    stay = Stay(clock.from_text(kept["start"]), clock.from_text(kept["end"]))
    plain = {name: value for name, value in kept.items() if name not in {"start", "end"}}
    return arrivals.Arrival(stay=stay, **plain)
