"""The page 费用: ``python -m infra.cost_page`` writes it from `costs.py`, and a test holds the two together."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from infra import costs
from infra.costs import Line, Region

PAGE = Path(__file__).resolve().parent.parent / "site" / "deploy" / "cost.md"
_NAMES = [f"{size:,} 人" for size in costs.SIZES]
_HEAD = """---
title: 费用
scripts: [cost.js]
---

# 每月多少钱

<p class="v-lead">{answer}</p>

没有服务器要租，用多少付多少。**{size} 人时，大头是固定的**：密钥、报警和指标，没有人用也要付。

- 这些数由“测得的用量 × 假定的使用次数 × 单价”算出来，怎么算见[下面](#formula)。
- 单价是 **{day}** 抄录的，标“未核对”的请以云厂商当天的[价格页](#prices)为准。中国区的大多没有核对到。
- 没有扣免费额度，没有算税、域名、短信和人工。防火墙（WAF）是选装的，另加每月约 10 美元或 70 元（未核对）。

## 一个月合计 {{ #total }}

"""
_FORMULA = """
## 怎么算 {{ #formula }}

每一项费用都是一条直线：

> 费用 ＝（固定的用量 ＋ 每人的用量 × 志愿者人数）× 单价

- **每人的用量**：每一种操作，先在测试里量出它读几个单位、写几个单位、用几毫秒、留下几个字节（`make bench`，见[下表](#acts)），再乘以每人每月做几次，加起来。
- **存储**：每人登记时的数据，加上 {years} 年的记录，都一直存着。
- **备份**：随时可恢复的备份按现有数据量收费；每月导出一次，留 {exports} 份。
- **运行时间**：测得的毫秒数乘以 {slower:g}，因为云上一个函数分到的处理器比测试用的小。内存都按 {memory:g} GB 算。
- **重新启动**：有 {cold:.0%} 的请求要重新启动函数，每次按 {cold_seconds:g} 秒算。
- **定时任务**：每十分钟发布状态清单，每小时更新统计，每夜把所有数据重新清点一遍，这一遍按读全部数据算。
- **小的查询**：每次操作另带 {looks} 次（我是谁、列表、设置），每次 {look_reads:g} 个读单位、{look_ms:g} 毫秒。
- **流量**：每人每月看 {visits:g} 页，每页 {page_kb:.0f} kB；接口每次回答 {answer_kb:.0f} kB。
- **日志**：每个请求 {log_bytes} 字节，存 {log_months} 个月。

程序在 `infra/costs.py`，单价在 `infra/prices.json`，测得的数在 `infra/measured.json`。本页由程序生成，对不上时测试不能通过。
"""
_FOOT = """
## 和租服务器比 {{ #server }}

比的是**最小**的一套常开的服务器：一台 `t4g.small`、一个 `db.t4g.micro` 数据库、硬盘、备份、公网地址和流量。

- 一台坏了就停。要不停，得两台服务器、一主一备数据库，再加负载均衡：就是表里的“两套”。
- 服务器要有人打补丁、看硬盘、换证书、做恢复演练。这些人工没有算进去，往往比租金贵。
- 人多时最小的服务器不一定够。{large} 人时，本系统和一台服务器的价钱差不多；省下的是人工和停机。

## 花多了会知道吗 {{ #budget }}

部署时写上 `BUDGET=每月金额`，实际或预计超过时发邮件（中国区没有这种类型的，请在控制台“账单”里手工设）。怎么查、怎么停，见[运行手册](operations.md#budget)。
"""


def money(amount: float, currency: str) -> str:
    return f"{amount:,.0f} {currency}" if amount >= 100 else f"{amount:.1f} {currency}"


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value >= 1 else f"{value:.3g}"


def _table(name: str, caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose rows become cards on a phone; the first cell of a row names it."""
    titles = f"<th>{head[0]}</th>" + "".join(f'<th class="v-table__number">{each}</th>' for each in head[1:])
    lines = [
        f'<div class="v-table-frame" role="region" tabindex="0" aria-labelledby="{name}-caption">',
        '<table class="v-table">',
        f'<caption id="{name}-caption">{caption}</caption>',
        f"<thead><tr>{titles}</tr></thead>",
        "<tbody>",
    ]
    for first, *others in rows:
        cells = "".join(
            f'<td class="v-table__number" data-label="{label}">{cell}</td>'
            for label, cell in zip(head[1:], others, strict=True)
        )
        lines.append(f'<tr><th scope="row">{first}</th>{cells}</tr>')
    return "\n".join([*lines, "</tbody>", "</table>", "</div>", ""])


def _amounts(lines: list[Line], region: Region) -> list[str]:
    return [money(costs.total(lines, size, region), region.currency) for size in costs.SIZES]


def _totals(acts: dict[str, costs.Act], regions: list[Region]) -> str:
    rows = []
    for region in regions:
        rows.append([f"本系统，{region.name}", *_amounts(costs.bill(acts), region)])
        rows.append([f"一套服务器，{region.name}", *_amounts(costs.server_bill(acts), region)])
        rows.append([f"两套服务器，{region.name}", *_amounts(costs.server_bill(acts, twice=True), region)])
    return _table("total", "每月合计", ["怎么运行", *_NAMES], rows)


def _details(lines: list[Line], region: Region) -> str:
    rows = [
        [f"{line.told}（{line.unit}）", *(f"{money(costs.amount(line, size, region), region.currency)}" for size in costs.SIZES)]
        for line in lines
    ]  # fmt: skip
    table = _table(f"bill-{region.code}", f"本系统每月的各项，{region.name}", ["项目", *_NAMES], rows)
    return f'<details class="v-more"><summary>各项明细，{region.name}</summary>\n{table}</details>\n'


def _habits(acts: dict[str, costs.Act]) -> str:
    rows = [
        [
            habit.told,
            f"{habit.times:g}",
            f"{acts[habit.act].read_units:g}",
            f"{acts[habit.act].write_units:g}",
            f"{acts[habit.act].milliseconds:g}",
            f"{max(acts[habit.act].stored_bytes, 0):,}",
        ]
        for habit in costs.HABITS
    ]
    head = ["操作", "每千人每月几次（假定）", "读单位（测得）", "写单位（测得）", "毫秒（测得）", "留下的字节（测得）"]
    return _table("acts", "每种操作的用量", head, rows)


def _prices(lines: list[Line], regions: list[Region]) -> str:
    named = {line.price: f"{line.told}，每{line.unit}" for line in lines}
    rows = [
        [told, *(_price(name, region) for region in regions)]
        for name, told in named.items()
    ]  # fmt: skip
    return _table("prices", f"单价，{costs.priced_on()} 抄录", ["项目", *(region.name for region in regions)], rows)


def _price(name: str, region: Region) -> str:
    mark = "" if name in region.checked else "（未核对）"
    return f"{region.prices[name]:.10f}".rstrip("0").rstrip(".") + f" {region.currency}{mark}"


def _calculator(lines: list[Line], regions: list[Region]) -> str:
    told = {
        "lines": [
            {"price": line.price, "told": line.told, "unit": line.unit, "fixed": line.fixed, "each": line.each} for line in lines
        ],
        "regions": [{"code": each.code, "name": each.name, "currency": each.currency, "prices": dict(each.prices)} for each in regions],
    }  # fmt: skip
    options = "".join(f'<option value="{each.code}">{each.name}</option>' for each in regions)
    return f"""
## 算一算自己的 {{ #calculator }}

<form class="v-panel" data-cost-form>
<div class="v-field">
<label for="cost-region">在哪里运行</label>
<select id="cost-region" name="region">{options}</select>
</div>
<div class="v-field">
<label for="cost-volunteers">志愿者人数</label>
<p class="v-hint" id="cost-volunteers-hint">已登记的人数。填写的数字不会保存，也不会发送。</p>
<div class="v-input v-input--with-button">
<input id="cost-volunteers" name="volunteers" inputmode="numeric" autocomplete="off" aria-describedby="cost-volunteers-hint">
<button type="submit" class="v-button">算一算</button>
</div>
</div>
<div data-cost-result role="status"></div>
<div data-cost-prices></div>
<noscript><p>计算要用脚本；没有脚本的，看上面的表。</p></noscript>
</form>
<script type="application/json" data-cost-facts>{json.dumps(told, ensure_ascii=False, separators=(",", ":"))}</script>
"""


def page() -> str:
    """The whole page."""
    acts, regions = costs.measured(), costs.regions()
    lines = costs.bill(acts)
    first = regions[0]
    told = [
        f"{size:,} 人约 {money(costs.total(lines, size, first), first.currency)}" for size in costs.SIZES
    ]  # fmt: skip
    head = _HEAD.format(
        answer=f"在{first.name}，每月：{'，'.join(told)}。", size=f"{costs.SIZES[0]:,}", day=costs.priced_on()
    )
    formula = _FORMULA.format(
        years=costs.YEARS, exports=costs.EXPORTS_KEPT, slower=costs.SLOWER, cold=costs.COLD, cold_seconds=costs.COLD_SECONDS,
        memory=costs.MEMORY_GB, looks=costs.LOOKS, look_reads=costs.LOOK.read_units, look_ms=costs.LOOK.milliseconds,
        visits=costs.VISITS, page_kb=costs.PAGE_BYTES / 1000, answer_kb=costs.ANSWER_BYTES / 1000, log_bytes=costs.LOG_BYTES,
        log_months=costs.LOG_MONTHS,
    )  # fmt: skip
    every = {line.price: line for line in [*lines, *costs.server_bill(acts, twice=True)]}
    return "\n".join(
        [
            head + _totals(acts, regions),
            *(_details(lines, region) for region in regions),
            _calculator(lines, regions) + formula,
            "## 用量和次数 { #acts }\n\n" + _habits(acts),
            "## 单价 { #prices }\n",
            "改单价：编辑 `infra/prices.json`，再运行 `python -m infra.cost_page`。也可以直接在[上面](#calculator)改。\n",
            _prices(list(every.values()), regions) + _FOOT.format(large=f"{costs.SIZES[-1]:,}"),
        ]
    )


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
