"""A volunteer asks for a correction and for closing; somebody disputes a document; the desk decides; the check says so."""

from playwright.sync_api import Page, expect

from tests.browser.office import Caller, Office, Team
from tests.browser.people import a_holder, is_clean
from tests.builders import a_volunteer, an_id_number


def decide(page: Page, opens: str, chooses: str, note: str = "已核对证件原件") -> None:
    page.goto("/desk/#requests")
    page.get_by_role("button", name=opens).first.click()
    page.get_by_label(chooses).check()
    page.get_by_label("核对情况").fill(note)
    is_clean(page)
    page.locator("form", has_text="怎样办理").get_by_role("button", name="办理", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="：")).to_be_visible()


def test_a_correction_is_asked_for_and_made(visitor: Page, supervisor_page: Page, office: Office) -> None:
    holder = a_holder(office, "欧阳娜娜", times=0)
    page = visitor
    holder.caller.open_in(page)
    page.goto("/rights/")
    page.get_by_label("更正哪一项").select_option("phone")
    page.get_by_label("应当是", exact=True).fill("12")
    page.get_by_label("为什么更正").fill("换了手机号码")
    page.get_by_role("button", name="提交更正请求").click()
    expect(page.locator(".v-faults")).to_be_visible()
    is_clean(page)
    page.get_by_label("应当是", exact=True).fill("13911112222")
    page.get_by_role("button", name="提交更正请求").click()
    expect(page.get_by_text("已提交")).to_be_visible()
    is_clean(page)
    decide(supervisor_page, "办理 更正信息 欧阳娜娜", "同意更正，马上生效")
    page.goto("/record/")
    expect(page.get_by_text("139****2222")).to_be_visible()


def test_a_closed_account_leaves_a_certificate_without_its_holders_data(
    visitor: Page, supervisor_page: Page, office: Office
) -> None:
    holder = a_holder(office, "李四光")
    code = holder.caller.post("/certificates", {})["code"]
    page = visitor
    holder.caller.open_in(page)
    page.goto("/rights/")
    page.get_by_label("为什么注销").fill("搬到外地，不再参加")
    page.get_by_role("button", name="申请注销账号").click()
    expect(page.get_by_text("已提交")).to_be_visible()
    decide(supervisor_page, "办理 注销账号 李四光", "同意注销，马上生效")
    page.goto("/record/")
    expect(page.get_by_text("请先登录").or_(page.get_by_text("重新登录")).first).to_be_visible()
    page.goto(f"/verify/#{code}")
    expect(page.get_by_text("持有人已申请删除个人信息")).to_be_visible()
    is_clean(page)


def test_a_disputed_document_freezes_a_certificate_until_the_desk_has_decided(
    visitor: Page, supervisor_page: Page, office: Office
) -> None:
    document = {"type": "resident_id", "number": an_id_number()}
    registered = Caller(office.base).post("/volunteers", a_volunteer(name="张小三", document=document))
    page = visitor
    page.goto("/register/document/")
    page.get_by_label("您的姓名").fill("张小三")
    page.get_by_label("您的证件号码").fill(document["number"])
    page.get_by_label("您的电话").fill("13800138444")
    page.get_by_label("情况说明").fill("我从来没有登记过")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_text("已收到，请到窗口核实")).to_be_visible()
    is_clean(page)
    desk = supervisor_page
    desk.goto("/desk/#requests")
    expect(desk.get_by_text(registered["volunteer_number"])).to_be_visible()
    expect(desk.get_by_text(document["number"])).to_have_count(0)
    decide(desk, "办理 证件被人登记", "证件属于提出人", "本人带证件原件到场")
    assert Caller(office.base).post("/volunteers", a_volunteer(name="张小三", document=document))["volunteer_id"]


def test_a_recorder_looks_at_a_members_record_and_a_minors_asks_for_a_reason(
    recorder_page: Page, supervisor_page: Page, office: Office, team: Team
) -> None:
    guardian = {"name": "王母", "relation": "母亲", "phone": "13800138000"}
    document = {"type": "resident_id", "number": an_id_number("20150101")}
    body = a_volunteer(name="小小王", document=document, guardian=guardian)
    number = Caller(office.base).post("/volunteers", body)["volunteer_number"]
    team.recorder.post(f"/groups/{team.group_id}/members", {"volunteer_number": number})
    page = recorder_page
    page.goto("/workbench/#members")
    page.get_by_role("button", name="看记录 小小王").click()
    page.get_by_label("查看的理由").fill("核对社会实践时长")
    is_clean(page)
    page.get_by_role("button", name="查看", exact=True).click()
    expect(page.get_by_role("heading", name="小小王 在本团体的记录")).to_be_visible()
    is_clean(page)
    supervisor_page.goto("/desk/#minors")
    expect(supervisor_page.get_by_role("row", name=number)).to_contain_text("核对社会实践时长")
    is_clean(supervisor_page)


def test_a_consent_is_recorded_at_the_counter(supervisor_page: Page, office: Office) -> None:
    holder = a_holder(office, "赵大爷", times=0)
    page = supervisor_page
    page.goto("/desk/#counter")
    page.get_by_label("到场人的志愿者编号").fill(holder.number)
    page.get_by_label("哪一项").select_option("publication")
    page.get_by_label("同意", exact=True).check()
    page.get_by_label("怎样核实了本人").fill("本人到场，核对身份证原件")
    is_clean(page)
    page.get_by_role("button", name="记录", exact=True).click()
    expect(page.get_by_text("已记录：同意")).to_be_visible()
    assert "publication" in holder.caller.get("/volunteers/me")["consents"]


def test_two_records_of_one_person_are_merged_and_parted_again(supervisor_page: Page, office: Office) -> None:
    kept, gone = a_holder(office, "重复甲"), a_holder(office, "重复乙", times=2)
    page = supervisor_page
    page.goto("/desk/#merges")
    page.get_by_label("保留哪一份").fill(kept.number)
    page.get_by_label("把哪一份并进来").fill(gone.number)
    page.get_by_role("button", name="先看一看").click()
    expect(page.get_by_text("只算一次")).to_be_visible()
    page.get_by_label("核对了什么，为什么合并").fill("本人带两份证件到场")
    is_clean(page)
    page.get_by_role("button", name="合并", exact=True).click()
    expect(page.get_by_text("已合并").first).to_be_visible()
    assert kept.record()["totals"]["minutes"] == 300
    page.get_by_role("button", name=f"撤销合并 {gone.number}").click()
    page.get_by_role("textbox", name="理由").fill("弄错了，不是同一个人")
    page.get_by_role("button", name="确定撤销").click()
    expect(page.get_by_role("table", name="办过的合并")).to_contain_text("已撤销")
    assert kept.record()["totals"]["minutes"] == 150
    is_clean(page)


def test_a_look_at_a_certificate_is_told_to_its_holder(visitor: Page, office: Office) -> None:
    holder = a_holder(office, "赵查验")
    code = holder.caller.post("/certificates", {})["code"]
    visitor.goto(f"/verify/#{code}")
    with visitor.expect_response(lambda answer: answer.url.endswith("/looks")) as told:
        visitor.get_by_role("button", name="查验", exact=True).first.click()
    assert told.value.status == 204
    assert holder.certificates()[0]["looks"] >= 1
    holder.caller.open_in(visitor)
    visitor.goto("/record/")
    expect(visitor.get_by_text("在本站查验过")).to_be_visible()
