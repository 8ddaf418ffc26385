import { api } from "./api.js"
import { whileBusy } from "./confirm.js"
import { el, freshId } from "./dom.js"
import { entryActs } from "./entry-change.js"
import { enhanceForm } from "./forms.js"
import { formatDate, formatHours, formatMinutes, formatRange } from "./format.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"

const PIECE = 50
const WORDS = { confirmed: "确认", refused: "不通过" }

const COLUMNS = [
  { title: "志愿者", head: true, value: (entry) => [entry.name, el("span", { class: "v-minutes" }, entry.volunteer_number)] },
  { title: "项目", value: (entry) => entry.project },
  { title: "起止时间", value: (entry) => formatRange(entry.start, entry.end) },
  { title: "时长", number: true, value: (entry) => [`${formatHours(entry.minutes)} 小时`, el("span", { class: "v-minutes" }, formatMinutes(entry.minutes))] },
  { title: "来源和说明", value: (entry) => [entry.source_name, entry.note && el("span", { class: "v-minutes" }, entry.note)] },
]

// Decisions go in pieces, so that a long list shows how far it is and can be broken off.
async function decideAll(path, entries, decision, reason, place) {
  const bar = el("progress", { max: entries.length, value: 0 })
  const text = el("p", { role: "status" })
  place.replaceChildren(el("div", { class: "v-panel" }, text, bar))
  const outcomes = []
  for (let start = 0; start < entries.length; start += PIECE) {
    text.textContent = `已处理 ${start} / ${entries.length} 条…`
    bar.value = start
    const piece = entries.slice(start, start + PIECE).map(({ volunteer_id, entry_id }) => ({ volunteer_id, entry_id }))
    const answer = await api.post(path, { entries: piece, decision, reason })
    outcomes.push(...answer.outcomes)
  }
  return outcomes
}

function summary(entries, outcomes, decision) {
  const failed = outcomes.filter((outcome) => !outcome.done)
  const named = (outcome) => entries.find((entry) => entry.entry_id === outcome.entry_id)
  const lines = failed.map((outcome) => el("li", {}, `${named(outcome).name}，${formatDate(named(outcome).service_date)}：${outcome.message}`))
  return notice(failed.length ? "warn" : "good", `${WORDS[decision]}了 ${outcomes.length - failed.length} 条`,
    failed.length && el("p", {}, `有 ${failed.length} 条没有办成：`), failed.length && el("ul", {}, lines))
}

/** 待确认: entries that wait for the group, confirmed or refused many at once. Made once for the tab's `section`. */
export function makeQueue(section, bench) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const tool = (name) => section.querySelector(`[data-tool="${name}"]`)
  const path = `/groups/${bench.group.group_id}/queue`
  const chosen = new Map()
  let list = null

  const count = () => (place("count").textContent = chosen.size ? `已选 ${chosen.size} 条` : "")
  const reload = () => {
    chosen.clear()
    count()
    return list?.reload()
  }
  const pick = (entry) => {
    const box = el("input", { type: "checkbox", id: freshId("pick"), "aria-label": `选中 ${entry.name} ${entry.service_date}` })
    box.addEventListener("change", () => {
      if (box.checked) chosen.set(entry.entry_id, entry)
      else chosen.delete(entry.entry_id)
      count()
    })
    return el("span", { class: "v-choice" }, box)
  }
  const run = async (decision, reason = "") => {
    const entries = [...chosen.values()].slice(0, 500)
    try {
      const outcomes = await decideAll(path, entries, decision, reason, place("done"))
      await reload()
      showIn(place("done"), summary(entries, outcomes, decision))
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
  tool("all").addEventListener("click", () => section.querySelectorAll("[data-place=list] tbody input:not(:checked)").forEach((box) => box.click()))
  tool("confirm").addEventListener("click", (event) => chosen.size ? whileBusy(event.currentTarget, "正在确认…", () => run("confirmed")) : nothingChosen())
  tool("refuse").addEventListener("click", () => chosen.size ? refuse() : nothingChosen())
  place("source").addEventListener("change", () => show())

  const show = () => {
    const source = place("source").value
    chosen.clear()
    count()
    list = pagedTable(place("list"), {
      caption: "等待确认的时长",
      columns: [{ title: "选", value: pick }, ...COLUMNS, { title: "办理", value: (entry) => entryActs(entry, place("change"), reload).slice(0, 1) }],
      read: pageOf(source ? `${path}?source=${source}` : path),
      empty: { title: "没有等待确认的时长", text: "志愿者申报后会出现在这里，请及时核实。" },
    })
  }
  return { show }
}
