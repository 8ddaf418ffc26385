import { addDays, readDate, readTime } from "./read-moment.js"
import { canonicalNumber, numberFault } from "./volunteer-number.js"

// The rows of the hour table as values, and what is wrong with them. Nothing here knows the page.

/** How many rows one submission holds. */
export const MOST_ROWS = 500

const DAY = 24 * 60
const LABELS = { number: "志愿者编号", date: "服务日期", start: "开始时间", end: "结束时间" }

export const emptyRow = Object.freeze({ number: "", date: "", start: "", end: "", next: false, content: "" })

export function isBlank(row) {
  return !(row.number || row.date || row.start || row.end || row.content)
}

/** A typed cell as it is kept: in one way of writing where it can be read, else as typed. */
export function tidy(field, text) {
  const typed = text.trim()
  if (field === "number") return canonicalNumber(typed)
  if (field === "date") return readDate(typed).value ?? typed
  if (field === "start" || field === "end") return tidyTime(typed)
  return typed
}

function tidyTime(typed) {
  const read = readTime(typed)
  return read.midnight ? "24:00" : read.value ?? typed
}

const instant = (date, time) => Date.parse(`${date}T${time}:00+08:00`)

// Rows never change, so what each means is worked out once: a keystroke in one of 500 rows costs one row.
const stays = new WeakMap()

function stayOf(row) {
  if (!stays.has(row)) stays.set(row, readStay(row))
  return stays.get(row)
}

// The stay that a row means, or null where it cannot be read: civil dates and times, and instants in milliseconds.
function readStay(row) {
  const [date, start, end] = [readDate(row.date), readTime(row.start), readTime(row.end)]
  if (date.fault || start.fault || end.fault || start.midnight) return null
  const next = row.next || end.midnight
  const stay = {
    date: date.value,
    endDate: next ? addDays(date.value, 1) : date.value,
    startTime: start.value,
    endTime: end.value,
  }
  stay.start = instant(stay.date, stay.startTime)
  stay.end = instant(stay.endDate, stay.endTime)
  stay.minutes = (stay.end - stay.start) / 60000
  return stay
}

function formFaults(row) {
  const faults = {}
  const readers = { number: (text) => ({ fault: numberFault(text) }), date: readDate, start: readTime, end: readTime }
  for (const [field, read] of Object.entries(readers)) {
    const fault = row[field] && read(row[field]).fault
    if (fault) faults[field] = fault
  }
  if (row.start && readTime(row.start).midnight) faults.start = "开始时间不能是 24:00，请写成第二天的日期和 00:00。"
  if ([...row.content].length > 200) faults.content = "服务内容最多 200 个字。"
  return faults
}

function stayFaults(stay, { starts, ends, now }) {
  if (stay.minutes < 0) return {}
  if (stay.minutes === 0) return { end: "结束时间应比开始时间晚，请检查。" }
  if (stay.minutes > DAY) return { end: "一次服务不能超过 24 小时，请检查是不是第二天。" }
  if (stay.end > now) return { end: "还没有到这个时间。服务结束后才能录入。" }
  if (starts && stay.start < starts) return { date: "早于项目开始的时间，请检查日期和项目。" }
  if (ends && stay.end > ends) return { date: "晚于项目结束的时间，请检查日期和项目。" }
  return {}
}

// What a stay counts for: nothing where it cannot be one.
function minutesOf(stay) {
  return stay && stay.minutes > 0 && stay.minutes <= DAY ? stay.minutes : 0
}

function memberFault(row, { names }) {
  if (!names || !row.number || names.has(canonicalNumber(row.number))) return {}
  return { number: "不在本团体的名册里，请核对编号，或先把本人加入名册。" }
}

/**
 * One row: `{minutes, faults, asks, stay}`. `faults` are sentences by field; `asks` is true where the end lies before the
 * start and may be meant for the next day. `about` is `{names, starts, ends, now}`. Fields not yet filled in are no faults.
 */
export function checkRow(row, about) {
  const stay = stayOf(row)
  const asks = stay !== null && stay.minutes < 0
  const faults = { ...memberFault(row, about), ...(stay && stayFaults(stay, about)), ...formFaults(row) }
  const counts = minutesOf(stay) > 0
  return { minutes: counts ? stay.minutes : null, faults, asks, stay: counts ? stay : null }
}

function missingFaults(row) {
  const missing = Object.keys(LABELS).filter((field) => !row[field])
  return Object.fromEntries(missing.map((field) => [field, `请填写${LABELS[field]}。`]))
}

/** Every fault of the sheet, for before it is sent: `[{index, field, message}]`, in the order of rows. */
export function sheetFaults(rows, about) {
  const checks = rows.map((row) => (isBlank(row) ? null : checkRow(row, about)))
  const clashes = overlaps(rows, checks)
  return rows.flatMap((row, index) => {
    if (!checks[index]) return []
    const asked = checks[index].asks ? { end: "结束时间早于开始时间。是第二天吗？" } : {}
    const faults = { ...clashes.get(index), ...missingFaults(row), ...asked, ...checks[index].faults }
    return Object.keys(emptyRow).filter((field) => faults[field]).map((field) => ({ index, field, message: faults[field] }))
  })
}

// One person cannot be at two places at once: each overlap within the sheet, told at the later row.
function overlaps(rows, checks) {
  const found = new Map()
  const byPerson = new Map()
  checks.forEach((check, index) => {
    if (!check?.stay || !rows[index].number) return
    const own = byPerson.get(rows[index].number) ?? []
    const other = own.find(({ stay }) => stay.start < check.stay.end && check.stay.start < stay.end)
    if (other) found.set(index, { start: `与第 ${other.index + 1} 行是同一个人，时间重叠，请改正或删除一行。` })
    byPerson.set(rows[index].number, [...own, { index, stay: check.stay }])
  })
  return found
}

/** How many people, stays and minutes the sheet comes to. */
export function totalOf(rows) {
  const filled = rows.filter((row) => !isBlank(row))
  const minutes = filled.reduce((sum, row) => sum + minutesOf(stayOf(row)), 0)
  return { people: new Set(filled.map((row) => row.number).filter(Boolean)).size, stays: filled.length, minutes }
}

function entryOf(row, stay) {
  const entry = {
    volunteer_number: canonicalNumber(row.number),
    start: `${stay.date}T${stay.startTime}:00+08:00`,
    end: `${stay.endDate}T${stay.endTime}:00+08:00`,
  }
  return row.content ? { ...entry, content: row.content } : entry
}

/** What is sent: the entries, and for each the index of its row. Only for a sheet without faults. */
export function entriesOf(rows, about) {
  const indexes = rows.map((row, index) => index).filter((index) => !isBlank(rows[index]))
  return { indexes, entries: indexes.map((index) => entryOf(rows[index], checkRow(rows[index], about).stay)) }
}
