"""``make audit``: known faults in what is pinned, and secrets in what is committed.

Faults are asked of the public list by `pip-audit`, which installs nothing. Where the list cannot be asked, or does not know a package,
that is said and nothing fails: an unanswered question is no fault. Secrets are looked for by `detect-secrets`, and by two rules of our
own, since document numbers and mobile numbers are what this system has to keep.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

ROOT = Path(__file__).resolve().parent.parent
PINS = ("runtime.txt", "dev.txt", "engine.txt")
_PATIENCE = 120  # seconds for one file of pins

# A known fault that does not reach us: its number, and why.
ACCEPTED: dict[str, str] = {}

# Found by a guess from the look of the text (a word such as "password", a long random string), and seen to be none: why.
KNOWN: dict[tuple[str, str], str] = {
    ("functions/accounts/rules.py", "Hex High Entropy String"): "a digest of no password, for equal time",
    ("functions/storage/codes.py", "Base64 High Entropy String"): "the alphabet of codes",
    ("infra/demo.py", "Base64 High Entropy String"): "the alphabet of made-up passwords",
    ("infra/demo.py", "Secret Keyword"): "made-up people of the demo, on one machine",
    ("infra/backup.yaml", "Secret Keyword"): "names the secret that it reads, and no value",
    ("infra/base.yaml", "Secret Keyword"): "how long a secret is to be that is made up there",
    ("infra/deploy.py", "Secret Keyword"): "names a parameter",
    ("infra/site.yaml", "Secret Keyword"): "says how the secret is replaced",
    ("infra/site.yaml", "Base64 High Entropy String"): "digests of the theme's inline scripts, in the pages' policy",
    ("infra/libraries/package-lock.json", "Base64 High Entropy String"): "the digest of what is fetched",
    ("infra/smoke.py", "Secret Keyword"): "a password that nobody has, for a login that must be refused",
    ("infra/engine.py", "Secret Keyword"): "the local engine takes any key",
    ("site/assets/javascripts/account.js", "Secret Keyword"): "a sentence about passwords",
    ("site/assets/javascripts/format.js", "Base64 High Entropy String"): "the alphabet of codes",
}
# Detectors that are sure, and of the many those that this house could ever need.
_SURE = ("PrivateKeyDetector", "AWSKeyDetector", "JwtTokenDetector", "BasicAuthDetector", "GitHubTokenDetector")
# Detectors that guess, with their limits; in tests, whose people and passwords are invented, and in pins, which are hashes, they would
# find nothing else.
_GUESSES: dict[str, dict[str, float]] = {
    "Base64HighEntropyString": {"limit": 4.5},
    "HexHighEntropyString": {"limit": 3.0},
    "KeywordDetector": {},
}
_INVENTED = ("tests/", "requirements/")
_NO_TEXT = {".png", ".webp", ".ico", ".woff2", ".ttf", ".pdf", ".xlsx"}
# The well-known sample of the national standard, nobody's number.
_SAMPLES = {"1101051949123100" + "2X", "9111241981080300" + "24"}
_DOCUMENT = re.compile(r"(?<![0-9A-Za-z])(\d{17}[0-9Xx])(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])1[3-9]\d{9}(?![0-9A-Za-z])")
_MADE_UP_MOBILE = re.compile(r"1(?:38|39)0{4}\d{4}|1\d(\d)\1{8}|1[3-9]\d12345678")


@dataclass(frozen=True)
class Found:
    """What looks like a secret, and where; never the secret itself."""

    file: str
    line: int
    kind: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}  {self.kind}"


# Known faults --------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What the public list said of some pins: ``faults`` known, packages ``unknown`` to it, or why it could not be asked."""

    faults: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    asked: int = 0
    silence: str = ""


def read_report(text: str, trouble: str = "") -> Answer:
    """A report of `pip-audit` in its JSON form; ``trouble`` is what it said beside, where it gave no report."""
    try:
        told: list[dict[str, Any]] = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        lines = [line for line in trouble.splitlines() if line.strip()]
        return Answer(silence=lines[-1][:200] if lines else "no report")
    faults = [
        f"{each['name']} {each['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or '(none yet)'}"
        for each in told
        for fault in each.get("vulns", ())
        if not {fault["id"], *fault.get("aliases", ())} & set(ACCEPTED)
    ]
    unknown = tuple(each["name"] for each in told if "skip_reason" in each)
    return Answer(tuple(faults), unknown, len(told) - len(unknown))


