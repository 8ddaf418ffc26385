"""评价: a whole project is evaluated in the workbench; the volunteer sees it, answers, and rates the group."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.office import DAY, Caller, Office, Team
from tests.browser.people import is_clean
from tests.builders import a_row


def served(office: Office, team: Team, *names: str) -> tuple[Team, str]:
    """A project that ended yesterday, in which these people served."""
    joined = office.joined(team, *names)
    ended = DAY + timedelta(days=5)
    project = joined.project(name="社区敬老服务", ends=f"{ended}T00:00:00+08:00")
    rows = [a_row(number, f"{DAY}T09:00", f"{DAY}T11:00") for number, _ in joined.people]
    joined.recorder.post(f"/projects/{project}/hours", {"entries": rows})
    return joined, project


def test_a_project_is_evaluated_at_once_and_answered(
    recorder_page: Page, visitor: Page, office: Office, team: Team
) -> None:
    joined, project = served(office, team, "欧阳娜娜", "𠮷田䶮")
    page = recorder_page
    page.goto(f"/workbench/#evaluations?project={project}")
    expect(page.get_by_text("评价过本团体的志愿者还不到 5 人")).to_be_visible()
    page.get_by_label("守时程度 欧阳娜娜").select_option("5")
    page.get_by_role("button", name="保存评价").click()
    expect(page.get_by_role("alert")).to_contain_text("欧阳娜娜：请给“服务态度”选一个等级")
    is_clean(page)
    page.reload()
    expect(page.get_by_label("守时程度 欧阳娜娜")).to_have_value("5")
    page.get_by_role("button", name="没选的都填").click()
    page.get_by_label("评语 欧阳娜娜").fill("认真细致")
    page.get_by_role("button", name="保存评价").click()
    expect(page.get_by_text("已保存 2 人的评价")).to_be_visible()
    is_clean(page)
    own = visitor
    Caller(office.base).log_in(joined.people[0][0]).open_in(own)
    own.goto("/evaluations/")
    expect(own.get_by_text("守时程度 5、服务态度 4、专业水平 4")).to_be_visible()
    own.locator("summary", has_text="答复").click()
    own.get_by_label("答复“").fill("谢谢，我会继续努力")
    own.get_by_role("button", name="提交答复").click()
    expect(own.get_by_text("您的答复：谢谢，我会继续努力")).to_be_visible()
    own.get_by_label("哪个项目").select_option(index=1)
    own.get_by_label("团体组织得怎样").select_option("5")
    own.get_by_role("button", name="提交评价").click()
    expect(own.get_by_text("谢谢，评价已收到")).to_be_visible()
    is_clean(own)
    own.goto("/record/")
    own.locator("summary", has_text="详细").click()
    expect(own.get_by_text("守时程度 5、服务态度 4、专业水平 4")).to_be_visible()
    page.reload()
    expect(page.get_by_text("本人已答复，不能再改")).to_be_visible()
    is_clean(page)
