import { onSubmit } from "./dom.js"
import { whileBusy } from "./confirm.js"
import { readAll } from "./read-all.js"

/**
 * The buttons around the hour table (`data-tool` in `section`). `acts` holds what they work on: the sheet, the bench, the
 * values of the form 同一时间 (`same`), the project, and `say` for what happened.
 */
export function listenToTools(section, acts) {
  const { sheet, say } = acts
  const addPeople = (button, read) => whileBusy(button, "正在读取…", async () => {
    const { items } = await read()
    const { added, left } = sheet.addPeople(items.map((person) => person.volunteer_number), acts.same())
    const none = items.length ? "名单上的人都已在表里。" : "名单是空的，请先添加人员。"
    say(added ? `已载入 ${added} 人。${left ? `表格最多 500 行，还有 ${left} 人没有放下，请分次提交。` : ""}` : none)
  }).catch((problem) => say(problem.detail ?? "没有读到名单，请再试一次。"))
  const tools = {
    roster: (button) => addPeople(button, () => readAll(`/projects/${acts.project().project_id}/roster`)),
    members: (button) => addPeople(button, acts.bench.members),
    rows: () => say(sheet.addRows(10) ? "已加行。" : "一次最多 500 行，其余请分次提交。"),
    fill: acts.fillDown,
    undo: () => say(sheet.undo() ? "已撤销一步。" : "没有可以撤销的了。"),
    redo: () => say(sheet.redo() ? "已恢复一步。" : "没有可以恢复的了。"),
    check: acts.check,
    send: acts.send,
  }
  section.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-tool]")
    if (button) tools[button.dataset.tool](button)
  })
  onSubmit(section.querySelector("form"), () => {
    const fields = acts.same()
    if (!Object.keys(fields).length) return say("请先填写日期、开始或结束时间。")
    const count = sheet.fillAll(fields)
    return say(count ? `已填入 ${count} 行，可以撤销。` : "表里还没有编号，请先载入名单或填写编号。")
  })
}
