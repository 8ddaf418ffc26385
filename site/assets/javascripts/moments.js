// A day and two times of day, as forms ask for them, and the instants that the API takes. All times are Beijing's.

const OFFSET = "+08:00"

const nextDay = (date) => {
  const day = new Date(`${date}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + 1)
  return day.toISOString().slice(0, 10)
}

/** `{start, end}` of `{date, start, end, next}`: next says that it ended on the day after. */
export function instantsOf({ date, start, end, next }) {
  const last = next ? nextDay(date) : date
  return { start: `${date}T${start}:00${OFFSET}`, end: `${last}T${end}:00${OFFSET}` }
}

/** `{date, start, end, next}` of an entry's instants (written with Beijing's offset). */
export function partsOf({ start, end }) {
  return { date: start.slice(0, 10), start: start.slice(11, 16), end: end.slice(11, 16), next: end.slice(0, 10) !== start.slice(0, 10) }
}
