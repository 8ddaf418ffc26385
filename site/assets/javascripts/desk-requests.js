import { api } from "./api.js"
import { leftText } from "./dispute-thread.js"
import { el, focusOn, freshId } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate } from "./format.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { requestWhat } from "./request-words.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const KINDS = { open: "pending", granted: "approved", refused: "refused", withdrawn: "closed" }
const EFFECTS = {
  correction: ["同意更正，马上生效", "更正姓名、证件号码的，先核对证件原件；已开的证明会失效，要本人重新出具。"],
  closing: ["同意注销，马上生效", "注销后本人不能再登录，可选的信息删除，依法要保存的记录封存。不能恢复。"],
  document: ["证件属于提出人，注销原登记", "必须当面核对提出人的证件原件。原登记注销，证明撤销，证件可以重新登记。不能恢复。"],
}
const REFUSALS = { correction: "不同意更正", closing: "不同意注销", document: "原登记没有问题，恢复正常" }

function whose(one) {
  if (one.kind !== "document") return [one.name, el("span", { class: "v-minutes" }, one.volunteer_number)]
  const held = one.name ? `这个证件登记在：${one.name} ${one.volunteer_number}` : "这个证件没有人登记"
  return [`提出人：${one.asker}，证件 ${one.value}`, el("span", { class: "v-minutes" }, one.phone), el("span", { class: "v-under" }, held)]
}

function decideForm(one, { close, done }) {
  const [yes, hint] = EFFECTS[one.kind]
  const choice = (value, text) => {
    const box = el("input", { type: "radio", id: freshId("decision"), name: "decision", value, required: true, "data-missing": "请选择怎样办理。" })
    return el("div", { class: "v-choice" }, box, el("label", { for: box.id }, text))
  }
  const note = el("textarea", { id: freshId("note"), name: "note", rows: "3", maxlength: "500", required: true, "data-missing": "请写明核对了什么。" })
  const form = el("form", { class: "v-form" },
    el("fieldset", { class: "v-field" }, el("legend", {}, "怎样办理"), el("p", { class: "v-hint" }, hint), choice("granted", yes), choice("refused", REFUSALS[one.kind])),
    el("div", { class: "v-field" }, el("label", { for: note.id }, "核对情况"), el("p", { class: "v-hint" }, "本人会看到。不要写证件号码。"), note),
    el("div", { class: "v-form-message" }),
    el("div", { class: "v-actions" }, el("button", { type: "submit", class: "v-button" }, "办理"), el("button", { type: "button", class: "v-button v-button--plain", onclick: close }, "返回")))
  enhanceForm(form, { busy: "正在办理…", send: (values, { key }) => api.post(`/requests/${one.request_id}/decision`, { version: one.version, ...values }, { key }), done })
  return form
}

/** 个人请求, for the supervisor: corrections, closings and disputed documents, the first due first. */
export function makeRequests(section) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const filter = section.querySelector("[data-filter]")
  let list = null
  const open = (one) => (event) => {
    const opener = event.currentTarget
    const close = () => {
      place("open").replaceChildren()
      opener.focus()
    }
    const done = (answer) => {
      list.reload()
      showIn(place("open"), notice("good", `${answer.kind_name}：${answer.state_name}`))
    }
    const title = el("h3", {}, one.kind_name)
    place("open").replaceChildren(el("section", { class: "v-panel" }, title, el("p", {}, whose(one)), el("p", {}, requestWhat(one)), decideForm(one, { close, done })))
    focusOn(title)
  }
  const show = () => {
    place("open").replaceChildren()
    list = pagedTable(place("list"), {
      caption: filter.value ? "全部个人请求" : "待办理的个人请求",
      columns: [
        { title: "谁", head: true, value: whose },
        { title: "请求", value: requestWhat },
        { title: "提出日期", value: (one) => formatDate(one.opened_at) },
        { title: "状态", value: (one) => [statusTag(KINDS[one.state], one.state_name), el("span", { class: "v-under" }, leftText(one))] },
        { title: "办理", value: (one) => (one.state === "open" ? el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `办理 ${one.kind_name} ${one.name ?? one.asker}`, onclick: open(one) }, "办理") : one.note) },
      ],
      read: pageOf(`/requests${filter.value ? "?state=all" : ""}`),
      empty: { title: "没有待办理的个人请求", text: "志愿者要求更正信息、注销账号，或者有人说证件被别人登记，会出现在这里。" },
    })
  }
  filter.addEventListener("change", show)
  return { show }
}
