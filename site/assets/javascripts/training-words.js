import { formatDate } from "./format.js"

/** The days of a training: one, or from the first to the last. */
export function daysOf({ starts, ends }) {
  return starts === ends ? formatDate(starts) : `${formatDate(starts)}至${formatDate(ends)}`
}
