import { api, newKey } from "./api.js"
import { historyPanel } from "./certificate-history.js"
import { pdfAddress, showIssued, verifyAddress } from "./certificate-issue.js"
import { dataPanel } from "./certificate-data.js"
import { reissuePanel, revokePanel } from "./certificate-panels.js"
import { whileBusy } from "./confirm.js"
import { el } from "./dom.js"
import { canonicalCode, formatDate, formatMinutes } from "./format.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { periodWords } from "./period.js"
import { sealPanel, startSeals } from "./seal-request.js"
import { NAMES } from "./stars.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const ROWS = 20

function addressOf(cursor) {
  return `/certificates?limit=${ROWS}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`
}

function acts(item, open, again) {
  const link = (href, text, more = {}) => el("a", { class: "v-button v-button--secondary v-button--small", href, ...more }, text)
  const button = (text, panel) =>
    el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-expanded": "false", onclick: (event) => open(event.currentTarget, panel) }, text)
  const past = button("历史", historyPanel)
  const fresh = item.can_reissue && el("button", { type: "button", class: "v-button v-button--secondary v-button--small", onclick: (event) => again(event.currentTarget, item) }, "重新出具")
  if (item.status !== "valid") return el("div", { class: "v-acts" }, fresh, link(verifyAddress(item.code), "查验"), past)
  return el("div", { class: "v-acts" },
    link(pdfAddress(item.code), "下载 PDF", { download: "" }), link(verifyAddress(item.code), "查验"),
    ...(item.star ? [] : [button("请团体盖章", sealPanel)]), ...(item.star || item.group ? [] : [button("重新出具", reissuePanel)]),
    button("签名数据", dataPanel), button("撤销", revokePanel), past)
}

function looksText({ looks, look_days: days }) {
  return looks ? `在本站查验过 ${looks} 次，最近 ${formatDate(days[0])}` : "还没有人在本站查验过"
}

function stateOf(item) {
  const replaced = item.replaced_by && el("span", { class: "v-under" }, `新的一份：${item.replaced_by}`)
  return [statusTag(item.status, item.status_name), replaced, el("span", { class: "v-under" }, looksText(item))].filter(Boolean)
}

function columns(open, again) {
  return [
    { title: "查验码", head: true, value: (item) => [el("span", { class: "v-code v-one-line" }, item.code), el("span", { class: "v-under" }, `证书编号 ${item.certificate_number}`),
      el("span", { class: "v-under" }, `${formatDate(item.issued_on)} ${item.group ? `由“${item.group}”代为出具` : "出具"}`)] },
    { title: "种类", value: (item) => [item.kind_name, item.star && el("span", { class: "v-under" }, NAMES[item.star])].filter(Boolean) },
    { title: "期间", value: (item) => (item.star ? "—" : periodWords(item)) },
    { title: "时长", number: true, value: (item) => (item.star ? "—" : [`${item.hours} 小时`, el("span", { class: "v-minutes" }, formatMinutes(item.minutes))]) },
    { title: "状态", value: stateOf },
    { title: "办理", value: (item) => acts(item, (control, panel) => open(control, panel, item), again) },
  ]
}

// The panel stands in a row of its own below the certificate, so that it is as wide as the table and never pops up.
function openUnder(control, panelOf, item, done) {
  if (control.getAttribute("aria-expanded") === "true") return
  control.closest("table").querySelector(".v-panel-row [data-leave]")?.click()
  const row = control.closest("tr")
  const close = () => {
    under.remove()
    control.setAttribute("aria-expanded", "false")
    if (control.isConnected) control.focus()
  }
  const panel = panelOf(item, { close, done })
  const under = el("tr", { class: "v-panel-row" }, el("td", { colspan: row.cells.length }, panel))
  row.after(under)
  control.setAttribute("aria-expanded", "true")
  panel.querySelector("h4").focus()
}

/** The own certificates, with what can be done with each. Answers `{reload}`. */
export function startCertificates(page) {
  const place = page.querySelector("[data-certificates]")
  const message = page.querySelector("[data-issued]")
  const seals = startSeals(page.querySelector("[data-seals]"))
  const done = {
    asked(answer) {
      showIn(message, notice("good", "盖章申请已提交", el("p", {}, `“${answer.group}”会在 ${formatDate(answer.due)} 以前办理。办好以后在“我的消息”里告诉您，在下面“请团体盖章”里下载。`)))
      seals.reload()
    },
    reissued(answer) {
      showIssued(message, answer, "已经重新出具，原来的一份已被替换")
      list.reload()
    },
    revoked(code) {
      showIn(message, notice("good", "证明已经撤销", el("p", {}, `查验码 ${code} 现在查出来是“已撤销”。`)))
      list.reload()
    },
  }
  // One key for one certificate: pressed again after a lost answer, it is not issued twice.
  const keys = new Map()
  const again = (control, item) => whileBusy(control, "正在重新出具…", async () => {
    if (!keys.has(item.code)) keys.set(item.code, newKey())
    const answer = await api.post(`/certificates/${canonicalCode(item.code)}/reissue`, {}, { key: keys.get(item.code) })
    showIssued(message, answer, "已经重新出具")
    list.reload()
  }).catch((problem) => showIn(message, problemNotice(problem)))
  const list = pagedTable(place, {
    caption: "已经出具的证明，新的在前",
    columns: columns((control, panel, item) => openUnder(control, panel, item, done), again),
    read: (cursor) => api.get(addressOf(cursor)),
    empty: { title: "还没有出具过证明", text: "在上面选好期间，按“出具证明”，一分钟就好。" },
  })
  return list
}
