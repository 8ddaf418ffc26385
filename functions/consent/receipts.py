"""Receipts of consent, in the shape of ISO/IEC TS 27560:2023: for the person to keep.

One record for each purpose (and each named receiver), with the events that ever happened to it; its state is that of the
latest. What PIPL adds (hash of the notice, kind, channel) stands beside each event.
"""

from collections.abc import Sequence
from typing import Any

from functions.consent import rules
from functions.consent.notices import CURRENT, Notice
from functions.consent.purposes import BY_CODE
from functions.storage import clock

SCHEMA_VERSION = "vsr-consent-receipt-1 (ISO/IEC TS 27560:2023)"
_BASIS = "consent"


def receipt(person_id: str, controller: str, events: Sequence[rules.ConsentEvent]) -> dict[str, Any]:
    """Every record of consent of a person as one receipt. ``person_id`` is a volunteer number."""
    by_record: dict[tuple[str, str], list[rules.ConsentEvent]] = {}
    for event in sorted(events, key=lambda each: each.at):
        by_record.setdefault((event.purpose, event.about), []).append(event)
    return {
        "schema_version": SCHEMA_VERSION,
        "issued_at": clock.beijing_text(clock.now()),
        "pii_principal_id": person_id,
        "records": [_record(controller, purpose, about, own) for (purpose, about), own in by_record.items()],
    }


def _record(controller: str, purpose: str, about: str, events: list[rules.ConsentEvent]) -> dict[str, Any]:
    notice = CURRENT[purpose]
    receivers = sorted({event.receiver for event in events if event.receiver})
    return {
        "record_id": f"{purpose}-{about}" if about else purpose,
        "state": events[-1].state,
        "pii_processing": {
            "privacy_notice": _notice(notice),
            "language": "zh-CN",
            "purposes": [
                {"purpose": notice.title, "legal_basis": _BASIS, "retention_period": BY_CODE[purpose].retention}
            ],
            "pii_controllers": ["controller"],
            "jurisdiction": "CN",
            "recipient_third_parties": receivers,
            "withdrawal_method": BY_CODE[purpose].withdrawal,
        },
        "party_identification": [
            {"party_id": "controller", "party_name": controller, "party_type": "controller"},
            *(
                {"party_id": f"receiver-{n}", "party_name": name, "party_type": "recipient"}
                for n, name in enumerate(receivers)
            ),
        ],
        "events": [_event(event) for event in events],
    }


def _notice(notice: Notice) -> dict[str, str]:
    return {"title": notice.title, "version": notice.version, "sha256": notice.sha256}


def _event(event: rules.ConsentEvent) -> dict[str, str]:
    return {
        "event_time": clock.beijing_text(event.at),
        "event_type": event.state,
        "consent_type": event.kind,
        "channel": event.channel,
        **({"operator": event.operator} if event.operator else {}),
        "notice_version": event.notice_version,
        "notice_sha256": event.notice_hash,
    }
