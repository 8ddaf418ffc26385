"""A group issues for many: with each one's consent, of its own hours alone, nobody twice."""

import pytest

from tests.batches.classes import SchoolClass, certificates
from tests.builders import an_id_number
from tests.certificates.reading import text_of
from tests.district import District

pytestmark = pytest.mark.article("17")


@pytest.fixture
def school(district: District) -> SchoolClass:
    return SchoolClass(district)


def states(lines: list[dict[str, object]]) -> list[object]:
    return [line["state"] for line in lines]


def test_those_who_agreed_get_one_and_the_others_are_named_with_what_to_do(school: SchoolClass) -> None:
    _, lines = school.issued()
    assert states(lines) == ["issued", "issued", "no_consent"]
    assert (lines[2]["name"], lines[2]["code"]) == ("王丙", None)
    assert "本人在“我的记录”里同意以后" in str(lines[2]["message"])


@pytest.mark.article("15")
def test_who_did_not_agree_is_told_once_that_the_group_asks(school: SchoolClass) -> None:
    batch, _ = school.issued()
    school.issue(batch)
    school.issued()
    news = [message["text"] for message in school.people[2].get("/messages").get_json()["items"]]
    assert [text for text in news if "要您同意才能办" in text] == news
    assert len(news) == 1


def test_a_piece_sent_again_issues_nothing_twice(school: SchoolClass) -> None:
    batch, first = school.issued()
    assert school.issue(batch) == [*first[:2], {**first[2], "message": school.issue(batch)[2]["message"]}]
    assert len(certificates(school.people[0])) == 1


def test_who_agrees_later_gets_theirs_when_the_piece_is_sent_again(school: SchoolClass) -> None:
    batch, _ = school.issued()
    school.choose(school.people[2])
    assert states(school.issue(batch)) == ["issued"] * 3
    assert [len(certificates(person)) for person in school.people] == [1, 1, 1]


@pytest.mark.article("15")
def test_it_certifies_the_hours_of_the_group_alone_and_says_so(school: SchoolClass) -> None:
    person = school.people[0]
    other = school.district.recorder(school.supervisor, name="桥头志愿队")
    school.serve(other, school.district.project(other, person, name="别处的项目"), person, day=2)
    batch, lines = school.issued()
    words = text_of(school.recorder.get(f"{batch}/papers/1").data)
    assert "在“某中学志愿服务队”参加志愿服务1次" in words
    assert "不含在其他团体的服务" in words
    assert "桥头志愿队" not in words
    seen = school.district.get(f"/public/certificates/{lines[0]['code']}").get_json()
    assert (seen["minutes"], seen["only_group"]) == (60, "某中学志愿服务队")


@pytest.mark.article("15")
def test_the_document_number_is_masked_on_it(school: SchoolClass) -> None:
    number = an_id_number()
    person = school.member("王丁", document={"type": "resident_id", "number": number})
    school.choose(person)
    school.recorder.post(f"/groups/{school.recorder.group_id}/members", {"volunteer_number": person.number})
    school.serve(school.recorder, school.project, person)
    batch, _ = school.issued(person.number)
    words = text_of(school.recorder.get(f"{batch}/papers/1").data)
    assert number not in words
    assert f"{number[:6]}********{number[-4:]}" in words


def test_the_holder_sees_it_is_told_and_may_revoke_it(school: SchoolClass) -> None:
    _, lines = school.issued()
    person = school.people[0]
    [own] = certificates(person)
    assert (own["group"], own["certificate_number"]) == ("某中学志愿服务队", lines[0]["certificate_number"])
    [message] = person.get("/messages").get_json()["items"]
    assert "用途：综合素质评价" in message["text"]
    body = {"kind": "holder_request", "reason": "不需要"}
    assert person.post(f"/certificates/{own['code']}/revocation", body).status_code == 200


@pytest.mark.article("15")
def test_that_the_group_took_the_paper_is_on_record_for_the_holder(school: SchoolClass) -> None:
    batch, _ = school.issued()
    school.recorder.get(f"{batch}/papers/1")
    [look] = school.people[0].get("/volunteers/me/looks").get_json()["items"]
    assert look["what"] == "下载了团体经您同意代为出具的证明"


@pytest.mark.article("15")
def test_after_a_withdrawal_the_group_gets_neither_a_new_paper_nor_the_old_one(school: SchoolClass) -> None:
    batch, _ = school.issued()
    school.choose(school.people[0], agreed=False)
    assert school.recorder.get(f"{batch}/papers/1").status_code == 409
    assert states(school.issued()[1])[0] == "no_consent"
    assert certificates(school.people[0])[0]["status"] == "valid"


def test_each_that_cannot_be_issued_says_why_at_its_line(school: SchoolClass) -> None:
    stranger, idle, closed = (school.member(f"李{name}") for name in "一二三")
    members = f"/groups/{school.recorder.group_id}/members"
    school.recorder.post(members, {"volunteer_numbers": [idle.number, closed.number]})
    school.choose(idle)
    closed.post("/volunteers/me/closing", {"text": "不再参加服务"})
    [request] = school.supervisor.get("/requests").get_json()["items"]
    decision = {"version": 1, "decision": "granted", "note": "已核对证件原件"}
    school.supervisor.post(f"/requests/{request['request_id']}/decision", decision)
    _, lines = school.issued("12", stranger.number, idle.number, closed.number)
    assert states(lines) == ["refused"] * 4
    told = ["没有这个志愿者编号", "不在本团体的名册里", "在本团体没有已生效的服务时长", "已注销"]
    assert [words for words, line in zip(told, lines, strict=True) if words not in str(line["message"])] == []


