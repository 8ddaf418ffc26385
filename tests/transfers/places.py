"""Two districts in one process: each with its own tables (a region of the engine), keys, code and address."""

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3

from functions.signing.keys import forget_private_keys, new_file_key
from functions.storage import base, encryption
from functions.storage.settings import settings
from functions.transfers.rules import PART
from infra.tables import create_tables
from tests.builders import an_id_number
from tests.district import District, Person

BLOCKS = ["person", "hours", "training", "commendations", "evaluations", "stars"]


@dataclass
class Place:
    """A district of its own: enter it with ``with place.entered():``."""

    env: dict[str, str]
    district: District
    people: dict[str, Person] = field(default_factory=dict)

    @contextmanager
    def entered(self) -> Iterator["Place"]:
        before = {name: os.environ.get(name) for name in self.env}
        os.environ.update(self.env)
        _forget()
        try:
            yield self
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)
            _forget()

    def supervisor(self) -> Person:
        if "supervisor" not in self.people:
            self.people["supervisor"] = self.district.supervisor("transfer-supervisor")
        return self.people["supervisor"]

    def trusts(self, other: "Place", **changes: Any) -> None:
        """This district's supervisor records the other's keys."""
        with other.entered():
            document = other.supervisor().get("/transfer-keys").get_json()
        with self.entered():
            body = {"origin": other.env["SITE_ORIGIN"], "name": "对方区", "code": other.env["DISTRICT_CODE"]}
            body |= {"document": json.dumps(document), "note": "来函核实，电话核对过"}
            answer = self.supervisor().post("/trusted-senders", {**body, **changes})
            assert answer.status_code == 201, answer.get_data(as_text=True)


_clients: dict[str, Any] = {}  # by region: to make a client takes longer than most acts


def _forget() -> None:
    settings.cache_clear()
    encryption.forget_keys()
    forget_private_keys()
    shared, region = base.connection(), settings().region
    shared.region, shared._client = region, _clients.get(region)
    _clients[region] = shared.client


def make_tables(region: str) -> None:
    """The tables of a second district, in a region of the engine that nobody else uses."""
    _clients.clear()
    create_tables(boto3.client("dynamodb", region_name=region), "test-")


def a_place(folder: Path, region: str, code: str, name: str, district: District) -> Place:
    """A district with fresh keys over the tables of a region."""
    (folder / f"{name}.key").write_text(base64.b64encode(os.urandom(32)).decode())
    (folder / f"{name}.pem").write_bytes(new_file_key())
    env = {
        "AWS_REGION": region,
        "KEY_FILE": str(folder / f"{name}.key"),
        "SIGNING_KEYS": f"file:{folder / f'{name}.pem'}",
        "DISTRICT_CODE": code,
        "SITE_ORIGIN": f"https://{name}.example",
        "SUPERVISING_BODY": f"{name}志愿服务主管部门",
    }
    return Place(env, district)


def transfer_out(volunteer: Person, blocks: list[str] | None = None) -> tuple[str, bytes]:
    """Everything from the wish to the downloaded package: (transfer id, its bytes)."""
    body = {"receiver": {"name": "四川省成都市", "region": "四川省", "contact": ""}, "agreed": True}
    made = volunteer.post("/volunteers/me/transfers", {**body, "blocks": blocks or BLOCKS}).get_json()
    path = f"/volunteers/me/transfers/{made['transfer_id']}"
    while made["state"] == "building":
        answer = volunteer.post(f"{path}/pieces")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        made = answer.get_json()
    handed = volunteer.post(f"{path}/hand-over")
    assert handed.status_code == 200, handed.get_data(as_text=True)
    return made["transfer_id"], downloaded(volunteer, made["transfer_id"])


def downloaded(volunteer: Person, transfer_id: str) -> bytes:
    path = f"/volunteers/me/transfers/{transfer_id}"
    parts = volunteer.get(path).get_json()["parts"]
    return b"".join(volunteer.get(f"{path}/package/{number}").get_data() for number in range(parts))


def bring(person: Person, content: bytes, number: str = "") -> dict[str, Any]:
    """Upload a package and check all of it; what the arrival is then."""
    asked = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "volunteer_number": number}
    answer = person.post("/arrivals", asked)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    told: dict[str, Any] = answer.get_json()
    path = f"/arrivals/{told['arrival_id']}"
    for part in told["missing"]:
        body = {"content": base64.b64encode(content[part * PART : (part + 1) * PART]).decode()}
        sent = person.ask("PUT", f"{path}/parts/{part}", body)
        assert sent.status_code == 200, sent.get_data(as_text=True)
    done = person.post(f"{path}/steps")
    assert done.status_code == 200, done.get_data(as_text=True)
    told = done.get_json()
    while told["state"] == "checking":
        told = person.post(f"{path}/steps").get_json()
    return told


def accept_all(supervisor: Person, told: dict[str, Any], close: bool = True) -> dict[str, Any]:
    """Accept everything without conflict, refuse the rest, and close."""
    path = f"/arrivals/{told['arrival_id']}"
    for number in told["open_pieces"]:
        left = supervisor.post(f"{path}/pieces/{number}", {"decision": "accepted"}).get_json()
        if any(not item["decision"] for item in left["items"]):
            supervisor.post(f"{path}/pieces/{number}", {"decision": "refused", "reason": "与本区的时长冲突"})
    for block in told["blocks"]:
        answer = supervisor.post(f"{path}/blocks/{block['code']}", {"decision": "accepted"})
        if answer.status_code == 422:
            reason = answer.get_json()["violations"][0]["message"]
            supervisor.post(f"{path}/blocks/{block['code']}", {"decision": "refused", "reason": reason})
    if close:
        answer = supervisor.post(f"{path}/close")
        assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = supervisor.get(path).get_json()
    return found


def a_document() -> dict[str, str]:
    return {"type": "resident_id", "number": an_id_number()}
