import { api } from "./api.js"
import { el } from "./dom.js"
import { formatDate, formatDateTime, formatLastDay } from "./format.js"
import { loadInto } from "./loading.js"
import { pageOf } from "./read-all.js"
import { dataTable, pagedTable, tableRow } from "./table.js"

const MOMENTS = { since: "最早的一件", due: "最早到期", ended: "最早结束", found: "核对时间" }

const countOf = ({ count, more }) => `${count}${more ? "+" : ""}`

function late({ moment, first }) {
  return moment === "due" && first && Date.parse(first) < Date.now()
}

const COLUMNS = [
  { title: "事项", head: true, value: (kind) => el("a", { href: `#${kind.code}` }, kind.name) },
  { title: "件数", number: true, value: (kind) => el("strong", {}, countOf(kind)) },
  { title: "什么时候", value: (kind) => [`${MOMENTS[kind.moment]}：${kind.moment === "due" ? formatLastDay(kind.first) : formatDate(kind.first)}`, late(kind) && el("span", { class: "v-tag v-tag--bad" }, el("span", { "aria-hidden": "true" }, "✕"), "已到期")].filter(Boolean) },
]

function table(kinds) {
  const waits = kinds.filter(({ count }) => count)
  if (!waits.length) return el("div", { class: "v-empty" }, el("p", { class: "v-empty__title" }, "没有等待办理的事项"), el("p", {}, "有新的申请、投诉、线索，会列在这里。"))
  waits.sort((one, other) => Number(late(other) ?? false) - Number(late(one) ?? false) || Date.parse(one.first) - Date.parse(other.first))
  const list = dataTable("等待办理的事项，到期的和最早的在前", COLUMNS)
  list.tBodies[0].append(...waits.map((kind) => tableRow(COLUMNS, kind)))
  const done = kinds.filter(({ count }) => !count).map(({ name }) => name).join("；")
  return el("div", {}, el("div", { class: "v-table-frame", role: "region", tabindex: "0", "aria-label": "等待办理的事项" }, list), done && el("p", { class: "v-hint" }, `没有等待的：${done}。`))
}

/** 总览: how much waits, in one place; `counted(code, text)` puts the counts beside the tabs' names. */
export function makeOverview(section, counted) {
  return {
    show: () => loadInto(section.querySelector('[data-place="list"]'), () => api.get("/overview"), ({ items }) => {
      for (const code of new Set(items.map((kind) => kind.code))) {
        const own = items.filter((kind) => kind.code === code)
        const count = own.reduce((sum, kind) => sum + kind.count, 0)
        counted(code, count ? `${count}${own.some(({ more }) => more) ? "+" : ""}` : "")
      }
      return table(items)
    }),
  }
}

const RECOUNTS = [
  { title: "核对时间", head: true, value: (one) => formatDateTime(one.at) },
  { title: "核对了多少项", number: true, value: (one) => one.cells },
  { title: "不一致的", number: true, value: (one) => one.differences.length },
  { title: "是哪些", value: (one) => (one.differences.length ? el("ul", { class: "v-plain" }, one.differences.slice(0, 10).map(({ cell, kept, found }) => el("li", {}, `${cell}：统计 ${kept}，记录 ${found}`))) : "全部一致") },
]

/** 统计核对: what counting all records anew found. */
export function makeRecounts(section) {
  return {
    show: () => pagedTable(section.querySelector('[data-place="list"]'), {
      caption: "历次核对，新的在前",
      columns: RECOUNTS,
      read: pageOf("/statistics/recounts"),
      empty: { title: "还没有核对过", text: "系统每天夜里核对一次。" },
    }),
  }
}
