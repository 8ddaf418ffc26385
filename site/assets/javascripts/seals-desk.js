import { api } from "./api.js"
import { askReason } from "./ask-reason.js"
import { confirmUnder, whileBusy } from "./confirm.js"
import { inPieces, makeChoice, outcomesNotice } from "./decide-many.js"
import { el, focusOn } from "./dom.js"
import { formatDate, formatDateTime, formatMinutes, formatRange } from "./format.js"
import { loadInto } from "./loading.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { dataTable, pagedTable, tableRow } from "./table.js"
import { statusTag } from "./tag.js"

const PIECE = 5

const small = (text, label, onclick, kind = "plain") =>
  el("button", { type: "button", class: `v-button v-button--${kind} v-button--small`, "aria-label": label, "aria-expanded": "false", onclick }, text)

const WHO = { title: "志愿者", head: true, value: (one) => [one.name, el("span", { class: "v-minutes" }, one.volunteer_number)] }

function statement(one) {
  if (!one.own_rows) return notice("warn", "这份证明里没有本团体记录的时长", el("p", {}, "盖章只说明持有人是本团体志愿者；明细由其他团体记录，本团体不为它们负责。"))
  const others = one.other_rows > 0 && el("p", {}, `另有 ${one.other_rows} 条（${one.other_hours} 小时）由其他团体记录，只是照原样列在纸上，本团体不为它们负责。`)
  return notice("info", `本团体只为自己记录的 ${one.own_rows} 条（${one.own_hours} 小时）负责`, others, el("p", {}, `盖章以后，签章上会写：核实范围：${one.scope}。`))
}

function facts(one) {
  const rows = [
    ["姓名", one.holder], ["证件", `${one.document_type} ${one.document_number}`], ["志愿者编号", one.volunteer_number],
    ["服务期间", `${one.from ? formatDate(one.from) : "最早的记录"} 至 ${formatDate(one.to ?? one.as_of)}`],
    ["服务时长", `${one.hours} 小时（${formatMinutes(one.minutes)}，${one.items.length} 条）`],
    ["证明编号", one.certificate_number], ["出具日期", formatDate(one.issued_on)], ["出具单位", one.issuer], ["本人说明", one.words || "没有写"],
  ]
  return el("dl", { class: "v-facts" }, rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))
}

const ROWS = [
  { title: "谁记录的", head: true, value: (row) => [el("span", { class: `v-tag ${row.own ? "v-tag--good" : "v-tag--info"}` }, row.own ? "本团体" : "其他团体"), el("span", { class: "v-under" }, row.group)] },
  { title: "起止时间", value: (row) => formatRange(row.start, row.end) },
  { title: "项目", value: (row) => [row.project, el("span", { class: "v-under" }, row.place)] },
  { title: "内容", value: (row) => [row.content, el("span", { class: "v-under" }, `服务对象：${row.service_object}`)] },
  { title: "时长", number: true, value: (row) => [`${row.hours} 小时`, el("span", { class: "v-minutes" }, formatMinutes(row.minutes))] },
  { title: "来源", value: (row) => row.source },
]

const UNITS = [
  { title: "记录单位", head: true, value: (unit) => unit.name },
  { title: "负责人", value: (unit) => unit.person_in_charge },
  { title: "经办人", value: (unit) => unit.handler },
  { title: "联系电话", value: (unit) => unit.phone },
]

function tableOf(caption, columns, items) {
  const table = dataTable(caption, columns)
  table.tBodies[0].append(...items.map((item) => tableRow(columns, item)))
  return el("div", { class: "v-table-frame", role: "region", tabindex: "0", "aria-label": caption }, table)
}

// One request, opened: exactly what will be sealed, then the two ways to decide.
function openedView(one, path, settle) {
  const seal = (event) => confirmUnder(event.currentTarget, {
    question: `核实无误，给 ${one.name} 的证明 ${one.certificate_number} 盖本团体的电子签章？盖了不能收回。`, yes: "确定盖章", no: "再看看", busy: "正在盖章…",
    act: () => settle(one, "sealed", ""),
  })
  const refuse = (event) => askReason(event.currentTarget, {
    question: `不给 ${one.name} 的证明盖章？`, yes: "确定不盖章", act: (reason) => settle(one, "refused", reason),
  })
  const button = (text, onclick, kind) => el("button", { type: "button", class: `v-button ${kind}`, "aria-expanded": "false", onclick }, text)
  return el("article", { class: "v-panel", "aria-label": `${one.name} 的盖章申请` }, el("h3", { tabindex: "-1" }, `${one.name} 的盖章申请`), statement(one), facts(one),
    tableOf(`纸上的全部 ${one.items.length} 条服务`, ROWS, one.items), tableOf("纸上的记录单位", UNITS, one.units),
    el("p", {}, el("a", { href: `/api/v1${path}/${one.request_id}/pdf`, download: "" }, "下载要盖章的 PDF 对照"), "（您打开看过，本人会知道）"),
    el("div", { class: "v-actions" }, button("核实无误，盖章…", seal, ""), button("不盖章…", refuse, "v-button--secondary")))
}

