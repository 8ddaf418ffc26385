import { api } from "./api.js"
import { pdfAddress, showIssued, verifyAddress } from "./certificate-issue.js"
import { dataPanel } from "./certificate-data.js"
import { reissuePanel, revokePanel } from "./certificate-panels.js"
import { el } from "./dom.js"
import { formatDate, formatMinutes } from "./format.js"
import { notice, showIn } from "./notice.js"
import { periodWords } from "./period.js"
import { NAMES } from "./stars.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const ROWS = 20

function addressOf(cursor) {
  return `/certificates?limit=${ROWS}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`
}

function acts(item, open) {
  const link = (href, text, more = {}) => el("a", { class: "v-button v-button--secondary v-button--small", href, ...more }, text)
  const button = (text, panel) =>
    el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-expanded": "false", onclick: (event) => open(event.currentTarget, panel) }, text)
  if (item.status !== "valid") return el("div", { class: "v-acts" }, link(verifyAddress(item.code), "查验"))
  return el("div", { class: "v-acts" },
    link(pdfAddress(item.code), "下载 PDF", { download: "" }), link(verifyAddress(item.code), "查验"),
    ...(item.star ? [] : [button("重新出具", reissuePanel)]), button("签名数据", dataPanel), button("撤销", revokePanel))
}

function looksText({ looks, look_days: days }) {
  return looks ? `在本站查验过 ${looks} 次，最近 ${formatDate(days[0])}` : "还没有人在本站查验过"
}

function columns(open) {
  return [
    { title: "查验码", head: true, value: (item) => [el("span", { class: "v-code v-one-line" }, item.code), el("span", { class: "v-under" }, `证书编号 ${item.certificate_number}`),
      el("span", { class: "v-under" }, `${formatDate(item.issued_on)} 出具`)] },
    { title: "种类", value: (item) => [item.kind_name, item.star && el("span", { class: "v-under" }, NAMES[item.star])].filter(Boolean) },
    { title: "期间", value: (item) => (item.star ? "—" : periodWords(item)) },
    { title: "时长", number: true, value: (item) => (item.star ? "—" : [`${item.hours} 小时`, el("span", { class: "v-minutes" }, formatMinutes(item.minutes))]) },
    { title: "状态", value: (item) => [statusTag(item.status, item.status_name), el("span", { class: "v-under" }, looksText(item))] },
    { title: "办理", value: (item) => acts(item, (control, panel) => open(control, panel, item)) },
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
  const done = {
    reissued(answer) {
      showIssued(message, answer, "已经重新出具，原来的一份已被替换")
      list.reload()
    },
    revoked(code) {
      showIn(message, notice("good", "证明已经撤销", el("p", {}, `查验码 ${code} 现在查出来是“已撤销”。`)))
      list.reload()
    },
  }
  const list = pagedTable(place, {
    caption: "已经出具的证明，新的在前",
    columns: columns((control, panel, item) => openUnder(control, panel, item, done)),
    read: (cursor) => api.get(addressOf(cursor)),
    empty: { title: "还没有出具过证明", text: "在上面选好期间，按“出具证明”，一分钟就好。" },
  })
  return list
}
