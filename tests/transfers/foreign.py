"""Another system that keeps to the published format, written from the page alone and with other libraries: its packages and its keys."""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey

from tests.district import Person

PROJECT, GROUP = "a" * 12, "b" * 12


def an_hour(day: int = 1, start: str = "09:00", end: str = "11:00", **changes: Any) -> dict[str, Any]:
    """A line of hours on a day of May 2026."""
    when = {"start": f"2026-05-{day:02d}T{start}:00+08:00", "end": f"2026-05-{day:02d}T{end}:00+08:00"}
    hours, minutes = (int(end[:2]) - int(start[:2]), int(end[3:]) - int(start[3:]))
    told = {"entry": f"e{day}-{start}", "part": 1, "parts": 1, "minutes": hours * 60 + minutes, "project": PROJECT}
    more = {"content": "陪老人聊天", "source": "group", "source_name": "单位录入", "origin": None}
    return {**when, **told, **more, "recorded_at": "2026-05-20T09:00:00+08:00", **changes}


@dataclass
class Foreign:
    """A province's system. ``files`` of a package may be changed before it is signed."""

    origin: str = "https://record.sichuan.example"
    code: str = "510100"
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256"))

    def keys(self) -> dict[str, Any]:
        return {"keys": [{**self.key.as_dict(private=False), "kid": "sichuan-1"}]}

    def is_trusted_by(self, supervisor: Person, **changes: Any) -> None:
        body = {"origin": self.origin, "name": "成都市", "code": self.code, "document": json.dumps(self.keys())}
        answer = supervisor.post("/trusted-senders", {**body, "note": "来函核实，电话核对过", **changes})
        assert answer.status_code == 201, answer.get_data(as_text=True)

    def files(self, lines: list[dict[str, Any]]) -> dict[str, bytes]:
        """The files of a package of hours alone."""
        group = {"ref": GROUP, "id": "g1", "name": "锦江区志愿服务队"}
        project = {
            "ref": PROJECT, "id": "p1", "group": GROUP, "name": "社区陪伴", "category": "0001", "category_name": "社区服务",
            "place": "锦江区", "service_object": "03", "service_object_name": "老年人", "contact": "王联系",
        }  # fmt: skip
        consent = {
            "purpose": "transfer", "state": "given", "at": "2026-06-01T09:00:00+08:00", "kind": "separate",
            "channel": "self", "notice_version": "1", "notice_sha256": "0" * 64, "receiver": "渝中区",
        }  # fmt: skip
        return {
            "hours-0001.jsonl": b"".join(json.dumps(line).encode() + b"\n" for line in lines),
            "groups.json": json.dumps([group]).encode(),
            "projects.json": json.dumps([project]).encode(),
            "consents.json": json.dumps([consent]).encode(),
            "README.txt": "转移文件".encode(),
        }

    def manifest(self, identity: str, files: dict[str, bytes], lines: list[dict[str, Any]]) -> dict[str, Any]:
        salt = bytes(16)
        told = hashlib.scrypt(identity.encode(), salt=salt, n=16384, r=8, p=1, dklen=32).hex()
        minutes = sum(line["minutes"] for line in lines)
        return {
            "schema": "vsr-transfer-1",
            "transfer_id": "sichuan-0001",
            "made_at": "2026-06-01T09:00:00+08:00",
            "valid_until": "2026-11-01T09:00:00+08:00",
            "sender": {
                "code": self.code,
                "name": "成都市",
                "body": "成都市民政局",
                "system": "x",
                "origin": self.origin,
            },
            "receiver": {"name": "渝中区", "region": "重庆市", "contact": ""},
            "subject": {"method": "scrypt-16384-8-1", "salt": salt.hex(), "hash": told},
            "blocks": ["hours"],
            "totals": {"minutes": minutes, "entries": len(lines), "lines": len(lines)},
            "files": [
                {"name": name, "sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body), "lines": 1}
                for name, body in files.items()
            ],
        }

    def signed(self, manifest: dict[str, Any], files: dict[str, bytes], typ: str = "transfer-manifest+jwt") -> bytes:
        body = json.dumps(manifest, ensure_ascii=False).encode()
        header = {"alg": "ES256", "kid": "sichuan-1", "typ": typ}
        signature = jws.serialize_compact(header, body, self.key, algorithms=["ES256"])
        return zipped([("manifest.json", body), ("signature.jws", signature.encode()), *files.items()])

    def answer(self, content: bytes, **changes: Any) -> str:
        """The signed answer to a package: everything was accepted, or what ``changes`` say."""
        body = zipfile.ZipFile(io.BytesIO(content)).read("manifest.json")
        told = json.loads(body)
        answer = {
            "schema": "vsr-transfer-answer-1",
            "transfer_id": told["transfer_id"],
            "manifest_sha256": hashlib.sha256(body).hexdigest(),
            "sender": told["sender"],
            "receiver": {**told["sender"], "code": self.code, "name": "成都市", "origin": self.origin},
            "result": "accepted",
            "accepted": 0,
            "refused": 0,
            "minutes": 0,
            "blocks": {},
            "reasons": [],
            "decided_by": "王主任",
            "decided_at": "2026-06-03T10:00:00+08:00",
            **changes,
        }
        payload = json.dumps(answer, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        header = {"alg": "ES256", "kid": "sichuan-1", "typ": "transfer-answer+jwt"}
        return json.dumps(
            {"answer": answer, "jws": jws.serialize_compact(header, payload, self.key, algorithms=["ES256"])}
        )

    def package(
        self, identity: str, lines: list[dict[str, Any]], extra: dict[str, Any] | None = None, **changes: Any
    ) -> bytes:
        """A package of a person's hours, with what is ``extra`` as further files; ``changes`` are of the manifest."""
        files = {**self.files(lines), **{name: json.dumps(value).encode() for name, value in (extra or {}).items()}}
        return self.signed({**self.manifest(identity, files, lines), **changes}, files)


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    """Stored, dated 1980-01-01, in this order, nothing else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, body in files:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o600 << 16
            archive.writestr(info, body)
    return buffer.getvalue()
