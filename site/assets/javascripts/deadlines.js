import { api } from "./api.js"
import { confirmUnder } from "./confirm.js"
import { el } from "./dom.js"
import { formatLastDay } from "./format.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"
import { addressOf } from "./workbench-address.js"

// The tag's states stand for how urgent it is: an icon and words, never colour alone.
function leftTag({ workdays_left: left }) {
  if (left < 0) return statusTag("revoked", `已逾期 ${-left} 个工作日`)
  if (left === 0) return statusTag("pending", "今天是最后一天")
  return statusTag(left <= 3 ? "pending" : "in_force", `还剩 ${left} 个工作日`)
}

const COLUMNS = [
  { title: "项目", head: true, value: (item) => item.name },
  { title: "结束日期", value: (item) => formatLastDay(item.ended) },
  { title: "期限", value: leftTag },
  { title: "评价", value: (item) => (item.evaluated ? "已开始评价" : "还没有评价") },
  { title: "时长", value: (item) => (item.entered ? "已开始录入，还没有标记录完" : "还没有录入") },
]
const EMPTY = { title: "没有要赶期限的项目", text: "结束了、时长还没有标记录完的项目列在这里，最急的在前。" }

/** 截止时限: the group's ended projects whose hours are not complete. Made once for the tab's `section`. */
export function makeDeadlines(section, bench) {
  const place = section.querySelector('[data-place="list"]')
  const done = section.querySelector('[data-place="done"]')
  const show = () => {
    const complete = (item) => (event) => confirmUnder(event.currentTarget, {
      question: `“${item.name}”的时长都录完了？标记后不再催办，以后仍可以录入。`,
      yes: "都录完了", no: "还没有", busy: "正在标记…",
      act: async () => {
        await api.post(`/projects/${item.project_id}/hours-complete`, { complete: true })
        await list.reload()
        showIn(done, notice("good", `“${item.name}”已标记录完`))
      },
    })
    const acts = {
      title: "办理",
      value: (item) => [
        el("a", { class: "v-button v-button--plain v-button--small", href: addressOf("hours", { project: item.project_id, group: bench.groupInAddress }), "aria-label": `录入时长 ${item.name}` }, "录入时长"),
        el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `标记录完 ${item.name}`, onclick: complete(item) }, "标记录完"),
      ],
    }
    const list = pagedTable(place, {
      caption: "已经结束、时长还没有录完的项目",
      columns: [...COLUMNS, acts],
      read: pageOf(`/groups/${bench.group.group_id}/deadlines`),
      empty: EMPTY,
    })
  }
  return { show }
}

/** The same over the whole district, for the supervisor. */
export function makeDistrictDeadlines(section) {
  const [name, ...rest] = COLUMNS
  const group = { title: "团体", value: (item) => item.group }
  return {
    show() {
      pagedTable(section.querySelector('[data-place="list"]'), {
        caption: "各团体已经结束、时长还没有录完的项目", columns: [name, group, ...rest], read: pageOf("/deadlines"), empty: EMPTY,
      })
    },
  }
}
