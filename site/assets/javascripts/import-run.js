import { api, newKey } from "./api.js"
import { el } from "./dom.js"
import { formatHours } from "./format.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { progressBar } from "./progress.js"
import { csvOf, saveFile } from "./save-file.js"
import { dataTable, tableRow } from "./table.js"

const PIECE = 500
const MOST_SHOWN = 100
const COLUMNS = [
  { title: "工作表", value: (fault) => fault.sheet || "—" },
  { title: "行", head: true, value: (fault) => (fault.row ? `第 ${fault.row} 行` : "整个文件") },
  { title: "列", value: (fault) => fault.column || "—" },
  { title: "哪里不对，怎样改", value: (fault) => fault.message },
]

const where = (group, imported, number) => `/groups/${group}/imports/${imported.import_id}/pieces/${number}`

// One act over every piece, with how far it is; stops at the first that cannot go on.
async function overPieces(group, imported, { act, label, numbers }, place) {
  const bar = progressBar(label, imported.rows)
  place.replaceChildren(el("div", { class: "v-panel" }, bar.element, el("p", {}, "可以离开这一页，回来以后从列表里接着办。")))
  const done = []
  for (const number of numbers) {
    bar.set(Math.min(number * PIECE, imported.rows))
    const answer = await api.post(where(group, imported, number), { act }, { key: newKey() })
    done.push(answer)
    if (act === "write" && answer.fault_count) break
  }
  bar.set(imported.rows)
  return done
}

const upTo = (count, from = 0) => Array.from({ length: count - from }, (_, index) => from + index)

function faultsView(imported, answers) {
  const faults = answers.flatMap((answer) => answer.faults)
  const count = answers.reduce((sum, answer) => sum + answer.fault_count, 0)
  const table = dataTable("需要修改的地方", COLUMNS)
  table.tBodies[0].append(...faults.slice(0, MOST_SHOWN).map((fault) => tableRow(COLUMNS, fault)))
  const save = () => saveFile(csvOf([COLUMNS.map(({ title }) => title), ...faults.map((fault) => [fault.sheet, String(fault.row || ""), fault.column, fault.message])]), `${imported.name}-需要修改.csv`)
  const more = count > MOST_SHOWN && el("p", {}, `这里列出前 ${Math.min(MOST_SHOWN, faults.length)} 处。`)
  const title = el("h3", { tabindex: "-1" }, `有 ${count} 处需要修改，什么都没有写入`)
  const frame = el("div", { class: "v-table-frame", role: "region", tabindex: "0", "aria-label": "需要修改的地方" }, table)
  return el("section", { class: "v-panel" }, title, el("p", {}, `文件：${imported.name}，共 ${imported.rows} 行可以读。请在表格里改好，再上传一次。`),
    more, frame, el("div", { class: "v-actions" }, el("button", { type: "button", class: "v-button v-button--secondary", onclick: save }, "下载这张清单")))
}

function doneView(imported) {
  const waiting = imported.waiting ? `其中 ${imported.waiting} 段要等另一位记录员或主管部门确认后才生效。` : "已经生效。"
  return notice("good", `已写入 ${imported.entries} 段`, el("p", {}, `文件：${imported.name}，合计 ${formatHours(imported.minutes)} 小时。${waiting}`))
}

/**
 * Checking and writing an import in `place`, from wherever it stopped; `changed()` runs when it has come further. What the
 * network breaks off is said, and goes on at the press of a button.
 */
export function runImport(place, group, imported, changed) {
  const guarded = (act) => async () => {
    try {
      await act()
    } catch (problem) {
      if (problem.name !== "ApiProblem") throw problem
      const again = el("button", { type: "button", class: "v-button v-button--secondary", onclick: guarded(act) }, "接着办")
      showIn(place, el("div", {}, problemNotice(problem), !problem.sessionEnded && again))
    }
    changed()
  }
  const ask = (now) => {
    const sure = el("button", { type: "button", class: "v-button", onclick: write }, `写入 ${now.rows} 行`)
    showIn(place, notice("good", "检查通过，还没有写入", el("p", {}, `文件：${now.name}，共 ${now.rows} 行。写入后不能自行删除，请先核对。`), el("div", { class: "v-actions" }, sure)))
  }
  const check = guarded(async () => {
    const answers = await overPieces(group, imported, { act: "check", label: "正在检查", numbers: upTo(imported.pieces) }, place)
    const now = answers.at(-1).import
    if (now.state === "faulty") showIn(place, faultsView(now, answers))
    else if (now.state === "done") showIn(place, doneView(now))
    else ask(now)
  })
  const write = guarded(async () => {
    const now = await api.get(`/groups/${group}/imports/${imported.import_id}`)
    const answers = now.next_piece === null ? [] : await overPieces(group, now, { act: "write", label: "正在写入", numbers: upTo(now.pieces, now.next_piece) }, place)
    const last = answers.at(-1)?.import ?? now
    if (last.state === "faulty") showIn(place, faultsView(last, answers.slice(-1)))
    else showIn(place, doneView(last))
  })
  if (imported.state === "writing") return write()
  if (imported.state === "done") return showIn(place, doneView(imported))
  return check()
}
