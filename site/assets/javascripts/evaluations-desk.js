import { api, newKey } from "./api.js"
import { whileBusy } from "./confirm.js"
import { el, focusOn } from "./dom.js"
import { ASPECTS, evaluationSheet } from "./evaluation-sheet.js"
import { loadInto } from "./loading.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { progressBar } from "./progress.js"
import { chooseProject } from "./project-choice.js"
import { emptyState } from "./table.js"

const PIECE = 100

// Marks every control that is wrong, and says above the table what is wrong with whom.
function showFaults(place, faults) {
  for (const { control } of faults) control?.setAttribute("aria-invalid", "true")
  const lines = faults.map(({ name, message }) => el("li", {}, `${name}：${message}`))
  showIn(place, notice("bad", `有 ${faults.length} 处需要修改，没有保存`, el("ul", {}, lines)))
  faults.find(({ control }) => control)?.control.focus()
}

const halfFilled = (rows) => rows.flatMap((row) => ASPECTS.filter(([aspect]) => !row.values()[aspect])
  .map(([aspect, title]) => ({ control: row.selects[aspect], name: row.person.name, message: `请给“${title}”选一个等级。` })))

function faultsOf(problem, rows) {
  return problem.violations.map(({ field, message }) => {
    const [, line, aspect] = /^rows\.(\d+)(?:\.(\w+))?$/u.exec(field) ?? []
    const row = rows[Number(line)]
    return { control: row && (row.selects[aspect] ?? row.selects.punctuality), name: row?.person.name ?? "整张表", message }
  })
}

async function save(path, sheet, place, reload) {
  for (const row of sheet.rows) for (const select of Object.values(row.selects)) select.removeAttribute("aria-invalid")
  const rows = sheet.rows.filter((row) => row.changed())
  if (!rows.length) return showIn(place, notice("info", "没有要保存的改动"))
  const missing = halfFilled(rows)
  if (missing.length) return showFaults(place, missing)
  const bar = progressBar("保存评价", rows.length, "人")
  place.replaceChildren(bar.element)
  for (let start = 0; start < rows.length; start += PIECE) {
    const piece = rows.slice(start, start + PIECE)
    const sent = piece.map((row) => ({ volunteer_number: row.person.volunteer_number, ...row.values(), version: row.person.evaluation?.version ?? 0 }))
    try {
      await api.post(path, { rows: sent }, { key: newKey() })
    } catch (problem) {
      if (problem.status !== 422) return showIn(place, problemNotice(problem))
      return showFaults(place, faultsOf(problem, piece))
    }
    bar.set(start + piece.length)
  }
  sheet.forget()
  await reload()
  return showIn(place, notice("good", `已保存 ${rows.length} 人的评价`, el("p", {}, "本人能看到，也能答复；答复以后不能再改。")))
}

function ratingText({ people, average, fewest }) {
  return average ? `志愿者对本团体的评价：${average} 分（满分 5，${people} 人）。` : `评价过本团体的志愿者还不到 ${fewest} 人，暂不显示。`
}

function ratingView(found) {
  const words = found.words.length > 0 && el("details", { class: "v-more" }, el("summary", {}, "写了什么（不显示是谁写的）"), el("ul", {}, found.words.map((text) => el("li", {}, text))))
  return el("div", {}, el("p", {}, ratingText(found)), words)
}

/** 评价, for the group: everybody who took part in a project that has ended, at once. Made once for the tab's `section`. */
export function makeEvaluations(section, bench) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  let sheet = null
  let path = ""
  const read = () => loadInto(place("sheet"), () => api.get(path), (found) => {
    place("acts").hidden = !found.ended || !found.items.length
    sheet = null
    if (!found.ended) return emptyState("项目还没有结束", "结束以后再来评价。")
    if (!found.items.length) return emptyState("这个项目还没有人有服务时长", "先录入时长，再评价。")
    sheet = evaluationSheet(found, `evaluations-${path}`)
    return sheet.element
  })
  place("fill").addEventListener("click", () => {
    sheet.fill(4)
    showIn(place("done"), notice("info", "没选的都填了“4 较好”", el("p", {}, "还没有保存。请逐人看一遍，再保存。")), { focus: false })
  })
  place("save").addEventListener("click", (event) => whileBusy(event.currentTarget, "正在保存…", () => save(path, sheet, place("done"), read)))
  return {
    async show(address) {
      loadInto(place("rating"), () => api.get(`/groups/${bench.group.group_id}/rating`), ratingView)
      const chosen = await chooseProject(place("project"), bench, address)
      place("acts").hidden = true
      place("done").replaceChildren()
      place("sheet").replaceChildren()
      if (!chosen) return
      path = `/projects/${chosen.project_id}/evaluations`
      await read()
      if (sheet) focusOn(section.querySelector("h2"))
    },
  }
}
