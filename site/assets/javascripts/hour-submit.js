import { api } from "./api.js"
import { whileBusy } from "./confirm.js"
import { el, freshId } from "./dom.js"
import { formatHours, formatMinutes } from "./format.js"
import { keyKeeper } from "./forms.js"
import { entriesOf, isBlank, sheetFaults, totalOf } from "./hour-rows.js"
import { notice, problemNotice, showIn } from "./notice.js"

const MOST_SHOWN = 50
const FIELDS = { volunteer_number: "number", start: "start", end: "end", content: "content", reason: "reason" }
const NAMES = { number: "志愿者编号", date: "服务日期", start: "开始", end: "结束", content: "服务内容", reason: "理由" }

/** 共 3 人 4 段，合计 7.50 小时（7 小时 30 分钟）. */
export function sumText({ people, stays, minutes }) {
  return `共 ${people} 人 ${stays} 段，合计 ${formatHours(minutes)} 小时（${formatMinutes(minutes)}）`
}

// The server names the entry that was sent; the person knows the row of the table.
function cellFaults(problem, indexes) {
  return problem.violations.map(({ field, message }) => {
    const [, place, part] = field.split(".")
    return { index: indexes[Number(place)], field: FIELDS[part] ?? "number", message }
  })
}

/** What must be mended, with a link into each cell; takes the focus. */
function showFaultList(place, faults, toCell) {
  const title = el("p", { class: "v-faults__title", id: freshId("faults") }, `有 ${faults.length} 处需要修改，还没有提交`)
  const items = faults.slice(0, MOST_SHOWN).map(({ index, field, message }) => {
    const go = (event) => (event.preventDefault(), toCell(index, field))
    const where = field === "reason" ? "" : `第 ${index + 1} 行 `
    return el("li", {}, el("a", { href: "#hours", onclick: go }, `${where}${NAMES[field]}：${message}`))
  })
  const rest = faults.length > MOST_SHOWN && el("p", {}, `另外还有 ${faults.length - MOST_SHOWN} 处，先改好上面这些，再检查一次。`)
  showIn(place, el("div", { class: "v-faults hour-faults", role: "alert", "aria-labelledby": title.id }, title, el("ul", {}, items), rest))
}

// What the server counts, which may be rounded, and how many will wait for a second person and why.
function outcomeOf(answer) {
  const waiting = answer.entries.filter((entry) => entry.state === "pending")
  const why = [...new Set(waiting.flatMap((entry) => entry.marks.map((mark) => mark.name)))]
  return { minutes: answer.entries.reduce((sum, entry) => sum + entry.minutes, 0), waiting: waiting.length, why }
}

/** 其中 3 段要等另一位记录员或主管部门确认后才生效：逾期补录. Empty where all come into force. */
export function waitingText(answer) {
  const { waiting, why } = outcomeOf(answer)
  return waiting ? `其中 ${waiting} 段要等另一位记录员或主管部门确认后才生效：${why.join("、")}。` : ""
}

/**
 * Checking and sending the hour table. `places` are `{faults, outcome, late}`; `saved(answer, total)` runs when the hours are
 * written; `late` holds the reason for coming late, one for all rows. Returns `{check(button), send(button), stale()}`; `stale` takes an old answer away once the table has changed.
 */
