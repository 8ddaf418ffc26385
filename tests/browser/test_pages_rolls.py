"""A list is drawn from the record at the desk, published, read by anyone, and a name goes when its person says so."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.office import DAY, Caller, Office
from tests.browser.people import is_clean
from tests.stars.served import rows_of


def served(office: Office, *names: str) -> list[Caller]:
    """People of one group who have served two hours each."""
    team = office.team(*names)
    rows = [row for number, _ in team.people for row in rows_of(number, 120, DAY - timedelta(days=1))]
    team.recorder.post(f"/projects/{team.project()}/hours", {"entries": rows})
    return [Caller(office.base).log_in(number) for number, _ in team.people]


def draw(page: Page, title: str) -> None:
    page.get_by_label("名单的名称").fill(title)
    page.get_by_label("从哪天的服务算起").fill(str(DAY - timedelta(days=20)))
    page.get_by_label("算到哪天").fill(str(DAY))
    page.get_by_label("至少多少小时").fill("2")
    page.get_by_role("button", name="生成名单").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_a_list_is_drawn_published_and_loses_a_name(supervisor_page: Page, visitor: Page, office: Office) -> None:
    named, _ = served(office, "周愿意", "吴不愿")
    named.ask("PUT", "/volunteers/me/consents/publication", {"agreed": True})
    page = supervisor_page
    page.goto("/desk/#rolls")
    page.get_by_role("button", name="生成名单").click()
    expect(page.locator(".v-faults")).to_contain_text("请写明名单的名称")
    draw(page, "十一月优秀志愿者")
    expect(page.get_by_role("table", name="十一月优秀志愿者")).to_contain_text("吴不愿")
    is_clean(page)
    page.get_by_role("button", name="公布 十一月优秀志愿者").click()
    page.get_by_role("button", name="确定公布").click()
    expect(page.get_by_text("已公布").first).to_be_visible()
    visitor.goto("/rolls/")
    visitor.get_by_role("button", name="查看 十一月优秀志愿者").click()
    public = visitor.get_by_role("table", name="同意公布姓名")
    expect(public).to_contain_text("周愿意")
    expect(visitor.get_by_text("没有同意公布姓名").first).to_be_visible()
    expect(visitor.get_by_text("吴不愿")).to_have_count(0)
    is_clean(visitor)
    named.ask("PUT", "/volunteers/me/consents/publication", {"agreed": False})
    visitor.reload()
    visitor.get_by_role("button", name="查看 十一月优秀志愿者").click()
    expect(visitor.get_by_role("heading", name="十一月优秀志愿者")).to_be_visible()
    expect(visitor.get_by_text("周愿意")).to_have_count(0)


def test_a_group_draws_its_own_list(recorder_page: Page) -> None:
    page = recorder_page
    page.goto("/workbench/#rolls")
    draw(page, "本队名单")
    expect(page.get_by_text("没有人符合这些条件。")).to_be_visible()
    is_clean(page)
