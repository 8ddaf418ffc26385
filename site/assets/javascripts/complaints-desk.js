import { api } from "./api.js"
import { openComplaint } from "./complaint-open.js"
import { complaintTag } from "./complaint-words.js"
import { leftText } from "./dispute-thread.js"
import { el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate } from "./format.js"
import { notice, showIn } from "./notice.js"
import { pageOf, readAll } from "./read-all.js"
import { pagedTable } from "./table.js"

const short = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

const COLUMNS = [
  { title: "收到日期", head: true, value: (one) => formatDate(one.received_at) },
  { title: "内容", value: (one) => short(one.text) },
  { title: "团体", value: (one) => (one.group ? one.group : [`主管部门`, el("span", { class: "v-under" }, `投诉人写的：${one.filed_group}`)]) },
  { title: "志愿者", value: (one) => one.name },
  { title: "状态", value: (one) => [complaintTag(one), el("span", { class: "v-under" }, leftText(one))] },
]

function listIn(section, { role, path, caption, empty, groups }) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  place("open").replaceChildren()
  const open = (one) => (event) => openComplaint(place("open"), one, { role, groups, opener: event.currentTarget, changed: () => list.reload() })
  const look = { title: "办理", value: (one) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `办理 ${formatDate(one.received_at)} 收到的投诉：${short(one.text)}`, onclick: open(one) }, "办理") }
  const list = pagedTable(place("list"), { caption, columns: [...COLUMNS, look], read: pageOf(path), empty })
  return list
}

/** 投诉, for the group: what was handed to it, and what reached it on paper. Made once for the tab's `section`. */
export function makeComplaints(section, bench) {
  const path = `/groups/${bench.group.group_id}/complaints`
  const empty = { title: "没有要核查的投诉", text: "主管部门转来的投诉，和本团体自己登记的，会出现在这里。" }
  const show = () => listIn(section, { role: "recorder", path, caption: "本团体核查的投诉", empty })
  const form = section.querySelector("form")
  enhanceForm(form, {
    busy: "正在登记…",
    send: (values, { key }) => api.post(path, values, { key }),
    done: ({ code }) => {
      form.reset()
      show()
      showIn(section.querySelector('[data-place="done"]'), notice("good", "已登记", el("p", {}, "查询码 ", el("strong", { class: "v-code" }, code), "，请交给投诉人，凭它在“投诉举报”页查看结果。")))
    },
  })
  return { show }
}

/** 投诉, for the supervisor: everything that is not settled, the first due first. */
export function makeDistrictComplaints(section) {
  const filter = section.querySelector("[data-filter]")
  let groups = null
  const show = async () => {
    groups ??= (await readAll("/groups?state=approved", 1000)).items
    const all = filter.value === "all"
    const empty = { title: all ? "还没有投诉" : "没有未办结的投诉", text: "有人在“投诉举报”页提交的，会出现在这里。" }
    return listIn(section, { role: "supervisor", groups, path: `/complaints${all ? "?state=all" : ""}`, caption: all ? "全部投诉" : "未办结的投诉", empty })
  }
  filter.addEventListener("change", show)
  return { show }
}
