"""What we sign is read by a library that we did not write; a key that is out of use signs nothing more."""

from pathlib import Path

import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from functions.signing import actions, keys
from functions.storage.refusals import Conflict, NotFound, Refused, Unavailable
from tests.district import District


def read(compact: str, jwk: object) -> bytes:
    return jws.deserialize_compact(compact, ECKey.import_key(dict(jwk)), algorithms=["ES256"]).payload  # type: ignore[call-overload]


def header(compact: str) -> dict[str, str]:
    return dict(jws.extract_compact(compact.encode()).headers())  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def tables(district: District) -> District:
    return district


def test_a_signed_statement_is_read_by_another_library() -> None:
    compact = actions.signed("test+jwt", {"name": "𠮷田䶮"})
    [record] = actions.ring()
    assert read(compact, record.jwk) == '{"name":"𠮷田䶮"}'.encode()
    assert header(compact) == {"alg": "ES256", "kid": record.kid, "typ": "test+jwt"}


def test_a_key_is_named_by_its_thumbprint() -> None:
    actions.signed("test+jwt", {})
    [record] = actions.ring()
    assert record.kid == ECKey.import_key(dict(record.jwk)).thumbprint()


def test_the_next_key_signs_after_one_is_retired_and_what_the_old_one_signed_is_still_read() -> None:
    before = actions.signed("test+jwt", {"n": 1})
    actions.put_out_of_use("someone", header(before)["kid"], "retired", "每年更换")
    after = actions.signed("test+jwt", {"n": 2})
    assert header(after)["kid"] != header(before)["kid"]
    assert set(actions.trusted_keys()) == {header(before)["kid"], header(after)["kid"]}


def test_a_leaked_key_is_trusted_no_more() -> None:
    before = actions.signed("test+jwt", {})
    actions.put_out_of_use("someone", header(before)["kid"], "leaked", "硬盘丢失")
    assert header(before)["kid"] not in actions.trusted_keys()


def test_a_retired_key_may_turn_out_to_have_leaked_but_not_the_other_way() -> None:
    kid = header(actions.signed("test+jwt", {}))["kid"]
    actions.put_out_of_use("someone", kid, "retired", "每年更换")
    assert actions.put_out_of_use("someone", kid, "leaked", "备份被复制").state == "leaked"
    with pytest.raises(Conflict):
        actions.put_out_of_use("someone", kid, "retired", "改回来")


def test_where_every_key_is_out_of_use_nothing_is_signed() -> None:
    for _ in range(2):
        actions.put_out_of_use("someone", header(actions.signed("test+jwt", {}))["kid"], "retired", "每年更换")
    assert actions.ready() == 0
    with pytest.raises(Unavailable):
        actions.signed("test+jwt", {})


@pytest.mark.parametrize(("state", "reason"), [("", "理由"), ("active", "理由"), ("leaked", "")])
def test_putting_a_key_out_of_use_needs_a_state_and_a_reason(state: str, reason: str) -> None:
    with pytest.raises(Refused):
        actions.put_out_of_use("someone", "any", state, reason)


def test_an_unknown_key_is_not_found() -> None:
    with pytest.raises(NotFound):
        actions.put_out_of_use("someone", "nothing", "leaked", "理由")


def test_the_supervisor_sees_the_keys_and_puts_one_out_of_use(district: District) -> None:
    kid = header(actions.signed("test+jwt", {}))["kid"]
    supervisor = district.supervisor()
    assert supervisor.get("/signing-keys").get_json()["ready"] == 2
    assert supervisor.ask("PUT", f"/signing-keys/{kid}/state", {"state": "leaked", "reason": "试"}).status_code == 200
    told = supervisor.get("/signing-keys").get_json()
    assert [(item["kid"], item["state_name"]) for item in told["items"]] == [(kid, "已泄漏，作废")]
    assert told["ready"] == 1


def test_a_file_that_holds_another_kind_of_key_is_refused(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (tmp_path / "key.pem").write_bytes(Ed25519PrivateKey.generate().private_bytes(*form))
    with pytest.raises(TypeError):
        keys._of_file(tmp_path / "key.pem")
