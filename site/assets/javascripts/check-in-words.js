import { el } from "./dom.js"
import { formatDateTime, formatHours, formatMinutes, formatTime } from "./format.js"
import { notice } from "./notice.js"

const WORDS = { in: "签到", out: "签退" }

function counted({ minutes, state, state_name: name, note }) {
  if (!state) return [el("p", {}, `${note}。`)]
  const served = el("p", {}, `这次服务 ${formatHours(minutes)} 小时（${formatMinutes(minutes)}），${name}。`)
  return state === "in_force" ? [served] : [served, el("p", {}, `要等记录员核实：${note}。`)]
}

/** What came of an act: the tick, the time and the project, big. */
export function doneResult(done) {
  const waits = done.direction === "out" && done.state !== "in_force"
  const rest = done.direction === "in" ? [el("p", {}, `离开时再扫一次签退码。最晚算到 ${formatDateTime(done.planned_end)}。`)] : counted(done)
  return el("div", { class: `v-result v-result--${waits ? "warn" : "good"} check-in-done`, role: "status" },
    el("div", { class: "v-result__head" },
      el("span", { class: "v-result__icon", "aria-hidden": "true" }, "✓"),
      el("p", { class: "v-result__title" }, `已${WORDS[done.direction]}`)),
    el("p", { class: "check-in-time" }, formatTime(done.at), el("span", { class: "v-under" }, done.name)),
    el("p", {}, el("strong", {}, done.project), el("span", { class: "v-under" }, done.group)),
    ...rest)
}

/** An act that waits on the phone. */
export function keptNotice({ direction, pressed }) {
  return notice("warn", "已存在手机上，网络恢复后自动送出", el("p", {}, `${WORDS[direction]}，${formatDateTime(pressed)}（手机时间）。请不要清除浏览器数据；关了页面也行，下次打开时送出。`))
}

/** An act that waited and was then refused: it is gone, and this says what to do. */
export function refusedNotice({ direction, pressed }, problem) {
  const lines = [...new Set((problem.violations?.length ? problem.violations.map(({ message }) => message) : [problem.detail]))]
  return notice("bad", `${formatDateTime(pressed)} 的${WORDS[direction]}没有办成`, ...lines.map((line) => el("p", {}, line)),
    el("p", {}, el("a", { href: "/claims/" }, "去申报时长")))
}

/** Where the volunteer is in now. */
export function openNotice({ project, group, started, planned_end: until, forgotten }) {
  const where = el("p", {}, el("strong", {}, project), `（${group}），${formatDateTime(started)} 签到。`)
  if (!forgotten) return notice("good", "正在服务", where, el("p", {}, `离开时扫签退码。最晚算到 ${formatDateTime(until)}。`))
  return notice("warn", "还没有签退", where, el("p", {}, `计划 ${formatDateTime(until)} 结束，已经过了。现在扫签退码，按计划结束时间提出，由记录员核实。`))
}
