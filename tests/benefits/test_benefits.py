"""第二十二条：鼓励有关部门、社会组织和企事业单位建立健全志愿服务嘉许回馈措施。 From the catalogue to the use, through the doors."""

from datetime import timedelta
from typing import Any

import pytest

from functions.storage import clock
from functions.storage.audit import AuditEntry
from infra.metering import metered
from tests.benefits.offers import Counter, an_offer
from tests.district import District, Person
from tests.stars.served import a_long_project, serve

pytestmark = pytest.mark.article("22")
NOBODYS = "ABCD-EFGH"


@pytest.fixture
def supervisor(district: District) -> Person:
    return district.supervisor()


@pytest.fixture
def volunteer(district: District) -> Person:
    return district.volunteer()


def starred(district: District, supervisor: Person) -> Person:
    """A volunteer with one star."""
    person, recorder = district.volunteer(), district.recorder(supervisor)
    serve(recorder, a_long_project(district, recorder, person), person.number, 6000)
    person.post("/volunteers/me/stars", {"star": 1})
    [one] = supervisor.get("/star-applications").get_json()["items"]
    keys = [{"application_id": one["application_id"], "version": one["version"]}]
    supervisor.post("/star-applications/decisions", {"applications": keys, "decision": "granted"})
    return person


def codes(answer: Any) -> list[str]:
    return [fault["code"] for fault in answer.get_json()["violations"]]


def own(person: Person, benefit_id: str) -> dict[str, Any]:
    items = person.get("/volunteers/me/benefits").get_json()["items"]
    return dict(next(one for one in items if one["benefit_id"] == benefit_id))


def acts(benefit_id: str) -> list[tuple[str, str]]:
    return [(entry.act, entry.reason) for entry in AuditEntry.query(f"benefit#{benefit_id}")]


# The catalogue


def test_what_is_offered_is_everybodys_to_see(district: District, supervisor: Person) -> None:
    supervisor.post("/benefits", an_offer(least_star=1, quota=5))
    [one] = district.get("/public/benefits").get_json()["items"]
    benefit_id = one.pop("benefit_id")
    assert len(benefit_id) == 20
    assert one == {**an_offer(least_star=1, quota=5), "least_star_name": "一星级以上", "full": False}


def test_a_benefit_without_an_end_stays_open(district: District, supervisor: Person) -> None:
    supervisor.post("/benefits", an_offer(to=None))
    assert district.get("/public/benefits").get_json()["items"][0]["to"] is None


def test_the_public_list_goes_page_by_page(district: District, supervisor: Person) -> None:
    for day in ("2026-09-01", "2026-07-01", "2026-08-01", None):
        supervisor.post("/benefits", an_offer(to=day))
    seen, cursor = [], ""
    while cursor is not None:
        page = district.get(f"/public/benefits?limit=1{f'&cursor={cursor}' if cursor else ''}").get_json()
        seen += [one["to"] for one in page["items"]]
        cursor = page["next"]
    assert seen == ["2026-07-01", "2026-08-01", "2026-09-01", None]


@pytest.mark.parametrize("cursor", ["x", "2026-13-45.abcdefghijabcdefghij", "2020-01-01.abcdefghijabcdefghij", "一二"])
def test_a_cursor_that_was_made_up_is_refused(district: District, cursor: str) -> None:
    assert codes(district.get(f"/public/benefits?cursor={cursor}")) == ["paging.cursor"]


@pytest.mark.parametrize("limit", ["0", "101", "x", "1.5"])
def test_a_page_has_bounds(district: District, limit: str) -> None:
    assert codes(district.get(f"/public/benefits?limit={limit}")) == ["paging.limit"]


def test_what_is_over_or_ended_is_listed_no_more(district: District, supervisor: Person) -> None:
    counter = Counter(district, supervisor, to="2026-06-03")
    assert len(district.get("/public/benefits").get_json()["items"]) == 1
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        assert district.get("/public/benefits").get_json()["items"] == []
    assert counter.end().status_code == 200
    assert district.get("/public/benefits").get_json()["items"] == []
    assert (counter.now()["state"], counter.now()["ended_reason"]) == ("ended", "活动结束")


