import { readLines } from "./add-people.js"
import { ApiProblem, api, newKey } from "./api.js"
import { papersOf } from "./batch-papers.js"
import { whileBusy } from "./confirm.js"
import { el, focusOn } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDateTime } from "./format.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { periodFaults, periodOf, periodWords, watchPeriod } from "./period.js"
import { progressBar } from "./progress.js"
import { pageOf, readAll } from "./read-all.js"
import { dataTable, pagedTable, tableRow } from "./table.js"
import { statusTag } from "./tag.js"

const MOST = 500
const KINDS = { issued: "valid", no_consent: "pending", refused: "refused", waiting: "closed" }

const COLUMNS = [
  { title: "第几人", value: (line) => String(line.line) },
  { title: "姓名", head: true, value: (line) => [line.name ?? "—", el("span", { class: "v-under" }, line.volunteer_number)] },
  { title: "结果", value: (line) => statusTag(KINDS[line.state], line.state_name) },
  { title: "证书编号，或者怎么办", value: (line) => line.certificate_number ?? line.message ?? "—" },
]

function summary({ counts }) {
  const parts = [["issued", "已出具"], ["no_consent", "未同意"], ["refused", "不能出具"], ["waiting", "还没有办理"]]
  return parts.filter(([state]) => counts[state]).map(([state, name]) => `${name} ${counts[state]} 人`).join("，")
}

/** 批量证明: certificates of the group's own hours for many at once. Made once for the tab's `section`. */
export function makeBatches(section, bench) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const form = section.querySelector("form")
  const path = `/groups/${bench.group.group_id}/certificate-batches`
  const pasted = form.querySelector("[data-pasted]")
  let list = null

  // Piece by piece; after an error the rest goes on from there, and who has a certificate never gets a second one.
  const issue = async (batch, pieces) => {
    const bar = progressBar("正在出具", batch.size, "人")
    place("run").replaceChildren(bar.element)
    for (const [done, piece] of pieces.entries()) {
      bar.set(Math.min(batch.size, Math.round((done / pieces.length) * batch.size)))
      try {
        await api.post(`/certificate-batches/${batch.batch_id}/pieces/${piece}`, {}, { key: newKey() })
      } catch (problem) {
        if (problem.name !== "ApiProblem") throw problem
        return stopped(batch, pieces.slice(done), problem)
      }
    }
    bar.set(batch.size)
    return open(batch.batch_id)
  }
  const stopped = (batch, rest, problem) => {
    const again = el("button", { type: "button", class: "v-button" }, "接着办")
    again.addEventListener("click", () => whileBusy(again, "正在出具…", () => issue(batch, rest)))
    showIn(place("run"), el("div", {}, problemNotice(problem), el("p", {}, "已经出具的不会再出一份，可以放心接着办。"), el("div", { class: "v-actions" }, again)))
  }
  const everyPiece = (batch) => Array.from({ length: batch.pieces }, (_, piece) => piece)

  const open = async (batchId) => {
    const [batch, lines] = await Promise.all([api.get(`/certificate-batches/${batchId}`), readAll(`/certificate-batches/${batchId}/lines`)])
    const title = el("h3", { tabindex: "-1" }, `${batch.reason}（${periodWords(batch)}，共 ${batch.size} 人）`)
    const message = el("div")
    const unfinished = batch.size - batch.counts.issued
    const again = unfinished > 0 && el("button", { type: "button", class: "v-button v-button--secondary" }, batch.counts.waiting ? "接着办" : "再办没有办成的")
    if (again) again.addEventListener("click", () => whileBusy(again, "正在出具…", () => issue(batch, everyPiece(batch))).catch((problem) => showIn(message, problemNotice(problem))))
    const table = dataTable("每个人的结果", COLUMNS)
    // What needs doing stands first.
    const ordered = [...lines.items].sort((one, other) => (one.state === "issued") - (other.state === "issued") || one.line - other.line)
    table.tBodies[0].append(...ordered.map((line) => tableRow(COLUMNS, line)))
    place("run").replaceChildren(el("section", { class: "v-panel" }, title,
      notice(unfinished ? "warn" : "good", summary(batch)),
      papersOf(batch, lines.items, message), message,
      again && el("div", { class: "v-actions" }, again),
      el("div", { class: "v-table-frame", role: "region", tabindex: "0", "aria-label": "每个人的结果" }, table)))
    focusOn(title)
    await list.reload()
  }

  const chosenNumbers = async () => {
    if (form.elements.who.value === "pasted") return readLines(form.elements.volunteer_numbers.value).map(({ number }) => number)
    const { items } = await bench.members()
    // By name, as a roll is called: the papers come out in this order.
    return [...items].sort((one, other) => one.name.localeCompare(other.name, "zh")).map((member) => member.volunteer_number)
  }

  for (const radio of form.querySelectorAll("[name=who]")) {
    radio.addEventListener("change", () => (pasted.hidden = pasted.disabled = form.elements.who.value !== "pasted"))
  }
  watchPeriod(form)
  enhanceForm(form, {
    busy: "正在办理…",
    shape: ({ reason }) => ({ ...periodOf(form), reason }),
    check: () => periodFaults(form),
    async send(values, { key }) {
      const numbers = await chosenNumbers()
      if (numbers.length > MOST) throw new ApiProblem(422, { detail: `名单有 ${numbers.length} 人，一次最多 ${MOST} 人，请选“只给一部分人”，分几次办理。` })
      return api.post(path, { ...values, volunteer_numbers: numbers }, { key })
    },
    done: (batch) => issue(batch, everyPiece(batch)),
  })
  const go = (batch) => (event) => whileBusy(event.currentTarget, "正在打开…", () => open(batch.batch_id)).catch((problem) => showIn(place("run"), problemNotice(problem)))
  return {
    async show() {
      list ??= pagedTable(place("list"), {
        caption: "办过的批次，新的在前",
        columns: [
          { title: "用途", head: true, value: (batch) => [batch.reason, el("span", { class: "v-under" }, formatDateTime(batch.made_at))] },
          { title: "期间", value: (batch) => periodWords(batch) },
          { title: "人数", number: true, value: (batch) => String(batch.size) },
          { title: "办理", value: (batch) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `打开 ${batch.reason} ${formatDateTime(batch.made_at)}`, onclick: go(batch) }, "打开") },
        ],
        read: pageOf(path),
        empty: { title: "还没有批量出具过", text: "在上面选期间、写用途，按“开始出具”。" },
      })
      const { items, more } = await bench.members().catch(() => ({ items: [] }))
      place("all-count").textContent = items.length ? `（${items.length}${more ? " 以上" : ""} 人）` : ""
    },
  }
}
