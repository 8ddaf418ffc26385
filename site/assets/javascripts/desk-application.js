import { el, focusOn, freshId } from "./dom.js"
import { storage } from "./form-draft.js"
import { formatDateTime } from "./format.js"
import { enhanceForm } from "./forms.js"

const TEMPLATES = [
  ["材料不全", "申请材料不全，请补充登记证书或批准成立的文件后重新申请。"],
  ["名称不符", "团体名称与登记证书或批复不一致，请按证书填写后重新申请。"],
  ["类别有误", "团体类别选择有误，请改选后重新申请。"],
  ["不属本区县", "团体所在地不属于本区县，请向所在区县的主管部门申请。"],
  ["无法核实", "联系人或记录员的信息无法核实，请核对姓名和电话后重新申请。"],
]

/** Every fact of an application, as the supervisor sees it. */
export function applicationFacts(group) {
  const facts = [
    ["团体类别", group.kind_name],
    ["统一社会信用代码", group.credit_code ?? "没有填写"],
    ["所在区县", group.district_name],
    ["地址", group.address || "没有填写"],
    ["联系人", group.contact.name],
    ["联系电话", group.contact.phone],
    ["第一位记录员", group.recorder.name],
    ["申请时间", formatDateTime(group.applied_at)],
  ]
  return el("dl", { class: "v-facts" }, facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))
}

const reasonStore = (groupId) => storage(`draft:decision-${groupId}`)

/** The reason is kept in this browser until the decision stands. */
export function forgetReason(groupId) {
  reasonStore(groupId).clear()
}

function templateButtons(area) {
  const known = TEMPLATES.map(([, text]) => text)
  const use = (text) => () => {
    const typed = area.value.trim()
    area.value = !typed || known.includes(typed) ? text : `${typed}\n${text}`
    area.dispatchEvent(new Event("input", { bubbles: true }))
    area.focus()
  }
  const buttons = TEMPLATES.map(([name, text]) => el("button", { type: "button", class: "v-button v-button--secondary v-button--small", onclick: use(text) }, name))
  return el("div", { class: "desk-templates", role: "group", "aria-label": "常用理由" }, el("span", {}, "常用理由："), buttons)
}

function reasonField(isRefusal) {
  const id = freshId("reason")
  const hint = isRefusal ? "申请人会看到，请写清楚怎样改。最多 500 个字。" : "申请人会看到，可以不写。最多 500 个字。"
  const area = el("textarea", { id, name: "reason", rows: "3", maxlength: "500", required: isRefusal, "data-missing": "请写明不通过的理由。", "aria-describedby": `${id}-hint` })
  const optional = !isRefusal && el("span", { class: "v-optional" }, "(可不填)")
  return { area, field: el("div", { class: "v-field" }, el("label", { for: id }, isRefusal ? "不通过的理由" : "审核意见 ", optional), el("p", { class: "v-hint", id: `${id}-hint` }, hint), area) }
}

// The summary before it counts: what is decided about whom, what follows from it, and the reason.
function decisionForm(group, decision, { decided, close }) {
  const isRefusal = decision === "refused"
  const { area, field } = reasonField(isRefusal)
  const store = reasonStore(group.group_id)
  area.value = store.read() ?? ""
  area.addEventListener("input", () => store.write(area.value))
  const follows = isRefusal ? "申请人会看到不通过的理由，改正后可以重新申请。" : "通过后，它的记录员就能建项目、录入时长。"
  const title = el("h4", {}, `${isRefusal ? "不通过" : "通过"}“${group.name}”的申请`)
  const leave = el("button", { type: "button", class: "v-button v-button--plain", onclick: close }, "返回")
  const sure = el("button", { type: "submit", class: `v-button ${isRefusal ? "v-button--danger" : ""}` }, isRefusal ? "确认不通过" : "确认通过")
  const form = el("form", { class: "v-form v-panel desk-decision" }, title, el("p", {}, `${follows}送出后不能再改。`), isRefusal && templateButtons(area), field, el("div", { class: "v-actions" }, sure, leave))
  enhanceForm(form, { send: async (values) => values, done: (values) => decided({ group, decision, reason: values.reason ?? "" }) })
  return { form, first: isRefusal ? area : sure, title }
}

/**
 * One application: its facts, and deciding. `decided({group, decision, reason})` runs once the person has confirmed.
 * Returns `{element, heading, choose(decision)}`.
 */
export function applicationView(group, { decided }) {
  const place = el("div")
  const heading = el("h3", { tabindex: "-1" }, group.name)
  const close = () => {
    place.replaceChildren(buttons)
    buttons.firstChild.focus()
  }
  const choose = (decision) => {
    const { form, first } = decisionForm(group, decision, { decided, close })
    place.replaceChildren(form)
    first.focus()
    form.scrollIntoView({ block: "nearest" })
  }
  const button = (decision, text, kind) => el("button", { type: "button", class: `v-button ${kind}`, onclick: () => choose(decision) }, text)
  const buttons = el("div", { class: "v-actions" }, button("approved", "通过…", ""), button("refused", "不通过…", "v-button--secondary"))
  place.append(buttons)
  const element = el("article", { class: "v-panel", "aria-label": group.name }, heading, applicationFacts(group), place)
  return { element, choose, show: () => focusOn(heading) }
}
