"""Many who use one benefit at once: no use beyond the quota, none beyond a person's own share, none lost."""

from functools import partial

import pytest

from tests.benefits.offers import Counter
from tests.district import District, Person
from tests.engine.test_contention import at_once

MANY, QUOTA = 12, 5


@pytest.fixture(scope="module")
def supervisor(district: District) -> Person:
    return district.supervisor("benefits-supervisor")


@pytest.fixture(scope="module")
def volunteers(district: District) -> list[Person]:
    return [district.volunteer() for _ in range(MANY)]


def own_uses(person: Person, counter: Counter) -> int:
    items = person.get("/volunteers/me/benefits?limit=100").get_json()["items"]
    return int(next(one["own_uses"] for one in items if one["benefit_id"] == counter.benefit_id))


def listed(counter: Counter) -> int:
    return len(counter.supervisor.get(f"/benefits/{counter.benefit_id}/uses?limit=100").get_json()["items"])


def test_twelve_at_once_use_a_quota_of_five_five_times(
    district: District, supervisor: Person, volunteers: list[Person]
) -> None:
    counter = Counter(district, supervisor, quota=QUOTA)
    shown = [counter.code(person) for person in volunteers]
    answers = at_once([partial(counter.use, code) for code in shown])
    assert sorted(answer["used"] for answer in answers) == [False] * (MANY - QUOTA) + [True] * QUOTA
    counted = sum(own_uses(person, counter) for person in volunteers)
    assert (counter.now()["used"], listed(counter), counted) == (QUOTA, QUOTA, QUOTA)


def test_two_codes_of_one_person_at_once_use_a_share_of_one_once(
    district: District, supervisor: Person, volunteers: list[Person]
) -> None:
    counter, person = Counter(district, supervisor, per_person=1), volunteers[0]
    shown = [counter.code(person) for _ in range(2)]
    answers = at_once([partial(counter.use, code) for code in shown])
    assert sorted(answer["used"] for answer in answers) == [False, True]
    assert (counter.now()["used"], own_uses(person, counter), listed(counter)) == (1, 1, 1)


def test_one_code_ten_times_at_once_counts_once(
    district: District, supervisor: Person, volunteers: list[Person]
) -> None:
    counter, person = Counter(district, supervisor), volunteers[1]
    code = counter.code(person)
    answers = at_once([partial(counter.use, code)] * 10)
    assert sum(answer["used"] for answer in answers) == 1
    assert (counter.now()["used"], own_uses(person, counter)) == (1, 1)


def test_uses_lose_nothing_while_the_terms_change(
    district: District, supervisor: Person, volunteers: list[Person]
) -> None:
    counter = Counter(district, supervisor)
    shown = [counter.code(person) for person in volunteers]
    change = partial(counter.change, place="新馆")
    answers = at_once([*(partial(counter.use, code) for code in shown), change])
    assert [answer["used"] for answer in answers[:-1]] == [True] * MANY
    assert (answers[-1].status_code, counter.now()["used"], counter.now()["place"]) == (200, MANY, "新馆")


def test_the_second_of_two_changes_at_once_is_refused(district: District, supervisor: Person) -> None:
    counter = Counter(district, supervisor)
    answers = at_once([partial(counter.change, version=1, quota=quota) for quota in (5, 6)])
    assert sorted(answer.status_code for answer in answers) == [200, 409]


def test_of_two_new_links_at_once_one_works(district: District, supervisor: Person, volunteers: list[Person]) -> None:
    counter = Counter(district, supervisor)
    code = counter.code(volunteers[2])
    tokens = at_once([counter.new_link] * 2)
    statuses = sorted(counter.ask("check", code, token).status_code for token in tokens)
    assert statuses == [200, 404]
