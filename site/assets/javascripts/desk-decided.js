import { el } from "./dom.js"
import { formatDate } from "./format.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const COLUMNS = [
  { title: "团体", head: true, value: (group) => group.name },
  { title: "状态", value: (group) => statusTag(group.state, group.state_name) },
  { title: "类别", value: (group) => group.kind_name },
  { title: "区县", value: (group) => group.district_name },
  { title: "联系人", value: (group) => [group.contact.name, el("span", { class: "v-minutes" }, group.contact.phone)] },
  { title: "申请日期", value: (group) => formatDate(group.applied_at) },
  { title: "审核日期", value: (group) => formatDate(group.decision?.decided_at) },
  { title: "审核意见", value: (group) => group.decision?.reason || "没有写" },
]

const EMPTY = { approved: { title: "还没有通过的团体" }, refused: { title: "没有未通过的申请" } }
const CAPTIONS = { approved: "已通过的团体", refused: "未通过的申请" }

/** 已通过 and 未通过: what was decided, when and why. Made once for the tab's `section`. */
export function makeDecided(section, state) {
  return {
    show() {
      const read = pageOf(`/groups?state=${state}`)
      pagedTable(section.querySelector('[data-place="list"]'), { caption: CAPTIONS[state], columns: COLUMNS, read, empty: EMPTY[state] })
    },
  }
}
