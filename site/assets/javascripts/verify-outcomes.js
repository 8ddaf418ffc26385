import { el } from "./dom.js"
import { formatDate, formatDateTime, formatHours, formatMinutes, groupCode } from "./format.js"
import { dataTable, tableRow } from "./table.js"

/** One outcome, big: an icon, a word, a colour; `lines` are sentences or nodes below, `asked` what was checked and when. */
export function bigOutcome(kind, icon, title, asked, ...lines) {
  const head = el("div", { class: "v-result__head" },
    el("span", { class: "v-result__icon", "aria-hidden": "true" }, icon),
    el("h2", { class: "v-result__title", tabindex: "-1" }, title))
  const sentences = lines.map((line) => (typeof line === "string" ? el("p", {}, line) : line))
  const when = `，查验时间 ${formatDateTime(new Date().toISOString())}`
  return el("div", { class: `v-result v-result--${kind}` }, head, ...sentences, el("p", { class: "v-result__asked" }, asked, when))
}

const outcome = (kind, icon, title, code, ...lines) => bigOutcome(kind, icon, title, ["查验码 ", el("span", { class: "v-code" }, groupCode(code))], ...lines)

const button = (text, name, style = "") => el("button", { type: "button", class: `v-button ${style}`, [name]: true }, text)

const again = () => el("p", { class: "v-no-print" }, button("再查一次", "data-again"))

export function checking(code) {
  return el("p", { class: "v-checking" }, `正在查验 ${groupCode(code)}…`)
}

/** What an answer of the server means. Anything that is not clearly one of the three states is “cannot check”. */
export function answered(code, answer) {
  const shown = { valid, revoked, replaced }[answer?.status]
  if (!shown || !answer.certificate_number) return cannotCheck(code)
  return el("div", {}, shown(code, answer), facts(answer))
}

/** What a refusal means: unknown, too many tries, or cannot check now. */
export function failed(code, problem) {
  if (problem.status === 404) return el("div", {}, unknown(code))
  if (problem.status === 429) return el("div", {}, tooMany(code, problem.retryAfter))
  return el("div", {}, cannotCheck(code, problem.offline))
}

function valid(code, answer) {
  const hidden = "持有人没有同意在网上显示详细内容，所以这里只能确认证明是真的、仍然有效。其他内容请持有人当面出示。"
  const next = "请把下面的内容与纸面逐项核对。纸面与本页不一致的，以本页为准。"
  const erased = "这张证明是本系统出具的。持有人已申请删除个人信息，所以这里不显示内容。"
  if (answer.contested) return contested(code)
  return outcome("good", "✓", "有效", code, "这张证明是真的，现在仍然有效。", answer.holder_erased ? erased : answer.details_shown === false ? hidden : next)
}

function contested(code) {
  return outcome("warn", "…", "正在核实", code,
    "这张证明是本系统出具的，但有人对持有人登记的证件提出异议，主管部门正在核实。", "核实以前请先不要采信，过几个工作日再查。")
}

function revoked(code, answer) {
  const reason = answer.reason_kind_name ? `，原因：${answer.reason_kind_name}` : ""
  return outcome("bad", "✕", "已撤销", code,
    `这张证明在 ${formatDate(answer.revoked_on)} 被撤销${reason}。`, "请不要再采信这张证明。")
}

function replaced(code, answer) {
  return outcome("warn", "⇄", "已被替换", code,
    `这张证明在 ${formatDate(answer.replaced_on)} 被新的证明替换，不再有效。`, "请持有人出示新的证明，用新的查验码查验。")
}

function unknown(code) {
  return outcome("unknown", "?", "查无此证书", code,
    "系统里没有这个查验码。请与纸面逐字核对，再查一次。", "如果核对无误，这张证明不是本系统出具的，请不要采信。")
}

function tooMany(code, seconds) {
  const wait = seconds ? `请等 ${seconds >= 120 ? `${Math.ceil(seconds / 60)} 分钟` : `${seconds} 秒`}再查。` : "请过几分钟再查。"
  return outcome("unknown", "…", "查验次数太多", code,
    `这个网络在短时间里查验了很多次，为防止有人乱试，暂停一会儿。${wait}`, "这不代表证明是真是假。", again())
}

function cannotCheck(code, offline = false) {
  const why = offline ? "网络没有连上。" : "系统现在查不到资料。"
  return outcome("unknown", "…", "暂时无法查验", code,
    `${why}这不代表证明是真是假，也不代表它有效。`, "请过几分钟再试一次。", again())
}

function period(answer) {
  if (!answer.from && !answer.to) return "截至记录日期的全部记录"
  return `${answer.from ? formatDate(answer.from) : "最早的记录"} 至 ${answer.to ? formatDate(answer.to) : "截至日期"}`
}

function factRows(answer) {
  const length = answer.minutes === undefined ? null : `${answer.hours ?? formatHours(answer.minutes)} 小时（${formatMinutes(answer.minutes)}）`
  const count = Array.isArray(answer.items) ? answer.items.length : answer.items
  return [
    ["证明种类", answer.kind_name],
    ["证书编号", answer.certificate_number],
    ["姓名", answer.name_masked],
    ["证件号码", answer.document_masked],
    ["志愿者编号", answer.volunteer_number_masked],
    ["星级", answer.star_name],
    ["评定日期", answer.granted_on && formatDate(answer.granted_on)],
    ["评定单位", answer.granted_by],
    ["评定文件", answer.reference],
    ["服务时长", length],
    ["服务项目", count === undefined ? null : `${count} 项`],
    ["记录期间", answer.minutes === undefined ? null : period(answer)],
    ["记录截至", formatDate(answer.as_of)],
    ["出具日期", formatDate(answer.issued_on)],
    ["出具单位", answer.issuer],
    ["记录单位", (answer.units ?? []).join("、")],
  ].filter(([, value]) => value)
}

const ITEM_COLUMNS = [
  { title: "项目", head: true, value: (item) => item.project },
  { title: "日期", value: (item) => formatDate(item.service_date ?? item.date) },
  { title: "记录单位", value: (item) => item.group ?? item.unit },
  { title: "时长", number: true, value: (item) => `${item.hours ?? formatHours(item.minutes)} 小时` },
]

function itemTable(items) {
  if (!Array.isArray(items) || !items.length || typeof items[0] !== "object") return null
  const columns = ITEM_COLUMNS.filter((column) => items.some((item) => column.value(item)))
  const table = dataTable("证明上的服务项目", columns)
  table.tBodies[0].append(...items.map((item) => tableRow(columns, item)))
  return el("div", { class: "v-table-frame" }, table)
}

function facts(answer) {
  const title = answer.status === "valid" ? "证明的内容" : "证明原来的内容（已不再有效）"
  const list = el("dl", { class: "v-facts" }, factRows(answer).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))
  const printing = el("p", { class: "v-no-print" }, button("打印查验结果", "data-print", "v-button--secondary"))
  return el("section", { class: "v-panel" }, el("h3", {}, title), list, itemTable(answer.items), printing)
}
