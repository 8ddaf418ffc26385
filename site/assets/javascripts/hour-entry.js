import { api } from "./api.js"
import { el } from "./dom.js"
import { valuesOf } from "./form-values.js"
import { hourDraft } from "./hour-draft.js"
import { enter, listenToKeys } from "./hour-keys.js"
import { readBlock } from "./hour-paste.js"
import { MOST_ROWS, isBlank, totalOf } from "./hour-rows.js"
import { makeSheet } from "./hour-sheet.js"
import { makeSubmit, sumText, waitingText } from "./hour-submit.js"
import { makeTable } from "./hour-table.js"
import { listenToTools } from "./hour-tools.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { chooseProject } from "./project-choice.js"
import { addressOf } from "./workbench-address.js"

/** 时长录入: the table of one project at a time, its draft, its checks. `section` is the tab's; made once. */
export function makeHourEntry(section, bench) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  let project = null
  let draft = null
  let names = null
  let lastCell = { index: 0, field: "number" }

  const about = () => ({
    names, now: Date.now(), starts: project && Date.parse(project.starts), ends: project && Date.parse(project.ends),
  })
  const say = (text) => (place("said").textContent = text)
  const table = makeTable(about)
  const sheet = makeSheet((rows, before) => {
    table.show(rows, before)
    place("total").textContent = sumText(totalOf(rows))
    submit.stale()
    draft?.keep(rows)
  })
  const places = { faults: place("faults"), outcome: place("outcome"), late: place("late") }
  const submit = makeSubmit({ sheet, table, about, projectOf: () => project, places, saved })

  function saved(answer, total) {
    draft.clear()
    sheet.start([])
    draft.clear()
    place("draft").replaceChildren()
    say("")
    const next = el("a", { class: "v-button v-button--secondary", href: addressOf("entries", { project: project.project_id, group: bench.groupInAddress }) }, "查看已录时长")
    showIn(places.outcome, notice("good", `已录入 ${answer.entries.length} 段`,
      el("p", {}, `${sumText(total)}。${waitingText(answer) || "已经生效。"}项目：${project.name}。`), el("p", {}, "志愿者登录后在“我的记录”里能看到，也可以据此开具证明。"), el("p", {}, next)))
  }

  const restore = () => {
    const rows = draft.rows()
    sheet.start(rows ?? [])
    place("draft").replaceChildren()
    if (rows?.some((row) => !isBlank(row))) place("draft").replaceChildren(draft.note(discard))
  }
  const discard = () => {
    sheet.start([])
    draft.clear()
    place("draft").replaceChildren()
    say("草稿已清除。")
  }
  const readPolicy = async () => {
    const policy = await api.get("/hours-policy").catch(() => null)
    place("override").hidden = !policy?.allow_override
  }
  const readNames = async () => {
    names = null
    place("names").replaceChildren()
    try {
      const { items, more } = await bench.members()
      if (!more) names = new Map(items.map((member) => [member.volunteer_number, member.name]))
    } catch (problem) {
      if (problem.name !== "ApiProblem") throw problem
      place("names").replaceChildren(problemNotice(problem), el("p", {}, "名册没有读到，姓名暂时不显示；表格仍可填写。"))
    }
    table.paintAll(sheet.rows)
  }

  listenToCells({ table, sheet, onFocus: (cell) => (lastCell = cell), say })
  listenToKeys(table, {
    down(index, field) {
      if (index === sheet.rows.length - 1 && !sheet.addRows(1)) say(`一次最多 ${MOST_ROWS} 行，其余请分次提交。`)
      enter(table.cell(index + 1, field))
    },
    fillDown: tellFill,
    undo: () => say(sheet.undo() ? "已撤销一步。" : "没有可以撤销的了。"),
    redo: () => say(sheet.redo() ? "已恢复一步。" : "没有可以恢复的了。"),
  })
  function tellFill(index, field) {
    const count = sheet.fillDown(index, field)
    say(count ? `已把第 ${index + 1} 行的这一格填到下面 ${count} 行，可以撤销。` : "下面没有已填写的行。")
  }
  listenToTools(section, {
    sheet, bench, say,
    same() {
      const { next, ...fields } = valuesOf(section.querySelector("form"))
      return fields.end ? { ...fields, next } : fields
    },
    project: () => project,
    fillDown: () => (tellFill(lastCell.index, lastCell.field), enter(table.cell(lastCell.index, lastCell.field))),
    check: submit.check,
    send: submit.send,
  })
  place("table").append(table.frame)
  table.show(sheet.rows)

  return {
    async show(address) {
      const chosen = await chooseProject(place("project"), bench, address)
      place("sheet").hidden = !chosen
      if (!chosen || chosen.project_id === project?.project_id) return undefined
      draft?.save()
      project = chosen
      draft = hourDraft(project.project_id)
      places.outcome.replaceChildren()
      places.faults.replaceChildren()
      restore()
      return Promise.all([readNames(), readPolicy()])
    },
  }
}

// What a person does in cells: typing, ticking, leaving, pasting, and the two buttons within the table.
function listenToCells({ table, sheet, onFocus, say }) {
  const { body } = table
  const valueOf = (input) => (input.type === "checkbox" ? input.checked : input.value)
  body.addEventListener("focusin", ({ target }) => target.matches("input") && onFocus(table.placeOf(target)))
  body.addEventListener("input", ({ target }) => {
    const { index, field } = table.placeOf(target)
    table.typingIn(index, field)
    sheet.type(index, field, valueOf(target))
  })
  body.addEventListener("focusout", ({ target }) => {
    if (!target.matches("input") || !target.isConnected) return
    const { index, field } = table.placeOf(target)
    table.typingIn(null)
    sheet.leave(index, field)
    table.paint(sheet.rows, index)
  })
  body.addEventListener("paste", (event) => {
    const { index, field } = table.placeOf(event.target)
    const copied = event.clipboardData.getData("text/plain")
    const column = field === "next" ? "content" : field
    const { rows, left } = readBlock(copied, column)
    // One cell's worth of text is pasted as usual, so that part of a cell can be replaced.
    if (rows.length <= 1 && Object.keys(rows[0] ?? {}).length <= 1 && !left.length) return
    event.preventDefault()
    table.typingIn(null)
    const over = sheet.paste(index, rows)
    say([`已粘贴 ${rows.length - over} 行，可以撤销。`, left.length && `${left.join("、")}由系统得出，没有粘贴。`, over && `一次最多 ${MOST_ROWS} 行，还有 ${over} 行没有放下，请分次提交。`].filter(Boolean).join(""))
  })
  body.addEventListener("click", ({ target }) => {
    const act = target.closest("[data-act]")?.dataset.act
    if (!act) return
    const { index } = table.placeOf(target)
    if (act === "next-day") {
      sheet.set(index, { next: true })
      enter(table.cell(index, "content"))
    } else {
      sheet.remove(index)
      say(`已删除第 ${index + 1} 行，可以撤销。`)
      table.body.rows[Math.min(index, sheet.rows.length - 1)].querySelector("[data-act=remove]").focus()
    }
  })
}
