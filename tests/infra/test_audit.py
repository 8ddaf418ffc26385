"""What the audit finds: known faults in a recorded report, and planted secrets."""

import json
from pathlib import Path

import pytest

from infra.audit import ACCEPTED, KNOWN, ROOT, Found, read_report, secrets_in, told_of

FAULT = {
    "name": "jinja2", "version": "3.0.0", "vulns": [{"id": "PYSEC-2024-1", "fix_versions": ["3.1.4"], "aliases": ["CVE-2024-1"], "description": "x"}],
}  # fmt: skip
SOUND = {"name": "flask", "version": "3.1.0", "vulns": []}
UNKNOWN = {"name": "flask", "skip_reason": "Dependency not found on PyPI and could not be audited: flask (3.1.0)"}
# Put together here, so that this file itself holds none of them.
PLANTED = {
    "key.txt": "-----BEGIN " + "RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA " + "PRIVATE KEY-----\n",
    "cloud.py": 'ID = "AKIA' + 'IOSFODNN7ABCDEFG"\n',
    "note.md": "张三 11010519900307" + "101X 已登记\n",
    "phone.md": "联系人 1875" + "1234567\n",
}


def report(*packages: object) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_a_known_fault_is_found_and_its_mend_named() -> None:
    answer = read_report(report(FAULT, SOUND))
    assert answer.faults == ("jinja2 3.0.0: PYSEC-2024-1, mended in 3.1.4",)
    assert "已知问题 1 个" in told_of("runtime.txt", answer)[0]


def test_a_fault_that_is_accepted_does_not_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACCEPTED, "CVE-2024-1", "templates are our own")
    assert read_report(report(FAULT)).faults == ()


def test_packages_that_the_list_does_not_know_are_told_and_are_no_fault() -> None:
    answer = read_report(report(UNKNOWN))
    assert (answer.faults, answer.asked) == ((), 0)
    assert told_of("runtime.txt", answer) == [
        "  runtime.txt：漏洞库不认得 1 个包，这些没有检查。The list does not know 1 packages: not checked."
    ]


@pytest.mark.parametrize("text", ["", "not json", "[]"])
def test_a_list_that_cannot_be_asked_is_told_and_is_no_fault(text: str) -> None:
    answer = read_report(text, "WARNING: x\nConnectionError: no route\n")
    assert answer.faults == ()
    assert told_of("runtime.txt", answer) == [
        "  runtime.txt：没有问到，未检查。Not asked, not checked: ConnectionError: no route"
    ]


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_secret_is_found(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PLANTED[name], encoding="utf-8")
    assert [found.file for found in secrets_in([name], tmp_path)] == [name]


def test_what_is_found_is_named_by_its_place_alone(tmp_path: Path) -> None:
    (tmp_path / "phone.md").write_text(PLANTED["phone.md"], encoding="utf-8")
    assert secrets_in(["phone.md"], tmp_path) == [Found("phone.md", 1, "手机号码 a mobile number")]


def test_samples_and_what_is_plainly_made_up_are_no_secrets(tmp_path: Path) -> None:
    text = "11010519491231002X 110105199003071015 13800000000 13712345678 500103********1234"
    (tmp_path / "help.md").write_text(text, encoding="utf-8")
    assert secrets_in(["help.md"], tmp_path) == []


def test_keys_are_found_in_tests_too(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "key.txt").write_text(PLANTED["key.txt"], encoding="utf-8")
    assert [found.kind for found in secrets_in(["tests/key.txt"], tmp_path)] == ["Private Key"]


def test_what_is_known_to_be_none_is_still_there() -> None:
    assert [file for file, _ in KNOWN if not (ROOT / file).is_file()] == []
