"""``make package``: the two functions as zips for Lambda, the same bytes from the same sources.

Wheels are those of the machine that will run them, not of this one. What runs a function is Zappa's handler with the settings of
``zappa_settings.json``; byte code is compiled by the target's own Python, where this machine has it, and never checked against file
times, which a zip does not keep (640 ms of each cold start otherwise). Before Zappa's handler stands `functions.entrance`.
"""

import argparse
import ast
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import machine

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ROOT / "zappa_settings.json"
OUT = ROOT / "build" / "package"
FUNCTIONS = ("public", "members")
MOST_BYTES = 250 * 1024 * 1024  # unzipped, the limit of Lambda
_PLATFORMS = {
    "x86_64": ("manylinux2014_x86_64", "manylinux_2_28_x86_64", "manylinux_2_34_x86_64"),
    "arm64": ("manylinux2014_aarch64", "manylinux_2_28_aarch64", "manylinux_2_34_aarch64"),
}
# What the public function needs; the members' function has all but what only Zappa's command line uses.
_PUBLIC = {
    "blinker", "boto3", "botocore", "click", "durationpy", "flask", "itsdangerous", "jinja2", "jmespath", "markupsafe", "pynamodb",
    "python-dateutil", "s3transfer", "six", "typing-extensions", "tzdata", "urllib3", "werkzeug", "zappa",
}  # fmt: skip
_TOOLS_OF_ZAPPA = {
    "argcomplete", "cfn-flip", "hjson", "packaging", "pip", "placebo", "python-slugify", "setuptools", "text-unidecode", "toml", "tqdm",
    "troposphere", "wheel",
}  # fmt: skip
_SERVICES = {"public": {"dynamodb"}, "members": {"dynamodb", "kms", "s3", "secretsmanager"}}
ENTRANCE = "functions.entrance"
# What the functions' templates name; `zappa_settings.json` names the entrance itself.
_HANDLER = f'"""What Lambda calls."""\n\nfrom {ENTRANCE} import lambda_handler as lambda_handler\n'
_LEFT_OUT = re.compile(r"(^|/)(tests?|__pycache__|bin|include)/|\.(pyi|pyx|pxd|c|h|so\.debug)$|dist-info/(?!METADATA$)")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Target:
    """Where a zip is to run: ``x86_64`` or ``arm64``, and a Python such as ``3.13``."""

    architecture: str
    python: str

    def __str__(self) -> str:
        return f"{self.architecture}-py{self.python}"


def stage_settings(function: str) -> dict[str, Any]:
    """A function's settings; ``zappa_settings.json`` is their one place."""
    told: dict[str, Any] = json.loads(SETTINGS.read_text(encoding="utf-8"))[function]
    return told


def wanted_target(function: str) -> Target:
    """As the settings say; or for the Python ``TARGET_PYTHON``, where a local engine runs functions with its own."""
    told = stage_settings(function)
    return Target(
        told.get("architecture", "x86_64"), os.environ.get("TARGET_PYTHON") or told["runtime"].removeprefix("python")
    )


def _pins(function: str) -> str:
    """The pinned requirements of a function, hashes included."""
    text = (ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)
    named = {re.split(r"[=; ]", block, maxsplit=1)[0]: block for block in blocks if block.strip()}
    keep = _PUBLIC if function == "public" else set(named) - _TOOLS_OF_ZAPPA
    missing = keep - set(named)
    if missing:
        raise RuntimeError(f"not pinned: {sorted(missing)}")
    return "".join(block for name, block in named.items() if name in keep)


def _install(function: str, target: Target, folder: Path) -> None:
    pins = folder.with_name(f"{folder.name}.txt")
    pins.write_text(_pins(function), encoding="utf-8")
    short = target.python.replace(".", "")
    command = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", "install", "--target", str(folder)]
    command += ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--no-compile", "--implementation", "cp"]
    command += ["--python-version", target.python, "--abi", f"cp{short}", "--abi", "abi3", "--abi", "none"]
    for platform in _PLATFORMS[target.architecture]:
        command += ["--platform", platform]
    subprocess.run([*command, "-r", str(pins)], check=True)


