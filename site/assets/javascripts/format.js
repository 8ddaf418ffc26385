export const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
export const CODE_LENGTH = 17

const BEIJING = "Asia/Shanghai"

function parts(instant, options) {
  const formatter = new Intl.DateTimeFormat("en-GB", { timeZone: BEIJING, hourCycle: "h23", ...options })
  return Object.fromEntries(formatter.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]))
}

/** Today in Beijing, `2026-05-01`. */
export function today() {
  const { year, month, day } = parts(Date.now(), { year: "numeric", month: "2-digit", day: "2-digit" })
  return `${year}-${month}-${day}`
}

/** 2026年5月1日, of an instant (in Beijing time) or of a civil date `2026-05-01`. */
export function formatDate(value) {
  if (!value) return ""
  const civil = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
  if (civil) return `${civil[1]}年${Number(civil[2])}月${Number(civil[3])}日`
  const { year, month, day } = parts(value, { year: "numeric", month: "numeric", day: "numeric" })
  return `${year}年${Number(month)}月${Number(day)}日`
}

/** The last day of something that ends at an instant: the day before, where that is midnight. */
export function formatLastDay(value) {
  return value ? formatDate(new Date(Date.parse(value) - 1).toISOString()) : ""
}

/** 1990年5月, of `1990-05`. */
export function formatMonth(value) {
  const [year, month] = (value ?? "").split("-")
  return month ? `${year}年${Number(month)}月` : ""
}

/** 09:30, in Beijing time. */
export function formatTime(value) {
  const { hour, minute } = parts(value, { hour: "2-digit", minute: "2-digit" })
  return `${hour}:${minute}`
}

/** 2026年5月1日 09:30, in Beijing time. */
export function formatDateTime(value) {
  return value ? `${formatDate(value)} ${formatTime(value)}` : ""
}

/** 2026年5月1日 09:00 至 11:30; the second date only where it differs. */
export function formatRange(start, end) {
  const sameDay = formatDate(start) === formatDate(end)
  return `${formatDateTime(start)} 至 ${sameDay ? formatTime(end) : formatDateTime(end)}`
}

/** Hours with two decimals, half up: 25 minutes are 0.42. Whole-number arithmetic, so no drift. */
export function formatHours(minutes) {
  const hundredths = Math.floor((minutes * 100 + 30) / 60)
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`
}

/** 2 小时 30 分钟. */
export function formatMinutes(minutes) {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (!hours) return `${rest} 分钟`
  return rest ? `${hours} 小时 ${rest} 分钟` : `${hours} 小时`
}

/** 5001 0363 3812 1366: easier to read out and to write down. */
export function inFours(text) {
  return text.replace(/(.{4})(?=.)/gu, "$1 ")
}

/** What was meant by what was typed: case, spaces, hyphens and full-width forms do not matter. */
export function canonicalCode(typed) {
  return typed.normalize("NFKC").toUpperCase().replace(/[\s\-‐‑–—―−_·.]/gu, "")
}

/** ABCD-EFGH-JKLM-NPQR-S. */
export function groupCode(code) {
  return code.match(/.{1,4}/gu)?.join("-") ?? ""
}

/** Luhn modulo 32 over the code's own alphabet; the same as the server's. */
export function checkCharacter(body) {
  const values = [...body].reverse().map((character, position) => {
    const value = ALPHABET.indexOf(character) * (position % 2 === 0 ? 2 : 1)
    return Math.floor(value / 32) + (value % 32)
  })
  const total = values.reduce((sum, value) => sum + value, 0)
  return ALPHABET[(32 - (total % 32)) % 32]
}

/** What is wrong with a typed code, as a sentence that says what to compare; null when it is well formed. */
export function codeFault(typed) {
  const code = canonicalCode(typed)
  if (!code) return "请输入证明上的查验码。"
  const strange = [...code].findIndex((character) => !ALPHABET.includes(character))
  if (strange >= 0) {
    const place = `第 ${strange + 1} 个字符“${[...code][strange]}”`
    return `输入有误，请核对${place}：查验码里没有数字 0、1 和字母 I、O，也没有其他符号。`
  }
  if (code.length !== CODE_LENGTH) return `输入有误，请核对字符个数：查验码共 ${CODE_LENGTH} 个字符，现在是 ${code.length} 个。`
  if (checkCharacter(code.slice(0, -1)) !== code.at(-1)) {
    return "输入有误，请核对第 1 组到第 5 组，逐组与纸面对照：有一个字符输错了，或者两个字符输反了。"
  }
  return null
}
