"""Filing a complaint, following it by its receipt, and the lists in which it stands."""

from dataclasses import replace
from typing import Any

from functions.accounts import actions as accounts
from functions.complaints import rules
from functions.complaints.models import ComplaintItem
from functions.complaints.rules import Complaint, Step
from functions.groups import actions as groups
from functions.regulation.workdays import last_moment
from functions.storage import audit, clock, codes, encryption
from functions.storage.pages import Page, Waiting, waiting_in
from functions.storage.refusals import NotFound, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction, retried

_NO_RECEIPT = NotFound("complaints.no_receipt", "没有这个查询码，请对照回执检查有没有抄错。")


def code_of(complaint_id: str) -> str:
    """The code on a receipt: made from the complaint's id with the key, so that it is stored nowhere."""
    return codes.code_from(encryption.fingerprint("complaint-code", complaint_id))


def _key(code: str) -> str:
    return encryption.fingerprint("complaint", code)


def _item(complaint: Complaint) -> ComplaintItem:
    return ComplaintItem.of(complaint, _key(code_of(complaint.complaint_id)))


def file(filed: rules.Filed) -> Complaint:
    """Anybody files a complaint. Raises `Refused` with every fault."""
    return _file(filed, "anyone", "", "")


def file_for(actor_id: str, group_id: str, filed: rules.Filed) -> Complaint:
    """A recorder files a complaint that reached the own group on paper or by word; the group looks into it."""
    group = groups.workable(actor_id, group_id)
    return _file(replace(filed, group=group.name), actor_id, group_id, group.name)


def _file(filed: rules.Filed, actor_id: str, group_id: str, group: str) -> Complaint:
    faults = rules.filing_faults(filed, clock.today())
    if faults:
        raise Refused(faults)
    now = clock.now()
    due = last_moment(now, rules.SETTLE_WORKDAYS)
    complaint = Complaint(codes.new_id(), filed, now, due, rules.RECEIVED, 1, group_id, group)
    transaction = Transaction()
    transaction.create(_item(complaint))
    subject = f"group#{group_id}" if group_id else "district"
    audit.record(transaction, subject, actor_id, "file_complaint", about=complaint.complaint_id)
    transaction.commit()
    return complaint


def find(complaint_id: str) -> Complaint | None:
    """A complaint by id, whoever asks; None where there is none."""
    try:
        return ComplaintItem.get(_key(code_of(complaint_id)), consistent_read=True).complaint()
    except ComplaintItem.DoesNotExist:
        return None


def _by_code(typed: str) -> Complaint:
    code = codes.canonical_code(typed)
    if not codes.is_code(code):
        raise _NO_RECEIPT
    try:
        return ComplaintItem.get(_key(code), consistent_read=True).complaint()
    except ComplaintItem.DoesNotExist:
        raise _NO_RECEIPT from None


def follow(code: str) -> Complaint:
    """The complaint of a receipt."""
    return _by_code(code)


def add(code: str, text: str) -> Complaint:
    """The complainant adds to it. Raises `Refused`."""

    def act() -> Complaint:
        complaint = _by_code(code)
        faults = rules.add_faults(complaint, text)
        if faults:
            raise Refused(faults)
        said = Step(clock.now(), "complainant", "", "add", text)
        return store(complaint, "anyone", "add", added=(*complaint.added, said))

    return retried(act)


def store(complaint: Complaint, actor_id: str, act: str, also: Any = None, **changes: Any) -> Complaint:
    """Write the next version of a complaint with its entry in the log; ``also`` adds to the transaction."""
    new = replace(complaint, version=complaint.version + 1, **changes)
    transaction = Transaction()
    transaction.replace(_item(new), ComplaintItem.version == complaint.version)
    subject = f"volunteer#{new.volunteer_id}" if new.volunteer_id else "district"
    audit.record(transaction, subject, actor_id, f"complaint:{act}", about=new.complaint_id)
    if also:
        also(transaction, new)
    transaction.commit()
    return new


def of_district(actor_id: str, everything: bool, page: Page) -> Any:
    """A page of the district's complaints: those not settled, the first due first; or all, the latest first. One query."""
    audit.saw("district", actor_id, "see_complaints")
    district = settings().district_code
    if everything:
        return page.latest_of(ComplaintItem.by_district, district)
    return page.of(ComplaintItem.by_open_district, district)


def of_group(actor_id: str, group_id: str, page: Page) -> Any:
    """A page of what the group looks into, the latest first; nobody sees here what is about oneself. One query."""
    groups.seen_by(actor_id, "recorder", group_id)
    audit.saw(f"group#{group_id}", actor_id, "see_complaints")
    own = accounts.find(actor_id).person_key
    others = ComplaintItem.person_key.does_not_exist() | (ComplaintItem.person_key != own)
    return page.latest_of(ComplaintItem.by_group, group_id, filter_condition=others)


def about_volunteer(volunteer_id: str, page: Page) -> Any:
    """A page of the complaints of which this volunteer has been told, the latest first: one query."""
    return page.latest_of(ComplaintItem.by_volunteer, volunteer_id)


def shown(item: ComplaintItem) -> Complaint:
    return item.complaint()


def waiting() -> Waiting:
    """The complaints that are not settled, by when they are due."""
    return waiting_in("due", ComplaintItem.by_open_district, settings().district_code)
