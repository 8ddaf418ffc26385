import { el, freshId } from "./dom.js"

/** Fill a select with `{code, name}`s; `first` is the words of an empty first line. */
export function fillSelect(select, choices, { first = "请选择", chosen = "" } = {}) {
  const options = choices.map(({ code, name }) => el("option", { value: code, selected: code === chosen }, name))
  select.replaceChildren(...(first ? [el("option", { value: "" }, first)] : []), ...options)
}

/** Checkboxes (or radios) of one name from `{code, name}`s into a place. */
export function fillChoices(place, name, choices, { type = "checkbox", required = false } = {}) {
  place.replaceChildren(...choices.map((choice) => {
    const id = freshId(name)
    return el("div", { class: "v-choice" },
      el("input", { type, id, name, value: choice.code, required }), el("label", { for: id }, choice.name))
  }))
}

/** At least one of these checkboxes must be ticked, else `message` is shown at them. */
export function requireOne(boxes, message) {
  const [first] = boxes
  first.dataset.invalid = message
  const check = () => first.setCustomValidity(boxes.some((box) => box.checked) ? "" : message)
  boxes.forEach((box) => box.addEventListener("change", check))
  first.form.addEventListener("reset", () => setTimeout(check))
  check()
}

/** Show a part of a form only where it applies; hidden, it is neither checked nor sent. `part` is a fieldset. */
export function onlyIf(part, applies) {
  part.hidden = !applies
  part.disabled = !applies
}
