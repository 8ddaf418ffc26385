import { onlyIf } from "./choices.js"
import { formatDate, today } from "./format.js"

/** The period that a form with 全部 / 今年 / 自己选 asks for: `{from, to}`, either left out where it is open. */
export function periodOf(form) {
  const kind = form.querySelector("[name=period]:checked").value
  if (kind === "year") return { from: `${today().slice(0, 4)}-01-01` }
  if (kind !== "own") return {}
  const { from: { value: from }, to: { value: to } } = form.elements
  return { ...(from && { from }), ...(to && { to }) }
}

/** Faults of the dates that a person chose, before anything is asked. */
export function periodFaults(form) {
  if (form.querySelector("[name=period]:checked").value !== "own") return []
  const { from, to } = periodOf(form)
  if (!from && !to) return [{ field: "from", message: "请选择起止日期，至少选一个。" }]
  if (from && to && to < from) return [{ field: "to", message: "结束日期早于开始日期，请检查。" }]
  return []
}

/** Show the two dates only where they are wanted. */
export function watchPeriod(form, changed = () => {}) {
  const own = form.querySelector("[data-own]")
  const show = () => onlyIf(own, form.querySelector("[name=period]:checked").value === "own")
  for (const radio of form.querySelectorAll("[name=period]")) {
    radio.addEventListener("change", () => {
      show()
      changed(radio.value)
    })
  }
  show()
}

/** A period in words. */
export function periodWords({ from, to }) {
  if (from && to) return `${formatDate(from)} 至 ${formatDate(to)}`
  if (from) return `${formatDate(from)} 以来`
  return to ? `截至 ${formatDate(to)}` : "全部"
}
