import { api } from "./api.js"
import { eachElement } from "./dom.js"
import { formatDateTime } from "./format.js"
import { loadInto } from "./loading.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"

const COLUMNS = [
  { title: "时间", value: (message) => formatDateTime(message.told_at) },
  { title: "内容", head: true, value: (message) => message.text },
]

eachElement("#messages-page", (page) => {
  loadInto(page.querySelector("[data-gate]"), () => api.get("/session"), () => {
    pagedTable(page.querySelector("[data-list]"), {
      caption: "我收到的消息", columns: COLUMNS, read: pageOf("/messages"),
      empty: { title: "还没有消息", text: "有事情会在这里告诉您。" },
    })
  })
})
