import { api } from "./api.js"
import { eachElement, el } from "./dom.js"
import { formatDate } from "./format.js"
import { openAs } from "./gate.js"
import { qrImage } from "./qr.js"
import { readAll } from "./read-all.js"
import { emptyState } from "./table.js"

function card(slip) {
  return el("section", { class: "slip-card" },
    el("h2", {}, `${slip.name}：志愿者登记认领单`),
    el("div", { class: "slip-card__body" },
      qrImage(slip.qr_svg, "认领二维码"),
      el("div", {},
        el("p", {}, `“${slip.group}”替您填了志愿者登记。证件：${slip.document_type_name} ${slip.document_masked}。`),
        el("p", {}, "是您本人并且同意的，请用手机扫码，或打开本网站的“认领登记”页输入认领码："),
        el("p", { class: "v-number" }, slip.code),
        el("p", {}, `不是您，或没有同意的，请扫码选“这不是我”。${formatDate(slip.expires_at)}以后作废。请本人保管，不要转给别人。`))))
}

async function open(place) {
  const wanted = new URLSearchParams(location.hash.slice(1)).get("group")
  const groups = (await api.get("/groups/mine")).items
  const group = groups.find((each) => each.group_id === wanted) ?? groups[0]
  const { items } = group ? await readAll(`/groups/${group.group_id}/slips`, 500) : { items: [] }
  if (!items.length) return place.replaceChildren(emptyState("没有等待认领的单子", "请先在工作台“团体名册”里填认领单。"))
  const print = el("button", { type: "button", class: "v-button", onclick: () => window.print() }, `打印 ${items.length} 张`)
  return place.replaceChildren(el("div", { class: "v-actions v-no-print" }, print, el("a", { class: "v-button v-button--plain", href: "/workbench/#members" }, "返回工作台")), ...items.map(card))
}

eachElement("#slips-page", (page) => {
  const gate = page.querySelector("[data-gate]")
  openAs("recorder", gate, () => open(page.querySelector("[data-cards]")))
})
