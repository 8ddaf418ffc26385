import { showOwnComplaints } from "./complaints-own.js"
import { el } from "./dom.js"
import { formatDate, formatMonth, inFours } from "./format.js"
import { showCommendations, showTrainings } from "./record-lists.js"
import { emptyState } from "./table.js"

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

/** The blocks that are shown as they are: who one is, one's groups; and the lists of the blocks after the service. */
export function showBlocks(page, record) {
  const place = (name) => page.querySelector(`[data-${name}]`)
  place("person").replaceChildren(facts(record.person),
    el("p", { class: "v-hint" }, "证件号码和手机号只显示一部分，防止旁人看到。", el("a", { href: "/rights/" }, "内容有误？请求更正")))
  place("groups").replaceChildren(groupList(record.person.groups ?? []))
  showTrainings(place("training"))
  showCommendations(place("commendations"))
  showOwnComplaints(place("complaints"))
}
