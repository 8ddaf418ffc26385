"""Finding a certificate, its certified facts, what they say of the holder, and what of them the public sees."""

import json
import zlib
from typing import Any

from functions.certificates import rules, star_facts
from functions.certificates.models import Certificate, CertificateSnapshot
from functions.certificates.star_facts import StarFacts
from functions.certificates.statuses import SERVICE, STAR
from functions.consent import actions as consent
from functions.storage import clock, codes, encryption
from functions.storage.refusals import Conflict, NotFound
from functions.storage.transactions import Transaction
from functions.volunteers import actions as volunteers
from functions.volunteers.documents import TYPES, masked

UNKNOWN = NotFound("certificates.unknown", "没有这份证明，或不是您的证明。")
Facts = rules.CertifiedFacts | StarFacts


def own(volunteer_id: str, typed: str, kind: str = "") -> Certificate:
    """The holder's own certificate, of one kind or ("") any; raises `NotFound` for anybody else's."""
    certificate = found(typed)
    if certificate.volunteer_id != volunteer_id or (kind and (certificate.kind or SERVICE) != kind):
        raise UNKNOWN
    return certificate


def found(typed: str) -> Certificate:
    """The certificate of a code as it was typed; raises `NotFound`."""
    code = codes.canonical_code(typed)
    if not codes.is_code(code):
        raise UNKNOWN
    try:
        return Certificate.get(code, consistent_read=True)
    except Certificate.DoesNotExist:
        raise UNKNOWN from None


def facts_of(code: str) -> Facts:
    """The certified facts of a certificate, from its snapshot."""
    sealed = CertificateSnapshot.get(code, consistent_read=True).facts
    plain = json.loads(zlib.decompress(encryption.unseal_bytes(sealed, code)))
    return star_facts.from_json(plain) if plain.get("kind") == STAR else rules.from_json(plain)


def holder_facts(volunteer_id: str, show_document: str) -> dict[str, Any]:
    """What every certificate says of its holder. `Conflict` while the holder's document is in dispute."""
    own_file = volunteers.own_file(volunteer_id)
    if own_file.contested_until and clock.now() < own_file.contested_until:
        message = "有人对您登记的证件提出异议，核实以前不能出具证明。请带证件原件到主管部门窗口。"
        raise Conflict("certificates.contested", message)
    person = own_file.person
    return {
        "name": person.name,
        "document_type": TYPES[person.document.type],
        "document_number": masked(person.document) if show_document == "masked" else person.document.number,
        "volunteer_number": person.volunteer_number,
    }


def shown(volunteer_id: str, facts: Facts) -> str | None:
    """What the public check shows, as JSON; None where the holder has not agreed to be shown."""
    if not consent.agreed(volunteer_id, "verification"):
        return None
    document = masked(volunteers.own_file(volunteer_id).person.document)
    if isinstance(facts, StarFacts):
        return json.dumps(star_facts.public_star_facts(facts, document), ensure_ascii=False)
    return json.dumps(rules.public_facts(facts, document), ensure_ascii=False)


def must_stand(transaction: Transaction, code: str) -> None:
    """Let nothing of ``transaction`` be written unless the certificate is still valid then."""
    transaction.check(Certificate(code), Certificate.status == rules.VALID)
