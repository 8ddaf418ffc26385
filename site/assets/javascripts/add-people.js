import { ApiProblem } from "./api.js"
import { el, freshId } from "./dom.js"
import { storage } from "./form-draft.js"
import { enhanceForm } from "./forms.js"
import { notice, showIn } from "./notice.js"
import { canonicalNumber, numberFault } from "./volunteer-number.js"

const MOST = 500

// A line may come from a spreadsheet with more columns: the number is the cell that looks like one.
function numberIn(line) {
  const cells = line.split(/[\t,，;；]/u).map(canonicalNumber)
  return cells.find((cell) => /^\d{16}$/u.test(cell)) ?? cells[0]
}

/** The lines of a text that hold something: `[{line, number}]`, `line` counted from 0 over all lines. */
export function readLines(text) {
  return text.split(/\r?\n/u).map((content, line) => ({ line, number: numberIn(content) })).filter(({ number }) => number)
}

/** The faults of lines that cannot be volunteer numbers, by their place among the lines that hold something. */
export function lineFaults(lines) {
  return lines.flatMap(({ number }, index) => {
    const message = numberFault(number)
    return message ? [{ field: `volunteer_numbers.${index}`, message }] : []
  })
}

// One wrong line, to be mended where its fault is told; what is typed goes back into the text.
function mendField(area, line) {
  const id = freshId("line")
  const change = (event) => {
    const all = area.value.split(/\r?\n/u)
    all[line] = event.target.value
    area.value = all.join("\n")
    area.dispatchEvent(new Event("input", { bubbles: true }))
  }
  const now = area.value.split(/\r?\n/u)[line] ?? ""
  return el("div", { class: "v-field", "data-private": true }, el("label", { for: id }, `第 ${line + 1} 行`),
    el("input", { id, name: `mend.${line}`, value: now.trim(), inputmode: "numeric", autocomplete: "off", oninput: change }))
}

function offerMends(form, lines, violations) {
  const atLine = violations.map((violation) => {
    const place = /^volunteer_numbers\.(\d+)$/u.exec(violation.field)
    return place ? { ...violation, line: lines[Number(place[1])].line } : violation
  })
  const wrong = [...new Set(atLine.filter(({ line }) => line !== undefined).map(({ line }) => line))]
  form.querySelector('[data-place="lines"]').replaceChildren(...wrong.map((line) => mendField(form.elements.volunteer_numbers, line)))
  return atLine.map(({ line, ...rest }) => (line === undefined ? rest : { ...rest, field: `mend.${line}`, message: `第 ${line + 1} 行：${rest.message}` }))
}

// What was typed survives a reload, but a line that could be a document number is not kept.
function keepLines(area, name) {
  const store = storage(`draft:${name}`)
  const keep = () => {
    const lines = area.value.split(/\r?\n/u).filter((line) => !/\d{17}[\dX]|(?:^|\D)\d{15}(?:\D|$)/iu.test(canonicalNumber(line)))
    if (lines.some(Boolean)) store.write(lines.join("\n"))
    else store.clear()
  }
  area.value = store.read() ?? ""
  area.addEventListener("input", keep)
  return store
}

function told({ added, already, members }, where) {
  const names = members.slice(0, 10).map((person) => person.name).join("、")
  const who = members.length > 10 ? `${names}等 ${members.length} 人` : names
  const lines = [added && el("p", {}, `${who}。`), already > 0 && el("p", {}, `另有 ${already} 人原来就在${where}里。`)]
  return notice("good", added ? `已把 ${added} 人加入${where}` : `没有新加入的人`, ...lines)
}

/**
 * The form that adds volunteers by number, one or up to 500 lines, with each line's fault at that line. `send(numbers,
 * options)` makes the request, `where` names the list (团体名册), `done()` runs after it; `draft()` names the draft.
 */
export function addPeopleForm(form, { where, draft, send, place, done }) {
  const area = form.elements.volunteer_numbers
  const store = keepLines(area, draft)
  const check = () => {
    const lines = readLines(area.value)
    if (lines.length > MOST) return [{ field: "volunteer_numbers", message: `一次最多 ${MOST} 行，现在有 ${lines.length} 行，请分次添加。` }]
    return offerMends(form, lines, lineFaults(lines))
  }
  enhanceForm(form, {
    busy: "正在添加…",
    shape: () => ({ volunteer_numbers: readLines(area.value).map(({ number }) => number) }),
    check,
    async send(values, options) {
      const lines = readLines(area.value)
      try {
        return await send(values, options)
      } catch (problem) {
        if (!(problem instanceof ApiProblem) || problem.status !== 422) throw problem
        throw new ApiProblem(422, { ...problem, detail: problem.detail, violations: offerMends(form, lines, problem.violations) })
      }
    },
    done(answer) {
      area.value = ""
      store.clear()
      form.querySelector('[data-place="lines"]').replaceChildren()
      showIn(place, told(answer, where))
      done(answer)
    },
  })
}
