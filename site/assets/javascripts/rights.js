import { api } from "./api.js"
import { confirmUnder } from "./confirm.js"
import { eachElement, el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate, formatLastDay } from "./format.js"
import { loadInto } from "./loading.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { requestWhat } from "./request-words.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const KINDS = { open: "pending", granted: "approved", refused: "refused", withdrawn: "closed" }

// Only what belongs to the chosen field is shown, and sent.
function followField(form) {
  const field = form.elements.field.value
  const kind = ["document", "sex"].includes(field) ? field : "plain"
  for (const part of form.querySelectorAll("[data-for]")) {
    part.hidden = part.dataset.for !== kind
    for (const control of part.querySelectorAll("input, select")) control.disabled = part.hidden
  }
}

function listIn(place) {
  const withdraw = (one) => (event) => confirmUnder(event.currentTarget, {
    question: `撤回“${one.kind_name}”？`, yes: "确定撤回", no: "不撤回", busy: "正在撤回…",
    act: async () => {
      await api.post(`/volunteers/me/requests/${one.request_id}/withdraw`)
      await list.reload()
    },
  })
  const state = (one) => [statusTag(KINDS[one.state], one.state_name), one.state === "open" && el("span", { class: "v-under" }, `${formatLastDay(one.due)}以前办理`), one.note && el("span", { class: "v-under" }, one.note)]
  const list = pagedTable(place, {
    caption: "我的请求",
    columns: [
      { title: "请求", head: true, value: requestWhat },
      { title: "提出日期", value: (one) => formatDate(one.opened_at) },
      { title: "状态", value: state },
      { title: "办理", value: (one) => one.state === "open" && el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `撤回 ${one.kind_name}`, onclick: withdraw(one) }, "撤回") },
    ].map((column) => ({ ...column, value: (one) => [column.value(one)].flat().filter(Boolean) })),
    read: pageOf("/volunteers/me/requests"),
    empty: { title: "还没有提过请求", text: "更正信息、注销账号的请求会列在这里。" },
  })
  return list
}

function start(page) {
  page.querySelector("[data-rest]").hidden = false
  const list = listIn(page.querySelector("[data-list]"))
  const done = (name) => ({ due }) => {
    list.reload()
    showIn(page.querySelector(`[data-done="${name}"]`), notice("good", "已提交", el("p", {}, `主管部门在 ${formatLastDay(due)} 以前办理，结果会在“我的消息”里告诉您。`)))
  }
  const correction = page.querySelector('[data-form="correction"]')
  correction.addEventListener("change", () => followField(correction))
  enhanceForm(correction, {
    busy: "正在提交…",
    shape: ({ sex, ...values }) => (sex ? { ...values, value: sex } : values),
    send: (values, { key }) => api.post("/volunteers/me/corrections", values, { key }),
    done: (answer) => {
      correction.reset()
      followField(correction)
      done("correction")(answer)
    },
  })
  const closing = page.querySelector('[data-form="closing"]')
  enhanceForm(closing, {
    busy: "正在提交…",
    send: (values, { key }) => api.post("/volunteers/me/closing", values, { key }),
    done: (answer) => {
      closing.reset()
      done("closing")(answer)
    },
  })
  followField(correction)
}

eachElement("#rights-page", (page) => {
  loadInto(page.querySelector("[data-gate]"), () => api.get("/volunteers/me/requests?limit=1"), () => start(page))
})
