import { api } from "./api.js"
import { eachElement, el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDateTime } from "./format.js"
import { loadInto } from "./loading.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"
import { startOut } from "./transfer-out.js"
import { ARRIVAL_TAGS, answerLink, bringPackage, goOn, packageFaults } from "./transfer-upload.js"

function startIn(page) {
  const form = page.querySelector('[data-form="in"]')
  const run = page.querySelector('[data-run="in"]')
  const input = form.querySelector("[type=file]")
  const reload = () => list.reload()
  const go = (arrival) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `重新检查 ${formatDateTime(arrival.brought_at)}`, onclick: () => goOn(arrival, run, reload) }, arrival.state === "bad" ? "重新检查" : "接着检查")
  const list = pagedTable(page.querySelector('[data-list="in"]'), {
    caption: "我的转入",
    columns: [
      { title: "从哪里来", head: true, value: (arrival) => arrival.package?.sender.name ?? "还没有检查" },
      { title: "上传时间", value: (arrival) => formatDateTime(arrival.brought_at) },
      { title: "状态", value: (arrival) => [statusTag(ARRIVAL_TAGS[arrival.state], arrival.state_name), ...arrival.faults.map((text) => el("span", { class: "v-under" }, text))] },
      { title: "核验结果", value: ({ decided, state }) => (state === "done" ? `接收 ${decided.accepted} 条，${decided.hours} 小时；不接收 ${decided.refused} 条` : "还没有") },
      { title: "办理", value: (arrival) => ({ done: answerLink, bad: go, checking: go })[arrival.state]?.(arrival) ?? (arrival.state === "uploading" ? "重新选同一个文件，接着上传" : "等主管部门核验") },
    ],
    read: pageOf("/volunteers/me/arrivals"),
    empty: { title: "还没有转入过", text: "从别处转来的，在上面上传转移文件。" },
  })
  enhanceForm(form, {
    busy: "正在上传…",
    check: () => packageFaults(input.files[0]),
    send: () => bringPackage(input.files[0], "", run, reload),
    done: () => form.reset(),
  })
}

eachElement("#transfer-page", (page) => {
  const read = async () => {
    const told = await api.get("/notices/transfer")
    const { items } = await api.get("/volunteers/me/transfers?limit=1")
    return { told, latest: items[0] }
  }
  loadInto(page.querySelector("[data-gate]"), read, ({ told, latest }) => {
    page.querySelector("[data-rest]").hidden = false
    page.querySelector("[data-notice]").replaceChildren(...told.text.split("\n").map((line) => el("p", {}, line)))
    const out = startOut(page)
    if (latest && ["handed", "received"].includes(latest.state)) out.moved(latest)
    startIn(page)
  })
})
