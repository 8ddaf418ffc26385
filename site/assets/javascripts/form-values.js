/** Put a value at a path like `document.number` or `entries.3.end` into nested objects and lists. */
export function setPath(target, path, value) {
  const steps = path.split(".")
  const last = steps.pop()
  let place = target
  steps.forEach((step, index) => {
    place[step] ??= /^\d+$/.test(steps[index + 1] ?? last) ? [] : {}
    place = place[step]
  })
  place[last] = value
  return target
}

/** The controls that carry a value: named, enabled, not buttons. */
export function controlsOf(form) {
  return [...form.elements].filter((control) => control.name && !control.matches(":disabled, button, fieldset, output"))
}

/** Whether a control holds a password, also while it is shown as text. */
export function isPassword(control) {
  return control.type === "password" || control.autocomplete.endsWith("password")
}

function typed(control) {
  const text = control.value.trim()
  // Passwords are taken as they are: a leading space may be meant.
  if (isPassword(control)) return control.value
  if (control.dataset.type === "integer") return text === "" ? "" : Number(text)
  if (control.dataset.type === "lines") return text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean)
  return text
}

function checked(controls) {
  const boxes = controls.filter((control) => control.checked).map((control) => control.value)
  const list = controls.length > 1 || controls[0].dataset.type === "list"
  if (controls[0].type === "radio") return boxes[0] ?? ""
  return list ? boxes : boxes.length > 0
}

function valueOf(controls) {
  const first = controls[0]
  if (first.type === "radio" || first.type === "checkbox") return checked(controls)
  if (first.type === "select-multiple") return [...first.selectedOptions].map((option) => option.value)
  return typed(first)
}

/**
 * What a form says, as the nested object that the API takes. Names are paths. Empty text is left out, unless the control
 * has `data-keep-empty`. Checkboxes of one name make a list (one alone: true or false, or a list with
 * `data-type="list"`); `data-type="integer"` makes a number, `data-type="lines"` a list of lines.
 */
export function valuesOf(form) {
  const values = {}
  for (const [name, controls] of grouped(controlsOf(form))) {
    const value = valueOf(controls)
    if (value !== "" || "keepEmpty" in controls[0].dataset) setPath(values, name, value)
  }
  return values
}

function grouped(controls) {
  const byName = new Map()
  for (const control of controls) byName.set(control.name, [...(byName.get(control.name) ?? []), control])
  return byName
}
