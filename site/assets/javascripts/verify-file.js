import { whileBusy } from "./confirm.js"
import { checkFile } from "./credential-check.js"
import { eachElement, el, focusOn } from "./dom.js"
import { COLUMNS, fileOutcome } from "./file-outcomes.js"
import { canonicalCode } from "./format.js"
import { keepPage } from "./keep-page.js"
import { notice, showIn } from "./notice.js"
import { codesIn } from "./photo-codes.js"
import { progressBar } from "./progress.js"
import { csvOf, saveFile } from "./save-file.js"
import { checkSeal } from "./seal-check.js"
import { dataTable, tableRow } from "./table.js"

const KEYS = "/.well-known/signing-keys.json"
const SEALS = "/.well-known/seal-certificates.json"
const LISTS = "/published/status/lists.json"
const MOST_FILES = 500

async function textAt(address) {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${answer.status}`)
  return answer.text()
}

// Lists lie at this site, whatever host the certificate names: one that is not here cannot be read.
const pathOf = (address) => new URL(address).pathname

/** A checker that reads each list once. */
function checker(trust, seals) {
  const lists = new Map()
  const listAt = (address) => {
    if (!lists.has(address)) lists.set(address, textAt(pathOf(address)))
    return lists.get(address)
  }
  return (bytes) => checkFile(bytes, { trust, listAt, sealOf: (file, paperEnd) => checkSeal(file, paperEnd, seals) })
}

async function openTrust() {
  if (!globalThis.crypto?.subtle || !("DecompressionStream" in globalThis)) return { refusal: { kind: "unknown", why: "no_crypto" } }
  try {
    const { seals } = JSON.parse(await textAt(SEALS).catch(() => '{"seals":[]}'))
    return { check: checker(JSON.parse(await textAt(KEYS)), seals) }
  } catch {
    return { refusal: { kind: "unknown", why: "no_trust" } }
  }
}

async function answersOf(files, moved) {
  const { check, refusal } = await openTrust()
  const answers = []
  for (const file of files) {
    answers.push({ name: file.name, answer: refusal ?? (await check(new Uint8Array(await file.arrayBuffer()))) })
    moved(answers.length)
  }
  return answers
}

function manyView(answers) {
  const good = answers.filter(({ answer }) => answer.kind === "valid").length
  const table = dataTable("查验结果", COLUMNS)
  table.tBodies[0].append(...answers.map((one) => tableRow(COLUMNS, one)))
  const plain = (value) => (value instanceof Node ? value.textContent : String(value))
  const save = () => saveFile(csvOf([COLUMNS.map(({ title }) => title), ...answers.map((one) => COLUMNS.map(({ value }) => plain(value(one))))]), "查验结果.csv")
  return el("section", { class: "v-panel" }, el("h3", {}, `查了 ${answers.length} 个文件，真实有效的 ${good} 个`),
    el("div", { class: "v-table-frame", role: "region", tabindex: "0", "aria-label": "查验结果" }, table),
    el("div", { class: "v-actions" }, el("button", { type: "button", class: "v-button v-button--secondary", onclick: save }, "下载查验结果")))
}

async function show(files, place) {
  if (files.length > MOST_FILES) return showIn(place, notice("warn", "一次最多查 500 个文件", el("p", {}, `现在选了 ${files.length} 个。请分几次查。`)))
  const bar = progressBar("正在查验", files.length, "个文件")
  place.replaceChildren(bar.element)
  const answers = await answersOf(files, bar.set)
  place.replaceChildren(answers.length === 1 ? fileOutcome(answers[0].answer, answers[0].name) : manyView(answers))
  focusOn(place.querySelector("h2, h3"))
}

function startDropping(area, take) {
  area.addEventListener("dragover", (event) => {
    event.preventDefault()
    area.classList.add("v-drop--over")
  })
  area.addEventListener("dragleave", () => area.classList.remove("v-drop--over"))
  area.addEventListener("drop", (event) => {
    event.preventDefault()
    area.classList.remove("v-drop--over")
    if (event.dataTransfer.files.length) take([...event.dataTransfer.files])
  })
}

async function keep(place) {
  const { lists = [] } = await textAt(LISTS).then(JSON.parse).catch(() => ({}))
  const kept = await keepPage([KEYS, SEALS, LISTS, ...lists.map(pathOf)])
  const text = kept
    ? "断网时打开这一页，选文件就能查。密钥和状态清单用的是最后一次联网时的，结果里会写明是什么时候的。"
    : "这个浏览器不能保存网页（例如无痕窗口），请换一个浏览器。"
  showIn(place, notice(kept ? "good" : "warn", kept ? "已存到本机" : "没有存成", el("p", {}, text)))
}

// The camera of a phone reads the code on its own; this is for a picture that is there already.
function startPhoto(root, place) {
  const input = root.querySelector("[data-photo] input")
  input.addEventListener("change", async () => {
    place.replaceChildren(el("p", {}, "正在读照片…"))
    const found = await codesIn(input.files[0])
    input.value = ""
    const address = found.find((text) => /\/verify\/#/.test(text))
    if (!address) return showIn(place, notice("warn", "照片里没有找到证明的二维码", el("p", {}, "请把二维码拍得大一些、清楚一些，或者输入查验码。")))
    const { origin, hash } = new URL(address)
    if (origin !== location.origin) return showIn(place, notice("warn", "不是本系统的二维码", el("p", {}, `二维码里的网址是 ${origin}，不是本站。这张证明不是本系统出具的。`)))
    place.replaceChildren()
    location.hash = canonicalCode(hash.slice(1))
  })
}

eachElement("#verify-file", (root) => {
  const place = root.querySelector("[data-file-result]")
  const input = root.querySelector("[data-files] input")
  const take = (files) => show(files, place)
  input.addEventListener("change", async () => {
    const files = [...input.files]
    input.value = "" // the same file may be chosen again
    if (files.length) await take(files)
  })
  startDropping(root, take)
  const button = root.querySelector("[data-keep]")
  button.addEventListener("click", () => whileBusy(button, "正在保存…", () => keep(root.querySelector("[data-kept]"))))
  startPhoto(root, root.querySelector("[data-photo-result]"))
})