def test_all_faults_of_an_offer_come_at_once(supervisor: Person) -> None:
    answer = supervisor.post("/benefits", {"from": "2026-06-01", "to": "2026-05-01", "least_star": 9, "quota": -1})
    assert answer.status_code == 422
    assert len(codes(answer)) == 7


def test_a_change_holds_at_once_and_is_on_record(district: District, supervisor: Person) -> None:
    counter = Counter(district, supervisor)
    changed = counter.change(least_star=2, to=None).get_json()
    assert (changed["least_star"], changed["to"], changed["version"]) == (2, None, 2)
    assert district.get("/public/benefits").get_json()["items"][0]["least_star"] == 2
    expected = ["offer_benefit", "make_benefit_link", "change_benefit"]
    assert [act for act, _ in acts(counter.benefit_id)] == expected
    assert acts(counter.benefit_id)[-1][1] == "least_star: 0 -> 2; last: 2026-12-31 -> None"


def test_the_second_of_two_changes_is_told_to_look_again(district: District, supervisor: Person) -> None:
    counter = Counter(district, supervisor)
    assert [counter.change(version=1, quota=n).status_code for n in (5, 6)] == [200, 409]


def test_a_change_that_changes_nothing_is_refused(district: District, supervisor: Person) -> None:
    assert codes(Counter(district, supervisor).change()) == ["benefits.same"]


def test_ending_takes_a_reason_and_happens_once(district: District, supervisor: Person) -> None:
    counter = Counter(district, supervisor)
    assert codes(counter.end(reason="")) == ["benefits.reason"]
    assert [counter.end().status_code, counter.end(version=2).status_code] == [200, 409]
    assert counter.change(quota=5).status_code == 409
    assert acts(counter.benefit_id)[-1] == ("end_benefit", "活动结束")


