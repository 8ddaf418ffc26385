"""第三条：……不得用于商业交易或者营利活动，也不得侵犯志愿者个人隐私。
第十五条：志愿服务记录应当长期妥善保存。未经志愿者本人同意，不得公开或者向第三方提供志愿服务记录。

Consent is kept purpose by purpose; its state is derived from the events, the last one counts. Under fourteen a guardian
consents (PIPL, Article 31).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.regulation.trace import article
from functions.regulation.violation import Violation

PURPOSES = ("registration", "verification")  # asked for when one registers
CHOSEN = ("verification", "publication", "batch_certificate")  # given and withdrawn at any time
SELF, ASSISTED = "self", "assisted"
SHORTEST_NOTE = 5  # characters
SHARING, TRANSFER = "sharing", "transfer"  # asked for each named receiver by itself
GIVEN, WITHDRAWN = "given", "withdrawn"


@dataclass(frozen=True)
class ConsentEvent:
    """``kind``: general, separate or guardian; ``channel``: self, or assisted at a counter. ``notice_hash`` is the
    SHA-256 of the notice's text as it was shown. ``receiver`` and ``about`` name who gets what, where one named receiver is
    agreed to, "" elsewhere; ``operator`` who recorded it at a counter."""

    purpose: str
    state: str
    at: datetime
    kind: str
    channel: str
    notice_version: str
    notice_hash: str
    receiver: str = ""
    about: str = ""
    operator: str = ""


@article("15")
def is_agreed(events: Sequence[ConsentEvent], purpose: str) -> bool:
    """Whether ``purpose`` is agreed to: the latest event about it says given."""
    about = [event for event in events if event.purpose == purpose]
    return bool(about) and max(about, key=lambda event: event.at).state == GIVEN


@article("15")
def registration_faults(purposes: Sequence[str]) -> list[Violation]:
    """Nobody is registered without having agreed to the registration notice; other purposes are free."""
    faults = []
    if "registration" not in purposes:
        message = "请先阅读并同意《志愿者登记告知书》；不同意则不能登记。"
        faults.append(Violation("15", "consent.registration_missing", "consents", message))
    for purpose in purposes:
        if purpose not in PURPOSES:
            faults.append(Violation("15", "consent.purpose_unknown", "consents", f"没有“{purpose[:40]}”这项同意事项。"))
    return faults


@article("15")
def assisted_faults(purpose: str, note: str) -> list[Violation]:
    """What is recorded at a counter for somebody: a purpose that is free, and how the person was made sure of."""
    faults = []
    if purpose not in CHOSEN:
        faults.append(Violation("15", "consent.purpose_unknown", "purpose", "请选择代为办理哪一项同意。"))
    if len(note) < SHORTEST_NOTE:
        faults.append(Violation("15", "consent.note", "note", "请写明怎样核实了本人，例如：本人到场，核对身份证原件。"))
    return faults
