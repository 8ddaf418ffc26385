import { el } from "./dom.js"
import { formatDate, formatDateTime, formatLastDay } from "./format.js"
import { statusTag } from "./tag.js"

const GOOD = ["accepted", "lifted"]
const BAD = ["in_force", "published"]

/** The state of an order, a suspension or a notice as a tag. */
export function measureTag(measure) {
  const kind = GOOD.includes(measure.state) || measure.has_ended ? "valid" : BAD.includes(measure.state) ? "revoked" : ["issued", "answered", "returned"].includes(measure.state) ? "pending" : ""
  return statusTag(kind, measure.state_name)
}

/** Until when: of an order that waits, how many working days are left; of a suspension, its last day. */
export function untilText(measure) {
  if (measure.kind === "suspension") return measure.until ? `到 ${formatDate(measure.until)}（含当天）` : "直到主管部门恢复"
  if (!measure.due) return ""
  const last = `${formatLastDay(measure.due)}以前`
  if (measure.workdays_left === null) return last
  return measure.workdays_left < 0 ? `${last}，已逾期 ${-measure.workdays_left} 个工作日` : `${last}，还有 ${measure.workdays_left} 个工作日`
}

const under = (text) => text && el("span", { class: "v-under" }, text)

export const MEASURE_COLUMNS = [
  { title: "哪一天", head: true, value: (measure) => formatDate(measure.decided_at) },
  { title: "决定", value: (measure) => [measure.kind_name, under(measure.facts.length > 40 ? `${measure.facts.slice(0, 40)}…` : measure.facts)] },
  { title: "状态", value: (measure) => [measureTag(measure), under(untilText(measure)), under(measure.appeal?.state_name)] },
]

const TITLES = { order: ["查到的问题", "要求"], suspension: ["理由", ""], notice: ["事实", "处理决定"] }

/** What was decided, and what happened since, as a list of facts and the steps. */
export function measureFacts(measure) {
  const [facts, demand] = TITLES[measure.kind]
  const appeal = measure.appeal
  const judged = appeal?.reply && [appeal.state_name, `。${appeal.reply}`, appeal.same_person ? "（本区县只有一个主管部门账号，由原决定人复核）" : ""].join("")
  const rows = [
    ["团体", measure.group], ["决定日期", formatDateTime(measure.decided_at)], [facts, measure.facts], [demand, measure.demand],
    [measure.kind === "suspension" ? "暂停到" : "期限", untilText(measure)], ["依据的责令改正", measure.order_on && `${formatDate(measure.order_on)}发出`],
    ["申诉", appeal?.text], ["复核结果", judged],
  ].filter(([name, value]) => name && value)
  return el("dl", { class: "v-facts" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))
}

/** The steps of a measure, folded. */
export function measureSteps(measure) {
  if (!measure.steps.length) return null
  const lines = measure.steps.map((step) => el("li", {}, el("p", { class: "v-hint" }, `${step.by}，${formatDateTime(step.at)}　${step.act}`), step.text && el("p", {}, step.text)))
  return el("details", { class: "v-more" }, el("summary", {}, "办理经过"), el("ol", { class: "dispute-thread" }, lines))
}
