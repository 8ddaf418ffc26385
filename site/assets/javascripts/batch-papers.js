import { api } from "./api.js"
import { whileBusy } from "./confirm.js"
import { el } from "./dom.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { progressBar } from "./progress.js"
import { saveFile } from "./save-file.js"
import { zipOf } from "./zip.js"

const press = (text, label, style, act, place) => {
  const button = el("button", { type: "button", class: `v-button ${style}`, "aria-label": label }, text)
  button.addEventListener("click", () => whileBusy(button, "正在生成…", act).catch((problem) => showIn(place, problemNotice(problem))))
  return button
}

const joinedName = ({ first, last }) => `第 ${first}–${last} 人`

// Who has revoked a paper, or withdrawn consent, since it was issued is left out: a conflict of that one paper alone.
async function paperOf(batch, line) {
  try {
    const { blob, name } = await api.file(`/certificate-batches/${batch.batch_id}/papers/${line.line}`)
    return { name, bytes: new Uint8Array(await blob.arrayBuffer()) }
  } catch (problem) {
    if (problem.status === 409) return null
    throw problem
  }
}

/** The papers of a batch: joined PDFs to print, and a zip of one PDF each. What was fetched before an error is kept. */
export function papersOf(batch, lines, place) {
  const issued = lines.filter((line) => line.state === "issued")
  if (!issued.length) return el("p", {}, "还没有可以下载的证明。")
  const kept = new Map()
  const joined = (piece) => async () => {
    const { blob, name } = await api.file(`/certificate-batches/${batch.batch_id}/papers?first=${piece.first}&last=${piece.last}`)
    saveFile(blob, name)
    showIn(place, notice("good", `${joinedName(piece)}的证明已下载`, el("p", {}, "打开后按“打印”，一次印完。已撤销、被替换或撤回同意的不在里面。")))
  }
  const zip = async () => {
    const bar = progressBar("正在取每个人的证明", issued.length, "份")
    place.replaceChildren(bar.element)
    for (const line of issued) {
      if (!kept.has(line.line)) kept.set(line.line, await paperOf(batch, line))
      bar.set(kept.size)
    }
    const files = [...kept.values()].filter(Boolean)
    const left = issued.length - files.length
    if (!files.length) return showIn(place, notice("warn", "没有可以下载的证明", el("p", {}, "都已撤销、被替换，或者本人撤回了同意。")))
    saveFile(zipOf(files), `证明-${batch.reason}-${files.length}份.zip`)
    return showIn(place, notice("good", `压缩包已下载，共 ${files.length} 份`, left > 0 && el("p", {}, `另有 ${left} 份已撤销、被替换，或者本人撤回了同意，没有放进去。`)))
  }
  const pieces = batch.papers.map((piece) => press(`下载打印用 PDF（${joinedName(piece)}，${piece.people} 份）`, null, "", joined(piece), place))
  return el("div", {}, el("p", {}, "要打印的，下载 PDF，里面一份接一份。要分发的，下载压缩包，里面每人一个 PDF 文件。"),
    el("div", { class: "v-actions" }, pieces, press("下载压缩包（每人一个 PDF）", null, "v-button--secondary", zip, place)))
}
