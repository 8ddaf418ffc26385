"""抽查, 整改, 通报: from the supervisor's desk to the group's workbench and the public pages."""

import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.office import DAY, Office, Team
from tests.browser.people import is_clean
from tests.builders import a_row
from tests.supervision import repeat_draw


def with_hours(office: Office, team: Team, name: str, days: int) -> Team:
    joined = office.joined(team, name)
    [(number, _)] = joined.people
    dates = [DAY - timedelta(days=day) for day in range(days)]
    rows = [a_row(number, f"{day}T09:00", f"{day}T11:00") for day in dates]
    team.recorder.post(f"/projects/{team.project(name='社区巡护')}/hours", {"entries": rows})
    return team


def announce(page: Page, team: Team, number: int) -> None:
    page.goto("/desk/#draws")
    page.get_by_text("公布一次抽查").click()
    page.get_by_role("button", name="公布抽查").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写从哪一天")
    is_clean(page)
    page.get_by_label("抽查的服务日期从").fill(str(DAY - timedelta(days=10)))
    page.get_by_label("抽查的服务日期到").fill(str(DAY))
    page.get_by_label("只抽一个团体（可不填）").select_option(label=team.name)
    page.get_by_label("抽取多少条").fill(str(number))
    page.get_by_role("button", name="公布抽查").click()
    expect(page.get_by_text("种子的校验值已经公开")).to_be_visible()


def answer(page: Page, rank: int, finding: str, words: str) -> None:
    page.get_by_role("button", name=f"查看抽中的第 {rank} 条").click()
    expect(page.get_by_role("heading", name=f"抽中的第 {rank} 条")).to_be_visible()
    is_clean(page)
    page.get_by_label(finding).check()
    page.get_by_label("说明（属实的可不填）").fill(words)
    page.get_by_role("button", name="记下这一条的结果").click()
    expect(page.get_by_text(f"第 {rank} 条已记下：{finding}")).to_be_visible()


def test_a_draw_from_its_announcement_to_the_last_finding(
    supervisor_page: Page, visitor: Page, office: Office, team: Team, tmp_path: Path
) -> None:
    with_hours(office, team, "巡护人", 5)
    page = supervisor_page
    announce(page, team, 2)
    is_clean(page)
    page.get_by_role("button", name="读取名单，然后抽取").click()
    expect(page.get_by_text("抽中的 2 个代号")).to_be_visible()
    answer(page, 1, "与实际不符", "签到表上没有")
    is_clean(page)
    page.get_by_role("link", name="发出责令改正").click()
    expect(page.get_by_text("依据：抽查的第 1 条。")).to_be_visible()
    expect(page.get_by_label("责令哪个团体")).to_contain_text(team.name)
    page.goto("/desk/#draws")
    page.get_by_role("button", name=re.compile("打开 .* 公布的抽查")).first.click()
    answer(page, 2, "记录属实", "")
    expect(page.get_by_text("这次抽查办结")).to_be_visible()
    is_clean(page)

    visitor.goto("/spot-checks/")
    is_clean(visitor)
    visitor.get_by_role("button", name=re.compile("查看 .* 公布的抽查")).first.click()
    expect(visitor.get_by_text("记录属实 1 条，与实际不符 1 条").first).to_be_visible()
    expect(visitor.get_by_role("main")).not_to_contain_text("巡护人")
    expect(visitor.get_by_role("main")).not_to_contain_text(team.name)
    is_clean(visitor)
    with visitor.expect_download() as download:
        visitor.get_by_role("button", name="下载名单").click()
    file = tmp_path / "list.txt"
    download.value.save_as(file)
    [draw] = [each for each in office.supervisor.get("/draws")["items"] if each["group_id"] == team.group_id]
    assert repeat_draw.faults(draw, file.read_bytes().decode("ascii")) == []


