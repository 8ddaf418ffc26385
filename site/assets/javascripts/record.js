import { api } from "./api.js"
import { startBatchConsent } from "./batch-consent.js"
import { startCertificates } from "./certificate-list.js"
import { startIssuing } from "./certificate-issue.js"
import { eachElement, el } from "./dom.js"
import { formatDate } from "./format.js"
import { loadInto } from "./loading.js"
import { notice } from "./notice.js"
import { showBlocks } from "./record-blocks.js"
import { startService } from "./record-service.js"
import { totals } from "./record-totals.js"

const ROWS = 10

/** The address of a page of the own record; `wanted` is `{from, to}` of civil dates, `group_id` and `state`, each may be missing. */
function addressOf(wanted = {}, cursor = null, limit = ROWS) {
  const asked = new URLSearchParams({ limit: String(limit) })
  for (const [name, value] of Object.entries({ ...wanted, cursor })) if (value) asked.set(name, value)
  return `/volunteers/me/record?${asked}`
}

function start(page, record) {
  const rest = page.querySelector("[data-rest]")
  const readService = async (period, cursor, limit) => (await api.get(addressOf(period, cursor, limit))).service
  rest.hidden = false
  showBlocks(page, record)
  const service = startService(page, record, readService)
  const list = startCertificates(page)
  startIssuing(page, list)
  startBatchConsent(page.querySelector("[data-batch-consent]"))
  const { moved } = record.person
  const away = moved && notice("info", "您的记录已经转出", el("p", {}, `${formatDate(moved.at)}转到${moved.to}，在这里只能查看。`), el("p", {}, el("a", { href: "/transfer/" }, "查看转出、下载转移文件")))
  return away ? el("div", {}, away, totals(record, service.print)) : totals(record, service.print)
}

eachElement("#record-page", (page) => {
  const top = page.querySelector("[data-top]")
  loadInto(top, () => api.get(addressOf()), (record) => start(page, record))
})