function lastStep(one) {
  const last = one.history.at(-1)
  return [statusTag(one.state, one.state_name), el("span", { class: "v-under" }, `${formatDateTime(last.at)}　${last.name}`), last.words && el("span", { class: "v-under" }, last.words)].filter(Boolean)
}

function due(one) {
  const left = one.workdays_left
  return [formatDate(one.due), el("span", { class: "v-under" }, left < 0 ? `已逾期 ${-left} 个工作日` : `还剩 ${left} 个工作日`)]
}

/** 盖章: what holders ask the group to check and seal. Made once for the tab's `section`. */
export function makeSeals(section, bench) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const tool = section.querySelector('[data-tool="seal"]')
  const filter = section.querySelector("[data-filter]")
  const path = `/groups/${bench.group.group_id}/seals`
  const { chosen, pick, clear } = makeChoice((one) => one.request_id, place("count"))
  let list = null

  const send = async (requests, decision, reason) => {
    const keys = requests.map(({ request_id, version }) => ({ request_id, version }))
    return (await api.post(`${path}/decisions`, { requests: keys, decision, reason })).outcomes
  }
  const told = (word, requests, outcomes) => {
    clear()
    list.reload()
    showIn(place("done"), outcomesNotice(word, outcomes, (outcome) => requests.find(({ request_id: id }) => id === outcome.request_id).name))
  }
  const settle = async (one, decision, reason) => {
    const outcomes = await send([one], decision, reason)
    place("open").replaceChildren()
    told(decision === "sealed" ? "盖章" : "退回", [one], outcomes)
  }
  const open = async (one) => {
    await loadInto(place("open"), () => api.get(`${path}/${one.request_id}`), (found) => openedView(found, path, settle))
    list.reload() // what was opened may be chosen now
    const heading = place("open").querySelector("h3")
    if (heading) focusOn(heading)
  }
  const sealChosen = async () => {
    const requests = [...chosen.values()]
    try {
      told("盖章", requests, await inPieces(requests, { size: PIECE, place: place("done"), send: (piece) => send(piece, "sealed", "") }))
    } catch (problem) {
      showIn(place("done"), problemNotice(problem))
      if (!problem.sessionEnded) list.reload()
    }
  }
  tool.addEventListener("click", () => chosen.size
    ? confirmUnder(tool, { question: `给选中的 ${chosen.size} 份证明盖本团体的电子签章？盖了不能收回。`, yes: "确定全部盖章", no: "再看看", act: () => whileBusy(tool, "正在盖章…", sealChosen) })
    : showIn(place("done"), notice("info", "还没有选", el("p", {}, "请先逐份打开核实；看过的，前面会出现选择框。"))))

  const waiting = () => [
    { title: "选", value: (one) => (one.opened ? pick(one, `选中 ${one.name} 的证明 ${one.certificate_number}`) : "—") }, WHO,
    { title: "证明", value: (one) => [one.certificate_number, one.words && el("span", { class: "v-under" }, one.words)].filter(Boolean) },
    { title: "申请日期", value: (one) => formatDate(one.asked_at) },
    { title: "办理期限", value: due },
    { title: "办理", value: (one) => small("打开核实", `打开核实 ${one.name} 的证明 ${one.certificate_number}`, () => open(one), "secondary") },
  ]
  const all = () => [WHO, { title: "证明", value: (one) => one.certificate_number }, { title: "申请日期", value: (one) => formatDate(one.asked_at) }, { title: "办理情况", value: lastStep }]
  const show = () => {
    clear()
    place("open").replaceChildren()
    const everything = filter.value === "all"
    section.querySelector('[data-place="many"]').hidden = everything
    list = pagedTable(place("list"), {
      caption: everything ? "全部盖章申请，新的在前" : "等待盖章的申请，早的在前",
      columns: everything ? all() : waiting(),
      read: pageOf(`${path}${everything ? "?state=all" : ""}`),
      empty: { title: everything ? "还没有人申请过盖章" : "没有等待盖章的申请", text: "志愿者请本团体核实证明并盖章的，会出现在这里。" },
    })
  }
  filter.addEventListener("change", show)
  return { show }
}
