"""What becomes of a certificate after it was issued: revoked, replaced, shown or hidden by its holder's consent."""

from datetime import date, datetime

from pynamodb.expressions.update import Action

from functions.certificates import rules
from functions.certificates.lookup import facts_of, found, own, shown
from functions.certificates.models import Certificate, CertificateCheck
from functions.consent import actions as consent
from functions.messages.actions import tell
from functions.storage import audit, clock
from functions.storage.refusals import Conflict, Refused
from functions.storage.transactions import Transaction, retried

_MOST_FOLLOWING = 95  # of the 100 writes of a transaction


def end(transaction: Transaction, code: str, status: str, kind: str | None) -> None:
    """Take a valid certificate out of force, in both places at once; only once."""
    over = Conflict("certificates.not_valid", "这份证明已经撤销或被替换，不能再办理。")
    check: list[Action] = [
        CertificateCheck.status.set(status),
        CertificateCheck.ended_on.set(clock.today()),
    ]
    if kind:
        check.append(CertificateCheck.reason_kind.set(kind))
    transaction.update(CertificateCheck(code), check, CertificateCheck.status == rules.VALID, over)
    transaction.update(Certificate(code), [Certificate.status.set(status)], Certificate.status == rules.VALID, over)


def revoke(actor_id: str, holder_id: str | None, typed: str, kind: str, reason: str) -> str:
    """Revoke a certificate; returns its code. ``holder_id`` is None for the supervisor, who may revoke anybody's."""
    faults = rules.revocation_faults(kind, reason)
    if faults:
        raise Refused(faults)
    certificate = own(holder_id, typed) if holder_id else found(typed)
    transaction = Transaction()
    end(transaction, certificate.code, rules.REVOKED, kind)
    holder = f"volunteer#{certificate.volunteer_id}"
    audit.record(transaction, holder, actor_id, f"revoke_certificate:{kind}", about=certificate.code, reason=reason)
    retried(transaction.commit)
    return str(certificate.code)


def facts_changed(transaction: Transaction, volunteer_id: str, day: date, since: datetime) -> None:
    """A stay of ``day``, in force since ``since``, no longer stands as it was: certificates that certify it are replaced.

    Those of another period, or issued before it came in force, keep their facts and stay valid.
    """
    for certificate in Certificate.by_volunteer.query(volunteer_id, Certificate.issued_at >= since):
        covers = (certificate.period_from or day) <= day <= (certificate.period_to or day)
        if certificate.status == rules.VALID and covers and len(transaction) < _MOST_FOLLOWING:
            end(transaction, certificate.code, rules.REPLACED, None)
            news = f"您的证明 {certificate.certificate_number} 所依据的服务时长有变动，已失效，请重新出具。"
            tell(transaction, volunteer_id, "certificate.replaced", news, certificate.certificate_number)


def agree_to_verification(volunteer_id: str, agreed: bool) -> None:
    """Give or withdraw consent to be shown by code (Article 15), with its effect on every certificate at once.

    What is to be hidden is hidden before the withdrawal is recorded, and shown only after consent is: if the work breaks
    off, less is shown than was agreed to, and the act can be repeated.
    """
    if not agreed:
        _show_everywhere(volunteer_id, agreed)
    transaction = Transaction()
    consent.decide(transaction, volunteer_id, "verification", agreed)
    act = "agree_to_verification" if agreed else "withdraw_verification"
    audit.record(transaction, f"volunteer#{volunteer_id}", volunteer_id, act)
    transaction.commit()
    if agreed:
        _show_everywhere(volunteer_id, agreed)


def _show_everywhere(volunteer_id: str, agreed: bool) -> None:
    for certificate in Certificate.by_volunteer.query(volunteer_id):
        told = shown(volunteer_id, facts_of(certificate.code)) if agreed else None
        CertificateCheck(certificate.code).update(
            [CertificateCheck.details_shown.set(agreed), CertificateCheck.facts.set(told or "{}")],
            condition=CertificateCheck.code.exists(),
        )
