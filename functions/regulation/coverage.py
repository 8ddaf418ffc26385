"""The page that says, article by article, how far the product carries the regulation.

`python -m functions.regulation.coverage` writes it.
It names rules, and of tests only whether there are some, so that it changes when the law's reach changes and not with
every test.
"""

from pathlib import Path

from functions.regulation.articles import ARTICLES, CODED, PARTLY, STATUS_NAMES, Article
from functions.regulation.trace import REPOSITORY, Mark, marks_of_rules, marks_of_tests

PAGE = Path("site/regulation/coverage.md")
_HEAD = """---
title: 实施对照
---

# 办法实施对照

《重庆市志愿服务记录办法》共 24 条。这一页逐条说明本系统做到了哪里：{counts}。

- **系统执行**：有程序规则，并且有测试证明规则起作用。
- **部分执行**：同上，但只做到这一条的一部分，缺什么写在旁边。
- **由人执行**：要求的是人的行为，系统只提供依据。
- **尚未提供**：系统以后会做，现在还没有。依次分四步：“可信的时长”“完整的记录”“星级与监督”“能转移的记录”。
- **与系统无关**：讲目的、定义或者施行日期，没有要系统做的事。

与原文有出入的地方，另见[与原文的出入](divergences.md)。

<div class="v-table-frame" role="region" tabindex="0" aria-labelledby="coverage-caption" markdown>
<table class="v-table" markdown>
<caption id="coverage-caption">24 条逐条对照</caption>
<thead><tr><th>条</th><th>状态</th><th>做到哪里</th><th>规则（程序中的名称）</th><th>测试</th></tr></thead>
<tbody markdown>
"""
_COLUMNS = ("状态", "做到哪里", "规则", "测试")
_FOOT = """
</tbody>
</table>
</div>

本页由程序生成，内容与程序不一致时测试不能通过。规则的名称由目录和函数组成，例如 `stars.star_for` 就是星级目录中的
`star_for`。
"""


def page(root: Path = REPOSITORY) -> str:
    """The whole page, from the articles and what the sources mark."""
    rules, tests = marks_of_rules(root), {mark.article for mark in marks_of_tests(root)}
    rows = [_row(article, rules, article.number in tests) for article in ARTICLES]
    return _HEAD.format(counts=_counts()) + "\n".join(rows) + _FOOT


def _counts() -> str:
    """How many articles have each status, in words."""
    statuses = [article.status for article in ARTICLES]
    return "，".join(f"{name} {statuses.count(status)} 条" for status, name in STATUS_NAMES.items())


def _row(article: Article, rules: list[Mark], is_tested: bool) -> str:
    named = [f"`{mark.room}.{mark.name}`" for mark in rules if mark.article == article.number]
    shown = "、".join(named) if article.is_carried else ""
    link = f"[{article.name}](index.md#article-{article.number})"
    tested = "有" if is_tested and article.is_carried else ""
    cells = (_tag(article), article.reason, shown or "—", tested or "—")
    told = "".join(
        f'<td data-label="{label}" markdown="span">{cell}</td>' for label, cell in zip(_COLUMNS, cells, strict=True)
    )
    return f'<tr markdown><th scope="row" markdown="span">{link}</th>{told}</tr>'


def _tag(article: Article) -> str:
    look = {CODED: " v-tag--good", PARTLY: " v-tag--info"}.get(article.status, "")
    return f'<span class="v-tag{look}">{STATUS_NAMES[article.status]}</span>'


def main() -> None:
    """Write the page where it lies."""
    (REPOSITORY / PAGE).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
