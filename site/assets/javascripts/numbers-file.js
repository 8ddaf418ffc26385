import { api } from "./api.js"
import { whileBusy } from "./confirm.js"
import { el } from "./dom.js"
import { notice, problemNotice, showIn } from "./notice.js"

const MOST_BYTES = 650000

/** The bytes of a file as base64, as the API takes them. */
export function base64Of(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener("load", () => resolve(String(reader.result).split(",")[1] ?? ""))
    reader.addEventListener("error", () => reject(reader.error))
    reader.readAsDataURL(file)
  })
}

function fileFault(file) {
  if (!file) return "请先选择表格文件。"
  if (!/\.(xlsx|csv)$/i.test(file.name)) return "只能用 .xlsx 或 .csv。别的格式，请在表格软件里另存为 .xlsx。"
  return file.size > MOST_BYTES ? "文件超过 650 KB，请只留编号一列，或直接粘贴编号。" : ""
}

function told({ people, faults }) {
  const lines = faults.map(({ sheet, row, message }) => el("li", {}, `${sheet && `“${sheet}”`}${row ? `第 ${row} 行：` : ""}${message}`))
  const found = el("p", {}, people.length ? `读到 ${people.length} 个编号，已填入上面的编号栏，请核对后再提交。` : "没有读到编号。")
  return notice(faults.length ? "warn" : "good", faults.length ? `有 ${faults.length} 处读不出` : "读好了", found, lines.length > 0 && el("ul", {}, lines))
}

/** The part of a form that fills its volunteer numbers from a column of a spreadsheet; `group` is the group's id. */
export function numbersFromFile(form, group) {
  const part = form.querySelector('[data-place="from-file"]')
  const [input, button, place] = ["[type=file]", "button", '[data-place="read"]'].map((selector) => part.querySelector(selector))
  const area = form.elements.volunteer_numbers
  const read = async () => {
    const [file] = input.files
    const fault = fileFault(file)
    if (fault) return showIn(place, notice("bad", "没有读取", el("p", {}, fault)))
    try {
      const answer = await api.post(`/groups/${group}/trainings/numbers`, { name: file.name, content: await base64Of(file) })
      if (answer.people.length) area.value = answer.people.map((person) => person.volunteer_number).join("\n")
      return showIn(place, told(answer))
    } catch (problem) {
      if (problem.name !== "ApiProblem") console.error(problem)
      return showIn(place, problemNotice(problem))
    }
  }
  button.addEventListener("click", () => whileBusy(button, "正在读取…", read))
  form.addEventListener("reset", () => place.replaceChildren())
}

const lineOf = ({ field, message, ...rest }) => {
  const found = /^volunteer_numbers\.(\d+)$/u.exec(field)
  return { ...rest, field: found ? "volunteer_numbers" : field, message: found ? `第 ${Number(found[1]) + 1} 个编号：${message}` : message }
}

/** A problem whose faults at single numbers are told at the field of all numbers, with which one it is. */
export async function atNumbers(send) {
  try {
    return await send()
  } catch (problem) {
    if (problem.status === 422) problem.violations = problem.violations.map(lineOf)
    throw problem
  }
}
