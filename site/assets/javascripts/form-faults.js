import { el, focusOn, freshId } from "./dom.js"
import { controlsOf } from "./form-values.js"

function labelOf(control) {
  const label = control.closest("fieldset.v-field")?.querySelector("legend") ?? control.labels?.[0]
  return (label?.dataset.short ?? label?.textContent ?? control.name).replace(/[((][^))]*[))]/g, "").trim()
}

function message(control) {
  const name = labelOf(control)
  if (control.validity.valueMissing) return control.dataset.missing ?? `请填写${name}。`
  return control.dataset.invalid ?? `${name}的写法不对，请核对。`
}

/** What the browser itself can tell: required fields left empty, patterns that do not fit. As violations. */
export function ownFaults(form) {
  const seen = new Set()
  return controlsOf(form)
    .filter((control) => control.willValidate && !control.validity.valid)
    .filter((control) => !seen.has(control.name) && seen.add(control.name))
    .map((control) => ({ field: control.name, message: message(control) }))
}

// `document.number` is shown at that control; a fault of `consents.0` at `consents`.
function controlFor(form, field) {
  const controls = controlsOf(form)
  for (let path = field; path; path = path.slice(0, Math.max(0, path.lastIndexOf(".")))) {
    const found = controls.find((control) => control.name === path)
    if (found) return found
  }
  return null
}

function describe(control, id, add) {
  const ids = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((each) => each && each !== id)
  if (add) ids.push(id)
  if (ids.length) control.setAttribute("aria-describedby", ids.join(" "))
  else control.removeAttribute("aria-describedby")
}

function dropFault(form, fault) {
  for (const control of form.querySelectorAll(`[aria-describedby~="${fault.id}"]`)) {
    describe(control, fault.id, false)
    control.removeAttribute("aria-invalid")
  }
  fault.closest(".v-field")?.classList.remove("v-field--faulty")
  fault.remove()
}

const countWords = (count) => `有 ${count} 处需要修改`

/** Take away every fault that is shown in a form. */
export function clearFaults(form) {
  for (const fault of form.querySelectorAll(".v-fault")) dropFault(form, fault)
  form.querySelector(".v-faults")?.remove()
}

// A fault goes when the person leaves the field and the field is well again; with the last one goes the summary.
function goWhenMended(control, fault, item) {
  const field = fault.closest(".v-field")
  const look = () => {
    if (!control.validity.valid) return
    field.removeEventListener("change", look)
    const summary = item.closest(".v-faults")
    dropFault(control.form, fault)
    item.remove()
    if (!summary) return
    const left = summary.querySelectorAll("li").length
    if (left) summary.querySelector(".v-faults__title").textContent = countWords(left)
    else summary.remove()
  }
  field?.addEventListener("change", look)
}

function showAtField(control, text) {
  const field = control.closest(".v-field") ?? control.parentElement
  const fault = el("p", { class: "v-fault", id: freshId("fault") }, text)
  const group = control.type === "radio" || control.type === "checkbox"
  const before = group ? field.querySelector(".v-choice") ?? control : control.closest(".v-input") ?? control
  before.before(fault)
  field.classList.add("v-field--faulty")
  control.setAttribute("aria-invalid", "true")
  describe(control, fault.id, true)
  return fault
}

function link(control, text) {
  control.id ||= freshId("field")
  return el("a", {
    href: `#${control.id}`,
    onclick: (event) => {
      event.preventDefault()
      control.focus()
      control.scrollIntoView({ block: "center" })
    },
  }, text)
}

/** Show violations at their fields and in a summary on top of the form, which gets the focus. */
export function showFaults(form, violations) {
  clearFaults(form)
  const items = violations.map(({ field, message: text }) => {
    const control = controlFor(form, field ?? "")
    const item = el("li", {}, control ? link(control, text) : text)
    if (control) goWhenMended(control, showAtField(control, text), item)
    return item
  })
  const titleId = freshId("faults")
  const summary = el("div", { class: "v-faults", role: "alert", "aria-labelledby": titleId },
    el("p", { class: "v-faults__title", id: titleId }, countWords(items.length)), el("ul", {}, items))
  form.prepend(summary)
  form.dispatchEvent(new CustomEvent("faults", { detail: { control: form.querySelector("[aria-invalid=true]") } }))
  focusOn(summary)
}
