import { el, freshId } from "./dom.js"

/** A labelled field of a form that a script makes; the hint stands before the control. */
export function field(label, control, hint) {
  control.id ||= freshId("part")
  const note = hint && el("p", { class: "v-hint", id: `${control.id}-hint` }, hint)
  if (note) control.setAttribute("aria-describedby", note.id)
  return el("div", { class: "v-field" }, el("label", { for: control.id }, label), note, control)
}

/** A text of several lines; `missing` is what to say where it is left empty, "" where it may be. */
export function words(name, missing, most = 1000) {
  return el("textarea", { name, rows: "3", maxlength: String(most), required: Boolean(missing), "data-missing": missing || null })
}

/** A whole number. */
export function whole(name, missing, value = "") {
  return el("input", { name, value, inputmode: "numeric", "data-type": "integer", required: true, autocomplete: "off", maxlength: "6", "data-missing": missing })
}

/** One of several: `options` are [value, text]. */
export function choices(legend, name, options, missing) {
  const boxes = options.map(([value, text]) => {
    const box = el("input", { type: "radio", id: freshId("choice"), name, value, required: true, "data-missing": missing })
    return el("div", { class: "v-choice" }, box, el("label", { for: box.id }, text))
  })
  return el("fieldset", { class: "v-field" }, el("legend", {}, legend), boxes)
}

/** A form of these parts with its button. */
export function formOf(title, button, parts) {
  return el("form", { class: "v-form" }, title && el("h4", {}, title), parts, el("div", { class: "v-form-message" }),
    el("div", { class: "v-actions" }, el("button", { type: "submit", class: "v-button" }, button)))
}

export const folded = (title, ...inside) => el("details", { class: "v-more" }, el("summary", {}, title), inside)
