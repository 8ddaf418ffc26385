import { api } from "./api.js"
import { el, focusOn } from "./dom.js"
import { canonicalCode } from "./format.js"
import { enhanceForm } from "./forms.js"
import { periodFaults, periodOf, watchPeriod } from "./period.js"

/** Links of a certificate: the paper, and the page on which anybody checks it. */
export const pdfAddress = (code) => `/api/v1/certificates/${canonicalCode(code)}/pdf`
export const verifyAddress = (code) => `/verify/#${canonicalCode(code)}`

function issued({ code, certificate_number: number }, title, heading) {
  return el("div", { class: "v-result v-result--good" },
    el("div", { class: "v-result__head" },
      el("span", { class: "v-result__icon", "aria-hidden": "true" }, "✓"), el(heading, { class: "v-result__title", tabindex: "-1" }, title)),
    el("p", {}, "查验码"), el("p", { class: "v-number" }, code),
    el("p", {}, `证书编号 ${number}。请下载 PDF，打印出来或者发给对方。对方用手机扫二维码，或者在“证书查验”输入查验码，就能核实真假。`),
    el("div", { class: "v-actions" },
      el("a", { class: "v-button", href: pdfAddress(code), download: "" }, "下载 PDF"),
      el("a", { class: "v-button v-button--secondary", href: verifyAddress(code) }, "看看查验结果")))
}

/** Show a fresh certificate in `place`, and move there; `heading` is of the level that the page has there. */
export function showIssued(place, answer, title = "证明已经出具", heading = "h4") {
  place.replaceChildren(issued(answer, title, heading))
  focusOn(place.querySelector(heading))
  place.scrollIntoView({ block: "center" })
}

/** The form that issues a certificate; `list` is reloaded after it. */
export function startIssuing(page, list) {
  const form = page.querySelector("[data-issue]")
  const place = page.querySelector("[data-issued]")
  watchPeriod(form)
  enhanceForm(form, {
    shape: ({ show_document }) => ({ ...periodOf(form), show_document }),
    check: () => periodFaults(form),
    send: (values, { key }) => {
      place.replaceChildren()
      return api.post("/certificates", values, { key })
    },
    done: (answer) => {
      showIssued(place, answer)
      list.reload()
    },
    busy: "正在出具…",
  })
}
