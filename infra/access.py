"""Rights per table and act: ``access.json``, what each function asks of each table, made into ``access.yaml``, the policies.

``access.json`` is what the tests saw (tests/calls.py), read by a person before it was taken over. Run ``python -m infra.access`` after a
change of it.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ACCESS = Path(__file__).with_name("access.json")
TEMPLATE = Path(__file__).with_name("access.yaml")
# A managed policy may have 6 144 characters, spaces not counted; names and numbers of an account are put in later.
_MOST = 5000
_ACCOUNT = len("arn:aws-cn:dynamodb:cn-northwest-1:123456789012:table/a-long-prefix-")
_HEAD = """# Written by `python -m infra.access` from access.json: do not edit.
AWSTemplateFormatVersion: "2010-09-09"
Description: What each function may do with which table, and nothing else.

Parameters:
  Prefix:
    Type: String
    Default: record-
    Description: As in tables.yaml.

Resources:
"""


def statements(tables: Mapping[str, Sequence[str]]) -> list[tuple[list[str], list[str]]]:
    """(acts, tables and indexes) with tables of the same acts together."""
    together: dict[tuple[str, ...], list[str]] = {}
    for table, acts in tables.items():
        together.setdefault(tuple(sorted(acts)), []).append(table)
    return [(list(acts), sorted(named)) for acts, named in sorted(together.items())]


def parts(tables: Mapping[str, Sequence[str]]) -> Iterator[list[tuple[list[str], list[str]]]]:
    """The statements in as many policies as they need."""
    policy: list[tuple[list[str], list[str]]] = []
    size = 0
    for acts, table in ((acts, table) for acts, named in statements(tables) for table in named):
        begins = not policy or policy[-1][0] != acts
        needed = _ACCOUNT + len(table) + 15 + (60 + sum(len(act) + 14 for act in acts) if begins else 0)
        if policy and size + needed > _MOST:
            yield policy
            policy, size, begins = [], 0, True
        if begins:
            policy.append((acts, []))
        policy[-1][1].append(table)
        size += needed
    if policy:
        yield policy


def _resource(table: str) -> str:
    name, _, index = table.partition("/")
    below = f"{name}/index/{index}" if index else name
    return f'                - !Sub "arn:${{AWS::Partition}}:dynamodb:${{AWS::Region}}:${{AWS::AccountId}}:table/${{Prefix}}{below}"'


def _policy(name: str, policy: Sequence[tuple[list[str], list[str]]]) -> list[str]:
    lines = [f"  {name}:", "    Type: AWS::IAM::ManagedPolicy", "    Properties:", "      PolicyDocument:"]
    lines += ['        Version: "2012-10-17"', "        Statement:"]
    for acts, tables in policy:
        named = ", ".join(f'"dynamodb:{act}"' for act in acts)
        lines += ["            - Effect: Allow", f"              Action: [{named}]", "              Resource:"]
        lines += [_resource(table) for table in tables]
    return lines


def template(access: Mapping[str, Mapping[str, Sequence[str]]]) -> str:
    """``access.yaml``: the policies, and as outputs which function has which."""
    lines, outputs = [], ["Outputs:"]
    for function, tables in sorted(access.items()):
        names = []
        for number, policy in enumerate(parts(tables), start=1):
            names.append(f"{function.capitalize()}Access{number}")
            lines += [*_policy(names[-1], policy), ""]
        listed = ", ".join(f"!Ref {name}" for name in names)
        outputs += [f"  {function.capitalize()}Policies:", f'    Value: !Join [",", [{listed}]]']
    return _HEAD + "\n".join([*lines, *outputs]) + "\n"


def read() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(ACCESS.read_text(encoding="utf-8"))
    return told


if __name__ == "__main__":
    TEMPLATE.write_text(template(read()), encoding="utf-8")
    sys.stdout.write(f"{TEMPLATE.name}\n")
