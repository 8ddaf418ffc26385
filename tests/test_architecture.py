"""The house as it was designed: who imports whom, how large a file may grow, what the public function may load."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FUNCTIONS = ROOT / "functions"
FOUNDATIONS = {"storage", "web", "regulation"}
ROOMS = sorted(
    folder.name
    for folder in FUNCTIONS.iterdir()
    if (folder / "__init__.py").exists() and folder.name not in FOUNDATIONS
)
FILES = sorted(path for path in FUNCTIONS.rglob("*.py"))
# What actions may be split into, and what stands beside rules as pure data.
PART_OF_ACTIONS = {
    "actions", "members", "ledger", "making", "claims", "queue", "corrections", "passwords", "throttle", "paper",
    "lookup", "changes", "entering", "policies", "allowances", "evidence", "visits", "doorway", "tokens", "watch", "signs", "board",
    "reading", "writing", "exports", "pieces", "receipts", "handling", "changing", "minors", "merging", "storing", "star_issue",
    "star_paper", "holdings", "deciding",
    "sheets", "tally", "counting", "census",
    "draws", "findings", "measuring", "orders", "appeals", "shelves", "overview", "publishing",
    "using", "keys", "status_lists", "credentials", "attaching", "trust",
    "batch_issue", "history", "reissue", "papers", "asking",
    "authority", "issuing", "signature", "stamp",
    "package", "arrivals", "sending",
}  # fmt: skip
PURE = {
    "rules",
    "lifecycle",
    "documents",
    "statuses",
    "notices",
    "policy",
    "deadlines",
    "cells",
    "national",
    "bounds",
    "purposes",
    "schemes",
    "star_facts",
    "drawing",
    "measures",
    "wording",
    "shown",
}
# Pure libraries that rules may use beside the standard library: check digits.
PURE_LIBRARIES = {"stdnum"}


def imports(path: Path) -> set[str]:
    """The dotted names that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def of_rooms(path: Path) -> set[tuple[str, str]]:
    """The (room, file) pairs of our own that a file imports."""
    parts = [name.split(".") for name in imports(path) if name.startswith("functions.")]
    return {(part[1], part[2] if len(part) > 2 else "") for part in parts}


def each(name: str) -> list[Path]:
    return [FUNCTIONS / room / f"{name}.py" for room in ROOMS if (FUNCTIONS / room / f"{name}.py").exists()]


@pytest.mark.parametrize("path", [path for name in sorted(PURE) for path in each(name)], ids=str)
def test_rules_import_nothing_but_the_standard_library_the_regulation_and_rules(path: Path) -> None:
    own = {(room, file) for room, file in of_rooms(path) if room != "regulation" and file not in PURE}
    foreign = (
        {name.split(".")[0] for name in imports(path)} - set(sys.stdlib_module_names) - PURE_LIBRARIES - {"functions"}
    )
    assert (own, foreign) == (set(), set())


@pytest.mark.parametrize("path", each("routes"), ids=str)
def test_routes_import_schemas_actions_and_web_only(path: Path) -> None:
    room = path.parent.name
    allowed = {
        "schemas",
        "actions",
        "members",
        "claims",
        "queue",
        "corrections",
        "changes",
        "verify",
        "policies",
        "exports",
        "pieces",
        "paper",
        "board",
        "handling",
        "merging",
        "star_issue",
        "deciding",
        "draws",
        "findings",
        "measuring",
        "orders",
        "appeals",
        "overview",
        "publishing",
        "using",
        "batch_issue",
        "history",
        "reissue",
        "papers",
        "asking",
        "authority",
        "trust",
        "receipts",
        "sending",
    }
    outside = {
        (other, file) for other, file in of_rooms(path) if other != "web" and not (file in allowed and other in ROOMS)
    }
    foreign_actions = {(other, file) for other, file in of_rooms(path) if other != room and file == "actions"}
    assert (outside, foreign_actions) == (set(), set())


@pytest.mark.parametrize("path", each("schemas"), ids=str)
def test_schemas_know_no_table_and_no_action(path: Path) -> None:
    assert {file for _, file in of_rooms(path)} & {"models", "actions", "ledger"} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_rooms_tables_are_opened_by_that_room_alone(path: Path) -> None:
    room = path.parent.name
    assert {other for other, file in of_rooms(path) if file == "models" and other != room} == set()


@pytest.mark.parametrize("path", sorted((FUNCTIONS / "storage").glob("*.py")), ids=lambda path: path.name)
def test_storage_knows_no_room_and_no_web(path: Path) -> None:
    assert {room for room, _ in of_rooms(path)} <= {"storage", "regulation"}


@pytest.mark.parametrize("path", sorted((FUNCTIONS / "web").glob("*.py")), ids=lambda path: path.name)
def test_web_knows_no_room(path: Path) -> None:
    assert {room for room, _ in of_rooms(path)} <= FOUNDATIONS


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_opens_with_what_it_is(room: str) -> None:
    assert ast.get_docstring(ast.parse((FUNCTIONS / room / "__init__.py").read_text(encoding="utf-8")))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_holds_the_known_files_only(room: str) -> None:
    known = {"__init__", "routes", "schemas", "models", "jobs", "verify", "public", "pages"} | PART_OF_ACTIONS | PURE
    assert {path.stem for path in (FUNCTIONS / room).glob("*.py")} <= known


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_and_a_function_stay_readable_at_once(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    long = [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 45
    ]
    assert (source.count("\n") <= 300, long) == (True, [])


def test_no_request_reads_a_whole_table() -> None:
    assert [path.name for path in FILES if ".scan(" in path.read_text(encoding="utf-8")] == ["whole.py"]
    readers = {path.stem for path in FILES if "functions.storage.whole.every" in imports(path)}
    counters = {path.stem for path in FILES if "census" in {file for _, file in of_rooms(path)}}
    assert (readers, counters) == ({"census"}, {"jobs"})


def test_the_public_function_loads_nothing_heavy_and_no_key() -> None:
    heavy = (
        "pydantic",
        "cryptography",
        "typst",
        "segno",
        "argon2",
        "fontTools",
        "pyotp",
        "stdnum",
        "functions.storage.encryption",
    )
    code = f"import sys; from functions.app import public; public(); print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_file_names_a_package_registry_or_a_path_of_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    words = (
        "pypi." + "org",
        "python" + "hosted",
        "npm" + "js.org",
        "deb.deb" + "ian.org",
        "/wo" + "rk/",
        "/ro" + "ot/",
    )
    found = []
    for name in listed:
        path = ROOT / name
        if (
            path.suffix in {".py", ".md", ".txt", ".in", ".toml", ".yml", ".yaml", ".json", ".js", ".css", ".sh", ""}
            and path.is_file()
        ):
            text = path.read_text(encoding="utf-8", errors="ignore")
            found += [(name, word) for word in words if word in text]
    assert found == []
