import { el } from "./dom.js"
import { formatDateTime, today } from "./format.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"

/** 未成年人查看: a year's looks at what is kept of minors, for the report. */
export function makeMinors(section) {
  const year = section.querySelector("[data-filter]")
  const now = Number(today().slice(0, 4))
  year.replaceChildren(...[now, now - 1, now - 2].map((each) => el("option", { value: String(each) }, `${each} 年`)))
  const show = () => pagedTable(section.querySelector('[data-place="list"]'), {
    caption: `${year.value} 年查看未成年人记录的清单`,
    columns: [
      { title: "时间", head: true, value: (look) => formatDateTime(look.at) },
      { title: "谁", value: (look) => look.who },
      { title: "未成年人的志愿者编号", value: (look) => look.volunteer_number },
      { title: "理由", value: (look) => look.reason },
    ],
    read: pageOf(`/minors/looks?year=${year.value}`),
    empty: { title: "这一年没有查看过未成年人的记录" },
  })
  year.addEventListener("change", show)
  return { show }
}
