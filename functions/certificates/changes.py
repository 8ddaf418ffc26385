"""What becomes of a certificate after it was issued: revoked, replaced, shown or hidden by its holder's consent."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from pynamodb.expressions.update import Action

from functions.certificates import rules, status_lists
from functions.certificates.lookup import facts_of, found, own, shown
from functions.certificates.models import Certificate, CertificateCheck
from functions.certificates.statuses import SERVICE, STAR, STAR_REVOKED
from functions.consent import actions as consent
from functions.messages.actions import tell
from functions.storage import audit, clock
from functions.storage.refusals import Conflict, Refused
from functions.storage.transactions import Transaction, retried

_MOST_FOLLOWING = 95  # of the 100 writes of a transaction


def end(transaction: Transaction, certificate: Certificate, status: str, kind: str | None) -> None:
    """Take a valid certificate out of force, in all its places at once; only once."""
    code = certificate.code
    over = Conflict("certificates.not_valid", "这份证明已经撤销或被替换，不能再办理。")
    check: list[Action] = [
        CertificateCheck.status.set(status),
        CertificateCheck.ended_on.set(clock.today()),
    ]
    if kind:
        check.append(CertificateCheck.reason_kind.set(kind))
    transaction.update(CertificateCheck(code), check, CertificateCheck.status == rules.VALID, over)
    transaction.update(Certificate(code), [Certificate.status.set(status)], Certificate.status == rules.VALID, over)
    status_lists.ended(transaction, certificate, status)


def revoke(actor_id: str, holder_id: str | None, typed: str, kind: str, reason: str) -> str:
    """Revoke a certificate; returns its code. ``holder_id`` is None for the supervisor, who may revoke anybody's."""
    faults = rules.revocation_faults(kind, reason)
    if faults:
        raise Refused(faults)
    certificate = own(holder_id, typed) if holder_id else found(typed)
    transaction = Transaction()
    end(transaction, certificate, rules.REVOKED, kind)
    holder = f"volunteer#{certificate.volunteer_id}"
    audit.record(transaction, holder, actor_id, f"revoke_certificate:{kind}", about=certificate.code, reason=reason)
    retried(transaction.commit)
    status_lists.publish_now([certificate])
    return str(certificate.code)


def facts_changed(transaction: Transaction, volunteer_id: str, days: Collection[date], since: datetime) -> None:
    """Stays of these ``days``, in force since ``since``, no longer stand as they were: certificates that certify one of them
    are replaced.

    Those of another period, or issued before it came in force, keep their facts and stay valid.
    """
    for certificate in Certificate.by_volunteer.query(volunteer_id, Certificate.issued_at >= since):
        first, last = certificate.period_from or date.min, certificate.period_to or date.max
        covers = (certificate.kind or SERVICE) == SERVICE and any(first <= day <= last for day in days)
        if covers:
            _replace(transaction, certificate, "所依据的服务时长有变动")


def agree_to_verification(
    volunteer_id: str, agreed: bool, actor_id: str = "", operator: str = "", note: str = ""
) -> None:
    """Give or withdraw consent to be shown by code (Article 15), with its effect on every certificate at once.

    What is to be hidden is hidden before the withdrawal is recorded, and shown only after consent is: if the work breaks
    off, less is shown than was agreed to, and the act can be repeated.
    """
    if not agreed:
        _show_everywhere(volunteer_id, agreed)
    consent.choose(volunteer_id, "verification", agreed, actor_id or volunteer_id, operator, note)
    if agreed:
        _show_everywhere(volunteer_id, agreed)


def _show_everywhere(volunteer_id: str, agreed: bool) -> None:
    for certificate in Certificate.by_volunteer.query(volunteer_id):
        told = shown(volunteer_id, facts_of(certificate.code)) if agreed else None
        CertificateCheck(certificate.code).update(
            [CertificateCheck.details_shown.set(agreed), CertificateCheck.facts.set(told or "{}")],
            condition=CertificateCheck.code.exists(),
        )


def contest(volunteer_id: str, until: datetime) -> None:
    """Every certificate says that its holder is in dispute, until an instant at most. May be repeated."""
    _mark_all(volunteer_id, [CertificateCheck.contested_until.set(until)])


def release(volunteer_id: str) -> None:
    """End what `contest` began. May be repeated."""
    _mark_all(volunteer_id, [CertificateCheck.contested_until.remove()])


def erase(volunteer_id: str) -> None:
    """The holder's data are gone from what anyone may see; that the certificate was issued stays. May be repeated."""
    hidden = [CertificateCheck.details_shown.set(False), CertificateCheck.facts.set("{}")]
    _mark_all(volunteer_id, [*hidden, CertificateCheck.holder_erased.set(True)])


def _mark_all(volunteer_id: str, actions: Sequence[Action]) -> None:
    for certificate in Certificate.by_volunteer.query(volunteer_id):
        CertificateCheck(certificate.code).update(list(actions), condition=CertificateCheck.code.exists())


def revoke_all(actor_id: str, volunteer_id: str) -> None:
    """Revoke every valid certificate of a record that was not its holder's. May be repeated."""
    erase(volunteer_id)
    for certificate in Certificate.by_volunteer.query(volunteer_id):
        if certificate.status != rules.VALID:
            continue
        transaction = Transaction()
        end(transaction, certificate, rules.REVOKED, "record_error")
        subject = f"volunteer#{volunteer_id}"
        audit.record(transaction, subject, actor_id, "revoke_certificate:record_error", about=certificate.code)
        retried(transaction.commit)


def star_revoked(transaction: Transaction, volunteer_id: str, star: int) -> None:
    """A star is taken back: the valid certificates of it are revoked in the same transaction."""
    for certificate in Certificate.by_volunteer.query(volunteer_id):
        same = (certificate.kind or SERVICE) == STAR and certificate.star == star
        if same and certificate.status == rules.VALID and len(transaction) < _MOST_FOLLOWING:
            end(transaction, certificate, rules.REVOKED, STAR_REVOKED)


def replace_all(transaction: Transaction, volunteer_id: str, why: str) -> None:
    """What certificates say of the person has changed: the valid ones are replaced, and the holder is told."""
    for certificate in Certificate.by_volunteer.query(volunteer_id):
        _replace(transaction, certificate, why)


def _replace(transaction: Transaction, certificate: Certificate, why: str) -> None:
    if certificate.status != rules.VALID or len(transaction) >= _MOST_FOLLOWING:
        return
    end(transaction, certificate, rules.REPLACED, None)
    number = certificate.certificate_number
    news = f"您的证明 {number} 已失效：{why}。请重新出具。"
    tell(transaction, certificate.volunteer_id, "certificate.replaced", news, number)
