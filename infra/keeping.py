"""Puts the keeper's code into ``backup.yaml``, where CloudFormation takes it from. Run ``python -m infra.keeping`` after a change of it."""

import sys
from pathlib import Path

CODE = Path(__file__).with_name("keeper.py")
TEMPLATE = Path(__file__).with_name("backup.yaml")
MOST = 4096  # characters that a template may hold as a function's code
_BEGIN, _END = "        ZipFile: |\n", "      # (the end of the keeper's code)\n"


def code() -> str:
    """The keeper without its docstring."""
    return CODE.read_text(encoding="utf-8").split('"""\n', maxsplit=1)[1].lstrip("\n")


def template() -> str:
    """``backup.yaml`` with the code as it is now."""
    before, _, rest = TEMPLATE.read_text(encoding="utf-8").partition(_BEGIN)
    indented = "".join(f"          {line}".rstrip() + "\n" for line in code().splitlines())
    return before + _BEGIN + indented + _END + rest.partition(_END)[2]


if __name__ == "__main__":
    TEMPLATE.write_text(template(), encoding="utf-8")
    sys.stdout.write(f"{TEMPLATE.name}: {len(code())} of {MOST} characters\n")
