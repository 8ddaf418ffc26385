import { api, newKey } from "./api.js"
import { whileBusy } from "./confirm.js"
import { findingsOf } from "./desk-findings.js"
import { el, focusOn } from "./dom.js"
import { drawFacts, drawnIds, rangeText, resultText } from "./draw-words.js"
import { field, formOf, whole } from "./form-parts.js"
import { enhanceForm } from "./forms.js"
import { formatDateTime } from "./format.js"
import { loadInto } from "./loading.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { progressBar } from "./progress.js"
import { pageOf, readAll } from "./read-all.js"
import { pagedTable } from "./table.js"

const COLUMNS = [
  { title: "公布时间", head: true, value: (draw) => formatDateTime(draw.announced_at) },
  { title: "范围", value: rangeText },
  { title: "抽取", number: true, value: (draw) => `${draw.count} 条` },
  { title: "进展", value: resultText },
]

const day = (name, missing) => el("input", { type: "date", name, required: true, "data-missing": missing })

function announceForm(groups, done) {
  const group = el("select", { name: "group_id", "data-keep-empty": true }, el("option", { value: "" }, "全部团体"), groups.map((each) => el("option", { value: each.group_id }, each.name)))
  const form = formOf("", "公布抽查", [
    field("抽查的服务日期从", day("from", "请填写从哪一天。")),
    field("抽查的服务日期到", day("to", "请填写到哪一天。"), "最长 366 天。"),
    field("只抽一个团体（可不填）", group, "公开时只写“一个团体”，不写名称。"),
    field("抽取多少条", whole("count", "请填写抽取多少条。", "20"), "1 到 200。公布以后不能改，公布过的都留在公开页面上。"),
  ])
  enhanceForm(form, { busy: "正在公布…", send: (values, { key }) => api.post("/draws", values, { key }), done })
  return form
}

// Reads group after group, and draws when all are read; what the network breaks off goes on at the press of the button.
async function run(draw, place) {
  let now = draw
  let bar = null
  while (!now.is_read) {
    now = await api.post(`/draws/${draw.draw_id}/pieces`, {}, { key: newKey() })
    bar ??= progressBar("正在读取名单", now.groups_total || 1, "个团体")
    if (!bar.element.isConnected) place.replaceChildren(el("div", { class: "v-panel" }, bar.element, el("p", {}, "可以离开这一页，回来以后接着读。")))
    bar.set(now.groups_read)
  }
  return api.post(`/draws/${draw.draw_id}/draw`, {}, { key: newKey() })
}

function drawButton(draw, refresh) {
  const place = el("div")
  const button = el("button", { type: "button", class: "v-button" }, draw.groups_read ? "接着读取名单，然后抽取" : "读取名单，然后抽取")
  button.addEventListener("click", () => whileBusy(button, "正在读取…", () => run(draw, place)).then(refresh).catch((problem) => {
    if (problem.name !== "ApiProblem") throw problem
    showIn(place, problemNotice(problem))
    if (problem.status === 422) button.remove()
  }))
  return [el("p", {}, "种子的校验值已经公布。现在读取名单，读完就公开种子、抽取。"), place, el("div", { class: "v-actions" }, button)]
}

/** 抽查: announced, drawn, looked into entry by entry. Made once for the tab's `section`. */
export function makeDraws(section) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  let list = null
  const open = (draw, opener) => loadInto(place("open"), () => api.get(`/draws/${draw.draw_id}`), (found) => {
    const close = () => {
      place("open").replaceChildren()
      opener?.focus()
    }
    const refresh = () => {
      list.reload()
      open(found, opener)
    }
    const title = el("h3", { tabindex: "-1" }, `抽查：${rangeText(found)}`)
    queueMicrotask(() => focusOn(title))
    const entries = el("div")
    if (found.drawn.length) findingsOf(entries, found, () => list.reload())
    return el("section", { class: "v-panel" }, title, drawFacts(found), drawnIds(found), found.state === "announced" && drawButton(found, refresh), entries,
      el("div", { class: "v-actions" }, el("button", { type: "button", class: "v-button v-button--plain", onclick: close }, "返回")))
  })
  const show = () => {
    place("done").replaceChildren()
    place("open").replaceChildren()
    loadInto(place("form"), () => readAll("/groups?state=approved", 5000), ({ items }) => announceForm(items, (draw) => {
      show()
      showIn(place("done"), notice("good", "已公布，种子的校验值已经公开", el("p", {}, "下一步：读取名单，抽取。")))
      open(draw, null)
    }))
    const look = { title: "办理", value: (draw) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `打开 ${formatDateTime(draw.announced_at)} 公布的抽查`, onclick: (event) => open(draw, event.currentTarget) }, "打开") }
    list = pagedTable(place("list"), { caption: "历次抽查", columns: [...COLUMNS, look], read: pageOf("/draws"), empty: { title: "还没有抽查过", text: "在上面填写范围，公布第一次抽查。" } })
  }
  return { show }
}