def _ask(pins: str) -> Answer:
    command = [
        str(Path(sys.executable).with_name("pip-audit")),
        "--format",
        "json",
        "--disable-pip",
        "--require-hashes",
    ]
    command += ["--progress-spinner", "off", "--timeout", "10", "-r", str(ROOT / "requirements" / pins)]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=_PATIENCE)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Answer(silence=type(error).__name__)
    return read_report(done.stdout, done.stderr)


def told_of(pins: str, answer: Answer) -> list[str]:
    """What a person reads about one file of pins."""
    if answer.silence:
        return [f"  {pins}：没有问到，未检查。Not asked, not checked: {answer.silence}"]
    lines = []
    if answer.asked:
        count = len(answer.faults)
        lines = [f"  {pins}：已知问题 {count} 个。{count} known faults in {answer.asked} packages."]
    lines += [f"    ✗ {fault}" for fault in answer.faults]
    if answer.unknown:
        count = len(answer.unknown)
        lines.append(
            f"  {pins}：漏洞库不认得 {count} 个包，这些没有检查。The list does not know {count} packages: not checked."
        )
    return lines


# Secrets -------------------------------------------------------------------------------------------------------------------------


def _is_document(number: str) -> bool:
    if number.upper() in _SAMPLES:
        return False
    try:
        mod_11_2.validate(number.upper())
        return (
            date(1900, 1, 1)
            <= date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
            <= date(2100, 1, 1)
        )
    except (ValidationError, ValueError):
        return False


def people_in(file: str, text: str) -> Iterator[Found]:
    """Document numbers that check, and mobile numbers; but for the samples and those that are plainly made up."""
    for number, line in enumerate(text.splitlines(), 1):
        if any(_is_document(match[1]) for match in _DOCUMENT.finditer(line)):
            yield Found(file, number, "证件号码 a document number that checks")
        if any(not _MADE_UP_MOBILE.fullmatch(match[0]) for match in _MOBILE.finditer(line)):
            yield Found(file, number, "手机号码 a mobile number")


def _detectors(guessing: bool) -> dict[str, Any]:
    used: list[dict[str, Any]] = [{"name": name} for name in _SURE]
    used += [{"name": name, **limit} for name, limit in _GUESSES.items()] if guessing else []
    rules = ("is_indirect_reference", "is_likely_id_string", "is_not_alphanumeric_string", "is_potential_uuid", "is_sequential_string",
             "is_templated_secret")  # fmt: skip
    return {
        "plugins_used": used,
        "filters_used": [{"path": f"detect_secrets.filters.heuristic.{rule}"} for rule in rules],
    }


def keys_in(files: Iterable[str], guessing: bool, root: Path = ROOT) -> list[Found]:
    """What `detect-secrets` finds in ``files``; ``guessing`` also by the look of words and strings."""
    from detect_secrets.core.scan import scan_file
    from detect_secrets.settings import transient_settings

    with transient_settings(_detectors(guessing)):
        secrets = [(file, secret) for file in files for secret in scan_file(str(root / file))]
    found = [Found(file, secret.line_number, secret.type) for file, secret in secrets]
    return [each for each in found if (each.file, each.kind) not in KNOWN]


def _tracked() -> list[str]:
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    names = [name for name in told.split("\0") if name and Path(name).suffix not in _NO_TEXT]
    return [name for name in names if (ROOT / name).is_file()]


def secrets_in(names: list[str], root: Path = ROOT) -> list[Found]:
    """Every secret in the files ``names``."""
    invented = [name for name in names if name.startswith(_INVENTED)]
    ours = [name for name in names if not name.startswith(_INVENTED)]
    with ProcessPoolExecutor(2) as pool:
        parts = [pool.submit(keys_in, ours[start::2], True, root) for start in (0, 1)]
        parts.append(pool.submit(keys_in, invented, False, root))
        found = [each for part in parts for each in part.result()]
    for name in ours:
        found += people_in(name, (root / name).read_text(encoding="utf-8", errors="ignore"))
    return found


def main() -> int:
    print("依赖的已知问题 Known faults of what is pinned", flush=True)
    found = secrets_in(_tracked())
    with ThreadPoolExecutor() as pool:
        told = list(zip(PINS, pool.map(_ask, PINS), strict=True))
    for pins, answer in told:
        print("\n".join(told_of(pins, answer)))
    print("提交内容里的秘密 Secrets in what is committed")
    for each in found:
        print(f"  ✗ {each}")
    if found:
        print("  请把它移出仓库并作废；确实不是秘密的，在 infra/audit.py 的 KNOWN 里写明原因。")
        print("  Take it out and make it void; what is none goes into KNOWN in infra/audit.py, with the reason.")
    else:
        print("  没有发现。None found.")
    return 1 if found or any(answer.faults for _, answer in told) else 0


if __name__ == "__main__":
    sys.exit(main())
