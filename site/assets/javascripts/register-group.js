import "./steps.js"
import { api } from "./api.js"
import { fillChoices, fillSelect, onlyIf } from "./choices.js"
import { watchDocument } from "./document-number.js"
import { eachElement, el } from "./dom.js"
import { summariseSteps } from "./form-summary.js"
import { inFours } from "./format.js"
import { enhanceForm } from "./forms.js"
import { loadInto } from "./loading.js"
import { rememberLogin } from "./login-name.js"
import { repeatFaults } from "./password.js"
import { showResult } from "./register-result.js"
import { readSettings } from "./settings.js"

// Registered bodies have a credit code, unregistered teams have none, communities may; the server decides.
const WITHOUT_CODE = ["", "team"]
const CODE_IS_FREE = ["community"]

function watchKind(form) {
  const part = form.querySelector("[data-credit]")
  const code = form.elements.credit_code
  const show = () => {
    const kind = form.querySelector("[name=kind]:checked")?.value ?? ""
    onlyIf(part, !WITHOUT_CODE.includes(kind))
    code.required = !CODE_IS_FREE.includes(kind)
    part.querySelector("[data-credit-optional]").hidden = code.required
  }
  form.addEventListener("change", show)
  form.addEventListener("reset", () => setTimeout(show))
  show()
}

function fillLists(form, settings) {
  const kinds = form.querySelector("[data-kinds]")
  fillChoices(kinds, "kind", settings.group_kinds, { type: "radio", required: true })
  kinds.querySelector("input").dataset.missing = "请选择团体类别。"
  fillSelect(form.elements.district, settings.districts, { first: "", chosen: settings.district.code })
  fillSelect(form.elements["recorder.document.type"], settings.document_types, { first: "", chosen: "resident_id" })
}

function applied(page, { group_id: id }, values, settings) {
  const { recorder: { login } } = values
  rememberLogin(login)
  showResult(page, {
    title: "申请已提交，等待审核",
    lines: [
      el("p", {}, `${values.name} 的申请编号是`),
      el("p", { class: "v-number" }, inFours(id.toUpperCase())),
      el("p", {}, `请抄下来、拍照或打印保存，询问进度时用。记录员的登录名是 ${login}。`),
    ],
    next: [
      `${settings.supervising_body}审核申请。进度登录后在“团体工作台”能看到；没有通过的，会写明理由。`,
      "记录员现在就可以登录。第一次登录要绑定手机上的动态码：请先在手机的应用商店里装一个“身份验证器”。",
      "审核通过以后，就可以建项目、加名册、录时长。",
    ],
    actions: el("a", { class: "v-button", href: "/login/?next=/workbench/" }, "去登录"),
  })
}

function start(page, form, settings) {
  fillLists(form, settings)
  watchKind(form)
  watchDocument(form.elements["recorder.document.type"], form.elements["recorder.document.number"])
  form.addEventListener("step", ({ detail }) => (page.querySelector("[data-before]").hidden = detail.index > 0))
  summariseSteps(form, form.querySelector("[data-summary]"))
  form.hidden = false
  enhanceForm(form, {
    shape: ({ password_again: _again, ...values }) => values,
    check: () => repeatFaults(form, "recorder.password", "password_again"),
    send: (values, { key }) => api.post("/groups", values, { key }),
    done: (answer, values) => applied(page, answer, values, settings),
    busy: "正在提交申请…",
  })
}

eachElement("#register-group", (page) => {
  const form = page.querySelector("form")
  loadInto(page.querySelector("[data-loading]"), readSettings, (settings) => start(page, form, settings))
})
