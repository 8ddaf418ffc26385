import { el } from "./dom.js"
import { entryActs } from "./entry-change.js"
import { formatDate, formatDateTime, formatHours, formatMinutes, formatRange } from "./format.js"
import { chooseProject } from "./project-choice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { sourceOf, statusTag } from "./tag.js"
import { addressOf } from "./workbench-address.js"

const COLUMNS = [
  { title: "志愿者", head: true, value: (entry) => [entry.name, el("span", { class: "v-minutes" }, entry.volunteer_number)] },
  { title: "服务日期", value: (entry) => formatDate(entry.service_date) },
  { title: "起止时间", value: (entry) => formatRange(entry.start, entry.end) },
  { title: "时长", number: true, value: (entry) => [`${formatHours(entry.minutes)} 小时`, el("span", { class: "v-minutes" }, formatMinutes(entry.minutes))] },
  { title: "服务内容", value: (entry) => entry.content },
  { title: "来源", value: sourceOf },
  { title: "状态", value: (entry) => statusTag(entry.state, entry.state_name) },
  { title: "录入时间", value: (entry) => formatDateTime(entry.entered_at) },
]

/** 已录时长: the entries of a project that stand. Made once for the tab's `section`. */
export function makeEntries(section, bench) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  return {
    async show(address) {
      const project = await chooseProject(place("project"), bench, address)
      place("list").replaceChildren()
      place("change").replaceChildren()
      if (!project) return
      const href = addressOf("hours", { project: project.project_id, group: bench.groupInAddress })
      const acts = { title: "办理", value: (entry) => entryActs(entry, place("change"), () => list.reload()) }
      const list = pagedTable(place("list"), {
        caption: "已录入的服务时长",
        columns: [...COLUMNS, acts],
        read: pageOf(`/projects/${project.project_id}/hours`),
        empty: { title: "这个项目还没有录入时长", text: "服务结束后，请及时录入。", action: () => el("a", { class: "v-button", href }, "录入时长") },
      })
    },
  }
}
