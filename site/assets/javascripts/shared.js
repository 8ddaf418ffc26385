import { api } from "./api.js"
import { eachElement, el } from "./dom.js"
import { formatDate, formatDateTime, formatHours, formatMinutes, inFours } from "./format.js"
import { loadInto } from "./loading.js"
import { notice } from "./notice.js"
import { NAMES } from "./stars.js"
import { dataTable, pagedTable, tableRow } from "./table.js"
import { daysOf } from "./training-words.js"

function facts(seen) {
  const rows = [
    ["给谁看", seen.receiver],
    seen.person && ["姓名", seen.person.name],
    seen.person && ["志愿者编号", el("span", { class: "v-code" }, inFours(seen.person.volunteer_number))],
    seen.totals && ["累计服务时长", `${seen.totals.hours} 小时（${formatMinutes(seen.totals.minutes)}）`],
    seen.totals && ["星级", seen.totals.held_star ? `${NAMES[seen.totals.held_star]}志愿者（已评定）` : "还没有评定星级"],
    ["截至", formatDateTime(seen.as_of)],
    ["链接用到", formatDate(seen.until)],
  ].filter(Boolean)
  return el("dl", { class: "v-facts" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))
}

const COLUMNS = [
  { title: "日期", value: (item) => formatDate(item.service_date) },
  { title: "项目", head: true, value: (item) => [item.project, el("span", { class: "v-under" }, item.group)] },
  { title: "服务内容", value: (item) => item.content },
  { title: "时长", number: true, value: (item) => [`${formatHours(item.minutes)} 小时`, el("span", { class: "v-minutes" }, formatMinutes(item.minutes))] },
  { title: "来源", value: (item) => item.source_name },
]

function table(caption, columns, items) {
  const found = dataTable(caption, columns)
  found.tBodies[0].append(...items.map((item) => tableRow(columns, item)))
  return el("div", { class: "v-table-frame" }, found)
}

const TRAINING = [
  { title: "主题", head: true, value: (item) => [item.topic, el("span", { class: "v-under" }, item.group)] },
  { title: "日期", value: daysOf },
  { title: "学时", number: true, value: (item) => item.class_hours },
]
const COMMENDATIONS = [
  { title: "名称", head: true, value: (item) => item.name },
  { title: "获奖日期", value: (item) => formatDate(item.date) },
  { title: "授予单位", value: (item) => `${item.granting_body}（${item.level_name}）` },
]

function lists({ training, commendations }) {
  return [
    training && (training.length ? table("培训（学时不计入服务时长）", TRAINING, training) : el("p", {}, "没有培训记录。")),
    commendations && (commendations.length ? table("表彰奖励", COMMENDATIONS, commendations) : el("p", {}, "没有表彰奖励记录。")),
  ]
}

function view(token, seen) {
  const place = el("div")
  const read = async (cursor) => {
    if (!cursor) return seen.service
    return (await api.post(`/shares/view?limit=50&cursor=${encodeURIComponent(cursor)}`, { token })).service
  }
  if (seen.service) pagedTable(place, { caption: "服务明细", columns: COLUMNS, read, empty: { title: "这段时间没有服务记录" } })
  return el("div", {}, el("p", {}, "这是志愿者本人分享的内容，本人随时可以结束。打开的时间会告诉本人。需要正式凭据的，请让本人出具志愿服务记录证明。"), facts(seen), place, lists(seen))
}

eachElement("#shared-page", (page) => {
  const gate = page.querySelector("[data-gate]")
  const token = location.hash.slice(1)
  if (!token) {
    gate.replaceChildren(notice("info", "链接没有复制完整", el("p", {}, "请重新复制志愿者给您的整个链接。")))
    return
  }
  loadInto(gate, () => api.post("/shares/view?limit=50", { token }), (seen) => view(token, seen))
})
