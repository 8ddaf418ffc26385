import { el } from "./dom.js"
import { formatDate, formatDateTime } from "./format.js"

export const RESULTS = { in_order: "记录属实", differs: "与实际不符", not_checkable: "无法核实" }

/** The period and what is drawn from, in words; `group` is known to the supervisor only. */
export function rangeText(draw) {
  const whose = draw.group ?? (draw.one_group ? "一个团体" : "全部团体")
  return `${formatDate(draw.from)} 至 ${formatDate(draw.to)}，${whose}`
}

/** What came of a draw, in numbers. */
export function resultText(draw) {
  if (!draw.seed) return draw.state_name
  const counts = Object.entries(RESULTS).map(([name, text]) => `${text} ${draw.results[name]} 条`).join("，")
  return draw.drawn.length ? `${counts}${draw.open ? `，还有 ${draw.open} 条在核查` : ""}` : "范围内没有时长记录"
}

const code = (text) => text && el("code", { class: "draw-code" }, text)

/** Everything that is published of a draw, as a list of facts. */
export function drawFacts(draw) {
  const rows = [
    ["范围", rangeText(draw)], ["抽取", `${draw.count} 条`], ["公布时间", [formatDateTime(draw.announced_at), " ", code(draw.announced_at)]],
    ["校验值", code(draw.commitment)], ["种子", code(draw.seed) ?? "抽取时公开"], ["抽取时间", formatDateTime(draw.drawn_at)],
    ["名单条数", draw.seed && String(draw.population)], ["名单校验值", code(draw.population_sha256)], ["结果", resultText(draw)],
    ["发出责令改正的团体", draw.groups.join("、")],
  ].filter(([, value]) => value)
  return el("dl", { class: "v-facts" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))
}

/** The ids that were drawn, folded. */
export function drawnIds(draw) {
  if (!draw.drawn.length) return null
  return el("details", { class: "v-more" }, el("summary", {}, `抽中的 ${draw.drawn.length} 个代号`), el("ol", {}, draw.drawn.map((id) => el("li", {}, code(id)))))
}
