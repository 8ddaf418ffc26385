import { api } from "./api.js"
import { fillChoices } from "./choices.js"
import { el } from "./dom.js"
import { loadInto } from "./loading.js"
import { notice, showIn } from "./notice.js"
import { saveFile } from "./save-file.js"
import { jsonOf } from "./signed-text.js"

// What others usually need; the holder ticks what else they are to see.
const USUAL = ["hours", "period", "star", "grant"]

async function labelsOf(vct) {
  const answer = await fetch(new URL(vct).pathname).catch(() => null)
  const told = answer?.ok ? await answer.json() : { claims: [] }
  return new Map(told.claims.map(({ path, display }) => [path[0], display[0].label]))
}

async function read(code) {
  const { blob, name } = await api.file(`/certificates/${code}/credential`)
  const [signed, ...rest] = (await blob.text()).split("~")
  const labels = await labelsOf(jsonOf(signed.split(".")[1]).vct)
  const parts = rest.filter(Boolean).map((text) => ({ text, claim: jsonOf(text)[1] }))
  return { signed, name, parts: parts.map((part) => ({ ...part, label: labels.get(part.claim) ?? part.claim })) }
}

function chooser({ signed, name, parts }) {
  const boxes = el("fieldset", { class: "v-field" })
  const said = el("div")
  const form = el("form", { class: "v-form" }, boxes, el("div", { class: "v-actions" }, el("button", { type: "submit", class: "v-button" }, "下载签名数据")), said)
  fillChoices(boxes, "claim", parts.map(({ claim, label }) => ({ code: claim, name: label })))
  boxes.prepend(el("legend", {}, "让对方看到哪些内容"))
  for (const box of boxes.querySelectorAll("input")) box.checked = USUAL.includes(box.value)
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const chosen = new Set([...boxes.querySelectorAll("input:checked")].map(({ value }) => value))
    if (!chosen.size) return showIn(said, notice("warn", "还没有选内容", el("p", {}, "请至少选一项。")))
    const text = [signed, ...parts.filter(({ claim }) => chosen.has(claim)).map((part) => part.text), ""].join("~")
    saveFile(new Blob([text], { type: "application/dc+sd-jwt" }), name)
    const shown = parts.filter(({ claim }) => chosen.has(claim)).map(({ label }) => label).join("、")
    return showIn(said, notice("good", "已下载", el("p", {}, `对方把文件放到“证书查验”页面，只能看到：${shown}。`)))
  })
  return form
}

/** The signed facts of a certificate, of which the holder chooses what to disclose; nothing that is left out is in the file. */
export function dataPanel(item, { close }) {
  const place = el("div")
  const panel = el("section", { class: "v-form", "data-panel": "facts" }, el("h4", { tabindex: "-1" }, `${item.code} 的签名数据`),
    el("p", {}, "PDF 里已经带着全部签名数据，一般用不到这个。对方只要核对时长，不需要知道您是谁的，可以只给他选中的内容。"), place,
    el("div", { class: "v-actions" }, el("button", { type: "button", class: "v-button v-button--plain", "data-leave": true, onclick: close }, "关闭")))
  loadInto(place, () => read(item.code), chooser)
  return panel
}