export function makeSubmit({ sheet, table, about, projectOf, places, saved }) {
  const keys = keyKeeper()
  const path = () => `/projects/${projectOf().project_id}/hours`

  const reason = places.late.querySelector("textarea")
  const override = places.late.querySelector("[type=checkbox]")
  const bodyOf = (entries) => ({
    entries: override.checked ? entries.map((entry) => ({ ...entry, override: true })) : entries, reason: reason.value.trim(),
  })
  const askWhy = () => {
    places.late.open = true
    reason.focus()
  }

  // One reason is given for the whole sheet: that it is missing is told once, not at each row.
  const tell = (rows, all) => {
    const first = all.find(({ field }) => field === "reason")
    const faults = all.filter((fault) => fault.field !== "reason" || fault === first)
    table.tell(rows, faults.filter((fault) => fault !== first))
    if (first) places.late.open = true
    showFaultList(places.faults, faults, (index, field) => (field === "reason" ? askWhy() : table.cell(index, field === "name" ? "number" : field)?.focus()))
  }
  const fail = (problem, rows, indexes) => {
    if (problem.name !== "ApiProblem") throw problem
    const atRows = problem.status === 422 && problem.violations.every(({ field }) => field.startsWith("entries."))
    if (atRows && problem.violations.length) tell(rows, cellFaults(problem, indexes))
    else showIn(places.outcome, problemNotice(problem))
  }
  // The sheet as it stands, checked here and by the server; null when something must be mended.
  const checked = async () => {
    const rows = sheet.rows
    places.faults.replaceChildren()
    places.outcome.replaceChildren()
    if (rows.every(isBlank)) return void showIn(places.outcome, notice("warn", "表里还没有内容", el("p", {}, "请先填写或粘贴，再检查。")))
    const faults = sheetFaults(rows, about())
    if (faults.length) return void tell(rows, faults)
    table.tell(rows, [])
    const { entries, indexes } = entriesOf(rows, about())
    try {
      const answer = await api.post(path(), { ...bodyOf(entries), check_only: true })
      return { rows, entries, indexes, answer, total: { ...totalOf(rows), minutes: outcomeOf(answer).minutes } }
    } catch (problem) {
      return void fail(problem, rows, indexes)
    }
  }
  const write = async (sheetNow) => {
    const body = bodyOf(sheetNow.entries)
    const bar = el("div", { class: "v-progress" }, el("p", { role: "status" }, `正在提交 ${sheetNow.entries.length} 行，请稍候…`), el("progress", { "aria-label": "正在提交" }))
    places.faults.replaceChildren(bar)
    table.frame.inert = true
    try {
      const answer = await api.post(path(), body, { key: keys.keyFor(body) })
      keys.forget()
      reason.value = ""
      override.checked = false
      places.late.open = false
      places.faults.replaceChildren()
      saved(answer, sheetNow.total)
    } catch (problem) {
      places.faults.replaceChildren()
      places.outcome.replaceChildren()
      fail(problem, sheetNow.rows, sheetNow.indexes)
    } finally {
      table.frame.inert = false
    }
  }
  const ask = (sheetNow) => {
    const sure = el("button", { type: "button", class: "v-button" }, "确认提交")
    const leave = el("button", { type: "button", class: "v-button v-button--plain" }, "返回修改")
    const panel = el("div", { class: "v-panel hour-summary", role: "group", "aria-label": "提交前核对" },
      el("h3", {}, "提交前核对"), el("p", {}, `项目：${projectOf().name}`), el("p", { class: "hour-summary__sum" }, sumText(sheetNow.total)),
      el("p", {}, waitingText(sheetNow.answer) || "提交后立即生效。", "志愿者本人会在“我的记录”里看到。提交后不能自行删除，请先核对。"), el("div", { class: "v-actions" }, sure, leave))
    sure.addEventListener("click", () => whileBusy(sure, "正在提交…", () => write(sheetNow)))
    leave.addEventListener("click", () => {
      panel.remove()
      table.cell(0, "number").focus()
    })
    showIn(places.outcome, panel)
    panel.scrollIntoView({ block: "center" })
  }

  return {
    check: (button) => whileBusy(button, "正在检查…", async () => {
      const good = await checked()
      if (good) showIn(places.outcome, notice("good", "检查通过，还没有提交", el("p", {}, `${sumText(good.total)}。${waitingText(good.answer)}确认无误后，请按“提交时长”。`)))
    }),
    send: (button) => whileBusy(button, "正在检查…", async () => {
      const good = await checked()
      if (good && good.rows === sheet.rows) ask(good)
    }),
    stale() {
      if (places.outcome.firstChild && !table.frame.inert) places.outcome.replaceChildren()
    },
  }
}
