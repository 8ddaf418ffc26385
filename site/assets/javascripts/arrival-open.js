import { api, newKey } from "./api.js"
import { askReason } from "./ask-reason.js"
import { whileBusy } from "./confirm.js"
import { chooseAll, makeChoice } from "./decide-many.js"
import { el, freshId } from "./dom.js"
import { formatDate, formatDateTime, formatTime } from "./format.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { progressBar } from "./progress.js"
import { dataTable, tableRow } from "./table.js"
import { statusTag } from "./tag.js"
import { answerLink, foundList } from "./transfer-upload.js"

const TAGS = { accepted: "approved", refused: "refused", "": "pending" }
const FINE = ["fresh", "already"]

const button = (text, onclick, kind = "secondary") => el("button", { type: "button", class: `v-button v-button--${kind}`, onclick }, text)

function facts(arrival) {
  const { package: told, decided } = arrival
  const rows = [
    ["本人", `${arrival.name} ${arrival.volunteer_number}`],
    ["从哪里来", `${told.sender.name}（${told.sender.body}，${told.sender.origin}），签名核验通过`],
    ["转出时间", formatDate(told.made_at)],
    ["内容", told.blocks.map((block) => block.name).join("、")],
    ["服务时长", `${told.lines} 条，合计 ${told.hours} 小时`],
    ["已核验", `接收 ${decided.accepted} 条（${decided.hours} 小时），不接收 ${decided.refused} 条`],
  ]
  return el("dl", { class: "v-facts" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))
}

