import { api } from "./api.js"
import { confirmUnder } from "./confirm.js"
import { eachElement, el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate, formatHours, formatMinutes, formatRange } from "./format.js"
import { loadInto } from "./loading.js"
import { instantsOf } from "./moments.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { emptyState, pagedTable } from "./table.js"
import { sourceOf, statusTag } from "./tag.js"

const said = (claim) => [claim.note, claim.reason && claim.state !== "in_force" && `理由：${claim.reason}`].filter(Boolean)

const COLUMNS = [
  { title: "项目", head: true, value: (claim) => [claim.project, el("span", { class: "v-under" }, claim.group)] },
  { title: "起止时间", value: (claim) => formatRange(claim.start, claim.end) },
  { title: "时长", number: true, value: (claim) => [`${formatHours(claim.minutes)} 小时`, el("span", { class: "v-minutes" }, formatMinutes(claim.minutes))] },
  { title: "来源", value: sourceOf },
  { title: "说明", value: (claim) => said(claim).map((text) => el("p", {}, text)) },
  { title: "状态", value: (claim) => statusTag(claim.state, claim.state_name) },
]

function showClaims(place) {
  const withdraw = (claim) => (event) => confirmUnder(event.currentTarget, {
    question: `撤回 ${formatDate(claim.service_date)} 的申报？撤回后团体不再核实，需要时可以重新申报。`,
    yes: "确定撤回", no: "不撤回", busy: "正在撤回…",
    act: async () => {
      await api.remove(`/volunteers/me/claims/${claim.entry_id}`)
      await list.reload()
    },
  })
  const acts = { title: "办理", value: (claim) => claim.state === "pending"
    ? el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `撤回 ${claim.service_date} 的申报`, onclick: withdraw(claim) }, "撤回")
    : "—" }
  const list = pagedTable(place, {
    caption: "我申报过的时长",
    columns: [...COLUMNS, acts],
    read: pageOf("/volunteers/me/claims"),
    empty: { title: "还没有申报过", text: "团体已经录入的时长不用申报，请看“我的记录”。" },
  })
  return list
}

function start(page, projects) {
  const form = page.querySelector("form")
  page.querySelector("[data-rest]").hidden = false
  const list = showClaims(page.querySelector("[data-list]"))
  if (!projects.length) {
    form.replaceWith(emptyState("还没有可以申报的项目", "先把志愿者编号告诉团体的记录员，加入名册；团体建了项目以后就能申报。"))
    return
  }
  const options = projects.map((project) => el("option", { value: project.project_id }, `${project.name}（${project.group}）`))
  form.elements.project_id.replaceChildren(el("option", { value: "" }, "请选择"), ...options)
  enhanceForm(form, {
    busy: "正在提交…",
    send: ({ project_id, note, ...times }, { key }) => api.post("/volunteers/me/claims", { project_id, note, ...instantsOf(times) }, { key }),
    done: ({ minutes }) => {
      form.reset()
      list.reload()
      showIn(page.querySelector("[data-done]"), notice("good", "已提交，等团体确认", el("p", {}, `这次是 ${formatHours(minutes)} 小时。团体确认或不通过，都会在“我的消息”里告诉您。`)))
    },
  })
}

eachElement("#claims-page", (page) => {
  loadInto(page.querySelector("[data-gate]"), () => api.get("/volunteers/me/projects"), ({ items }) => start(page, items))
})
