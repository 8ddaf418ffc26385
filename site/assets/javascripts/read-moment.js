// Dates and times as people write them and as Excel and WPS copy them. Each reader answers `{value}` or `{fault}`;
// what can be meant in two ways is refused, never guessed.

const pad = (number) => String(number).padStart(2, "0")

function plain(text) {
  return text.normalize("NFKC").trim()
}

function dateOf(year, month, day, text) {
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  if (!exists) return { fault: `没有“${text}”这一天，请检查日期。` }
  return { value: `${year}-${pad(month)}-${pad(day)}` }
}

// Excel counts days from 1899-12-30; it copies the count where a date cell is shown as a plain number.
function dateOfSerial(serial) {
  return { value: new Date(Date.UTC(1899, 11, 30) + serial * 86400000).toISOString().slice(0, 10) }
}

const WHOLE_DATE = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/u
const COMPACT_DATE = /^((?:19|20)\d{2})(\d{2})(\d{2})$/u
const TAIL = /\s*(?:\(?(?:星期|周|礼拜)?[一二三四五六日天]\)?|0?0:00(?::00)?)$/u

/** A civil date: 2026-05-01, 2026/5/1, 2026.5.1, 2026年5月1日, 20260501, or Excel's day count. */
export function readDate(typed) {
  const text = plain(typed)
  const parts = WHOLE_DATE.exec(text) ?? WHOLE_DATE.exec(text.replace(TAIL, "")) ?? COMPACT_DATE.exec(text)
  if (parts) return dateOf(Number(parts[1]), Number(parts[2]), Number(parts[3]), text)
  if (/^[34]\d{4}$/u.test(text)) return dateOfSerial(Number(text))
  if (/^\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?$/u.test(text)) return { fault: `“${text}”没有写年份，请写成 2026-05-01 这样。` }
  if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{1,4}$/u.test(text)) {
    return { fault: `“${text}”分不清哪个是年、月、日，请写成 2026-05-01 这样。` }
  }
  return { fault: "日期写法不对，请写成 2026-05-01 这样。" }
}

const CLOCK = /^(\d{1,2})(?::(\d{1,2})(?::\d{1,2})?|[点时](?:(\d{1,2})分?|(半))?)?$/u
const PART = /^(上午|早上|早晨|清晨|凌晨|中午|下午|傍晚|晚上|夜里|晚|早|AM|PM)?\s*(.*?)\s*(AM|PM)?$/iu
const LATE = ["下午", "傍晚", "晚上", "夜里", "晚", "PM"]

function onTheClock(text) {
  const compact = /^(\d{1,2})(\d{2})$/u.exec(text)
  const parts = compact ? [text, compact[1], compact[2]] : CLOCK.exec(text)
  if (!parts) return null
  return { hour: Number(parts[1]), minute: parts[4] ? 30 : Number(parts[2] ?? parts[3] ?? 0) }
}

// The hour on a 24-hour clock; null where the words can mean two things (上午12:00 is noon to some, midnight to Excel).
function hourOf(part, hour) {
  if (!part || hour > 12) return hour
  if (part === "AM") return hour % 12
  if (part === "PM" || part === "下午" || part === "傍晚") return (hour % 12) + 12
  if (part === "中午") return hour <= 2 ? hour + 12 : hour
  if (LATE.includes(part)) return hour === 12 ? 24 : hour + 12
  if (hour < 12) return hour
  return part === "凌晨" ? 0 : null
}

function timeOf(minutes) {
  return { value: `${pad(Math.floor(minutes / 60) % 24)}:${pad(minutes % 60)}`, midnight: minutes === 1440 }
}

/**
 * A time of day: 9:00, 09:00, 0900, 9点半, 下午2:30, 2:30 PM, or Excel's part of a day. 24:00 comes back as 00:00 with
 * `midnight: true`: it ends the day.
 */
export function readTime(typed) {
  const text = plain(typed)
  if (/^0\.\d{2,}$/u.test(text)) return timeOf(Math.round(Number(text) * 1440))
  if (/^\d{1,2}\.\d{1,2}$/u.test(text)) return { fault: `“${text}”看不出是几点几分，请写成 09:30 这样。` }
  const [, before, middle, after] = PART.exec(text)
  const clock = onTheClock(middle)
  if (!clock || clock.minute > 59) return { fault: "时间写法不对，请写成 09:00 或 14:30 这样。" }
  const hour = hourOf((before ?? after)?.toUpperCase(), clock.hour)
  if (hour === null) return { fault: `“${text}”分不清是中午还是半夜，请写成 12:00 或 00:00。` }
  if (hour > 24 || (hour === 24 && clock.minute)) return { fault: "时间应在 00:00 到 24:00 之间。" }
  return timeOf(hour * 60 + clock.minute)
}

const BOTH = /^(\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?)[T\s]+(.+)$/u

/** A cell with date and time, such as 2026/5/1 9:00, as its two texts; null where it is not one. */
export function splitMoment(typed) {
  const parts = BOTH.exec(plain(typed))
  if (!parts || readDate(parts[1]).fault || readTime(parts[2]).fault) return null
  return { date: readDate(parts[1]).value, time: readTime(parts[2]).value }
}

/** The civil date `days` after `date`, both as 2026-05-01. */
export function addDays(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86400000).toISOString().slice(0, 10)
}
