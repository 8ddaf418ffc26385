import { api } from "./api.js"
import { el, focusOn } from "./dom.js"
import { formatDateTime, formatHours, formatMinutes, formatRange } from "./format.js"
import { enhanceForm } from "./forms.js"
import { loadInto } from "./loading.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { dataTable, pagedTable, tableRow } from "./table.js"
import { sourceOf, statusTag } from "./tag.js"

const ENTRIES = [
  { title: "志愿者", head: true, value: (entry) => [entry.name, el("span", { class: "v-minutes" }, entry.volunteer_number)] },
  { title: "起止时间", value: (entry) => formatRange(entry.start, entry.end) },
  { title: "时长", number: true, value: (entry) => [`${formatHours(entry.minutes)} 小时`, el("span", { class: "v-minutes" }, formatMinutes(entry.minutes))] },
  { title: "来源", value: sourceOf },
  { title: "状态", value: (entry) => statusTag(entry.state, entry.state_name) },
]

const COLUMNS = [
  { title: "看到什么", head: true, value: (sign) => [sign.kind_name, el("span", { class: "v-minutes" }, `${sign.count} 条时长`)] },
  { title: "项目和团体", value: (sign) => [sign.project, el("span", { class: "v-under" }, sign.group)] },
  { title: "录入或确认的人", value: (sign) => sign.recorder },
  { title: "什么时候", value: (sign) => formatDateTime(sign.seen_at) },
]
const ANSWER = { title: "核查结果", value: (sign) => [sign.outcome_name, el("span", { class: "v-under" }, sign.note)] }

function entriesOf(sign) {
  const table = dataTable(`这条线索涉及的时长${sign.count > sign.entries.length ? `（共 ${sign.count} 条，这里是前 ${sign.entries.length} 条）` : ""}`, ENTRIES)
  table.tBodies[0].append(...sign.entries.map((entry) => tableRow(ENTRIES, entry)))
  return el("div", { class: "v-table-frame", role: "region", tabindex: "0", "aria-label": "涉及的时长" }, table)
}

function answerForm(sign, { done, close }) {
  const choice = (value, text) => el("div", { class: "v-choice" }, el("input", { type: "radio", id: `sign-${value}`, name: "outcome", value, required: true, "data-missing": "请选择核查结果。" }), el("label", { for: `sign-${value}` }, text))
  const note = el("textarea", { id: "sign-note", name: "note", rows: "3", maxlength: "500", required: true, "data-missing": "请写明核查了什么、结果怎样。", "aria-describedby": "sign-note-hint" })
  const form = el("form", { class: "v-form" },
    el("fieldset", { class: "v-field" }, el("legend", {}, "核查结果"), choice("explained", "情况正常"), choice("follow_up", "需要进一步处理")),
    el("div", { class: "v-field" }, el("label", { for: note.id }, "核查了什么，结果怎样"), el("p", { class: "v-hint", id: "sign-note-hint" }, "最多 500 个字，只有主管部门能看到。不要写证件号码。"), note),
    el("div", { class: "v-form-message" }),
    el("div", { class: "v-actions" }, el("button", { type: "submit", class: "v-button" }, "记下结果"), el("button", { type: "button", class: "v-button v-button--plain", onclick: close }, "返回")))
  enhanceForm(form, {
    busy: "正在保存…",
    send: ({ outcome, note: words }, { key }) => api.post(`/signs/${sign.sign_id}/answer`, { version: sign.version, outcome, note: words }, { key }),
    done,
  })
  return form
}

// Where the order is written, with the group and the sign filled in.
const orderLink = (sign) => el("p", {}, el("a", { class: "v-button v-button--secondary", href: `#measures?group=${sign.group_id}&sign=${sign.sign_id}` }, "发出责令改正"))

/** 线索: what is unusual about hours in force; each is a question to look into. Made once for the tab's `section`. */
export function makeSigns(section, settings) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const filters = [...section.querySelectorAll("[data-filter]")]
  const kinds = section.querySelector('[data-filter="kind"]')
  kinds.append(...settings.sign_kinds.map(({ code, name }) => el("option", { value: code }, name)))
  let list = null

  const open = (sign) => (event) => {
    const opener = event.currentTarget
    const close = () => {
      place("open").replaceChildren()
      opener.focus()
    }
    const done = (answered) => {
      place("open").replaceChildren()
      list.reload()
      const text = el("p", {}, "这条线索移到“已核查”。时长没有改动；要更正或作废，请通知团体办理，或在团体的待确认里办理。")
      showIn(place("open"), notice("good", "已记下核查结果", text, answered.outcome === "follow_up" && orderLink(answered)))
    }
    return loadInto(place("open"), () => api.get(`/signs/${sign.sign_id}`), (looked) => {
      const title = el("h3", { tabindex: "-1" }, `${looked.kind_name}：${looked.project}`)
      const answered = [el("p", {}, `已核查：${looked.outcome_name}。${looked.note}`), looked.outcome === "follow_up" && orderLink(looked)]
      const form = looked.state === "open" ? answerForm(looked, { done, close }) : el("div", {}, answered)
      queueMicrotask(() => focusOn(title))
      return el("section", { class: "v-panel" }, title, el("p", {}, looked.question), entriesOf(looked), form)
    })
  }
  const show = () => {
    place("open").replaceChildren()
    const [state, kind] = filters.map(({ value }) => value)
    const look = { title: "办理", value: (sign) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `查看 ${sign.kind_name}，${sign.project}`, onclick: open(sign) }, "查看") }
    list = pagedTable(place("list"), {
      caption: state === "open" ? "待核查的线索" : "已核查的线索",
      columns: [...COLUMNS, ...(state === "open" ? [] : [ANSWER]), look],
      read: pageOf(`/signs?state=${state}${kind ? `&kind=${kind}` : ""}`),
      empty: { title: "没有这样的线索", text: "时长生效时系统会自动查看，有疑问的列在这里。" },
    })
  }
  for (const filter of filters) filter.addEventListener("change", show)
  return { show }
}
