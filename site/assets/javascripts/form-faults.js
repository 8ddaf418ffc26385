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

/** Take away every fault that is shown in a form. */
export function clearFaults(form) {
  for (const fault of form.querySelectorAll(".v-fault")) {
    for (const control of form.querySelectorAll(`[aria-describedby~="${fault.id}"]`)) {
      describe(control, fault.id, false)
      control.removeAttribute("aria-invalid")
    }
    fault.closest(".v-field")?.classList.remove("v-field--faulty")
    fault.remove()
  }
  form.querySelector(".v-faults")?.remove()
}

// When the person leaves a field that is well again, its fault says so. It keeps its height: if what is below moved up
// now, the click that left the field would miss its target.
function sayWhenMended(control, fault) {
  const field = fault.closest(".v-field")
  const look = () => {
    if (!control.validity.valid) return
    field.removeEventListener("change", look)
    fault.style.minHeight = `${fault.offsetHeight}px`
    fault.classList.add("v-fault--mended")
    fault.textContent = "改好了"
    field.classList.remove("v-field--faulty")
    control.removeAttribute("aria-invalid")
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
    if (control) sayWhenMended(control, showAtField(control, text))
    return el("li", {}, control ? link(control, text) : text)
  })
  const titleId = freshId("faults")
  const summary = el("div", { class: "v-faults", role: "alert", "aria-labelledby": titleId },
    el("p", { class: "v-faults__title", id: titleId }, `有 ${items.length} 处需要修改`), el("ul", {}, items))
  form.prepend(summary)
  form.dispatchEvent(new CustomEvent("faults", { detail: { control: form.querySelector("[aria-invalid=true]") } }))
  focusOn(summary)
}
