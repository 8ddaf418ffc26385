"""What becomes of a certificate after it was issued: revoked, replaced, shown or hidden by its holder's consent."""

from pynamodb.expressions.update import Action

from functions.certificates import rules
from functions.certificates.lookup import facts_of, found, own, shown
from functions.certificates.models import Certificate, CertificateCheck
from functions.consent import actions as consent
from functions.storage import audit, clock
from functions.storage.refusals import Conflict, Refused
from functions.storage.transactions import Transaction, retried


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
