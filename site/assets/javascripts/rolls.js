import { api } from "./api.js"
import { eachElement, el, focusOn } from "./dom.js"
import { formatDate } from "./format.js"
import { loadInto } from "./loading.js"
import { dataTable, pagedTable, tableRow } from "./table.js"

const NAMES = [
  { title: "名次", head: true, value: (one) => one.place },
  { title: "姓名", value: (one) => one.name },
  { title: "星级", value: (one) => one.star_name ?? "—" },
]

function view(roll) {
  const title = el("h2", { tabindex: "-1" }, roll.title)
  const table = dataTable(`${roll.title}：同意公布姓名的 ${roll.names.length} 人`, NAMES)
  table.tBodies[0].append(...roll.names.map((one) => tableRow(NAMES, one)))
  queueMicrotask(() => focusOn(title))
  return el("section", { class: "v-panel" }, title,
    el("p", {}, `${roll.body}，${formatDate(roll.published_on)} 公布，共 ${roll.people} 人。`),
    roll.withdrawn ? el("p", {}, "这份名单已撤下，不再显示姓名。") : [
      el("p", {}, "条件："), el("ul", {}, roll.criteria.map((line) => el("li", {}, line))),
      roll.names.length ? el("div", { class: "v-table-frame", role: "region", tabindex: "0", "aria-label": roll.title }, table) : null,
      roll.unnamed ? el("p", {}, `另有 ${roll.unnamed} 人没有同意公布姓名。`) : null,
    ])
}

eachElement("#rolls-page", (page) => {
  const place = page.querySelector("[data-open]")
  const open = (roll) => loadInto(place, () => api.get(`/public/rolls/${roll}`), view)
  pagedTable(page.querySelector("[data-list]"), {
    caption: "已公布的名单，新的在前",
    columns: [
      { title: "名单", head: true, value: (roll) => [roll.title, roll.withdrawn ? el("span", { class: "v-under" }, "已撤下") : null].filter(Boolean) },
      { title: "由谁公布", value: (roll) => roll.body },
      { title: "公布日期", value: (roll) => formatDate(roll.published_on) },
      { title: "人数", number: true, value: (roll) => roll.people },
      { title: "名单", value: (roll) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `查看 ${roll.title}`, onclick: () => open(roll.roll) }, "查看") },
    ],
    read: (cursor) => api.get(`/public/rolls${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`),
    empty: { title: "还没有公布过名单", text: "有名单公布以后，会列在这里。" },
  })
})