def test_somebody_whose_document_is_in_dispute_is_refused_with_the_reason(district: District) -> None:
    school = SchoolClass(district, size=1, agreed=1)
    number = an_id_number()
    person = school.member("赵六", document={"type": "resident_id", "number": number})
    school.choose(person)
    school.recorder.post(f"/groups/{school.recorder.group_id}/members", {"volunteer_number": person.number})
    school.serve(school.recorder, school.project, person)
    document = {"type": "resident_id", "number": number}
    asked = {"name": "赵六", "document": document, "phone": "13800138333", "text": "我没有登记过"}
    district.post("/document-disputes", asked)
    _, [line] = school.issued(person.number)
    assert "正在核实" in str(line["message"])


def test_a_childs_consent_is_the_guardians(district: District) -> None:
    school = SchoolClass(district, size=1, agreed=0)
    document = {"type": "resident_id", "number": an_id_number("20150101")}
    guardian = {"name": "王母", "relation": "母亲", "phone": "13800138000"}
    child = school.member("小小王", document=document, guardian=guardian)
    school.choose(child)
    [record] = [
        each for each in child.get("/volunteers/me/consents").get_json()["records"]
        if each["record_id"] == "batch_certificate"
    ]  # fmt: skip
    assert record["events"][0]["consent_type"] == "guardian"


def test_the_counter_records_this_consent_too(school: SchoolClass) -> None:
    body = {"volunteer_number": school.people[2].number, "purpose": "batch_certificate", "agreed": True}
    answer = school.supervisor.post("/consents/assisted", {**body, "note": "本人到场，核对证件原件"})
    assert answer.status_code < 300
    assert states(school.issued()[1]) == ["issued"] * 3


def test_five_hundred_lines_are_taken_and_one_more_is_refused_with_the_count(school: SchoolClass) -> None:
    numbers = [f"500103{number:010d}" for number in range(501)]
    refused = school.make(*numbers)
    assert refused.status_code == 422
    assert "名单有 501 人，一次最多 500 人" in refused.get_json()["violations"][0]["message"]
    taken = school.make(*numbers[:500]).get_json()
    assert (taken["size"], taken["pieces"], taken["counts"]["waiting"]) == (500, 25, 500)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"volunteer_numbers": []}, "volunteer_numbers"),
        ({"reason": "无"}, "reason"),
        ({"from": "2026-05-02", "to": "2026-05-01"}, "to"),
    ],
)
def test_each_fault_is_told_at_its_field(school: SchoolClass, changes: dict[str, object], field: str) -> None:
    body = {"volunteer_numbers": ["12"], "reason": "综合素质评价", **changes}
    answer = school.recorder.post(school.path, body)
    assert [fault["field"] for fault in answer.get_json()["violations"]] == [field]


def test_a_name_that_stands_twice_is_one_line(school: SchoolClass) -> None:
    number = school.people[0].number
    assert school.make(number, f" {number} ").get_json()["size"] == 1


@pytest.mark.article("15")
def test_another_group_sees_nothing_of_it(school: SchoolClass) -> None:
    batch, _ = school.issued()
    stranger = school.district.recorder(school.supervisor, name="桥头志愿队")
    paths = (batch, f"{batch}/lines", f"{batch}/papers?first=1&last=3", f"{batch}/papers/1", school.path)
    assert {stranger.get(path).status_code for path in paths} == {404}
    assert stranger.post(f"{batch}/pieces/0").status_code == 404


def test_a_suspended_group_issues_nothing(school: SchoolClass) -> None:
    body = {"reason": "虚报时长", "until": "2026-06-30"}
    school.supervisor.post(f"/groups/{school.recorder.group_id}/suspensions", body)
    assert school.make().status_code == 403


def test_a_correction_at_another_group_leaves_the_certificate_of_this_one_valid(school: SchoolClass) -> None:
    person = school.people[0]
    other = school.district.recorder(school.supervisor, name="桥头志愿队")
    project = school.district.project(other, person, name="别处的项目")
    school.serve(other, project, person, day=2)
    school.issued()
    [entry] = other.get(f"/projects/{project}/hours").get_json()["items"]
    other.post(f"/entries/{entry['volunteer_id']}/{entry['entry_id']}/void", {"reason": "签到表上没有"})
    assert certificates(person)[0]["status"] == "valid"
    [own] = [
        each
        for each in school.recorder.get(f"/projects/{school.project}/hours").get_json()["items"]
        if each["volunteer_number"] == person.number
    ]
    school.recorder.post(f"/entries/{own['volunteer_id']}/{own['entry_id']}/void", {"reason": "签到表上没有"})
    assert certificates(person)[0]["status"] == "replaced"
