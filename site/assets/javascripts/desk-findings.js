import { api } from "./api.js"
import { el, focusOn } from "./dom.js"
import { RESULTS } from "./draw-words.js"
import { choices, field, formOf, words } from "./form-parts.js"
import { enhanceForm } from "./forms.js"
import { formatHours, formatMinutes, formatRange } from "./format.js"
import { loadInto } from "./loading.js"
import { notice, showIn } from "./notice.js"
import { dataTable, tableRow } from "./table.js"
import { sourceOf, statusTag } from "./tag.js"

const KINDS = { in_order: "valid", differs: "revoked", not_checkable: "pending" }

function entryFacts(looked) {
  const entry = looked.entry
  if (!entry) return el("p", {}, "这条时长已经不在原处（两份登记合并过），请记为无法核实。")
  const rows = [
    ["志愿者", `${entry.name} ${entry.volunteer_number}`], ["项目", `${entry.project}（${looked.group}）`], ["起止时间", formatRange(entry.start, entry.end)],
    ["时长", `${formatHours(entry.minutes)} 小时（${formatMinutes(entry.minutes)}）`], ["内容", entry.content], ["来源", sourceOf(entry)], ["现在的状态", statusTag(entry.state, entry.state_name)],
    ["录入时的说明", entry.note],
  ].filter(([, value]) => value)
  return el("dl", { class: "v-facts" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))
}

const orderLink = (draw, looked) => looked.group_id && el("p", {}, el("a", { class: "v-button v-button--secondary", href: `#measures?group=${looked.group_id}&draw=${draw.draw_id}&rank=${looked.rank}` }, "发出责令改正"))

function findingForm(draw, looked, done) {
  const form = formOf("", "记下这一条的结果", [
    choices("这一条的核查结果", "finding", Object.entries(RESULTS), "请选择核查结果。"),
    field("说明（属实的可不填）", words("words", "", 500), "哪里不符，或为什么无法核实。只有主管部门能看到，公开的只有条数。不要写证件号码。"),
  ])
  enhanceForm(form, {
    busy: "正在保存…",
    send: (values, { key }) => api.post(`/draws/${draw.draw_id}/entries/${looked.rank}/finding`, values, { key }),
    done: (answer, values) => done(answer, values.finding),
  })
  return form
}

/** The drawn entries of a draw in `place`, what is open first; `changed()` runs after a finding. */
export function findingsOf(place, draw, changed) {
  const said = el("div")
  const opened = el("div")
  const list = el("div")
  place.replaceChildren(said, opened, list)
  const open = (row) => loadInto(opened, () => api.get(`/draws/${draw.draw_id}/entries/${row.rank}`), (looked) => {
    const title = el("h4", { tabindex: "-1" }, `抽中的第 ${looked.rank} 条`)
    queueMicrotask(() => focusOn(title))
    const done = (now, finding) => {
      const text = now.open ? `还有 ${now.open} 条要核查。` : "全部核查完，这次抽查办结，各种结果的条数已经公开。"
      opened.replaceChildren()
      showIn(said, notice("good", `第 ${looked.rank} 条已记下：${RESULTS[finding]}`, el("p", {}, text), finding === "differs" && orderLink(draw, looked)))
      changed()
      show()
    }
    const answered = looked.finding && [el("p", {}, `${looked.finding_name}。${looked.words}`), looked.finding === "differs" && orderLink(draw, looked)]
    return el("section", { class: "v-panel" }, title, entryFacts(looked), answered || findingForm(draw, looked, done))
  })
  const columns = [
    { title: "第几条", head: true, value: (row) => `第 ${row.rank} 条` },
    { title: "代号", value: (row) => el("code", { class: "draw-code" }, row.public_id) },
    { title: "核查结果", value: (row) => (row.finding ? [statusTag(KINDS[row.finding], row.finding_name), el("span", { class: "v-under" }, row.words)] : "待核查") },
    { title: "办理", value: (row) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `查看抽中的第 ${row.rank} 条`, onclick: () => open(row) }, row.finding ? "查看" : "核查") },
  ]
  const show = () => loadInto(list, () => api.get(`/draws/${draw.draw_id}/entries`), ({ items }) => {
    const table = dataTable("抽中的时长，待核查的在最前", columns)
    table.tBodies[0].append(...items.map((row) => tableRow(columns, row)))
    return el("div", { class: "v-table-frame", role: "region", tabindex: "0", "aria-label": "抽中的时长" }, table)
  })
  show()
}
