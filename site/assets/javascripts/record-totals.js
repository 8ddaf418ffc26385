import { whileBusy } from "./confirm.js"
import { el } from "./dom.js"
import { formatDateTime, formatHours, formatMinutes, inFours } from "./format.js"
import { NAMES, STAR_HOURS } from "./stars.js"

// One bar a star, each from the hours of the star before to its own: done, under way, still to come.
function step(minutes, index) {
  const from = (STAR_HOURS[index - 1] ?? 0) * 60
  const to = STAR_HOURS[index] * 60
  const done = Math.min(Math.max(minutes - from, 0), to - from)
  const reached = minutes >= to
  const state = reached ? "已达到" : `还差 ${formatHours(to - minutes)} 小时`
  return el("li", { class: reached ? "v-scale__done" : null },
    el("progress", { max: to - from, value: done, "aria-label": `${NAMES[index + 1]}：${state}` }),
    el("span", { class: "v-scale__name" }, el("span", { "aria-hidden": "true" }, reached ? "★" : "☆"), NAMES[index + 1]),
    el("span", { class: "v-scale__hours" }, `${STAR_HOURS[index]} 小时`))
}

function starWords({ star, next_star: next }) {
  const reached = star ? `时长达到${NAMES[star]}，可以申请评定。` : "时长还没有达到一星级。"
  if (!next) return [el("p", {}, `${reached}这是最高的星级。`)]
  const missing = `离${NAMES[next.star]}还差 ${formatHours(next.minutes_needed)} 小时（${formatMinutes(next.minutes_needed)}）。`
  return [el("p", {}, reached, el("strong", {}, missing))]
}

function sum({ totals: { minutes, entries } }) {
  return el("div", { class: "v-statement__sum" },
    el("p", { class: "v-statement__label" }, "累计服务时长"),
    el("p", { class: "v-total" }, `${formatHours(minutes)} 小时`),
    el("p", { class: "v-minutes" }, `${formatMinutes(minutes)}，共 ${entries} 次服务`))
}

/** Totals and star on top, as on a bank statement; `print` prepares and prints the whole record. */
export function totals(record, print) {
  const { person } = record
  const printing = el("button", { type: "button", class: "v-button v-button--secondary", onclick: () => whileBusy(printing, "正在准备打印…", print) }, "打印这份记录")
  return el("section", { class: "v-panel v-statement", "aria-label": "总计" },
    el("p", {}, el("strong", {}, person.name)),
    el("p", {}, "志愿者编号 ", el("span", { class: "v-code" }, inFours(person.volunteer_number))),
    sum(record),
    el("ul", { class: "v-scale", "aria-label": "五个星级" }, STAR_HOURS.map((_, index) => step(record.totals.minutes, index))),
    starWords(record),
    el("p", { class: "v-hint" }, "只算已生效的时长。达到时长不会自动成为星级志愿者，要本人申请、经过评定。", el("a", { href: "/stars/#apply" }, "怎样申请")),
    el("p", { class: "v-print-only" }, `打印时间 ${formatDateTime(new Date().toISOString())}。这份打印件供本人查看，要证明请另开“志愿服务记录证明”。`),
    el("div", { class: "v-actions" }, el("a", { class: "v-button", href: "#certificates" }, "出具证明"), printing))
}
