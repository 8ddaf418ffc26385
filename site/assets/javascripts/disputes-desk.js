import { openDispute, DISPUTE_COLUMNS } from "./dispute-thread.js"
import { el } from "./dom.js"
import { formatDate } from "./format.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { addressOf } from "./workbench-address.js"

const WHO = { title: "志愿者", head: true, value: (dispute) => [dispute.name, el("span", { class: "v-minutes" }, dispute.volunteer_number)] }
const WHEN = { title: "提出日期", value: (dispute) => formatDate(dispute.opened_at) }

function listIn(section, { caption, path, empty, more }) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  place("open").replaceChildren()
  const open = (dispute) => (event) => openDispute(place("open"), dispute, { opener: event.currentTarget, more, changed: () => list.reload() })
  const look = { title: "办理", value: (dispute) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `办理 ${dispute.name} 的异议，${dispute.project}`, onclick: open(dispute) }, "办理") }
  const list = pagedTable(place("list"), { caption, columns: [WHO, ...DISPUTE_COLUMNS.map((column) => ({ ...column, head: false })), WHEN, look], read: pageOf(path), empty })
}

/** 异议, for the group: what waits for its answer, the first due first. Made once for the tab's `section`. */
export function makeDisputes(section, bench) {
  const filter = section.querySelector("[data-filter]")
  // Where the hours themselves are mended: an entry among the project's, a missing one in the hour table.
  const more = (dispute) => {
    const [tab, text] = dispute.kind === "error" ? ["entries", "到“已录时长”更正"] : ["hours", "到“时长录入”补录"]
    return el("p", {}, el("a", { href: addressOf(tab, { project: dispute.project_id, group: bench.groupInAddress }) }, text), "，办好再答复。")
  }
  const show = () => listIn(section, {
    caption: filter.value ? "全部异议" : "等待答复的异议",
    path: `/groups/${bench.group.group_id}/disputes${filter.value ? "?state=all" : ""}`,
    empty: { title: "没有等待答复的异议", text: "志愿者指出时长记错、漏记时，会出现在这里。" },
    more,
  })
  filter.addEventListener("change", show)
  return { show }
}

/** 异议, for the supervisor: what was not answered in time, and what was brought here. */
export function makeOverdueDisputes(section) {
  return {
    show: () => listIn(section, {
      caption: "逾期未答复和提请处理的异议",
      path: "/disputes/overdue",
      empty: { title: "没有要处理的异议", text: "团体没有按期答复的，志愿者对答复不满意的，会出现在这里。" },
    }),
  }
}
