"""The public figures: charts that are tables, small numbers left out, the same numbers to download."""

import csv
import io
import json
from datetime import timedelta
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from tests.browser.office import DAY, Office
from tests.browser.people import is_clean
from tests.stars.served import rows_of


def test_anyone_sees_the_figures_as_charts_that_are_tables(visitor: Page, office: Office) -> None:
    team = office.team("赵甲", "赵乙", "赵丙", "赵丁", "赵戊", "赵己")
    rows = [row for number, _ in team.people for row in rows_of(number, 90, DAY - timedelta(days=2))]
    team.recorder.post(f"/projects/{team.project()}/hours", {"entries": rows})
    published = office.published()
    [year] = [each for each in published["years"] if each["year"] == DAY.year]
    entries = year["by_month"][DAY.month - 1]["entries"]
    visitor.goto("/statistics/")
    table = visitor.get_by_role("table", name="各月")
    expect(table.get_by_role("row")).to_have_count(13)
    month = visitor.get_by_role("rowheader", name=f"{DAY.month}月", exact=True)
    # What the other tests left may hide a month with few entries, and this one with it.
    expect(table.get_by_role("row").filter(has=month)).to_contain_text("不显示" if entries is None else f"{entries:,}")
    expect(visitor.get_by_role("table", name="志愿者的年龄")).to_be_visible()
    is_clean(visitor)


def test_a_group_of_four_shows_nowhere(visitor: Page, office: Office) -> None:
    """Four people, and four entries of a category that nobody else serves in."""
    team = office.team("甲一", "乙一", "丙一", "丁一")
    rows = [row for number, _ in team.people for row in rows_of(number, 60, DAY - timedelta(days=3))]
    team.recorder.post(f"/projects/{team.project(category='0019')}/hours", {"entries": rows})
    published = office.published()
    [year] = [each for each in published["years"] if each["year"] == DAY.year]
    [overseas] = [row for row in year["by_category"] if row["code"] == "0019"]
    assert (overseas["entries"], overseas["minutes"]) == (None, None)
    visitor.goto("/statistics/")
    row = visitor.get_by_role("table", name="各类服务").get_by_role("row", name="海外志愿服务")
    expect(row).to_contain_text("不显示")
    is_clean(visitor)


def test_the_files_hold_the_numbers_of_the_page(visitor: Page, office: Office) -> None:
    office.published()
    visitor.goto("/statistics/")
    expect(visitor.get_by_role("link", name="下载表格（CSV）")).to_be_visible()
    with urlopen(f"{office.base}/published/figures.json") as answer:  # noqa: S310
        figures = json.loads(answer.read())
    with urlopen(f"{office.base}/published/figures.csv") as answer:  # noqa: S310
        lines = list(csv.reader(io.StringIO(answer.read().decode("utf-8-sig"))))
    volunteers = next(line[4] for line in lines if line[:3] == ["志愿者", "全部", "合计"])
    assert volunteers == str(figures["volunteers"])
    expect(visitor.get_by_text(f"{figures['volunteers']:,}").first).to_be_visible()
