import { COLUMNS } from "./hour-paste.js"
import { MOST_ROWS, emptyRow, isBlank, tidy } from "./hour-rows.js"

const MOST_STEPS = 200

/** Rows with at least `least` of them, so that there is always somewhere to type. */
export function padded(rows, least = 5) {
  return rows.length >= least ? rows : [...rows, ...Array(least - rows.length).fill(emptyRow)]
}

function tidied(row) {
  return Object.fromEntries(Object.entries(row).map(([field, value]) => [field, typeof value === "string" ? tidy(field, value) : value]))
}

/**
 * The hour table's rows, and the way back. Rows are never changed in place: what is not touched stays the same object,
 * so a step back costs nothing and the page repaints only what differs. `changed(rows, before)` is called after each change.
 */
export function makeSheet(changed) {
  let rows = padded([])
  let past = []
  let future = []
  let typingIn = null

  const put = (next, cell = null) => {
    if (next === rows) return
    if (cell === null || cell !== typingIn) [past, future] = [[...past.slice(-MOST_STEPS), rows], []]
    typingIn = cell
    const before = rows
    rows = next
    changed(rows, before)
  }
  const step = (from, to) => {
    if (!from.length) return false
    to.push(rows)
    const before = rows
    rows = from.pop()
    typingIn = null
    changed(rows, before)
    return true
  }
  const withRow = (index, row) => rows.map((old, place) => (place === index ? row : old))

  return {
    get rows() {
      return rows
    },
    /** Start over with these rows; there is no way back from it. */
    start(fresh) {
      const before = rows
      past = []
      future = []
      rows = padded(fresh)
      changed(rows, before)
    },
    /** One keystroke or tick; all typing in one cell is one step back. */
    type: (index, field, value) => put(withRow(index, { ...rows[index], [field]: value }), `${index}.${field}`),
    /** Leaving a cell: what was typed is written in the usual way. */
    leave(index, field) {
      const value = rows[index]?.[field]
      const neat = typeof value === "string" ? tidy(field, value) : value
      if (neat !== value) put(withRow(index, { ...rows[index], [field]: neat }), `${index}.${field}`)
      typingIn = null
    },
    set: (index, fields) => put(withRow(index, { ...rows[index], ...fields })),
    /** Put a block of rows over those from `index` on; says how many did not fit. */
    paste(index, block) {
      const fitting = block.slice(0, MOST_ROWS - index)
      const next = padded(rows, index + fitting.length).map((row, place) => {
        const fields = fitting[place - index]
        return fields && place >= index ? { ...row, ...tidied(fields) } : row
      })
      put(next)
      return block.length - fitting.length
    },
    /** Copy one cell into the rows below it, to the last row that holds anything; says into how many. */
    fillDown(index, field) {
      const last = rows.findLastIndex((row) => !isBlank(row))
      const given = tidied({ [field]: rows[index][field] })
      if (last > index) put(rows.map((row, place) => (place >= index && place <= last ? { ...row, ...given } : row)))
      return Math.max(0, last - index)
    },
    /** The same for everyone: these fields into every row that has a number; says into how many. */
    fillAll(fields) {
      const given = tidied(fields)
      put(rows.map((row) => (row.number ? { ...row, ...given } : row)))
      return rows.filter((row) => row.number).length
    },
    /** Add people who are not in the table yet, into blank rows first; `{added, left}`. */
    addPeople(numbers, fields = {}) {
      const there = new Set(rows.map((row) => row.number))
      const fresh = numbers.filter((number) => !there.has(number))
      const kept = rows.filter((row) => !isBlank(row))
      const fitting = fresh.slice(0, MOST_ROWS - kept.length)
      const made = fitting.map((number) => ({ ...emptyRow, ...tidied(fields), number }))
      if (made.length) put(padded([...kept, ...made]))
      return { added: made.length, left: fresh.length - fitting.length }
    },
    addRows(count) {
      const room = Math.min(count, MOST_ROWS - rows.length)
      if (room > 0) put([...rows, ...Array(room).fill(emptyRow)])
      return room
    },
    remove(index) {
      put(padded(rows.filter((_, place) => place !== index), 1))
    },
    undo: () => step(past, future),
    redo: () => step(future, past),
  }
}

/** The column after or before one, among those that can be typed into. */
export const TYPED = [...COLUMNS.slice(0, 4), "next", "content"]