def _imported(file: Path, others: set[str]) -> Iterator[str]:
    """What a file imports, anywhere in it; but for what its functions named ``others`` import."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if not (isinstance(node, ast.FunctionDef) and node.name in others)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_files(function: str) -> list[Path]:
    """Our own files that a function can reach, by its imports, wherever in a file they stand; with what lies beside its rooms."""
    waiting, found = {f"functions.lambda_{function}", ENTRANCE}, set[Path]()
    waiting |= {"functions.jobs"} if function == "members" else set()  # the schedule names it, no import does
    # `app.py` makes both functions; these of its own belong to the members' one.
    others = {"members", "_rooms", "_add_description"} if function == "public" else set()
    while waiting:
        name = waiting.pop()
        place = ROOT / Path(*name.split("."))
        for file in (place.with_suffix(".py"), place / "__init__.py", *_packages_of(place)):
            if file.is_file() and file not in found:
                found.add(file)
                waiting |= {each for each in _imported(file, others) if each.split(".")[0] == "functions"}
    folders = {file.parent for file in found}
    beside = [file for folder in folders for file in folder.glob("*.typ")] if function == "members" else []
    return sorted([*found, *beside])


def _packages_of(place: Path) -> Iterator[Path]:
    yield from (folder / "__init__.py" for folder in place.parents if folder.is_relative_to(ROOT / "functions"))


def _trim(function: str, folder: Path) -> None:
    """Leave out what no function calls: the descriptions of other cloud services, tests, headers."""
    data = folder / "botocore" / "data"
    for service in data.iterdir():
        if service.is_dir() and service.name not in _SERVICES[function]:
            shutil.rmtree(service)
    for file in sorted(folder.rglob("*"), reverse=True):
        if file.is_file() and _LEFT_OUT.search(file.relative_to(folder).as_posix()):
            file.unlink()
        elif file.is_dir() and not any(file.iterdir()):
            file.rmdir()


def _add_own(function: str, folder: Path) -> None:
    for file in own_files(function):
        there = folder / file.relative_to(ROOT)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, there)
    (folder / "handler.py").write_text(_HANDLER, encoding="utf-8")
    (folder / "zappa_settings.py").write_text(_zappa_settings(function), encoding="utf-8")
    if function == "members" and machine.ensure_rare_font():
        rare = machine.rare_font()
        (folder / "fonts").mkdir()
        shutil.copyfile(str(rare), folder / "fonts" / "HanaMinB.ttf")


def _zappa_settings(function: str) -> str:
    """What Zappa itself would put into the zip for its handler."""
    from zappa.cli import ZappaCLI

    cli = ZappaCLI()
    cli.api_stage = function
    cli.load_credentials = False  # packing needs no account
    with (
        tempfile.TemporaryDirectory() as empty,
        chdir(empty),
    ):  # it looks for handlers of web sockets below the current folder
        cli.load_settings(str(SETTINGS))
        return str(cli.get_zappa_settings_string())


def _compile(target: Target, folder: Path) -> bool:
    """Byte code by the target's Python, where it is on this machine: its form is that version's own."""
    python = shutil.which(f"python{target.python}") or (sys.executable if _is_this(target) else None)
    if python is None:
        return False
    how = ["-f", "-q", "--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", "/var/task"]
    command = [python, "-m", "compileall", *how, str(folder)]
    # Without a fixed seed the order inside constant sets, and so the bytes, would differ from run to run.
    done = subprocess.run(command, check=False, capture_output=True, env={**os.environ, "PYTHONHASHSEED": "0"})
    return done.returncode == 0 or _is_this(target)


def _is_this(target: Target) -> bool:
    return target.python == f"{sys.version_info.major}.{sys.version_info.minor}"


def _zip(folder: Path, file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for each in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(each.relative_to(folder).as_posix(), _EPOCH)
            entry.external_attr = (0o755 if ".so" in each.suffixes else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, each.read_bytes())


@dataclass(frozen=True)
class Package:
    """A finished zip: its file, how many bytes it unpacks to, and whether byte code is in it."""

    file: Path
    unpacked: int
    compiled: bool


def build(function: str, target: Target, out: Path = OUT) -> Package:
    """Make the zip of one function. Raises `RuntimeError` where it is larger than Lambda takes."""
    folder = out / f"{function}-{target}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _install(function, target, folder)
    _trim(function, folder)
    _add_own(function, folder)
    compiled = _compile(target, folder)
    unpacked = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    if unpacked > MOST_BYTES:
        raise RuntimeError(f"{function}: {unpacked} bytes unpacked, more than the {MOST_BYTES} that Lambda takes")
    file = out / f"{function}-{target}.zip"
    _zip(folder, file)
    return Package(file, unpacked, compiled)


def fingerprint(function: str, target: Target) -> str:
    """Says whether anything that a zip is made from is other than it was."""
    sources = [*own_files(function), ROOT / "requirements" / "runtime.txt", SETTINGS, Path(__file__)]
    digest = hashlib.sha256(str(target).encode())
    for file in sources:
        digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def build_if_needed(function: str, target: Target, out: Path = OUT) -> Path:
    """The zip of one function: made anew only where something it is made from changed."""
    file, stamp, wanted = (
        out / f"{function}-{target}.zip",
        out / f"{function}-{target}.made-from.txt",
        fingerprint(function, target),
    )
    out.mkdir(parents=True, exist_ok=True)
    with (out / f"{function}-{target}.lock").open("w") as lock:  # another process may be making the same one
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (file.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted):
            stamp.unlink(missing_ok=True)
            made = build(function, target, out)
            if not made.compiled:
                print(_uncompiled(target), flush=True)
            stamp.write_text(wanted, encoding="utf-8")
    return file


def _uncompiled(target: Target) -> str:
    return f"  本机没有 Python {target.python}，没有预先编译，冷启动会慢约 0.4 秒。Not compiled: no Python {target.python} here."


def _contents(folder: Path) -> list[tuple[str, int]]:
    """The parts of an unpacked zip by size."""
    sizes = {
        part.name: sum(file.stat().st_size for file in part.rglob("*") if file.is_file()) for part in folder.iterdir()
    }
    return sorted(sizes.items(), key=lambda one: -one[1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--architecture", choices=sorted(_PLATFORMS))
    parser.add_argument("--python")
    asked = parser.parse_args()
    for function in FUNCTIONS:
        usual = wanted_target(function)
        target = Target(asked.architecture or usual.architecture, asked.python or usual.python)
        print(f"正在打包 {function}（{target}）… Packing.", flush=True)
        made = build(function, target)
        megabytes = made.file.stat().st_size / 1e6
        print(f"  {made.file.relative_to(ROOT)}  {megabytes:.1f} MB，解开 unpacked {made.unpacked / 1e6:.1f} MB")
        for name, size in _contents(made.file.with_suffix(""))[:8]:
            print(f"    {size / 1e6:7.1f} MB  {name}")
        if not made.compiled:
            print(_uncompiled(target))
    return 0


if __name__ == "__main__":
    sys.exit(main())
