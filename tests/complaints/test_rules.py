"""第十三条：志愿者在志愿服务中被投诉或举报，志愿团体应当及时核查处理，并予以记录。"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from functions.complaints import rules

pytestmark = pytest.mark.article("13")

NOW = datetime(2026, 6, 3, 1, 0, tzinfo=UTC)
FILED = rules.Filed("6 月 1 日上午在社区活动里态度很差", "桥头社区志愿服务队", "", date(2026, 6, 1), "", "", "")
RECEIVED = rules.Complaint("c1", FILED, NOW, NOW + timedelta(days=40), rules.RECEIVED, 1)
TOLD = replace(
    RECEIVED,
    state=rules.INVESTIGATING,
    volunteer_id="v1",
    person_key="k1",
    told="有人反映活动中态度不好",
    hear_until=NOW + timedelta(days=7),
)
OTHER = rules.Handler("recorder", "a1", "k9", "张三")


def codes(faults: list[object]) -> list[str]:
    return [fault.code.removeprefix("complaints.") for fault in faults]  # type: ignore[attr-defined]


def filed(**changes: object) -> list[str]:
    return codes(rules.filing_faults(replace(FILED, **changes), date(2026, 6, 3)))  # type: ignore[arg-type]


def test_nobody_has_to_say_who_they_are_to_complain() -> None:
    assert filed() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"text": "态度差"}, ["text"]),
        ({"group": ""}, ["group"]),
        ({"happened_on": date(2026, 6, 4)}, ["future"]),
        ({"happened_on": date(2026, 6, 3)}, []),
        ({"contact_phone": "12345"}, ["phone"]),
        ({"text": "", "group": "", "contact_phone": "1"}, ["text", "group", "phone"]),
    ],
)
def test_a_filing_names_every_fault_at_once(changes: dict[str, object], expected: list[str]) -> None:
    assert filed(**changes) == expected


@pytest.mark.parametrize(
    ("role", "state", "outcomes"),
    [
        ("recorder", rules.RECEIVED, set()),
        ("supervisor", rules.RECEIVED, {rules.NOT_ACCEPTED}),
        ("recorder", rules.INVESTIGATING, {rules.UPHELD, rules.NOT_UPHELD}),
        ("supervisor", rules.INVESTIGATING, {rules.UPHELD, rules.NOT_UPHELD}),
        ("recorder", rules.UPHELD, set()),
        ("supervisor", rules.UPHELD, {rules.NOT_UPHELD}),
        ("supervisor", rules.NOT_UPHELD, {rules.UPHELD}),
        ("volunteer", rules.INVESTIGATING, set()),
    ],
)
def test_who_may_make_what_of_a_complaint(role: str, state: str, outcomes: set[str]) -> None:
    assert rules.may_become(role, state) == outcomes


@pytest.mark.parametrize(
    ("statement", "after", "heard"),
    [("", timedelta(), False), ("我当时在发放物资", timedelta(), True), ("", timedelta(days=7), True)],
)
def test_a_volunteer_is_heard_by_having_spoken_or_having_had_the_time(
    statement: str, after: timedelta, heard: bool
) -> None:
    assert rules.is_heard(replace(TOLD, statement=statement), NOW + after) is heard


def test_nobody_has_to_be_heard_where_nobody_is_named() -> None:
    assert rules.is_heard(replace(RECEIVED, state=rules.INVESTIGATING), NOW)


def settled(complaint: rules.Complaint, handler: rules.Handler = OTHER, **said: str) -> list[str]:
    words = {"outcome": rules.UPHELD, "finding": "查看了现场记录", "reply": "已核查并处理", **said}
    return codes(rules.settle_faults(complaint, handler, words["outcome"], words["finding"], words["reply"], NOW))


def test_a_complaint_is_not_settled_before_the_volunteer_was_heard() -> None:
    assert settled(TOLD) == ["unheard"]
    assert settled(replace(TOLD, statement="当时不是我")) == []


def test_nobody_settles_a_complaint_about_oneself() -> None:
    own = replace(OTHER, key="k1")
    assert settled(replace(TOLD, statement="当时不是我"), own) == ["own"]


def test_an_outcome_says_what_was_found_and_what_the_complainant_is_told() -> None:
    assert settled(replace(TOLD, statement="不是我"), finding="", reply="") == ["finding_short", "reply_short"]


def test_a_complaint_that_is_settled_takes_no_more_words() -> None:
    done = replace(TOLD, state=rules.UPHELD)
    assert codes(rules.add_faults(done, "还有一件事情")) == ["settled"]
    assert codes(rules.statement_faults(done, "不是这样的")) == ["statement_late"]


def test_a_volunteer_states_the_own_side_once() -> None:
    assert codes(rules.statement_faults(replace(TOLD, statement="不是我"), "再说一次")) == ["statement_twice"]


def test_a_group_can_only_give_a_complaint_back_and_says_why() -> None:
    assert codes(rules.hand_over_faults(RECEIVED, OTHER, "g2", "转给他们")) == ["hand_over"]
    assert codes(rules.hand_over_faults(RECEIVED, OTHER, "", "")) == ["note_short"]
    assert codes(rules.hand_over_faults(RECEIVED, OTHER, "", "不是本团体的活动")) == []
