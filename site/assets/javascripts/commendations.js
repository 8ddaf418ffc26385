import { api } from "./api.js"
import { evidenceButton, evidenceFaults, sendWithEvidence } from "./commendations-desk.js"
import { eachElement, el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate } from "./format.js"
import { loadInto } from "./loading.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const COLUMNS = [
  { title: "表彰奖励", head: true, value: (one) => [one.name, el("span", { class: "v-under" }, `${one.granting_body}（${one.level_name}）`)] },
  { title: "获奖日期", value: (one) => formatDate(one.date) },
  { title: "由谁确认", value: (one) => one.group ?? "主管部门" },
  { title: "状态", value: (one) => [statusTag(one.state, one.state_name), one.reason && el("p", {}, `理由：${one.reason}`)].filter(Boolean) },
  { title: "材料", value: (one) => evidenceButton(one) ?? "—" },
]

function start(page, groups) {
  const form = page.querySelector("form")
  page.querySelector("[data-rest]").hidden = false
  const list = pagedTable(page.querySelector("[data-list]"), {
    caption: "我的表彰奖励",
    columns: COLUMNS,
    read: pageOf("/volunteers/me/commendations"),
    empty: { title: "还没有表彰奖励", text: "团体录入的、您申报的，都会列在这里。" },
  })
  form.elements.group_id.append(...groups.map((group) => el("option", { value: group.group_id }, group.name)))
  enhanceForm(form, {
    busy: "正在提交…",
    check: () => evidenceFaults(form),
    send: (values, { key }) => sendWithEvidence("/volunteers/me/commendations", form, values, key),
    done: ({ group }) => {
      form.reset()
      list.reload()
      showIn(page.querySelector("[data-done]"), notice("good", `已提交，等${group ?? "主管部门"}确认`, el("p", {}, "确认或不通过，都会在“我的消息”里告诉您。")))
    },
  })
}

eachElement("#commendations-page", (page) => {
  loadInto(page.querySelector("[data-gate]"), () => api.get("/volunteers/me/record?limit=1"), (record) => start(page, record.person.groups ?? []))
})
