import { api } from "./api.js"
import { el } from "./dom.js"
import { canonicalCode, formatDate, formatDateTime } from "./format.js"
import { loadInto } from "./loading.js"

const when = ({ at, on }) => (at ? formatDateTime(at) : formatDate(on))

function asked({ name, person, phone }) {
  return el("li", {}, `${name}${phone ? `：${person}，电话 ${phone}` : ""}`)
}

function told({ events, ask }) {
  return el("div", {},
    el("ol", { class: "certificate-history" }, events.map((event) => el("li", {}, el("span", { class: "v-under" }, when(event)), event.words))),
    ask.length > 0 && el("div", {}, el("p", {}, "内容有疑问，可以问记录单位："), el("ul", {}, ask.map(asked))))
}

/** What became of a certificate, the oldest first, and whom to ask about it. */
export function historyPanel(item, { close }) {
  const place = el("div")
  const leave = el("button", { type: "button", class: "v-button v-button--plain", "data-leave": true, onclick: close }, "收起")
  const panel = el("section", { class: "v-panel", "aria-label": `${item.code} 的历史` }, el("h4", { tabindex: "-1" }, `${item.code} 的历史`), place, el("div", { class: "v-actions" }, leave))
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close())
  loadInto(place, () => api.get(`/certificates/${canonicalCode(item.code)}/history`), told)
  return panel
}
