import { el } from "./dom.js"
import { storage } from "./form-draft.js"

export const ASPECTS = [["punctuality", "守时程度"], ["attitude", "服务态度"], ["skill", "专业水平"]]
export const STEPS = ["很差", "较差", "一般", "较好", "很好"]

/** A choice of the five steps, the best first. */
export function stepSelect(attributes, chosen) {
  const options = STEPS.map((name, index) => el("option", { value: String(index + 1), selected: chosen === index + 1 }, `${index + 1} ${name}`)).reverse()
  return el("select", attributes, el("option", { value: "" }, "未选"), options)
}

function rowOf(person, kept) {
  const said = person.evaluation
  const locked = Boolean(said?.answer)
  const before = kept ?? said ?? {}
  const selects = Object.fromEntries(ASPECTS.map(([aspect, title]) => [aspect, stepSelect({ "aria-label": `${title} ${person.name}`, disabled: locked }, Number(before[aspect]) || 0)]))
  const words = el("input", { "aria-label": `评语 ${person.name}`, maxlength: "300", autocomplete: "off", disabled: locked, value: before.words ?? "" })
  const state = locked ? ["本人已答复，不能再改", el("span", { class: "v-under" }, said.answer)] : said ? "已评价" : "还没有"
  const field = (title, control) => el("td", { "data-label": title }, el("div", { class: "v-field" }, control))
  const cells = [...ASPECTS.map(([aspect, title]) => field(title, selects[aspect])), field("评语（可不填）", words), el("td", { "data-label": "现在" }, state)]
  const element = el("tr", {}, el("th", { scope: "row", "data-label": "志愿者" }, person.name, el("span", { class: "v-minutes" }, person.volunteer_number)), cells)
  const values = () => ({ ...Object.fromEntries(ASPECTS.map(([aspect]) => [aspect, Number(selects[aspect].value)])), words: words.value.trim() })
  const scores = (one) => ASPECTS.map(([aspect]) => one[aspect] || 0)
  const changed = () => !locked && JSON.stringify([scores(values()), values().words]) !== JSON.stringify([scores(said ?? {}), said?.words ?? ""])
  return { person, element, selects, words, values, changed, locked }
}

/**
 * The table in which everybody who took part in a project is evaluated; what is typed survives a reload.
 * Answers `{element, rows, fill(step), forget()}`; each row has `changed()`, `values()`, `selects`, `words`.
 */
export function evaluationSheet(sheet, draft) {
  const store = storage(`draft:${draft}`)
  const kept = JSON.parse(store.read() ?? "{}")
  const rows = sheet.items.map((person) => rowOf(person, kept[person.volunteer_number]))
  const heads = ["志愿者", ...ASPECTS.map(([, title]) => title), "评语（可不填）", "现在"].map((title) => el("th", { scope: "col" }, title))
  const caption = el("caption", { id: "evaluation-caption" }, `参加“${sheet.project}”的 ${rows.length} 人`)
  const table = el("table", { class: "v-table evaluation-table" }, caption, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows.map((row) => row.element)))
  const keep = () => {
    const changed = rows.filter((row) => row.changed())
    if (changed.length) store.write(JSON.stringify(Object.fromEntries(changed.map((row) => [row.person.volunteer_number, row.values()]))))
    else store.clear()
  }
  table.addEventListener("input", keep)
  const fill = (step) => {
    for (const { locked, selects } of rows) {
      for (const select of Object.values(selects)) if (!locked && !select.value) select.value = String(step)
    }
    keep()
  }
  const element = el("div", { class: "v-table-frame", role: "region", tabindex: "0", "aria-labelledby": "evaluation-caption" }, table)
  return { element, rows, fill, forget: () => store.clear() }
}
