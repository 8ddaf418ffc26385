import { el, freshId } from "./dom.js"
import { formatHours, formatMinutes } from "./format.js"
import { checkRow, isBlank } from "./hour-rows.js"

const TITLES = {
  number: "志愿者编号", name: "姓名", date: "服务日期", start: "开始", end: "结束", next: "第二天", minutes: "时长", content: "服务内容",
}
const ORDER = Object.keys(TITLES)

function control(field) {
  if (field === "next") return el("input", { type: "checkbox", "data-field": field })
  const mode = field === "number" ? "numeric" : null
  return el("input", { type: "text", "data-field": field, inputmode: mode, autocomplete: "off", spellcheck: "false" })
}

function templateRow() {
  const cells = ORDER.map((field) => {
    const holds = field === "name" || field === "minutes" ? null : control(field)
    return el("td", { "data-label": TITLES[field], "data-column": field }, holds)
  })
  const remove = el("button", { type: "button", class: "v-button v-button--plain v-button--small", "data-act": "remove" }, "删除")
  return el("tr", {}, el("th", { scope: "row", class: "hour-table__place" }), cells, el("td", { "data-column": "remove" }, remove))
}

function emptyTable() {
  const heads = ["行", ...Object.values(TITLES), "操作"].map((title) => el("th", { scope: "col" }, title))
  const caption = el("caption", { class: "v-hidden", id: freshId("hours") }, "服务时长录入表，每行是一位志愿者的一段服务")
  const table = el("table", { class: "v-table hour-table" }, caption, el("thead", {}, el("tr", {}, heads)), el("tbody"))
  return { table, frame: el("div", { class: "v-table-frame hour-frame", role: "region", tabindex: "0", "aria-labelledby": caption.id }, table) }
}

/**
 * The hour table on the page: paints rows, remembers the faults that were told, and finds cells. `about()` is what rows
 * are checked against. What a key or a click means is not decided here.
 */
export function makeTable(about) {
  const { table, frame } = emptyTable()
  const body = table.tBodies[0]
  const pattern = templateRow()
  let told = new WeakMap()
  let typing = null

  const label = (tr, index) => {
    tr.cells[0].textContent = index + 1
    for (const input of tr.querySelectorAll("input")) input.setAttribute("aria-label", `${TITLES[input.dataset.field]}，第 ${index + 1} 行`)
    tr.querySelector("[data-act=remove]").setAttribute("aria-label", `删除第 ${index + 1} 行`)
  }
  const fit = (count) => {
    while (body.rows.length > count) body.lastElementChild.remove()
    const fresh = document.createDocumentFragment()
    for (let index = body.rows.length; index < count; index += 1) {
      const tr = pattern.cloneNode(true)
      label(tr, index)
      fresh.append(tr)
    }
    body.append(fresh)
  }
  const faultsOf = (row, index, check) => {
    const faults = { ...told.get(row), ...check.faults }
    if (check.asks) faults.end = "是第二天吗？"
    if (typing?.index === index) delete faults[typing.field]
    return faults
  }
  const paint = (row, index) => {
    const tr = body.rows[index]
    const check = checkRow(row, about())
    const faults = faultsOf(row, index, check)
    tr.classList.toggle("hour-table__crowded", ["date", "start", "end"].filter((field) => faults[field]).length > 1)
    for (const input of tr.querySelectorAll("input")) {
      const field = input.dataset.field
      if (field === "next") input.checked = row.next
      else if (input.value !== row[field]) input.value = row[field]
      paintFault(input, faults[field], field === "end" && check.asks)
    }
    const said = isBlank(row) || check.minutes === null ? "" : `${formatHours(check.minutes)} 小时`
    paintText(tr.querySelector("[data-column=minutes]"), said, check.minutes === null ? "" : formatMinutes(check.minutes))
    paintText(tr.querySelector("[data-column=name]"), about().names?.get(row.number) ?? "", "")
  }

  return {
    frame,
    body,
    /** Show `rows`; only those that differ from `before` are painted. */
    show(rows, before = []) {
      fit(rows.length)
      rows.forEach((row, index) => {
        if (row === before[index]) return
        if (told.has(before[index]) && !told.has(row)) told.set(row, stillTold(told.get(before[index]), row, before[index]))
        paint(row, index)
      })
    },
    paint: (rows, index) => rows[index] && paint(rows[index], index),
    paintAll: (rows) => rows.forEach(paint),
    /** While a cell is typed in, its own fault waits. */
    typingIn: (index, field) => (typing = field ? { index, field } : null),
    /** Faults found by a check stay with their row until that cell is changed. */
    tell(rows, faults) {
      told = new WeakMap()
      for (const { index, field, message } of faults) told.set(rows[index], { [field]: message, ...told.get(rows[index]) })
      rows.forEach(paint)
    },
    cell: (index, field) => body.rows[index]?.querySelector(`[data-field="${field}"]`) ?? null,
    /** Which cell an event is about: `{index, field}`; field is null outside of inputs. */
    placeOf(target) {
      const tr = target.closest("tbody tr")
      return tr && { index: tr.sectionRowIndex, field: target.dataset.field ?? target.closest("td")?.dataset.column ?? null }
    },
  }
}

// A told fault stands until its cell is changed; one about times, until any of the times is.
function stillTold(faults, row, old) {
  if (row.number !== old.number) return {}
  const times = ["date", "start", "end", "next"]
  const isMoved = times.some((field) => row[field] !== old[field])
  return Object.fromEntries(Object.entries(faults).filter(([field]) => row[field] === old[field] && !(isMoved && times.includes(field))))
}

function paintText(cell, text, more) {
  const whole = text + more
  if (cell.dataset.said === whole) return
  cell.dataset.said = whole
  cell.replaceChildren(text, ...(more ? [el("span", { class: "v-minutes" }, more)] : []))
}

function paintFault(input, message, asks) {
  const old = input.nextElementSibling
  if ((old?.dataset.said ?? "") === (message ?? "")) return
  old?.remove()
  input.toggleAttribute("aria-invalid", false)
  input.removeAttribute("aria-describedby")
  if (!message) return
  const yes = el("button", { type: "button", class: "v-button v-button--secondary v-button--small", "data-act": "next-day" }, "是，第二天")
  const fault = el("div", { class: "hour-fault", id: freshId("cell"), "data-said": message }, el("p", { class: "v-fault" }, message), asks && yes)
  input.after(fault)
  input.setAttribute("aria-invalid", "true")
  input.setAttribute("aria-describedby", fault.id)
}
