import { el } from "./dom.js"
import { formatDate, formatDateTime, formatHours, formatMinutes } from "./format.js"

const limit = (words, minutes) => (minutes ? `${words} ${minutes} 分钟` : null)

/** What a district has set about its time bank, as list items. */
export function termsWords(terms) {
  if (!terms.enabled) return [el("li", {}, "没有开通：不能存入、换服务和赠送，余额和明细仍能看到")]
  const gifts = terms.gifts_allowed ? `可以赠送${terms.gift_cap_minutes ? `，一年最多 ${terms.gift_cap_minutes} 分钟` : ""}` : "不办理赠送"
  return [
    "已经开通", limit("一次最多存入", terms.deposit_cap_minutes), limit("一天最多存入", terms.daily_cap_minutes), limit("余额最多", terms.balance_cap_minutes),
    terms.expiry_months ? `存入的当月算起，满 ${terms.expiry_months} 个月后到期` : "不会到期", gifts,
  ].filter(Boolean).map((text) => el("li", {}, text))
}

/** Hours, and the minutes beside them; a sign for what came in. */
export function lengthOf(minutes, signed = false) {
  const sign = minutes < 0 ? "-" : signed ? "+" : ""
  const size = Math.abs(minutes)
  return [`${sign}${formatHours(size)} 小时`, el("span", { class: "v-minutes" }, formatMinutes(size))]
}

/** What an account holds, as facts. */
export function accountFacts(account) {
  const over = account.next_expiry
  const rows = [
    ["余额", lengthOf(account.balance)],
    ["现在可用", lengthOf(account.free)],
    account.held > 0 && ["已经约好、留出来的", lengthOf(account.held)],
    account.owed > 0 && ["以后存入时要扣的", lengthOf(account.owed)],
    over && ["最先到期的", `${formatMinutes(over.minutes)}，可用到 ${formatDate(over.until)}`],
  ].filter(Boolean)
  return el("dl", { class: "v-facts" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))
}

export const STATEMENT = [
  { title: "时间", value: (leg) => formatDateTime(leg.at) },
  { title: "事项", head: true, value: (leg) => [leg.kind_name, leg.undone && el("span", { class: "v-tag" }, "已冲正或退回")].filter(Boolean) },
  { title: "对方", value: (leg) => leg.counterpart },
  { title: "说明", value: (leg) => leg.about },
  { title: "变动", number: true, value: (leg) => lengthOf(leg.minutes, true) },
  { title: "余额", number: true, value: (leg) => lengthOf(leg.balance) },
]
