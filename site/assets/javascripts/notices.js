import { eachElement, el } from "./dom.js"
import { formatDate } from "./format.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const under = (text) => text && el("span", { class: "v-under" }, text)

const COLUMNS = [
  { title: "团体", head: true, value: (one) => one.group },
  { title: "公布日期", value: (one) => formatDate(one.published_on) },
  { title: "事实", value: (one) => one.facts ?? "已撤回，内容不再公布" },
  { title: "处理决定", value: (one) => [one.decision ?? "—", under(one.order_on && `${formatDate(one.order_on)}责令改正`)] },
  { title: "状态", value: (one) => [statusTag(one.state === "published" ? "revoked" : "", one.state_name), under(one.withdrawn_on && `${formatDate(one.withdrawn_on)}，${one.withdrawn_because}`), one.state === "published" && under(one.appeal_name)] },
]

eachElement("#notices-page", (page) => {
  pagedTable(page.querySelector("[data-list]"), {
    caption: "全部通报",
    columns: COLUMNS,
    read: pageOf("/public/notices"),
    empty: { title: "还没有通报", text: "主管部门公布的通报会出现在这里。" },
  })
})
