import { whileBusy } from "./confirm.js"
import { el } from "./dom.js"
import { formatDateTime, formatHours, formatMinutes, inFours } from "./format.js"
import { starScale } from "./star-scale.js"
import { NAMES, STAR_HOURS } from "./stars.js"

const SCALE = STAR_HOURS.map((hours, index) => ({ minutes: hours * 60, star_name: NAMES[index + 1] }))

function starWords({ star, held_star: held, next_star: next }) {
  const now = held ? `您是${NAMES[held]}志愿者。` : "您还没有评定过星级。"
  const may = star > held ? `时长已达到${NAMES[star]}的标准，可以依次申请评定。` : ""
  const missing = next ? `离${NAMES[next.star]}还差 ${formatHours(next.minutes_needed)} 小时（${formatMinutes(next.minutes_needed)}）。` : ""
  return [el("p", {}, now, may, missing && el("strong", {}, missing)),
    el("p", { class: "v-hint" }, "只算已生效的时长。达到时长不会自动成为星级志愿者，要本人申请、经过评定。", el("a", { href: "/stars/mine/" }, "我的星级，申请评定"))]
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
    starScale(record.totals.minutes, SCALE.map((step, index) => ({ ...step, held: index < record.held_star }))),
    starWords(record),
    el("p", { class: "v-print-only" }, `打印时间 ${formatDateTime(new Date().toISOString())}。这份打印件供本人查看，要证明请另开“志愿服务记录证明”。`),
    el("div", { class: "v-actions" }, el("a", { class: "v-button", href: "#certificates" }, "出具证明"), printing))
}
