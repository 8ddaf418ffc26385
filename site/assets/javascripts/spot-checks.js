import { api } from "./api.js"
import { whileBusy } from "./confirm.js"
import { eachElement, el, focusOn } from "./dom.js"
import { drawFacts, drawnIds, rangeText, resultText } from "./draw-words.js"
import { formatDateTime } from "./format.js"
import { loadInto } from "./loading.js"
import { problemNotice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { saveFile } from "./save-file.js"
import { pagedTable } from "./table.js"

const COLUMNS = [
  { title: "公布时间", head: true, value: (draw) => formatDateTime(draw.announced_at) },
  { title: "范围", value: rangeText },
  { title: "抽取", number: true, value: (draw) => `${draw.count} 条` },
  { title: "结果", value: resultText },
]

function listButton(draw) {
  const faults = el("div")
  const button = el("button", { type: "button", class: "v-button v-button--secondary" }, "下载名单")
  button.addEventListener("click", () => whileBusy(button, "正在下载…", async () => {
    const { blob, name } = await api.file(`/public/draws/${draw.draw_id}/population`)
    saveFile(blob, name)
  }).catch((problem) => showIn(faults, problemNotice(problem))))
  return [el("div", { class: "v-actions" }, button), faults]
}

eachElement("#draws-page", (page) => {
  const place = page.querySelector("[data-open]")
  const open = (draw) => (event) => {
    const opener = event.currentTarget
    const close = () => {
      place.replaceChildren()
      opener.focus()
    }
    return loadInto(place, () => api.get(`/public/draws/${draw.draw_id}`), (found) => {
      const title = el("h2", { tabindex: "-1" }, `抽查：${rangeText(found)}`)
      queueMicrotask(() => focusOn(title))
      const method = el("details", { class: "v-more" }, el("summary", {}, "这次抽查用的方法（原文）"), el("p", {}, found.method))
      return el("section", { class: "v-panel" }, title, drawFacts(found), found.seed && listButton(found), drawnIds(found), method,
        el("div", { class: "v-actions" }, el("button", { type: "button", class: "v-button v-button--plain", onclick: close }, "返回")))
    })
  }
  const look = { title: "详情", value: (draw) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `查看 ${formatDateTime(draw.announced_at)} 公布的抽查`, onclick: open(draw) }, "查看") }
  pagedTable(page.querySelector("[data-list]"), {
    caption: "历次抽查",
    columns: [...COLUMNS, look],
    read: pageOf("/public/draws"),
    empty: { title: "还没有抽查过", text: "主管部门公布的抽查会出现在这里。" },
  })
})