def test_what_is_not_there_answers_404(supervisor: Person, volunteer: Person) -> None:
    answers = [
        supervisor.ask("PUT", "/benefits/none", {**an_offer(), "version": 1}),
        supervisor.post("/benefits/none/end", {"version": 1, "reason": "x"}),
        supervisor.post("/benefits/none/link"),
        supervisor.get("/benefits/none/uses"),
        volunteer.post("/volunteers/me/benefits/none/code"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5


def test_the_public_list_is_one_query_and_a_check_a_few_reads(
    district: District, supervisor: Person, volunteer: Person
) -> None:
    counter = Counter(district, supervisor)
    code = counter.code(volunteer)
    with metered() as listing:
        district.get("/public/benefits")
    with metered() as checking:
        counter.check(code)
    assert (listing.calls, checking.calls) == (["Query"], ["GetItem"] * 6)


# The provider's link


def test_a_new_link_ends_the_old_one_at_once(district: District, supervisor: Person, volunteer: Person) -> None:
    counter = Counter(district, supervisor)
    old, code = counter.token, counter.code(volunteer)
    new = counter.new_link()
    assert [counter.ask("check", code, token).status_code for token in (old, new)] == [404, 200]
    assert counter.ask("use", code, old).status_code == 404
    assert district.post("/benefits/look", {"token": old}).get_json()["code"] == "benefits.link_gone"


def test_an_ended_benefit_has_no_link(district: District, supervisor: Person, volunteer: Person) -> None:
    counter = Counter(district, supervisor)
    code = counter.code(volunteer)
    counter.end()
    assert counter.ask("use", code).status_code == 404
    assert supervisor.post(f"/benefits/{counter.benefit_id}/link").status_code == 409


def test_a_link_tells_what_it_is_for_and_no_more_than_anybody_sees(district: District, supervisor: Person) -> None:
    counter = Counter(district, supervisor)
    look = district.post("/benefits/look", {"token": counter.token}).get_json()
    assert look == district.get("/public/benefits").get_json()["items"][0]


def test_neither_the_token_nor_the_code_is_stored(engine: Any, district: District, supervisor: Person) -> None:
    counter = Counter(district, supervisor)
    code = counter.code(district.volunteer())
    for table in ("benefits", "benefit_links", "benefit_codes", "audit_log"):
        text = str(engine.scan(TableName=f"test-{table}")["Items"])
        assert counter.token not in text
        assert code not in text


# Checking and using


def test_yes_or_no_leaves_and_nothing_else(district: District, supervisor: Person, volunteer: Person) -> None:
    counter = Counter(district, supervisor)
    code = counter.code(volunteer)
    answers = [counter.ask("check", code), counter.ask("check", NOBODYS), counter.ask("use", NOBODYS)]
    assert [answer.get_json() for answer in answers] == [{"entitled": True}, {"entitled": False}, {"used": False}]
    assert counter.use(code) == {"used": True}


def test_every_no_is_the_same_no(district: District, supervisor: Person, volunteer: Person) -> None:
    """A wrong code, an expired one, another benefit's, and one whose bearer may not: the same bytes, and as many reads."""
    counter, other = (Counter(district, supervisor) for _ in range(2))
    with clock.stopped_at(clock.now() - timedelta(minutes=6)):
        expired = counter.code(volunteer)
    mine, elsewhere = counter.code(volunteer), other.code(volunteer)
    counter.change(least_star=5)
    seen = set()
    for act in ("check", "use"):
        for code in (NOBODYS, "", "龥" * 60, expired, elsewhere, mine):
            with metered() as meter:
                answer = counter.ask(act, code)
            seen.add((act, answer.status_code, answer.get_data(), len(meter.calls)))
    assert len(seen) == 2


def test_a_code_is_good_for_five_minutes(district: District, supervisor: Person, volunteer: Person) -> None:
    counter, now = Counter(district, supervisor), clock.now().replace(microsecond=0)
    found = []
    for seconds in (299, 300):
        with clock.stopped_at(now):
            code = counter.code(volunteer)
        with clock.stopped_at(now + timedelta(seconds=seconds)):
            found.append((counter.check(code)["entitled"], counter.use(code)["used"]))
    assert found == [(True, True), (False, False)]


def test_a_code_is_spent_by_its_use(district: District, supervisor: Person, volunteer: Person) -> None:
    counter = Counter(district, supervisor)
    code = counter.code(volunteer)
    assert [counter.use(code)["used"] for _ in range(2)] == [True, False]
    assert (counter.check(code)["entitled"], counter.now()["used"]) == (False, 1)


def test_checking_spends_nothing(district: District, supervisor: Person, volunteer: Person) -> None:
    counter = Counter(district, supervisor)
    code = counter.code(volunteer)
    assert [counter.check(code)["entitled"] for _ in range(3)] == [True] * 3
    assert (counter.now()["used"], counter.use(code)) == (0, {"used": True})


def test_a_code_is_read_however_it_is_typed(district: District, supervisor: Person, volunteer: Person) -> None:
    counter = Counter(district, supervisor)
    code = counter.code(volunteer)
    wide = "".join(chr(ord(character) + 0xFEE0) for character in code)
    typed = (code.lower(), f" {code[:4]} - {code[4:]} ", wide)
    assert [counter.check(text)["entitled"] for text in typed] == [True] * 3


def test_a_repeated_request_uses_once(district: District, supervisor: Person, volunteer: Person) -> None:
    counter = Counter(district, supervisor)
    code = counter.code(volunteer)
    answers = [counter.ask("use", code, Idempotency_Key="press-00001").get_json() for _ in range(2)]
    assert (answers, counter.now()["used"]) == ([{"used": True}] * 2, 1)


def test_the_volunteer_is_told_and_sees_the_own_uses(district: District, supervisor: Person, volunteer: Person) -> None:
    counter = Counter(district, supervisor)
    counter.use(counter.code(volunteer))
    [told] = [one for one in volunteer.get("/messages").get_json()["items"] if one["kind"] == "benefits.used"]
    assert "您用了一次“博物馆免费参观”（渝中区博物馆）" in told["text"]
    [use] = volunteer.get("/volunteers/me/benefits/uses").get_json()["items"]
    assert (use["name"], use["provider"]) == ("博物馆免费参观", "渝中区博物馆")
    assert district.volunteer().get("/volunteers/me/benefits/uses").get_json()["items"] == []


def test_the_supervisor_sees_when_and_never_by_whom(district: District, supervisor: Person, volunteer: Person) -> None:
    import base64

    counter = Counter(district, supervisor)
    for _ in range(2):
        counter.use(counter.code(volunteer))
    page = supervisor.get(f"/benefits/{counter.benefit_id}/uses?limit=1").get_json()
    assert [set(one) for one in page["items"]] == [{"used_at"}]
    assert b"volunteer" not in base64.urlsafe_b64decode(page["next"])
    assert counter.now()["used"] == 2


def test_wrong_tries_are_held_back_by_place_and_right_ones_with_them(
    district: District, supervisor: Person, volunteer: Person
) -> None:
    counter = Counter(district, supervisor)
    code = counter.code(volunteer)
    district.place = "203.0.113.9"
    assert {counter.ask("check", NOBODYS).status_code for _ in range(120)} == {200}
    assert [counter.ask(act, code).status_code for act in ("check", "use")] == [429, 429]
    district.place = "203.0.113.10"
    assert counter.use(code) == {"used": True}


def test_right_tries_are_not_counted(district: District, supervisor: Person, volunteer: Person) -> None:
    counter = Counter(district, supervisor)
    code = counter.code(volunteer)
    district.place = "203.0.113.11"
    assert {counter.ask("check", code).status_code for _ in range(130)} == {200}


# Who may


def test_the_star_that_is_held_opens_what_it_is_good_for(district: District, supervisor: Person) -> None:
    counter = Counter(district, supervisor, least_star=1)
    without, with_star = district.volunteer(), starred(district, supervisor)
    shown = own(without, counter.benefit_id)
    assert (shown["usable"], [why["code"] for why in shown["why"]]) == (False, ["star"])
    assert codes(without.post(f"/volunteers/me/benefits/{counter.benefit_id}/code")) == ["benefits.star"]
    assert own(with_star, counter.benefit_id)["usable"] is True
    assert counter.use(counter.code(with_star)) == {"used": True}


def test_a_person_uses_no_more_than_the_own_share(district: District, supervisor: Person, volunteer: Person) -> None:
    counter = Counter(district, supervisor, per_person=1)
    first, second = counter.code(volunteer), counter.code(volunteer)
    assert [counter.use(code)["used"] for code in (first, second)] == [True, False]
    shown = own(volunteer, counter.benefit_id)
    assert (shown["own_uses"], shown["why"]) == (
        1,
        [{"code": "per_person", "message": "已用完本人次数：每人 1 次，您已经用了 1 次。"}],
    )
    assert counter.use(counter.code(district.volunteer())) == {"used": True}


def test_the_quota_is_for_all(district: District, supervisor: Person, volunteer: Person) -> None:
    counter = Counter(district, supervisor, quota=1)
    late = counter.code(district.volunteer())
    assert counter.use(counter.code(volunteer)) == {"used": True}
    assert counter.use(late) == {"used": False}
    assert [why["code"] for why in own(volunteer, counter.benefit_id)["why"]] == ["quota"]
    assert district.get("/public/benefits").get_json()["items"][0]["full"] is True


def test_a_quota_that_is_raised_lets_the_next_one_in(district: District, supervisor: Person, volunteer: Person) -> None:
    counter = Counter(district, supervisor, quota=1)
    late = counter.code(district.volunteer())
    counter.use(counter.code(volunteer))
    assert counter.change(quota=2).status_code == 200
    assert counter.use(late) == {"used": True}


def test_what_has_not_begun_is_shown_and_not_usable(district: District, supervisor: Person, volunteer: Person) -> None:
    counter = Counter(district, supervisor, **{"from": "2026-07-01"})
    assert own(volunteer, counter.benefit_id)["why"] == [
        {"code": "period", "message": "不在期间：2026年7月1日起才能用。"}
    ]


def test_a_change_after_the_code_was_shown_counts(district: District, supervisor: Person, volunteer: Person) -> None:
    counter = Counter(district, supervisor)
    code = counter.code(volunteer)
    counter.change(least_star=1)
    assert (counter.check(code), counter.use(code)) == ({"entitled": False}, {"used": False})


def test_codes_are_not_made_without_end(district: District, supervisor: Person, volunteer: Person) -> None:
    counter = Counter(district, supervisor)
    path = f"/volunteers/me/benefits/{counter.benefit_id}/code"
    assert [volunteer.post(path).status_code for _ in range(61)] == [201] * 60 + [429]
