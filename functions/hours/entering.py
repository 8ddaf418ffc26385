"""Entering hours for many volunteers at once: all of a sheet or none of it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from functions.accounts import actions as accounts
from functions.groups import members
from functions.hours import allowances, deadlines, ledger, lifecycle, making, policies, rules, watch
from functions.hours.policy import Case, Policy, marks_of, presence_faults
from functions.projects import actions as projects
from functions.projects.rules import Project
from functions.regulation.violation import Violation
from functions.storage import clock
from functions.storage.refusals import Refused
from functions.storage.transactions import retried
from functions.volunteers.actions import Known, find_by_numbers

_WHY_LATE = "活动结束已超过 10 个工作日，请写明补录理由；补录须由另一位记录员或主管部门确认。"
_BY_RECORDERS = {"group_entry", "back_fill"}


@dataclass(frozen=True)
class Row:
    """One line of an hour table: ``number`` is the volunteer's, ``content`` what differs from the project's own,
    ``reason`` why it comes late or clashes, where it does; ``override`` hands in what clashes, where policy allows."""

    line: int
    number: str
    stay: rules.Stay
    content: str
    reason: str = ""
    override: bool = False


@dataclass(frozen=True)
class Sheet:
    """What one request is checked against."""

    project: Project
    recorder_id: str
    recorder_key: str
    people: dict[str, Known]
    now: datetime
    policy: Policy
    late: bool
    check_only: bool
    act: str
    request: str
    came: list[watch.Came] = field(default_factory=list)


def log_hours(
    actor_id: str,
    project_id: str,
    rows: Sequence[Row],
    unreadable: Sequence[Violation],
    check_only: bool = False,
    act: str = "",
) -> list[rules.Entry]:
    """Enter hours of many volunteers (Article 9): all of them, or none and every fault (`Refused`).

    ``unreadable`` are the faults of lines that could not be read as rows. A row that stands already, to the minute in the
    same project, is answered with the entry that stands. The answer is in the order of ``rows``.

    More than ten working days after the project's end an entry is a back-fill: it needs a reason, counts against the
    group's quota, and waits for a second person. So does what the district's policy, or haste, says should wait: see
    `policy.marks_of`. ``act`` names the larger act that this is a piece of (a file's import), "" for none.
    """
    project = projects.own(actor_id, project_id, entering=True)
    person_key = accounts.find(actor_id).person_key
    numbers = [row.number for row in rows]
    now = clock.now()
    late = deadlines.is_late(project.ends, now)
    people = _members(project, numbers)
    sheet = Sheet(
        project, actor_id, person_key, people, now, policies.current(), late, check_only, act, secrets.token_hex(4)
    )
    faults = [*unreadable, *_rows_faults(sheet, rows)]
    answers, hurried = retried(partial(_check_and_write, sheet, rows, faults))
    if not check_only:
        _look(sheet, hurried)
    return answers


def _members(project: Project, numbers: Sequence[str]) -> dict[str, Known]:
    found = find_by_numbers(numbers)
    present = members.among(project.group_id, [person.volunteer_id for person in found.values()])
    return {number: person for number, person in found.items() if person.volunteer_id in present}


def _at(row: Row, fault: Violation) -> Violation:
    return fault.under(f"entries.{row.line}")


def _rows_faults(sheet: Sheet, rows: Sequence[Row]) -> list[Violation]:
    window = rules.Stay(sheet.project.starts, sheet.project.ends)
    faults = members.lines_to_members(
        [row.number for row in rows],
        lambda index: f"entries.{rows[index].line}.volunteer_number",
        sheet.people,
        projects.NOT_A_MEMBER,
    )
    for row in rows:
        found = rules.stay_faults(row.stay, window, sheet.now) or presence_faults(row.stay, sheet.policy)
        if sheet.late and not row.reason:
            found.append(Violation("9", "hours.back_fill_reason", "reason", _WHY_LATE))
        if row.override:
            found += _override_faults(sheet.policy, row)
        if row.number in sheet.people:
            found += rules.own_entry_faults(sheet.recorder_key, sheet.people[row.number].person_key)
        faults += [_at(row, fault) for fault in found]
    return faults


def _override_faults(policy: Policy, row: Row) -> list[Violation]:
    if not policy.allow_override:
        message = "本区县不允许录入与已有时长重叠的记录。请核对时间，或请主管部门处理。"
        return [Violation("9", "hours.override", "override", message)]
    return lifecycle.reason_faults(row.reason, "录入与已有时长重叠的记录")


def _check_and_write(sheet: Sheet, rows: Sequence[Row], faults: Sequence[Violation]) -> tuple[list[rules.Entry], bool]:
    """The entry of each row, and whether they came too fast."""
    sheet.came.clear()
    by_person: dict[str, list[Row]] = {}
    for row in rows:
        if row.number in sheet.people and not rules.order_faults(row.stay):
            by_person.setdefault(sheet.people[row.number].volunteer_id, []).append(row)
    versions = ledger.versions_of(by_person)
    answers: dict[int, rules.Entry] = {}
    placed: dict[str, list[rules.Entry]] = {}
    clashes = list(faults)
    for volunteer_id, own_rows in by_person.items():
        new, found = _place(sheet, volunteer_id, own_rows, answers)
        clashes += found
        if new:
            placed[volunteer_id] = new
    if clashes:
        raise Refused(sorted(clashes, key=_line_of))
    hurried = False
    if placed and not sheet.check_only:
        hurried = _slow_down(sheet, placed, answers)
        _write(sheet, [ledger.Addition(who, versions[who], tuple(new)) for who, new in placed.items()])
    return [answers[row.line] for row in rows], hurried


def _look(sheet: Sheet, hurried: bool) -> None:
    """What is unusual about the new entries is kept for the supervisor: haste of all, the rest of those in force."""
    act = watch.Act(sheet.recorder_id, watch.place_of(sheet.project), sheet.act or sheet.request, sheet.request)
    if hurried:
        watch.note(act, "burst", [(each.entry.volunteer_id, each.entry.entry_id) for each in sheet.came])
    else:
        watch.look(act, [each for each in sheet.came if each.entry.state == lifecycle.IN_FORCE])


def _slow_down(sheet: Sheet, placed: dict[str, list[rules.Entry]], answers: dict[int, rules.Entry]) -> bool:
    """Entries that come too fast, request after request, wait for a second person; says whether these did."""
    count = sum(len(new) for new in placed.values())
    if not allowances.hurries(sheet.recorder_id, count, sheet.act or sheet.request, sheet.request):
        return False
    waiting = {
        entry.entry_id: replace(
            entry, state=lifecycle.PENDING, confirmed_by="", decided_at=None, marks=_with_burst(entry)
        )
        for new in placed.values()
        for entry in new
    }
    for who, new in placed.items():
        placed[who] = [waiting[entry.entry_id] for entry in new]
    for line, entry in answers.items():
        answers[line] = waiting.get(entry.entry_id, entry)
    return True


def _with_burst(entry: rules.Entry) -> str:
    return ",".join(filter(None, [entry.marks, "burst"]))


def _write(sheet: Sheet, additions: Sequence[ledger.Addition]) -> None:
    late = sum(len(addition.entries) for addition in additions) if sheet.late else 0
    group_id = sheet.project.group_id
    if late:
        allowances.take_back_fill(group_id, late, sheet.policy)
    try:
        ledger.write(additions, sheet.recorder_id)
    except Exception:
        if late:
            allowances.give_back_fill(group_id, late)
        raise


def _line_of(fault: Violation) -> int:
    part = fault.field.split(".")[1] if "." in fault.field else "0"
    return int(part) if part.isdigit() else 0


def _place(
    sheet: Sheet, volunteer_id: str, rows: Sequence[Row], answers: dict[int, rules.Entry]
) -> tuple[list[rules.Entry], list[Violation]]:
    """Fit one volunteer's rows in among what stands: the new entries, and what clashes."""
    first, last = min(row.stay.start for row in rows), max(row.stay.end for row in rows)
    around = ledger.near(volunteer_id, first, last)
    before = [entry for entry in around if entry.state in lifecycle.STANDING]
    waiting = [entry for entry in around if entry.state == lifecycle.PENDING and entry.source in _BY_RECORDERS]
    same = {(entry.project_id, entry.stay): entry for entry in (*waiting, *before)}
    new: list[rules.Entry] = []
    faults: list[Violation] = []
    for row in rows:
        known = same.pop((sheet.project.project_id, row.stay), None)
        if known:
            answers[row.line] = known
            continue
        others = [*before, *new]
        clashes = rules.clash_faults(row.stay, [entry.stay for entry in others])
        if not row.override:
            faults += [_at(row, fault) for fault in clashes]
        entry = _entry(sheet, row, others, bool(clashes))
        sheet.came.append(watch.came(entry, sheet.people[row.number], others))
        answers[row.line] = entry
        new.append(entry)
    return new, faults


def _entry(sheet: Sheet, row: Row, others: list[rules.Entry], clashes: bool) -> rules.Entry:
    marks = marks_of(Case(row.stay, others, sheet.late, hurried=False, clashes=clashes), sheet.policy)
    by = sheet.recorder_id
    origin = making.Origin(
        source="back_fill" if sheet.late else "group_entry",
        state=lifecycle.PENDING if marks else lifecycle.IN_FORCE,
        entered_by=by,
        at=sheet.now,
        confirmed_by="" if marks else by,
        note=row.reason,
        policy=sheet.policy,
        marks=marks,
    )
    return making.an_entry(sheet.people[row.number], sheet.project, row.stay, row.content, origin)
