"""A certificate that a group is asked to seal; and the reading of one that was sealed, by libraries that we did not write."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader
from werkzeug.test import TestResponse

from functions.seals import authority
from tests.builders import a_row
from tests.district import District, Person

DAYS = ("2026-05-01", "2026-05-02", "2026-05-03")


@dataclass
class Asked:
    """A holder with hours, the group's recorder, a certificate, and the request that waits."""

    district: District
    holder: Person
    recorder: Person
    code: str
    request_id: str = ""

    @property
    def group(self) -> str:
        return f"/groups/{self.recorder.group_id}/seals"

    def ask(self, **changes: Any) -> TestResponse:
        body = {"group_id": self.recorder.group_id, "note": "升学用，本周要", **changes}
        return self.holder.post(f"/certificates/{self.code}/seals", body)

    def open(self, recorder: Person | None = None) -> TestResponse:
        return (recorder or self.recorder).get(f"{self.group}/{self.request_id}")

    def decide(self, decision: str = "sealed", reason: str = "", **more: Any) -> TestResponse:
        who = more.pop("by", self.recorder)
        keys = [{"request_id": self.request_id, "version": 1, **more}]
        return who.post(f"{self.group}/decisions", {"requests": keys, "decision": decision, "reason": reason})

    def outcome(self, decision: str = "sealed", reason: str = "", **more: Any) -> dict[str, Any]:
        answer = self.decide(decision, reason, **more)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return dict(answer.get_json()["outcomes"][0])

    def pdf(self) -> TestResponse:
        return self.holder.get(f"/seals/{self.request_id}/pdf")

    def sealed(self) -> bytes:
        """Open, seal, download."""
        assert self.open().status_code == 200
        assert self.outcome()["done"], self.outcome()
        answer = self.pdf()
        assert answer.content_type == "application/pdf"
        return answer.get_data()

    def state(self) -> dict[str, Any]:
        return dict(self.holder.get("/volunteers/me/seals").get_json()["items"][0])


def a_certificate(district: District, name: str = "张三", group: str = "解放碑社区志愿服务队", **wish: Any) -> Asked:
    """Three times twenty minutes with one group, and a certificate of them."""
    holder, recorder = district.volunteer(name=name), district.recorder(name=group)
    project = district.project(recorder, holder)
    rows = [a_row(holder.number, f"{day}T09:00", f"{day}T09:20") for day in DAYS]
    assert recorder.post(f"/projects/{project}/hours", {"entries": rows}).status_code == 201
    return Asked(district, holder, recorder, issue(holder, **wish))


def issue(holder: Person, **wish: Any) -> str:
    answer = holder.post("/certificates", {"show_document": "masked", **wish})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return str(answer.get_json()["code"])


def asked(district: District, **changes: Any) -> Asked:
    """The same, with a request that waits."""
    one = a_certificate(district, **changes)
    answer = one.ask()
    assert answer.status_code == 201, answer.get_data(as_text=True)
    one.request_id = answer.get_json()["request_id"]
    return one


def second_recorder(one: Asked, login: str = "second-sealer", **changes: Any) -> Person:
    """A further recorder of the same group, logged in."""
    from tests.builders import PASSWORD, a_recorder

    body = a_recorder(login=login, **changes)
    assert one.recorder.post(f"/groups/{one.recorder.group_id}/recorders", body).status_code == 201
    person = one.district.log_in(login)
    person.ask("PUT", "/session/password", {"old_password": PASSWORD, "new_password": "another horse battery"})
    person.group_id = one.recorder.group_id
    return person


def signature_of(content: bytes) -> Any:
    """The signature dictionary of a sealed file, as pypdf reads it."""
    fields = PdfReader(io.BytesIO(content)).get_fields() or {}
    return fields["Seal"]["/V"]


def validated(content: bytes, root: bytes = b"") -> Any:
    """What pyHanko finds of the one signature of a file, trusting the district's authority alone (or ``root``, DER)."""
    from asn1crypto.x509 import Certificate

    found = authority.authority_now()
    trusted = root or (found.certificate if found else b"")
    context = ValidationContext(trust_roots=[Certificate.load(trusted)], allow_fetching=False, moment=datetime.now(UTC))
    [signature] = PdfFileReader(io.BytesIO(content), strict=False).embedded_signatures
    with ThreadPoolExecutor(1) as apart:  # it wants no loop around it, and a browser test has one
        return apart.submit(validate_pdf_signature, signature, context).result()
