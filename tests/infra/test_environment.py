"""What a newcomer's machine needs: pinned requirements that name no address, and one line when Python is missing."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = sorted((ROOT / "requirements").glob("*.txt"))


def packages(file: Path) -> list[str]:
    """Each package with its hashes, as one line."""
    joined = file.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_package_is_pinned_with_hashes(file: Path) -> None:
    loose = [line for line in packages(file) if not re.match(r"^[\w.-]+==[\w.]+ .*--hash=sha256:[0-9a-f]{64}", line)]
    assert loose == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_address_and_no_path_is_named(file: Path) -> None:
    assert re.findall(r"https?:|file:|--\w*(?:index|find)\w*|(?<![\w.])/\w+", file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_asked_for_is_what_is_pinned(file: Path) -> None:
    asked = file.with_suffix(".in").read_text(encoding="utf-8")
    names = {re.split(r"[\[~=<>\s]", line)[0] for line in asked.splitlines() if re.match(r"\w", line)}
    pinned = {line.split("==")[0] for line in packages(file)}
    assert names <= pinned


def test_the_dependencies_that_the_project_declares_are_those_of_the_runtime() -> None:
    import tomllib

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    asked = (ROOT / "requirements" / "runtime.in").read_text(encoding="utf-8").split()
    assert sorted(declared) == sorted(asked)


def test_without_a_fit_python_one_line_says_so(tmp_path: Path) -> None:
    script = tmp_path / "infra" / "python.sh"  # elsewhere, so that the project's own Python is not found
    script.parent.mkdir()
    script.write_bytes((ROOT / "infra" / "python.sh").read_bytes())
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    done = subprocess.run(["/bin/sh", script], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.11" in done.stderr


def test_make_alone_explains_itself() -> None:
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [name for name in ("setup", "run", "test", "check", "bench", "clean") if f"make {name} " not in said] == []
