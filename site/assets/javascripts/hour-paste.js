import { addDays, readDate, readTime, splitMoment } from "./read-moment.js"
import { canonicalNumber } from "./volunteer-number.js"

/** The columns that can be pasted into, in their order. */
export const COLUMNS = ["number", "date", "start", "end", "content"]

const HEADS = [
  ["number", /编号|号码/u], ["name", /姓名|名字/u], ["start", /开始|起/u], ["end", /结束|止/u],
  ["minutes", /时长|小时|分钟/u], ["next", /第二天|次日|跨天/u], ["content", /内容|事项|备注/u], ["date", /日期|日子/u],
]
const NEXT_DAY = /^(?:是|第二天|次日|√|✓|1|TRUE)$/iu
const SAME_DAY = /^(?:否|当天|同一天|当日|0|FALSE)$/iu

// Cells that hold a line break or the separator come in quotes, with quotes inside doubled.
function splitCells(text, separator) {
  const rows = [[""]]
  let quoted = false
  for (let place = 0; place < text.length; place += 1) {
    const character = text[place]
    const row = rows.at(-1)
    if (quoted && character === '"' && text[place + 1] === '"') [row[row.length - 1], place] = [row.at(-1) + '"', place + 1]
    else if (character === '"' && (quoted || row.at(-1) === "")) quoted = !quoted
    else if (!quoted && character === separator) row.push("")
    else if (!quoted && character === "\n") rows.push([""])
    else row[row.length - 1] += character
  }
  return rows
}

function separatorOf(text, column) {
  if (text.includes("\t")) return "\t"
  const lines = text.split("\n").filter((line) => line.trim())
  const isList = column !== "content" && lines.every((line) => line.includes(","))
  return isList ? "," : null
}

/** The cells of copied text: rows of texts. A single text that is no block gives one cell. */
export function parseBlock(copied, column = "number") {
  const text = copied.replace(/\r\n?/gu, "\n").replace(/\n+$/u, "")
  const rows = splitCells(text, separatorOf(text, column) ?? "\t")
  return rows.map((row) => row.map((cell) => cell.replace(/\s+/gu, " ").trim()))
}

function headOf(cell) {
  return HEADS.find(([, words]) => words.test(cell))?.[0] ?? null
}

function headsOf(row) {
  const heads = row.map(headOf)
  return new Set(heads.filter(Boolean)).size >= 2 && !row.some((cell) => /\d{4}/u.test(cell)) ? heads : null
}

function looksLike(cell) {
  if (/^\d{16}$/u.test(canonicalNumber(cell))) return "number"
  if (splitMoment(cell) || !readTime(cell).fault) return "time"
  if (!readDate(cell).fault) return "date"
  if (/^[\d.]+(?:小时|分钟|h)?$/iu.test(cell)) return "minutes"
  if (NEXT_DAY.test(cell) || SAME_DAY.test(cell)) return "next"
  return /\d/u.test(cell) ? "other" : "text"
}

// What most of a column's cells look like; null for an empty column.
function kindOf(rows, place) {
  const kinds = rows.map((row) => row[place] ?? "").filter(Boolean).map(looksLike)
  const counts = kinds.map((kind) => kinds.filter((other) => other === kind).length)
  return kinds[counts.indexOf(Math.max(...counts))] ?? null
}

function afterTheEnd(kind) {
  if (kind === "next") return "next"
  return kind === "time" || kind === "minutes" ? "minutes" : "content"
}

/** Which field each pasted column is: by the head where there is one, otherwise by order, names and durations left out. */
function fieldsOf(rows, start) {
  const width = Math.max(...rows.map((row) => row.length))
  const left = COLUMNS.slice(COLUMNS.indexOf(start))
  const fields = []
  for (let place = 0; place < width; place += 1) {
    const kind = kindOf(rows, place)
    const wanted = left[0] === "content" && fields.includes("end") ? afterTheEnd(kind) : left[0] ?? "nothing"
    const isName = kind === "text" && (wanted === "date" || wanted === "start")
    fields.push(isName ? "name" : wanted)
    if (!isName && wanted === left[0]) left.shift()
  }
  return fields
}

// 2026/5/1 9:00 in one cell is a date and a time; an end on the day after sets 第二天.
function withMoments(row) {
  const start = splitMoment(row.start ?? "")
  const end = splitMoment(row.end ?? "")
  if (start) [row.date, row.start] = [row.date || start.date, start.time]
  if (!end) return row
  const day = readDate(row.date ?? "").value
  const days = day ? [day, addDays(day, 1)].indexOf(end.date) : -1
  return days < 0 ? row : { ...row, end: end.time, next: days === 1 }
}

function rowOf(cells, fields) {
  const row = {}
  cells.forEach((cell, place) => {
    const field = fields[place]
    if (field === "next" && cell) row.next = NEXT_DAY.test(cell)
    else if (COLUMNS.includes(field)) row[field] = cell
  })
  return withMoments(row)
}

/**
 * What a pasted block means for the hour table, when pasted at column `start`: `{rows, left}`, each row the fields to
 * set, `left` the names of the columns that were left out (姓名, 时长).
 */
export function readBlock(copied, start = "number") {
  const cells = parseBlock(copied, start)
  const heads = headsOf(cells[0])
  const body = heads ? cells.slice(1) : cells
  if (!body.length) return { rows: [], left: [] }
  const fields = heads ?? fieldsOf(body, start)
  const rows = body.map((row) => rowOf(row, fields))
  const left = [fields.includes("name") && "姓名", fields.includes("minutes") && "时长"].filter(Boolean)
  return { rows, left }
}
