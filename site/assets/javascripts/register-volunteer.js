import "./steps.js"
import { api } from "./api.js"
import { fillChoices, fillSelect, onlyIf, requireOne } from "./choices.js"
import { isUnderFourteen, watchDocument } from "./document-number.js"
import { eachElement, el } from "./dom.js"
import { summariseSteps } from "./form-summary.js"
import { formatDate } from "./format.js"
import { enhanceForm } from "./forms.js"
import { loadInto } from "./loading.js"
import { notice } from "./notice.js"
import { repeatFaults } from "./password.js"
import { showNotices } from "./register-notices.js"
import { registered } from "./register-result.js"
import { readSettings } from "./settings.js"

const MONTHS = Array.from({ length: 12 }, (_, index) => ({ code: String(index + 1).padStart(2, "0"), name: `${index + 1} 月` }))
const SEXES = { female: "女", male: "男" }

function fillLists(form, settings) {
  fillSelect(form.elements["document.type"], settings.document_types, { first: "", chosen: "resident_id" })
  fillSelect(form.elements.birth_month, MONTHS, { first: "月份" })
  const areas = settings.districts.map(({ name }) => ({ code: name, name }))
  fillSelect(form.elements.service_area, [...areas, { code: "全市", name: "全市" }], { first: "", chosen: settings.district.name })
  // The names are stored, as other programs send them, so that a record reads without a list of codes.
  const intentions = settings.categories.map(({ name }) => ({ code: name, name }))
  fillChoices(form.querySelector("[data-choices]"), "intentions", intentions)
  requireOne([...form.querySelectorAll("[name=intentions]")], "请至少选一项服务意愿，拿不准的选“其他”。")
}

function tell(place, told) {
  place.hidden = !told
  if (!told) return place.replaceChildren()
  const icon = el("span", { class: "v-notice__icon", "aria-hidden": "true" }, "i")
  const line = `从证件号码看：${SEXES[told.sex]}，${formatDate(told.born)}出生。不对的话，请检查号码。`
  return place.replaceChildren(icon, el("div", { class: "v-notice__text" }, el("p", {}, line)))
}

// Which questions apply: sex and birth where the number does not tell them, the guardian for a child.
function watchPerson(form) {
  const { birth_year: year, birth_month: month, "document.type": type, "document.number": number } = form.elements
  const asked = [...form.querySelectorAll("[data-asked]")]
  let told = null
  const show = () => {
    const isTold = ["resident_id", "hmt_resident_permit"].includes(type.value) || told !== null
    asked.forEach((part) => onlyIf(part, !isTold))
    tell(form.querySelector("[data-told]"), told)
    const born = told?.born ?? (isTold ? "" : `${year.value}-${month.value}`)
    onlyIf(form.querySelector("[data-guardian]"), isUnderFourteen(born))
  }
  for (const control of [year, month]) control.addEventListener("input", show)
  for (const control of [year, month]) control.addEventListener("change", show)
  watchDocument(type, number, (found) => {
    told = found
    form.querySelector("[data-taken]").replaceChildren()
    show()
  })
}

function shape({ birth_year: year, password_again: _again, guardian_agrees: _agrees, skills, ...values }) {
  const born = values.birth_month ? { birth_month: `${year}-${values.birth_month}` } : {}
  return { ...values, ...born, skills: (skills ?? "").split(/[、，,；;\n]/u).map((word) => word.trim()).filter(Boolean) }
}

function takenNotice() {
  return notice("warn", "这个证件已经登记过",
    el("p", {}, "如果是您本人登记的，不用再登记，直接登录就可以。"),
    el("p", {}, el("a", { class: "v-button", href: "/login/" }, "去登录")),
    el("p", {}, "如果您从来没有登记过，可能是有人填错了号码，或者冒用了您的证件。", el("a", { href: "/register/document/" }, "说明证件被人登记"), "，再带上证件到主管部门窗口核实。"))
}

// Somebody who confirms a slip registers by it; the faults come back at the same fields.
const slipCode = () => new URLSearchParams(location.hash.slice(1)).get("slip")

async function post(values, key) {
  const code = slipCode()
  if (!code) return api.post("/volunteers", values, { key })
  try {
    return await api.post("/slips/confirm", { code, registration: values }, { key })
  } catch (problem) {
    problem.violations = problem.violations?.map((fault) => ({ ...fault, field: fault.field.replace(/^registration\./, "") }))
    throw problem
  }
}

function tellOfSlip(page) {
  if (!slipCode()) return
  page.querySelector("[data-before]").append(notice("info", "您在确认一张认领单", el("p", {}, "请亲自填写姓名和证件号码，与认领单上的一致才能确认。确认以后自动加入填单的团体。")))
}

async function send(form, values, { key }) {
  try {
    return await post(values, key)
  } catch (problem) {
    if (problem.has?.("volunteers.document_taken")) form.querySelector("[data-taken]").replaceChildren(takenNotice())
    throw problem
  }
}

function start(page, form, { settings, notices }) {
  showNotices(form, notices)
  tellOfSlip(page)
  fillLists(form, settings)
  watchPerson(form)
  form.addEventListener("step", ({ detail }) => (page.querySelector("[data-before]").hidden = detail.index > 0))
  summariseSteps(form, form.querySelector("[data-summary]"))
  form.hidden = false
  enhanceForm(form, {
    shape,
    check: () => repeatFaults(form, "password", "password_again"),
    send: (values, options) => send(form, values, options),
    done: (answer, values) => registered(page, answer, values),
    busy: "正在提交登记…",
  })
}

async function read() {
  const [settings, registration, verification] = await Promise.all([
    readSettings(), api.get("/notices/registration"), api.get("/notices/verification"),
  ])
  return { settings, notices: [registration, verification] }
}

eachElement("#register-volunteer", (page) => {
  const form = page.querySelector("form")
  loadInto(page.querySelector("[data-loading]"), read, (lists) => start(page, form, lists))
})