def test_a_sign_that_needs_more_leads_to_an_order_that_is_answered_and_accepted(
    supervisor_page: Page, recorder_page: Page, office: Office, team: Team
) -> None:
    joined = office.joined(team, "夜里的人")
    [(number, _)] = joined.people
    times = {"start": f"{DAY}T22:00:00+08:00", "end": f"{DAY + timedelta(days=1)}T02:00:00+08:00"}
    row = {"volunteer_number": number, **times}
    team.recorder.post(f"/projects/{team.project(name='夜间巡逻')}/hours", {"entries": [row]})
    page = supervisor_page
    page.goto("/desk/#signs")
    page.get_by_label("看到什么").select_option("night")
    page.get_by_role("button", name="查看 夜间服务，夜间巡逻").click()
    page.get_by_label("需要进一步处理").check()
    page.get_by_label("核查了什么，结果怎样").fill("没有排班表")
    page.get_by_role("button", name="记下结果").click()
    page.get_by_role("link", name="发出责令改正").click()
    expect(page.get_by_text("依据：刚才核查的线索。")).to_be_visible()
    expect(page.get_by_label("责令哪个团体")).to_have_value(team.group_id)
    is_clean(page)
    page.get_by_label("查到的问题").fill("夜间巡逻没有排班表")
    page.get_by_label("要求团体做什么").fill("补交排班表，作废没有到场的时长")
    page.get_by_role("button", name="发出责令改正").click()
    expect(page.get_by_text("团体的记录员会收到消息")).to_be_visible()
    is_clean(page)

    recorder_page.goto("/workbench/#measures")
    recorder_page.get_by_role("button", name=re.compile("办理 .* 的责令改正")).click()
    expect(recorder_page.get_by_text("补交排班表，作废没有到场的时长")).to_be_visible()
    is_clean(recorder_page)
    recorder_page.get_by_label("做了哪些改正").fill("排班表已补交")
    recorder_page.get_by_role("button", name="提交答复").click()
    expect(recorder_page.get_by_text("已提交，等主管部门核查")).to_be_visible()

    page.reload()
    page.get_by_role("button", name=re.compile(f"办理 {team.name}，.* 的责令改正")).click()
    page.get_by_label("认可整改，办结").check()
    page.get_by_label("决定的理由").fill("排班表齐全")
    page.get_by_role("button", name="记下决定").click()
    expect(page.get_by_text("已办理，团体会收到消息")).to_be_visible()
    is_clean(page)


def test_a_suspended_group_reads_why_on_its_workbench_and_appeals(
    supervisor_page: Page, recorder_page: Page, team: Team
) -> None:
    page = supervisor_page
    page.goto("/desk/#measures")
    page.get_by_text("暂停团体录入").click()
    page.get_by_label("暂停哪个团体").select_option(team.group_id)
    page.get_by_label("为什么暂停").fill("核实发现虚报")
    page.get_by_role("button", name="暂停录入").click()
    expect(page.get_by_text("已暂停录入")).to_be_visible()
    recorder_page.goto("/workbench/#measures")
    expect(recorder_page.get_by_text("直到主管部门恢复为止")).to_be_visible()
    is_clean(recorder_page)
    recorder_page.get_by_role("button", name=re.compile("办理 .* 的暂停录入")).click()
    recorder_page.get_by_text("不服这个决定？申诉").click()
    recorder_page.get_by_label("为什么不服").fill("签到表齐全")
    recorder_page.get_by_role("button", name="提交申诉").click()
    expect(recorder_page.get_by_text("申诉已提交")).to_be_visible()
    is_clean(recorder_page)
    page.reload()
    page.get_by_label("看哪些决定").select_option("open_appeals")
    page.get_by_role("button", name=re.compile(f"办理 {team.name}，.* 的暂停录入")).click()
    page.get_by_label("申诉成立，撤销原决定").check()
    page.get_by_label("复核的理由").fill("核对属实")
    page.get_by_role("button", name="记下复核结果").click()
    expect(page.get_by_text("已复核，团体会收到消息")).to_be_visible()
    recorder_page.reload()
    expect(recorder_page.get_by_role("heading", name="整改")).to_be_visible()
    expect(recorder_page.get_by_text("直到主管部门恢复为止")).to_have_count(0)


def test_a_notice_with_a_number_is_refused_and_one_without_is_public_until_it_is_withdrawn(
    supervisor_page: Page, visitor: Page, team: Team
) -> None:
    page = supervisor_page
    page.goto("/desk/#measures")
    page.get_by_text("公布通报", exact=True).first.click()
    page.get_by_label("通报哪个团体").select_option(team.group_id)
    page.get_by_label("弄虚作假的事实").fill("记录员 138 0013 8000 虚报 12 人的时长")
    page.get_by_label("处理决定").fill("责令改正，予以通报")
    page.get_by_role("button", name="公布通报").click()
    expect(page.locator(".v-faults")).to_contain_text("通报里不能写")
    is_clean(page)
    page.get_by_label("弄虚作假的事实").fill("2026年5月虚报 12 人的时长")
    page.get_by_role("button", name="公布通报").click()
    expect(page.get_by_text("已公布通报")).to_be_visible()
    visitor.goto("/notices/")
    expect(visitor.get_by_role("row", name=team.name)).to_contain_text("2026年5月虚报 12 人的时长")
    is_clean(visitor)
    page.get_by_label("看哪些决定").select_option("notice")
    page.get_by_role("button", name=re.compile(f"办理 {team.name}，.* 的通报")).click()
    is_clean(page)
    page.get_by_label("撤回的理由").fill("查证有误")
    page.get_by_role("button", name="撤回通报").click()
    expect(page.get_by_text("只留下“已撤回”")).to_be_visible()
    visitor.reload()
    row = visitor.get_by_role("row", name=team.name)
    expect(row).to_contain_text("已撤回")
    expect(row).not_to_contain_text("虚报")
    is_clean(visitor)
