import { formatDate, formatLastDay, formatRange, formatTime } from "./format.js"

const isMidnight = (instant) => formatTime(instant) === "00:00"

/** When a project runs: whole days as days, anything else to the minute. */
export function windowText({ starts, ends }) {
  if (!isMidnight(starts) || !isMidnight(ends)) return formatRange(starts, ends)
  const first = formatDate(starts)
  const last = formatLastDay(ends)
  return first === last ? first : `${first} 至 ${last}`
}
