"""本人申报: a volunteer claims time that was served; the group confirms, corrects or refuses it."""

from dataclasses import replace
from functools import partial
from typing import Any

from functions.groups import members
from functions.hours import deadlines, ledger, lifecycle, making, policies, rules
from functions.hours.models import EntryItem
from functions.hours.policy import presence_faults
from functions.projects import actions as projects
from functions.projects.rules import Project
from functions.regulation.violation import Violation
from functions.storage import clock
from functions.storage.pages import Page
from functions.storage.refusals import NotFound, Refused
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import known

_UNKNOWN = "没有这个项目，或您不在这个团体的名册中。"


def claim(volunteer_id: str, project_id: str, stay: rules.Stay, content: str, note: str) -> rules.Entry:
    """Claim hours in a project of an own group; they wait for the group. Raises `Refused` with every fault."""
    project = projects.find(project_id)
    if project is None or not members.among(project.group_id, [volunteer_id]):
        raise NotFound("projects.unknown", _UNKNOWN)
    faults = rules.stay_faults(stay, rules.Stay(project.starts, project.ends), clock.now())
    faults = faults or presence_faults(stay, policies.current())
    if not note:
        message = "请写明做了什么、谁可以证明，团体核实时会看。"
        faults.append(Violation("9", "hours.note_missing", "note", message))
    if faults:
        raise Refused(faults)
    return retried(partial(_store, volunteer_id, project, stay, content, note))


def _store(volunteer_id: str, project: Project, stay: rules.Stay, content: str, note: str) -> rules.Entry:
    version = ledger.versions_of([volunteer_id])[volunteer_id]
    faults = _clashes(ledger.near(volunteer_id, stay.start, stay.end), stay)
    if faults:
        raise Refused(faults)
    policy, now = policies.current(), clock.now()
    marks = ("back_fill",) if deadlines.is_late(project.ends, now) else ()
    origin = making.Origin("claim", lifecycle.PENDING, volunteer_id, now, note=note, policy=policy, marks=marks)
    entry = making.an_entry(known(volunteer_id), project, stay, content, origin)
    transaction = Transaction()
    ledger.change(transaction, ledger.Change(volunteer_id, version, new=(entry,)), volunteer_id, "claim_hours")
    transaction.commit()
    return entry


def _clashes(around: list[rules.Entry], stay: rules.Stay) -> list[Violation]:
    standing = [entry.stay for entry in around if entry.state in lifecycle.STANDING]
    faults = rules.clash_faults(stay, standing)
    waiting = [entry for entry in around if entry.state == lifecycle.PENDING and rules.overlap_of(entry.stay, stay)]
    if waiting and not faults:
        message = "您已申报过这段时间，正在等团体确认，不用重复申报。"
        faults = [Violation("9", "hours.claimed_already", "start", message)]
    return faults


def withdraw(volunteer_id: str, entry_id: str) -> None:
    """Take back an own claim that has not been decided."""
    entry = ledger.find(volunteer_id, entry_id)
    if entry is None or entry.source != "claim":
        raise NotFound("hours.unknown", "没有这条申报。")
    retried(partial(_withdraw, entry))


def _withdraw(entry: rules.Entry) -> None:
    version = ledger.versions_of([entry.volunteer_id])[entry.volunteer_id]
    waiting = replace(entry, state=lifecycle.PENDING)  # a claim that was decided meanwhile is a conflict
    move = ledger.Move(waiting, lifecycle.VOIDED, entry.volunteer_id, "本人撤回")
    transaction = Transaction()
    asked = ledger.Change(entry.volunteer_id, version, moves=(move,))
    ledger.change(transaction, asked, entry.volunteer_id, "withdraw_claim")
    transaction.commit()


def list_of(volunteer_id: str, page: Page) -> Any:
    """A page of a volunteer's own claims in any state, the latest first: one query."""
    return page.latest_of(EntryItem, volunteer_id, filter_condition=EntryItem.source == "claim", consistent_read=True)
