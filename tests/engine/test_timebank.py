"""On a real engine: many draw the same minutes at once, and nobody gets what is not there (C53, C55)."""

from tests.district import District, Person
from tests.engine.test_contention import WRITERS, at_once
from tests.timebank.bank import (
    a_person,
    account,
    ask,
    balance,
    deposit,
    everybody,
    give,
    holds,
    recorded,
    served,
    set_terms,
    statement,
    step,
)


def a_bank(district: District, name: str, *minutes: int) -> tuple[Person, list[str], list[Person]]:
    """Somebody who has served, the entries, and eight others."""
    supervisor = district.supervisor(name)
    set_terms(supervisor, reason=name)
    recorder = district.recorder(supervisor)
    people = [a_person(district) for _ in range(WRITERS + 1)]
    project = district.project(recorder, *people)
    return people[0], served(recorder, project, people[0], *minutes), people[1:]


def test_c55_eight_who_draw_all_that_is_there_at_once_one_succeeds_and_seven_are_409(district: District) -> None:
    one, entries, others = a_bank(district, "bank-drawers", 60)
    deposit(one, *entries)
    asked = [ask(one, other, 60).get_json() for other in others]
    pairs = list(zip(others, asked, strict=True))
    answers = at_once(
        [lambda other=other, request=request: step(other, request, "accepted") for other, request in pairs]
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert {answer.get_json()["code"] for answer in answers if answer.status_code == 409} == {"timebank.short"}
    assert (account(one)["held"], account(one)["free"], recorded(one)) == (60, 0, 60)
    taken = next(answer.get_json() for answer in answers if answer.status_code == 200)
    done = at_once([lambda: step(one, taken, "done") for _ in range(WRITERS)])
    assert sorted(answer.status_code for answer in done) == [200] + [409] * 7
    assert (balance(one), sum(balance(other) for other in others)) == (0, 60)
    holds()


def test_eight_gifts_at_once_give_no_more_than_there_is(district: District) -> None:
    one, entries, others = a_bank(district, "bank-givers", 100)
    deposit(one, *entries)
    answers = at_once([lambda other=other: give(one, other, 30) for other in others])
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 5
    assert (balance(one), sum(balance(other) for other in others)) == (10, 90)
    assert [leg["balance"] for leg in statement(one)] == [10, 40, 70, 100]
    holds()


def test_eight_deposits_of_one_entry_at_once_put_it_by_once(district: District) -> None:
    one, entries, _ = a_bank(district, "bank-depositors", 60)
    answers = at_once([lambda: deposit(one, *entries) for _ in range(WRITERS)])
    assert sorted(answer.status_code for answer in answers) == [201] + [422] * 7
    assert (balance(one), recorded(one)) == (60, 60)


def test_a_deposit_and_the_voiding_of_its_entry_at_once_leave_nothing_put_by(district: District) -> None:
    supervisor = district.supervisor("bank-void")
    set_terms(supervisor, reason="bank-void")
    recorder, one = district.recorder(supervisor), a_person(district)
    project = district.project(recorder, one)
    entries = served(recorder, project, one, *[30] * 8)
    member = recorder.get(f"/groups/{recorder.group_id}/members").get_json()["items"][0]["volunteer_id"]

    def void(entry_id: str) -> int:
        return recorder.post(f"/entries/{member}/{entry_id}/void", {"reason": "重复了"}).status_code

    acts = [lambda entry=entry: deposit(one, entry).status_code for entry in entries[:4]]
    acts += [lambda entry=entry: void(entry) for entry in entries[:4]]
    assert set(at_once(acts)) <= {200, 201, 422}
    assert (recorded(one), balance(one)) == (4 * 30, 0)
    holds()


def test_many_districtwide_deposits_at_once_keep_the_pool_true(district: District) -> None:
    supervisor = district.supervisor("bank-pool")
    set_terms(supervisor, reason="bank-pool")
    recorder = district.recorder(supervisor)
    people = [a_person(district) for _ in range(WRITERS)]
    project = district.project(recorder, *people)
    for person in people:
        served(recorder, project, person, 60)
    before = -sum(int(item.balance) for item in everybody() if item.account_id == "pool")
    answers = at_once([lambda person=person: deposit(person).status_code for person in people])
    assert answers == [201] * WRITERS
    assert -sum(int(item.balance) for item in everybody() if item.account_id == "pool") == before + 60 * WRITERS
    holds()
