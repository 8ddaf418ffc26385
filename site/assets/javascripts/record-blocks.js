import { el } from "./dom.js"
import { formatDate, formatMonth, inFours } from "./format.js"
import { emptyState } from "./table.js"

const EMPTY = {
  training: ["还没有培训信息", "参加志愿团体组织的培训后，由团体记录员录入，就会显示在这里。"],
  commendations: ["还没有表彰奖励信息", "受到表彰奖励后，由团体或主管部门录入，就会显示在这里。"],
  complaints: ["没有投诉举报信息", "如果有查实的投诉举报，会显示在这里。"],
}

function facts(person) {
  const rows = [
    ["姓名", person.name],
    ["性别", person.sex_name],
    ["出生年月", formatMonth(person.birth_month)],
    ["志愿者编号", el("span", { class: "v-code" }, inFours(person.volunteer_number))],
    ["有效证件", `${person.document.type_name} ${person.document.number_masked}`],
    ["服务区域", person.service_area],
    ["服务意愿", person.intentions.join("、")],
    ["技能特长", person.skills.join("、")],
    ["联系方式", person.phone_masked],
    ["登录名", person.login],
    ["登记日期", formatDate(person.registered_at)],
  ]
  return el("dl", { class: "v-facts" }, rows.filter(([, value]) => value).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))
}

function groupList(groups) {
  if (groups.length) return el("ul", {}, groups.map((group) => el("li", {}, group.name)))
  return emptyState("还没有加入志愿团体", "把您的志愿者编号告诉团体的记录员，请他们把您加进名册。")
}

function listed(items) {
  return el("ul", {}, items.map((item) => el("li", {}, item.title ?? item.name ?? "")))
}

/** The blocks that are shown as they are: who one is, one's groups, and three lists; an empty one says that it is empty. */
export function showBlocks(page, record) {
  const place = (name) => page.querySelector(`[data-${name}]`)
  place("person").replaceChildren(facts(record.person),
    el("p", { class: "v-hint" }, "证件号码和手机号只显示一部分，防止旁人看到。内容有误的，请带证件到主管部门窗口更正。"))
  place("groups").replaceChildren(groupList(record.person.groups ?? []))
  for (const [name, [title, text]] of Object.entries(EMPTY)) {
    const { items } = record[name]
    place(name).replaceChildren(items.length ? listed(items) : emptyState(title, text))
  }
}
