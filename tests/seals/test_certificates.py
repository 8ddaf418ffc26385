"""The certificates that seal: made at the first seal, bought and brought, declared to have leaked, published."""

import base64
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.groups import actions as groups
from functions.groups.models import GroupItem
from functions.seals import authority
from functions.seals.keys import UnusableKey, of_p12
from functions.seals.models import SealCertificate
from functions.storage import clock
from functions.web.idempotency import Repeat
from tests.district import District, Person
from tests.seals.sealing import Asked, asked, validated

pytestmark = pytest.mark.article("17")
PASSWORD = "p12-secret-密码"


def a_bought(key: Any = None, days: int = 365, certified: Any = None, **changes: Any) -> bytes:
    """A PKCS#12 file as a signing platform exports it."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "外购证书的社工中心")])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder().subject_name(named).issuer_name(named).serial_number(x509.random_serial_number())
    )
    builder = builder.public_key((certified or key).public_key())
    builder = builder.not_valid_before(now - timedelta(days=400)).not_valid_after(now + timedelta(days=days))
    if "usage" in changes:
        builder = builder.add_extension(changes["usage"], critical=True)
    signs = certified or key
    certificate = builder.sign(signs, None if isinstance(signs, Ed25519PrivateKey) else hashes.SHA256())
    how = serialization.BestAvailableEncryption(PASSWORD.encode())
    return serialize_key_and_certificates(b"seal", key, certificate, None, how)


def bring(supervisor: Person, group_id: str, content: bytes, password: str = PASSWORD, **headers: str) -> Any:
    body = {"content": base64.b64encode(content).decode(), "password": password}
    return supervisor.post(f"/groups/{group_id}/seal-certificates", body, **headers)


def items(supervisor: Person) -> list[dict[str, Any]]:
    return list(supervisor.get("/seal-certificates").get_json()["items"])


def code_of(answer: Any) -> str:
    body = answer.get_json()
    return str(body["violations"][0]["code"] if body.get("violations") else body["code"])


def test_a_group_has_no_certificate_until_it_seals_and_then_one(district: District) -> None:
    one, supervisor = asked(district), district.supervisor()
    assert items(supervisor) == []
    assert supervisor.get("/seal-certificates/authority").get_json() == {"authority": None}
    assert supervisor.get("/seal-certificates/authority/pem").status_code == 404
    one.sealed()
    [made] = items(supervisor)
    assert (made["group"], made["origin_name"], made["state_name"]) == ("解放碑社区志愿服务队", "区县自建", "使用中")
    other = asked(district, name="李四", group="另一支队")
    other.sealed()
    assert len({each["thumbprint"] for each in items(supervisor)}) == 2
    assert len(list(authority._of(authority.AUTHORITY))) == 1


def test_the_authority_is_downloaded_to_be_trusted_in_a_reader(district: District) -> None:
    one = asked(district)
    content = one.sealed()
    answer = district.supervisor().get("/seal-certificates/authority/pem")
    root = x509.load_pem_x509_certificate(answer.get_data())
    assert "渝中区志愿服务主管部门" in root.subject.rfc4514_string()
    assert validated(content, root.public_bytes(serialization.Encoding.DER)).bottom_line


def test_of_first_seals_at_once_one_certificate_comes(district: District) -> None:
    one = asked(district)
    group = groups.find(one.recorder.group_id)
    found: list[SealCertificate] = []
    threads = [threading.Thread(target=lambda: found.append(authority.current(group, "x"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len({each.thumbprint for each in found})) == (4, 1)


def test_no_private_key_lies_in_the_table_in_clear(district: District) -> None:
    asked(district).sealed()
    for item in SealCertificate.scan():
        private = authority._held(item).private
        clear = private.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        assert clear[-40:] not in item.private_key
        secret = private.private_numbers().private_value.to_bytes(32, "big")
        assert all(secret not in bytes(value) for value in (item.private_key, item.certificate, item.chain or b""))


def test_a_certificate_that_has_ended_or_bears_a_former_name_gives_way_to_a_new_one(district: District) -> None:
    one = asked(district)
    one.sealed()
    group_id = one.recorder.group_id
    first = authority.current(groups.find(group_id), "x")
    GroupItem(group_id).update([GroupItem.name.set("改了名的服务队")])
    renamed = authority.current(groups.find(group_id), "x")
    with clock.stopped_at(clock.now() + timedelta(days=3 * 365 + 1)):
        later = authority.current(groups.find(group_id), "x")
    assert len({first.thumbprint, renamed.thumbprint, later.thumbprint}) == 3
    assert (renamed.group, authority.find(group_id, first.thumbprint).state) == ("改了名的服务队", "retired")  # type: ignore[union-attr]


def test_a_group_never_gets_a_certificate_that_outlives_the_authority(district: District) -> None:
    one = asked(district)
    one.sealed()
    with clock.stopped_at(clock.now() + timedelta(days=8 * 365)):
        late = authority.current(groups.find(one.recorder.group_id), "x")
        above = authority.authority_now()
    assert above is not None
    assert (late.issuer, late.not_after <= above.not_after) == (above.thumbprint, True)
    assert len(authority._of(authority.AUTHORITY)) == 2


def leaked(one: Asked, supervisor: Person, group_id: str = "") -> Any:
    [named] = [each["thumbprint"] for each in items(supervisor) if each["state"] == "active"]
    path = f"/groups/{group_id or one.recorder.group_id}/seal-certificates/{named}/revocation"
    return supervisor.post(path, {"reason": "保管的电脑丢失"})


def test_what_a_leaked_certificate_sealed_is_handed_out_no_more_and_may_be_sealed_again(district: District) -> None:
    one, supervisor = asked(district), district.supervisor()
    one.sealed()
    assert leaked(one, supervisor).get_json()["state_name"] == "已作废"
    assert code_of(one.pdf()) == "seals.revoked"
    assert one.ask().status_code == 201
    one.open()
    assert one.outcome(version=3)["done"]
    assert validated(one.pdf().get_data()).bottom_line
    assert sorted(each["state"] for each in items(supervisor)) == ["active", "revoked"]


def test_a_certificate_is_declared_leaked_once_with_a_reason_by_the_supervisor(district: District) -> None:
    one, supervisor = asked(district), district.supervisor()
    one.sealed()
    [named] = [each["thumbprint"] for each in items(supervisor)]
    path = f"/groups/{one.recorder.group_id}/seal-certificates/{named}/revocation"
    assert one.recorder.post(path, {"reason": "保管的电脑丢失"}).status_code == 403
    assert supervisor.post(path, {"reason": "丢"}).status_code == 422
    assert supervisor.post(path.replace(named, "unknown"), {"reason": "保管的电脑丢失"}).status_code == 404
    assert leaked(one, supervisor).status_code == 200
    assert supervisor.post(path, {"reason": "保管的电脑丢失"}).status_code == 409


def test_where_the_authority_itself_has_leaked_every_group_gets_a_new_certificate(district: District) -> None:
    one, supervisor = asked(district), district.supervisor()
    one.sealed()
    above = supervisor.get("/seal-certificates/authority").get_json()["authority"]["thumbprint"]
    path = f"/groups/authority/seal-certificates/{above}/revocation"
    assert supervisor.post(path, {"reason": "备份外泄，重新建立"}).status_code == 200
    before = {each["thumbprint"] for each in items(supervisor)}
    fresh = authority.current(groups.find(one.recorder.group_id), "x")
    assert fresh.thumbprint not in before
    assert fresh.issuer != above


@pytest.mark.parametrize("key", [ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)])
def test_a_bought_certificate_seals_from_now_on(district: District, key: Any) -> None:
    one, supervisor = asked(district), district.supervisor()
    answer = bring(supervisor, one.recorder.group_id, a_bought(key))
    assert (answer.status_code, answer.get_json()["origin_name"]) == (201, "外购")
    content = one.sealed()
    own = authority.find(one.recorder.group_id, answer.get_json()["thumbprint"])
    assert own is not None
    assert validated(content, own.certificate).bottom_line
    assert bring(supervisor, one.recorder.group_id, a_bought(key)).status_code == 201


def test_the_same_bought_certificate_is_brought_once(district: District) -> None:
    recorder, supervisor, content = district.recorder(), district.supervisor(), a_bought()
    assert bring(supervisor, recorder.group_id, content).status_code == 201
    assert code_of(bring(supervisor, recorder.group_id, content)) == "seals.known"
    assert bring(recorder, recorder.group_id, content).status_code == 403
    assert bring(supervisor, "nothing", content).status_code == 404


def test_the_password_of_a_bought_certificate_is_kept_nowhere(district: District) -> None:
    recorder, supervisor = district.recorder(), district.supervisor()
    assert bring(supervisor, recorder.group_id, a_bought(), Idempotency_Key="bring-it-once").status_code == 201
    kept = repr([item.attribute_values for table in (SealCertificate, Repeat) for item in table.scan()])
    assert PASSWORD not in kept
    assert base64.b64encode(PASSWORD.encode()).decode() not in kept


_USAGE = dict.fromkeys((
    "digital_signature", "content_commitment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
    "encipher_only", "decipher_only",
), False)  # fmt: skip


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (lambda: a_bought(rsa.generate_private_key(65537, 1024)), "密钥种类"),  # noqa: S505
        (lambda: a_bought(ec.generate_private_key(ec.SECP384R1())), "密钥种类"),
        (lambda: a_bought(Ed25519PrivateKey.generate()), "密钥种类"),
        (lambda: a_bought(days=-1), "有效期"),
        (lambda: a_bought(usage=x509.KeyUsage(key_encipherment=True, **_USAGE)), "不是用来签名的"),
        (lambda: b"not a p12", "打不开"),
        (lambda: b"", "KB 以内"),
        (lambda: b"x" * 20_001, "KB 以内"),
    ],
)
def test_a_bought_certificate_that_cannot_seal_is_refused_in_words(district: District, content: Any, says: str) -> None:
    recorder, supervisor = district.recorder(), district.supervisor()
    with clock.stopped_at(datetime.now(UTC)):
        answer = bring(district.supervisor(), recorder.group_id, content())
    assert answer.status_code == 422
    assert says in answer.get_json()["violations"][0]["message"]
    assert items(supervisor) == []


def test_a_key_that_is_not_the_certificates_is_refused() -> None:
    """Such a file is not written by the library, so it is put together here."""
    from functions.seals import keys

    bought = keys.of_p12(a_bought(), PASSWORD, datetime.now(UTC))
    certificate = x509.load_der_x509_certificate(bought.certificate)
    with pytest.raises(UnusableKey, match="不是一对"):
        keys._check_certificate(certificate, ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC))


def test_a_wrong_password_does_not_open_it(district: District) -> None:
    recorder, supervisor = district.recorder(), district.supervisor()
    answer = bring(supervisor, recorder.group_id, a_bought(), "wrong")
    assert "核对密码" in answer.get_json()["violations"][0]["message"]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=400), st.text(max_size=20))
def test_any_bytes_are_refused_in_words(content: bytes, password: str) -> None:
    with pytest.raises(UnusableKey):
        of_p12(content, password, datetime.now(UTC))


def test_what_is_published_names_every_groups_certificate_and_no_authority(district: District) -> None:
    one, supervisor = asked(district), district.supervisor()
    one.sealed()
    bring(supervisor, one.recorder.group_id, a_bought(rsa.generate_private_key(65537, 2048)))
    leaked(one, supervisor)
    told = sorted(authority.published_seals(), key=lambda each: str(each["algorithm"]))
    assert [(each["algorithm"], each["state"], each["group"]) for each in told] == [
        ("ES256", "retired", "解放碑社区志愿服务队"),
        ("RS256", "revoked", "解放碑社区志愿服务队"),
    ]
    for each in told:
        public = serialization.load_der_public_key(base64.urlsafe_b64decode(str(each["spki"]) + "=="))
        assert isinstance(public, ec.EllipticCurvePublicKey | rsa.RSAPublicKey)
        assert len(base64.urlsafe_b64decode(str(each["thumbprint"]) + "=")) == 32
