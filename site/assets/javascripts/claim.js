import { ApiProblem, api, newKey } from "./api.js"
import { confirmUnder } from "./confirm.js"
import { eachElement, el, focusOn } from "./dom.js"
import { canonicalCode, codeFault, formatDate } from "./format.js"
import { enhanceForm } from "./forms.js"
import { notice, showIn } from "./notice.js"

async function look(code) {
  try {
    return await api.post("/slips/view", { code })
  } catch (problem) {
    if (problem.status !== 404) throw problem
    throw new ApiProblem(422, { violations: [{ field: "code", message: problem.detail }] })
  }
}

function facts(slip) {
  const rows = [["姓名", slip.name], [slip.document_type_name, slip.document_masked], ["填单的团体", slip.group], ["填单日期", formatDate(slip.made_at)], ["有效到", formatDate(slip.expires_at)]]
  return el("dl", { class: "v-facts" }, rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))
}

function slipView(place, code, slip) {
  const key = newKey()
  const deny = el("button", { type: "button", class: "v-button v-button--secondary", "aria-expanded": "false" }, "这不是我")
  deny.addEventListener("click", () => confirmUnder(deny, {
    question: "不是您本人，或者您没有同意？认领单马上作废，主管部门会知道是哪个团体填的。",
    yes: "确定，这不是我", no: "返回", busy: "正在办理…",
    act: async () => {
      await api.post("/slips/deny", { code }, { key })
      showIn(place, notice("good", "认领单已经作废", el("p", {}, "系统里没有留下这张单上的个人信息。主管部门会核对填单的团体。")))
    },
  }))
  const title = el("h2", { tabindex: "-1" }, "请核对，是不是您本人")
  place.replaceChildren(el("section", { class: "v-panel" }, title, facts(slip),
    el("p", {}, "是您本人并且同意登记的，请继续：要亲自填写证件号码、阅读告知书、设密码，约五分钟。"),
    el("div", { class: "v-actions" }, el("a", { class: "v-button", href: `/register/volunteer/#slip=${code}` }, "是我，去确认登记"), deny)))
  focusOn(title)
}

eachElement("#claim-page", (page) => {
  const form = page.querySelector("form")
  const place = page.querySelector("[data-slip]")
  enhanceForm(form, {
    busy: "正在查找…",
    shape: ({ code }) => ({ code: canonicalCode(code ?? "") }),
    check: ({ code }) => (code && codeFault(code) ? [{ field: "code", message: codeFault(code) }] : []),
    send: ({ code }) => look(code),
    done: (slip, { code }) => slipView(place, code, slip),
  })
  form.addEventListener("input", () => place.replaceChildren())
  const scanned = canonicalCode(location.hash.slice(1))
  if (!scanned) return
  form.elements.code.value = scanned
  form.requestSubmit()
})
