"""Telling a volunteer that a group would like to issue a certificate: once, and again after a month at the earliest."""

from functions.batches import rules
from functions.batches.models import Batch, CertificateAsk
from functions.messages.actions import tell
from functions.storage import audit, clock
from functions.storage.refusals import Conflict
from functions.storage.transactions import Transaction, retried
from functions.volunteers.actions import Known

_ASKED = Conflict("batches.asked", "已经问过了。")


def ask(actor_id: str, batch: Batch, person: Known) -> bool:
    """Tell a volunteer that the group asks; False where it was told lately."""
    transaction = Transaction()
    now = clock.now()
    long_ago = CertificateAsk.asked_at < now - rules.ASK_AGAIN
    item = CertificateAsk(batch.group_id, person.volunteer_id, asked_at=now)
    transaction.replace(item, CertificateAsk.volunteer_id.does_not_exist() | long_ago, _ASKED)
    news = (
        f"“{batch.group}”想代您出具志愿服务记录证明（用途：{batch.reason}），要您同意才能办。"
        "同意的，请到“我的记录”里的“让团体代为出具证明”按同意；不同意的，不用办理，也不影响别的。"
    )
    tell(transaction, person.volunteer_id, "certificate.asked", news, batch.batch_id)
    subject = f"volunteer#{person.volunteer_id}"
    audit.record(transaction, subject, actor_id, "ask_for_batch", batch.group_id, batch.reason)
    try:
        retried(transaction.commit)
    except Conflict:
        return False
    return True
