"""Finding a certificate, its certified facts, and what of them the public sees."""

import json
import zlib

from functions.certificates import rules
from functions.certificates.models import Certificate, CertificateSnapshot
from functions.consent import actions as consent
from functions.storage import codes, encryption
from functions.storage.refusals import NotFound
from functions.volunteers import actions as volunteers
from functions.volunteers.documents import masked

UNKNOWN = NotFound("certificates.unknown", "没有这份证明，或不是您的证明。")


def own(volunteer_id: str, typed: str) -> Certificate:
    """The holder's own certificate; raises `NotFound` for anybody else's."""
    certificate = found(typed)
    if certificate.volunteer_id != volunteer_id:
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


def facts_of(code: str) -> rules.CertifiedFacts:
    """The certified facts of a certificate, from its snapshot."""
    sealed = CertificateSnapshot.get(code, consistent_read=True).facts
    return rules.from_json(json.loads(zlib.decompress(encryption.unseal_bytes(sealed, code))))


def shown(volunteer_id: str, facts: rules.CertifiedFacts) -> str | None:
    """What the public check shows, as JSON; None where the holder has not agreed to be shown."""
    if not consent.agreed(volunteer_id, "verification"):
        return None
    document = volunteers.own_file(volunteer_id).person.document
    return json.dumps(rules.public_facts(facts, masked(document)), ensure_ascii=False)
