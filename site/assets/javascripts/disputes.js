import { api } from "./api.js"
import { openDispute, DISPUTE_COLUMNS } from "./dispute-thread.js"
import { eachElement, el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate, formatHours, formatLastDay, formatRange } from "./format.js"
import { loadInto } from "./loading.js"
import { instantsOf } from "./moments.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"

const asked = () => new URLSearchParams(location.hash.slice(1)).get("entry")

function fillEntries(select, entries) {
  const options = entries.map((entry) => el("option", { value: entry.entry_id }, `${formatRange(entry.start, entry.end)}　${entry.project}　${formatHours(entry.minutes)} 小时`))
  const chosen = asked()
  const known = entries.some((entry) => entry.entry_id === chosen)
  if (chosen && !known) options.unshift(el("option", { value: chosen }, "在“我的记录”里选中的那一条"))
  select.replaceChildren(el("option", { value: "" }, options.length ? "请选择" : "还没有服务记录"), ...options)
  if (chosen) select.value = chosen
}

// Only what belongs to the chosen kind is shown, and sent.
function followKind(form) {
  const kind = form.elements.kind.value
  for (const part of form.querySelectorAll("[data-for]")) {
    part.hidden = part.dataset.for !== kind
    for (const control of part.querySelectorAll("input, select")) control.disabled = part.hidden
  }
}

function shaped({ kind, text, entry_id, project_id, ...times }) {
  if (kind !== "missing") return { kind, text, entry_id }
  return { kind, text, project_id, ...(times.date && times.start && times.end ? instantsOf(times) : {}) }
}

function start(page, record, projects) {
  const form = page.querySelector("form")
  page.querySelector("[data-rest]").hidden = false
  fillEntries(form.elements.entry_id, record.service.items)
  const options = projects.map((project) => el("option", { value: project.project_id }, `${project.name}（${project.group}）`))
  form.elements.project_id.replaceChildren(el("option", { value: "" }, options.length ? "请选择" : "还没有可选的项目"), ...options)
  const open = (dispute) => (event) => openDispute(page.querySelector("[data-open]"), dispute, { opener: event.currentTarget, changed: () => list.reload() })
  const look = { title: "办理", value: (dispute) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `查看 ${dispute.kind_name}，${dispute.project}`, onclick: open(dispute) }, "查看") }
  const list = pagedTable(page.querySelector("[data-list]"), {
    caption: "我提过的异议",
    columns: [...DISPUTE_COLUMNS, { title: "提出日期", value: (dispute) => formatDate(dispute.opened_at) }, look],
    read: pageOf("/volunteers/me/disputes"),
    empty: { title: "还没有提过异议", text: "时长记错或漏记时，可以在上面提出。" },
  })
  form.addEventListener("change", () => followKind(form))
  enhanceForm(form, {
    busy: "正在提交…",
    shape: shaped,
    send: (values, { key }) => api.post("/volunteers/me/disputes", values, { key }),
    done: ({ due }) => {
      form.reset()
      followKind(form)
      list.reload()
      showIn(page.querySelector("[data-done]"), notice("good", "已提交，等团体答复", el("p", {}, `团体应当在 ${formatLastDay(due)} 以前答复。有了答复，会在“我的消息”里告诉您。`)))
    },
  })
  followKind(form)
}

eachElement("#disputes-page", (page) => {
  const read = () => Promise.all([api.get("/volunteers/me/record"), api.get("/volunteers/me/projects")])
  loadInto(page.querySelector("[data-gate]"), read, ([record, { items }]) => start(page, record, items))
})
