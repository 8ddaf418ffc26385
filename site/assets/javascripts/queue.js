import { api } from "./api.js"
import { whileBusy } from "./confirm.js"
import { chooseAll, inPieces, makeChoice, outcomesNotice } from "./decide-many.js"
import { el, freshId } from "./dom.js"
import { entryActs } from "./entry-change.js"
import { enhanceForm } from "./forms.js"
import { formatDate, formatHours, formatMinutes, formatRange } from "./format.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { sourceOf } from "./tag.js"

const PIECE = 50
const WORDS = { confirmed: "确认", refused: "不通过" }

const COLUMNS = [
  { title: "志愿者", head: true, value: (entry) => [entry.name, el("span", { class: "v-minutes" }, entry.volunteer_number)] },
  { title: "项目", value: (entry) => entry.project },
  { title: "起止时间", value: (entry) => formatRange(entry.start, entry.end) },
  { title: "时长", number: true, value: (entry) => [`${formatHours(entry.minutes)} 小时`, el("span", { class: "v-minutes" }, formatMinutes(entry.minutes))] },
  { title: "来源和说明", value: (entry) => [...sourceOf(entry), entry.note && el("span", { class: "v-minutes" }, entry.note)] },
]

const narrowed = (path, filters) => {
  const asked = [...filters].filter(({ value }) => value).map(({ dataset, value }) => `${dataset.filter}=${encodeURIComponent(value)}`)
  return asked.length ? `${path}?${asked.join("&")}` : path
}

// What may be filtered by is known to the server, and to the group.
async function fillFilters(section, bench) {
  const options = (name, choices) => section.querySelector(`[data-filter="${name}"]`).append(...choices.map(([value, text]) => el("option", { value }, text)))
  options("mark", bench.settings.hour_marks.map(({ code, name }) => [code, name]))
  const projects = await bench.projects().catch(() => [])
  options("project_id", projects.map((project) => [project.project_id, project.name]))
}

// Keys count only within the queue and not in a field: a letter typed elsewhere must not decide anything.
function listenToKeys(section, acts) {
  const boxes = () => [...section.querySelectorAll("[data-place=list] tbody input")]
  section.addEventListener("keydown", (event) => {
    const { key, target } = event
    if (target.matches("textarea, select, input:not([type=checkbox])") || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[key]
    if (step) {
      const all = boxes()
      const next = all[all.indexOf(target) + step]
      if (next) event.preventDefault()
      next?.focus()
    } else if (acts[key.toLowerCase()]) {
      event.preventDefault()
      acts[key.toLowerCase()]()
    }
  })
}

/** 待确认: entries that wait for the group, confirmed or refused many at once. Made once for the tab's `section`. */
export function makeQueue(section, bench) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const tool = (name) => section.querySelector(`[data-tool="${name}"]`)
  const path = `/groups/${bench.group.group_id}/queue`
  const { chosen, pick, clear } = makeChoice((entry) => entry.entry_id, place("count"))
  let list = null

  const reload = () => {
    clear()
    return list?.reload()
  }
  const run = async (decision, reason = "") => {
    const entries = [...chosen.values()].slice(0, 500)
    try {
      const send = async (piece) => {
        const keys = piece.map(({ volunteer_id, entry_id }) => ({ volunteer_id, entry_id }))
        return (await api.post(path, { entries: keys, decision, reason })).outcomes
      }
      const outcomes = await inPieces(entries, { size: PIECE, place: place("done"), send })
      await reload()
      const named = (outcome) => {
        const entry = entries.find(({ entry_id: id }) => id === outcome.entry_id)
        return `${entry.name}，${formatDate(entry.service_date)}`
      }
      showIn(place("done"), outcomesNotice(WORDS[decision], outcomes, named))
    } catch (problem) {
      showIn(place("done"), problemNotice(problem))
      if (!problem.sessionEnded) list?.reload()
    }
  }
  const nothingChosen = () => showIn(place("done"), notice("info", "还没有选", el("p", {}, "请先在列表里勾选要办理的记录。")))
  const refuse = () => {
    const area = el("textarea", { id: freshId("reason"), name: "reason", rows: "2", maxlength: "300", required: true, "data-missing": "请写明不通过的理由。" })
    const form = el("form", { class: "v-form v-panel" },
      el("div", { class: "v-field" }, el("label", { for: area.id }, `${chosen.size} 条不通过的理由`), el("p", { class: "v-hint" }, "志愿者会看到。"), area),
      el("div", { class: "v-actions" }, el("button", { type: "submit", class: "v-button v-button--danger" }, "确认不通过"),
        el("button", { type: "button", class: "v-button v-button--plain", onclick: () => place("reason").replaceChildren() }, "返回")))
    enhanceForm(form, { send: async (values) => values, done: async ({ reason }) => {
      place("reason").replaceChildren()
      await run("refused", reason)
    } })
    showIn(place("reason"), form)
  }
  tool("all").addEventListener("click", () => chooseAll(place("list")))
  tool("confirm").addEventListener("click", (event) => chosen.size ? whileBusy(event.currentTarget, "正在确认…", () => run("confirmed")) : nothingChosen())
  tool("refuse").addEventListener("click", () => chosen.size ? refuse() : nothingChosen())
  listenToKeys(section, { a: () => tool("all").click(), 1: () => tool("confirm").click(), 2: () => tool("refuse").click() })
  const filters = section.querySelectorAll("[data-filter]")
  for (const filter of filters) filter.addEventListener("change", () => show())
  fillFilters(section, bench)

  const show = () => {
    clear()
    list = pagedTable(place("list"), {
      caption: "等待确认的时长",
      columns: [{ title: "选", value: (entry) => pick(entry, `选中 ${entry.name} ${entry.service_date}`) }, ...COLUMNS, { title: "办理", value: (entry) => entryActs(entry, place("change"), reload).slice(0, 1) }],
      read: pageOf(narrowed(path, filters)),
      empty: { title: "没有等待确认的时长", text: "志愿者申报的、补录的时长会出现在这里，请及时核实。" },
    })
  }
  return { show }
}
