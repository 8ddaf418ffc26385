import { today } from "./format.js"

// Help while typing only: the server decides. The forms are those of the server's own check.
const FAMILY = ["resident_id", "hmt_resident_permit", "foreign_permanent_resident"]
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const FORMS = {
  home_return_permit: [/^[HM]\d{8}(\d{2})?$/, "H 或 M 加 8 位数字（旧证 10 位）"],
  taiwan_travel_permit: [/^\d{8}(\d{2})?$/, "8 位数字（旧证 10 位）"],
  passport: [/^[A-Z0-9]{5,20}$/, "5 到 20 位字母和数字"],
  other: [/^[A-Z0-9()-]{4,30}$/, "4 到 30 位字母、数字、括号或短横"],
}

/** Full-width digits, spaces and a small x do not matter. */
export function canonicalNumber(typed) {
  return typed.normalize("NFKC").replace(/\s/gu, "").toUpperCase()
}

function isEighteen(type, number) {
  return FAMILY.includes(type) && /^\d{17}[\dX]$/.test(number)
}

function checks(number) {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(number[place]), 0)
  return "10X98765432"[sum % 11] === number[17]
}

function birthOf(number) {
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)]
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  const real = date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day)
  return real && Number(year) >= 1900 ? `${year}-${month}-${day}` : null
}

/** What an 18-digit number tells: `{sex, born: "1990-05-01"}`; null for other documents, or where the number is wrong. */
export function toldBy(type, typed) {
  const number = canonicalNumber(typed)
  if (!isEighteen(type, number) || !checks(number)) return null
  const born = birthOf(number)
  if (!born || born > today()) return null
  return { sex: Number(number[16]) % 2 ? "male" : "female", born }
}

function eighteenFault(number, name) {
  const count = [...number].length
  if (count !== 18) return `${name}号码应为 18 位，现在是 ${count} 位，请对照证件检查。`
  if (!/^\d{17}[\dX]$/.test(number)) return `${name}号码应是 18 位数字，最后一位可以是 X，请对照证件检查。`
  const born = birthOf(number)
  if (!born) return `${name}号码第 7 到 14 位不是真实的日期，请对照证件检查。`
  if (born > today()) return `${name}号码中的出生日期还没有到，请对照证件检查。`
  return checks(number) ? "" : `${name}号码有误，有一位输错了或两位输反了，请逐位对照证件检查。`
}

/** What is wrong with a typed number, as a sentence that says how to mend it; "" when it may be right. */
export function numberFault(type, typed, name) {
  const number = canonicalNumber(typed)
  if (!number || !type) return ""
  const isOldCard = type === "foreign_permanent_resident" && /^[A-Z]{3}\d{12}$/.test(number)
  if (isOldCard) return ""
  if (FAMILY.includes(type)) return eighteenFault(number, name)
  const [pattern, form] = FORMS[type] ?? [/./, ""]
  return pattern.test(number) ? "" : `${name}号码应为${form}，请对照证件检查。`
}

/** Whether somebody is under fourteen; where only the month is known (`1990-05`), until that month is over. */
export function isUnderFourteen(born, now = today()) {
  if (!/^\d{4}-\d{2}/.test(born)) return false
  const fourteen = `${Number(born.slice(0, 4)) + 14}${born.slice(4)}`
  return born.length === 7 ? now.slice(0, 7) <= fourteen : now < fourteen
}

/** Check a number while it is typed: `type` is a select, `number` an input. Calls `changed(told)` after each change. */
export function watchDocument(type, number, changed = () => {}) {
  const check = () => {
    const fault = numberFault(type.value, number.value, type.selectedOptions[0]?.textContent ?? "证件")
    number.dataset.invalid = fault
    number.setCustomValidity(fault)
    changed(toldBy(type.value, number.value))
  }
  for (const control of [type, number]) {
    control.addEventListener("input", check)
    control.addEventListener("change", check)
  }
  // Another document may make the same number right: a fault shown at it is looked at again.
  type.addEventListener("change", () => number.dispatchEvent(new Event("change", { bubbles: true })))
  number.form.addEventListener("reset", () => setTimeout(check))
  check()
}
