import { api } from "./api.js"
import { el } from "./dom.js"
import { field, folded, formOf, whole, words } from "./form-parts.js"
import { enhanceForm } from "./forms.js"
import { formatDate } from "./format.js"
import { readAll } from "./read-all.js"

// As the server reads it, roughly: seven digits or more with little between them. The server decides.
const NUMBER = /\d(?:[\s\-.·/_()（）]*\d){6,}/u
const DAY = /(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}/gu
const faultsOf = (values) => ["facts", "decision"]
  .filter((name) => NUMBER.test((values[name] ?? "").normalize("NFKC").replace(DAY, "某日")))
  .map((name) => ({ field: name, message: "这里有像电话、证件号码或志愿者编号的数字，通报里不能写。请删去；日期请写成 2026年5月1日 这样。" }))

const groupSelect = (groups, chosen) => el("select", { name: "group_id", required: true, "data-keep-empty": true, "data-missing": "请选择团体。" },
  el("option", { value: "" }, "请选择"), groups.map((group) => el("option", { value: group.group_id, selected: group.group_id === chosen }, group.name)))

const sending = (what) => ({ group_id, ...values }, { key }) => api.post(`/groups/${group_id}/${what}`, values, { key })

function orderForm(groups, asked, done) {
  const basis = asked.sign ? "依据：刚才核查的线索。" : asked.draw ? `依据：抽查的第 ${asked.rank} 条。` : ""
  const form = formOf("", "发出责令改正", [
    basis && el("p", {}, basis),
    field("责令哪个团体", groupSelect(groups, asked.group)),
    field("查到的问题", words("facts", "请写明查到了什么问题。"), "只有这个团体的记录员和主管部门能看到。不要写证件号码。"),
    field("要求团体做什么", words("demand", "请写明要求团体做什么。"), "例如：核对五月的签到表，作废多录的时长，答复结果。"),
    field("给几个工作日", whole("workdays", "请填写工作日数。", "10"), "1 到 60，节假日和调休系统会算。"),
  ])
  const links = { ...(asked.sign && { sign_id: asked.sign }), ...(asked.draw && { draw_id: asked.draw, rank: Number(asked.rank) }) }
  enhanceForm(form, { busy: "正在发出…", shape: (values) => ({ ...values, ...links }), send: sending("orders"), done: () => done("已发出责令改正", "团体的记录员会收到消息，在工作台“整改”里答复。") })
  return form
}

function suspensionForm(groups, asked, done) {
  const form = formOf("", "暂停录入", [
    el("p", {}, "暂停以后，这个团体不能录入、导入、签到签退、确认和更正时长；志愿者照样可以申报、查看、提异议。"),
    field("暂停哪个团体", groupSelect(groups, asked.group)),
    field("为什么暂停", words("reason", "请写明暂停的理由，团体会看到。", 500), "团体每次打不开门都会看到这段话。"),
    field("暂停到哪一天（可不填）", el("input", { type: "date", name: "until", "data-keep-empty": true }), "含当天，一年以内；不填，就要由主管部门恢复。"),
  ])
  enhanceForm(form, { busy: "正在暂停…", shape: (values) => ({ ...values, until: values.until || null }), send: sending("suspensions"), done: () => done("已暂停录入", "马上起作用，团体的记录员会收到消息。") })
  return form
}

function noticeForm(groups, asked, done) {
  const order = el("select", { name: "order_id", "data-keep-empty": true }, el("option", { value: "" }, "不写"))
  const group = groupSelect(groups, asked.group)
  const fill = async () => {
    const found = group.value ? (await readAll(`/groups/${group.value}/measures`, 200)).items : []
    const orders = found.filter((measure) => measure.kind === "order" && measure.state !== "annulled")
    order.replaceChildren(el("option", { value: "" }, "不写"), ...orders.map((each) => el("option", { value: each.measure_id }, `${formatDate(each.decided_at)}发出`)))
  }
  group.addEventListener("change", fill)
  if (group.value) fill()
  const form = formOf("", "公布通报", [
    el("p", {}, el("strong", {}, "公布以后任何人都能看到。"), "只写团体，不写人的姓名；不写电话、证件号码、志愿者编号，系统会拒绝。日期写成 2026年5月1日 这样。"),
    field("通报哪个团体", group),
    field("弄虚作假的事实", words("facts", "请写明弄虚作假的事实。"), "最多 1000 个字。例如：2026年5月虚报 12 人的服务时长 35 小时。"),
    field("处理决定", words("decision", "请写明处理决定。", 500), "例如：责令改正，作废虚报的时长，予以通报。"),
    field("依据哪份责令改正（可不填）", order),
  ])
  enhanceForm(form, { busy: "正在公布…", check: faultsOf, send: sending("notices"), done: () => done("已公布通报", "在“通报”页任何人可以看到。团体可以在 10 个工作日内申诉。") })
  return form
}

/** The three forms of 整改通报, folded; `asked` says what to fill in, and which opens; `done(title, text)` after one was sent. */
export function measureForms(groups, asked, done) {
  const order = folded("发出责令改正", orderForm(groups, asked, done))
  order.open = Boolean(asked.group)
  return [order, folded("暂停团体录入", suspensionForm(groups, asked, done)), folded("公布通报", noticeForm(groups, asked, done))]
}