/** One arrival at the desk: many lines decided at once or one by one, blocks as a whole, then closed. `changed()` reloads the list. */
export function openArrival(place, arrivalId, changed) {
  const path = `/arrivals/${arrivalId}`
  const said = el("div")
  let arrival = null
  const guarded = (act) => async (event) => whileBusy(event.currentTarget, "正在办理…", act).catch((problem) => {
    if (problem.name !== "ApiProblem") throw problem
    showIn(said, problemNotice(problem))
  })
  const draw = async (now) => {
    arrival = now ?? (await api.get(path))
    changed()
    place.replaceChildren(view())
  }

  // Every open piece, with how far it is; what was done stays done when the window is closed.
  const everyPiece = async (body) => {
    const bar = progressBar("正在核验", arrival.lines, "条")
    said.replaceChildren(el("div", { class: "v-panel" }, bar.element))
    let open = 0
    for (const number of arrival.open_pieces) {
      bar.set(number * 250)
      const answer = await api.post(`${path}/pieces/${number}`, body, { key: newKey() })
      open += answer.items.filter((item) => !item.decision).length
    }
    await draw()
    showIn(said, notice(open ? "warn" : "good", open ? `还有 ${open} 条有冲突，没有接收` : "时长都核验完了", el("p", {}, `现在接收了 ${arrival.decided.accepted} 条，${arrival.decided.hours} 小时。`)))
  }
  const refuseRest = (event) => askReason(event.currentTarget, {
    question: "没有核验的时长全部不接收？", yes: "全部不接收", missing: "请写明理由，本人和转出的一方会看到。",
    act: (reason) => everyPiece({ decision: "refused", reason }),
  })

  const linesPart = () => {
    const body = el("div")
    const count = el("p", { role: "status" })
    const select = el("select", { id: freshId("piece") }, Array.from({ length: arrival.pieces }, (_, number) => el("option", { value: number }, `第 ${number * 250 + 1} 条起${arrival.open_pieces.includes(number) ? "" : "（已核验）"}`)))
    const read = async () => showPiece(await api.get(`${path}/pieces/${select.value}`))
    const showPiece = ({ items }) => {
      const choice = makeChoice((item) => item.line, count)
      const columns = [
        { title: "选", value: (item) => (item.decision || arrival.state !== "waiting" ? "—" : choice.pick(item, `选中 ${formatDateTime(item.start)} ${item.project}`)) },
        { title: "时间", head: true, value: (item) => [formatDate(item.start), el("span", { class: "v-under" }, `${formatTime(item.start)} 至 ${formatTime(item.end)}，${item.hours} 小时`)] },
        { title: "项目", value: (item) => [item.project, el("span", { class: "v-under" }, `${item.group}（${item.origin}）`)] },
        { title: "内容", value: (item) => [item.content, el("span", { class: "v-under" }, item.note)] },
        { title: "查出", value: (item) => (FINE.includes(item.finding) ? item.finding_name : statusTag("pending", item.finding_name)) },
        { title: "核验", value: (item) => [statusTag(TAGS[item.decision], item.decision_name), item.reason && el("span", { class: "v-under" }, item.reason)] },
      ]
      const table = dataTable("转来的时长", columns)
      table.tBodies[0].append(...items.map((item) => tableRow(columns, item)))
      const decide = (values) => api.post(`${path}/pieces/${select.value}`, { ...values, lines: [...choice.chosen.keys()] }, { key: newKey() })
      const after = async (answer) => {
        await draw(answer.arrival)
        showIn(said, notice("good", "已办理", el("p", {}, `接收 ${arrival.decided.accepted} 条，不接收 ${arrival.decided.refused} 条。`)))
      }
      const accept = guarded(async () => after(await decide({ decision: "accepted" })))
      const refuse = (event) => askReason(event.currentTarget, { question: "选中的不接收？", yes: "不接收选中的", missing: "请写明理由。", act: async (reason) => after(await decide({ decision: "refused", reason })) })
      const acts = arrival.state === "waiting" && el("div", { class: "v-actions" }, button("全选这一段", () => chooseAll(body), "plain"), button("接收选中的", accept), button("选中的不接收…", refuse, "plain"))
      body.replaceChildren(count, acts || "", el("div", { class: "v-table-frame", role: "region", tabindex: "0", "aria-label": "转来的时长" }, table))
    }
    select.addEventListener("change", () => read().catch((problem) => showIn(said, problemNotice(problem))))
    const more = el("details", { class: "v-more" }, el("summary", {}, "逐条查看和核验"), el("div", { class: "v-field" }, el("label", { for: select.id }, "看哪一段"), select), body)
    more.addEventListener("toggle", () => more.open && !body.hasChildNodes() && read().catch((problem) => showIn(said, problemNotice(problem))))
    return more
  }

  const blockRow = (block) => {
    const send = (values) => api.post(`${path}/blocks/${block.code}`, values, { key: newKey() })
    const accept = guarded(async () => draw(await send({ decision: "accepted" })))
    const refuse = (event) => askReason(event.currentTarget, { question: `${block.name}不接收？`, yes: "不接收", missing: "请写明理由。", act: async (reason) => draw(await send({ decision: "refused", reason })) })
    const acts = [el("button", { type: "button", class: "v-button v-button--small", "aria-label": `接收 ${block.name}`, onclick: accept }, "接收"),
      el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `不接收 ${block.name}`, onclick: refuse }, "不接收…")]
    return el("li", {}, `${block.name} `, block.decision ? statusTag(TAGS[block.decision], block.decision === "accepted" ? "已接收" : "不接收") : acts)
  }

  const view = () => {
    const others = arrival.blocks.length > 0 && [el("h4", {}, "其他内容"), el("ul", {}, arrival.blocks.map(blockRow))]
    const close = guarded(async () => {
      await draw(await api.post(`${path}/close`, {}, { key: newKey() }))
      showIn(said, notice("good", "已办结", el("p", {}, "请下载答复文件，交给本人带回转出的地方。"), el("p", {}, answerLink(arrival))))
    })
    const waiting = arrival.state === "waiting"
    const all = waiting && arrival.open_pieces.length > 0 && el("div", { class: "v-actions" }, button("接收全部没有冲突的", guarded(() => everyPiece({ decision: "accepted" }))), button("其余全部不接收…", refuseRest, "plain"))
    return el("section", { class: "v-panel" }, el("h3", { tabindex: "-1" }, `核验 ${arrival.name} 的转入`), facts(arrival), said,
      arrival.lines > 0 && [el("h4", {}, "服务时长"), foundList(arrival), all || "", linesPart()], others || "",
      el("div", { class: "v-actions" }, waiting && button("办结，生成答复", close), arrival.state === "done" && answerLink(arrival), button("收起", () => place.replaceChildren(), "plain")))
  }
  return draw().catch((problem) => showIn(place, problemNotice(problem)))
}
