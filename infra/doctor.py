"""``make doctor STAGE=… REGION=… PROFILE=…``: is everything well, and if not, what is it and what to do.

Exit code 0 where all is well, 1 where something wants watching, 2 where something is broken.
"""

import sys
from collections.abc import Iterable

from infra.cloud import Cloud, arguments_of_a_stage, guarded, say
from infra.findings import BAD, BEFORE, GOOD, LOOKS, WATCH, Finding, Patient, examine

_MARKS = {GOOD: "✓", WATCH: "!", BAD: "✗"}


def shown(finding: Finding) -> str:
    line = f"{_MARKS[finding.level]} {finding.title}：{finding.text}"
    return f"{line}\n    怎么办：{finding.next_step}" if finding.next_step else line


def summary(found: Iterable[Finding]) -> tuple[int, str]:
    """The exit code and the last line."""
    levels = [finding.level for finding in found]
    bad, watch = levels.count(BAD), levels.count(WATCH)
    if bad:
        return 2, f"有 {bad} 处坏了、{watch} 处要注意。从第一个 ✗ 开始处理，再检查一次。"
    if watch:
        return 1, f"没有坏的，有 {watch} 处要注意。"
    return 0, "一切正常。"


def check(cloud: Cloud) -> int:
    say(f"正在检查 {cloud.stage}（{cloud.region}）…")
    cloud.who()  # without an account nothing else can be asked
    patient, found = Patient(cloud), list[Finding]()
    deployed = any(patient.stacks.values())
    for title, look in LOOKS.items():
        if not deployed and title not in BEFORE:
            continue
        for finding in examine(patient, title, look):
            say(shown(finding))
            found.append(finding)
    code, text = summary(found)
    say(f"\n{text}" if deployed else f"\n{text}这个阶段还没有部署：准备好了就执行 make deploy。")
    return code


def main(arguments: list[str] | None = None) -> int:
    parser = arguments_of_a_stage(__doc__)
    told = parser.parse_args(arguments)
    return guarded(lambda: check(Cloud(told.stage, told.region, told.profile)), failed=2)


if __name__ == "__main__":
    sys.exit(main())
