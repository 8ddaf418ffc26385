"""Orders, suspensions, notices and appeals: states, deadlines, and what may be said in public. Pure."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from functions.supervision import measures
from functions.supervision.measures import (
    ACCEPTED,
    ANNULLED,
    ANSWERED,
    APPEAL,
    IN_FORCE,
    ISSUED,
    LIFTED,
    NOTICE,
    ORDER,
    PUBLISHED,
    RECORDER,
    RETURNED,
    SUPERVISOR,
    SUSPENSION,
    WITHDRAWN,
    Appeal,
    Measure,
    may_become,
)  # fmt: skip
from functions.supervision.wording import numbers_in, public_faults

pytestmark = pytest.mark.article("23")

DECIDED = datetime(2026, 6, 3, 1, tzinfo=UTC)
A_NOTICE = Measure("m1", NOTICE, "g1", "桥头队", "虚报时长", "通报批评", "boss", DECIDED, PUBLISHED)


@pytest.mark.parametrize(
    ("kind", "state", "recorder", "supervisor", "appeal"),
    [
        (ORDER, ISSUED, {ANSWERED}, {ANNULLED}, {ANNULLED}),
        (ORDER, ANSWERED, set(), {ACCEPTED, RETURNED, ANNULLED}, {ANNULLED}),
        (ORDER, RETURNED, {ANSWERED}, {ANNULLED}, {ANNULLED}),
        (ORDER, ACCEPTED, set(), set(), {ANNULLED}),
        (ORDER, ANNULLED, set(), set(), set()),
        (SUSPENSION, IN_FORCE, set(), {LIFTED}, {ANNULLED}),
        (SUSPENSION, LIFTED, set(), set(), {ANNULLED}),
        (SUSPENSION, ANNULLED, set(), set(), set()),
        (NOTICE, PUBLISHED, set(), {WITHDRAWN}, {WITHDRAWN}),
        (NOTICE, WITHDRAWN, set(), set(), set()),
    ],
)
def test_who_may_move_what(kind: str, state: str, recorder: set[str], supervisor: set[str], appeal: set[str]) -> None:
    assert [may_become(kind, state, who) for who in (RECORDER, SUPERVISOR, APPEAL)] == [recorder, supervisor, appeal]


@pytest.mark.parametrize(
    ("facts", "demand", "workdays", "fields"),
    [
        ("虚报", "作废", 1, []),
        ("虚报", "作废", 60, []),
        ("虚报", "作废", 0, ["workdays"]),
        ("虚报", "作废", 61, ["workdays"]),
        ("", "", 10, ["facts", "demand"]),
    ],
)
def test_an_order_says_what_is_wrong_what_is_to_be_done_and_until_when(
    facts: str, demand: str, workdays: int, fields: list[str]
) -> None:
    assert [fault.field for fault in measures.order_faults(facts, demand, workdays)] == fields


@pytest.mark.parametrize(
    ("until", "fine"),
    [
        (None, True),
        (date(2026, 6, 2), False),
        (date(2026, 6, 3), True),
        (date(2027, 6, 4), True),
        (date(2027, 6, 5), False),
    ],
)
def test_a_suspension_ends_ahead_or_when_it_is_lifted(until: date | None, fine: bool) -> None:
    assert (measures.suspension_faults("虚报", until, date(2026, 6, 3)) == []) is fine


def test_a_suspension_has_run_out_after_its_last_day() -> None:
    suspension = replace(A_NOTICE, kind=SUSPENSION, state=IN_FORCE, until=date(2026, 6, 10))
    assert [measures.has_ended(suspension, date(2026, 6, day)) for day in (10, 11)] == [False, True]
    assert not measures.has_ended(replace(suspension, until=None), date(2030, 1, 1))


def test_an_appeal_comes_within_ten_working_days() -> None:
    last = A_NOTICE.appeal_until
    assert last.date() == date(2026, 6, 18)  # from Wednesday 3 June: ten working days end on the 17th
    assert measures.appeal_faults(A_NOTICE, "不符", last - timedelta(seconds=1)) == []
    assert [fault.code for fault in measures.appeal_faults(A_NOTICE, "不符", last)] == ["supervision.appeal_late"]


def test_an_appeal_is_made_once_and_against_what_stands() -> None:
    appealed = replace(A_NOTICE, appeal=Appeal("rejected", "不符", DECIDED))
    assert [fault.code for fault in measures.appeal_faults(appealed, "不符", DECIDED)] == ["supervision.appealed"]
    withdrawn = replace(A_NOTICE, state=WITHDRAWN)
    assert [fault.code for fault in measures.appeal_faults(withdrawn, "不符", DECIDED)] == ["supervision.undone"]


@pytest.mark.parametrize(
    ("judge", "others", "codes"),
    [("boss", 1, ["supervision.own_decision"]), ("boss", 0, []), ("second", 1, []), ("second", 0, [])],
)
def test_another_supervisor_judges_where_there_is_one(judge: str, others: int, codes: list[str]) -> None:
    appealed = replace(A_NOTICE, appeal=Appeal("open", "不符", DECIDED))
    assert [fault.code for fault in measures.judge_faults(appealed, "upheld", "属实", judge, others)] == codes


@pytest.mark.parametrize(
    "text",
    [
        "电话13800138000", "138 0013 8000", "138-0013-8000", "１３８００１３８０００", "023-63710000", "63710000",
        "11010519491231002X", "110105 19491231 002X", "110105-1949-12-31-0021", "5001036338121366", "5001 0363 3812 1366",
        "护照E12345678", "一三八〇〇一三八〇〇〇", "幺三八零零幺三八零零零", "138\u200b0013\u200b8000", "H12345678（9）",
        "١٣٨٠٠١٣٨٠٠٠", "2026-05-01 13800138000", "(023) 6371 0000", "138.0013.8000",
    ],
)  # fmt: skip
def test_whatever_is_shaped_like_a_number_of_somebody_is_found(text: str) -> None:
    assert numbers_in(f"该团体{text}，核实有误")


@pytest.mark.parametrize(
    "text",
    [
        "2026年5月1日至5月3日", "2026-05-01", "2026/5/1", "2026.05.01-2026.05.31", "2026-05-01 09:00", "2025-2026年度",
        "涉及 12 人、35 条、1 260 分钟", "二〇二六年五月", "第 123456 号", "共100小时、300小时", "1500.50 小时",
    ],
)  # fmt: skip
def test_dates_and_amounts_are_not(text: str) -> None:
    assert numbers_in(text) == []


def test_a_name_of_the_groups_people_may_not_stand_in_a_notice() -> None:
    assert [fault.code for fault in public_faults("记录员李 记录虚报", "facts", ["李记录"])] == [
        "supervision.notice_name"
    ]
    assert public_faults("该团体工作人员虚报", "facts", ["李记录", "王"]) == []


def test_of_a_withdrawn_notice_only_that_there_was_one_is_shown() -> None:
    step = measures.Step(SUPERVISOR, "主管", DECIDED, WITHDRAWN, "查证有误")
    shown = measures.published(replace(A_NOTICE, state=WITHDRAWN, steps=(step,)))
    assert (shown["state_name"], shown["facts"], shown["decision"]) == ("已撤回", None, None)
    assert (shown["withdrawn_on"], shown["withdrawn_because"]) == ("2026-06-03", "主管部门撤回")
    assert "虚报" not in str(shown)
    assert "查证" not in str(shown)
