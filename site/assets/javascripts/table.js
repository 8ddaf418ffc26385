import { el, freshId } from "./dom.js"
import { problemNotice } from "./notice.js"

function cell(column, item) {
  const value = column.value(item)
  const classes = column.number ? "v-table__number" : null
  return el(column.head ? "th" : "td", { class: classes, "data-label": column.title, scope: column.head ? "row" : null },
    ...(Array.isArray(value) ? value : [value ?? "—"]))
}

/** A row of a data table, its cells labelled so that they become lines of a card on a phone. */
export function tableRow(columns, item) {
  return el("tr", {}, columns.map((column) => cell(column, item)))
}

/** An empty data table: `columns` are `{title, value(item) → text or node(s), number?, head?}`. */
export function dataTable(caption, columns) {
  const heads = columns.map((column) => el("th", { scope: "col", class: column.number ? "v-table__number" : null }, column.title))
  return el("table", { class: "v-table" }, el("caption", {}, caption), el("thead", {}, el("tr", {}, heads)), el("tbody"))
}

/** The state of a list that holds nothing: what it means, and what to do next. */
export function emptyState(title, text, action) {
  return el("div", { class: "v-empty" }, el("p", { class: "v-empty__title" }, title), text && el("p", {}, text), action)
}

/**
 * A list that is read page by page into `place`.
 *
 * `read(cursor)` returns `{items, next}` or throws an ApiProblem; `empty` is `{title, text?, action?}`. Says that it is loading,
 * that it is empty, what went wrong (with 再试一次), and shows 加载更多 while there is more. Returns `{reload}`.
 */
export function pagedTable(place, { caption, columns, read, empty }) {
  const status = el("div", { class: "v-list__status", role: "status" })
  const body = el("div", { class: "v-list__body" })
  const faults = el("div")
  const more = el("button", { type: "button", class: "v-button v-button--secondary", hidden: true }, "加载更多")
  place.classList.add("v-list")
  place.replaceChildren(body, status, faults, more)
  let cursor = null
  let table = null
  let run = 0
  let shown = 0

  const show = ({ items, next }) => {
    if (!table && !items.length) body.replaceChildren(emptyState(empty.title, empty.text, empty.action?.()))
    if (!table && items.length) {
      table = dataTable(caption, columns)
      body.replaceChildren(wrapped(table))
    }
    table?.tBodies[0].append(...items.map((item) => tableRow(columns, item)))
    shown += items.length
    cursor = next ?? null
    more.hidden = !cursor
    status.textContent = table && !cursor ? `共 ${shown} 条，已全部显示。` : ""
  }
  const load = async () => {
    const mine = ++run
    faults.replaceChildren()
    more.hidden = true
    status.textContent = "正在读取…"
    place.setAttribute("aria-busy", "true")
    try {
      const page = await read(cursor)
      if (mine === run) show(page)
    } catch (problem) {
      if (mine === run) fail(problem)
    }
    if (mine === run) place.removeAttribute("aria-busy")
  }
  const fail = (problem) => {
    status.textContent = ""
    const again = el("button", { type: "button", class: "v-button v-button--secondary", onclick: load }, "再试一次")
    faults.replaceChildren(problemNotice(problem), ...(problem.sessionEnded ? [] : [again]))
  }
  more.addEventListener("click", load)
  const reload = () => {
    cursor = table = null
    shown = 0
    body.replaceChildren()
    return load()
  }
  reload()
  return { reload }
}

// A wide table scrolls inside its own frame, which the keyboard can reach.
function wrapped(table) {
  table.caption.id = freshId("caption")
  return el("div", { class: "v-table-frame", role: "region", tabindex: "0", "aria-labelledby": table.caption.id }, table)
}
