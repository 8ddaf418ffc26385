import { el } from "./dom.js"
import { controlsOf } from "./form-values.js"

function words(label) {
  return label?.dataset.short ?? label?.textContent.replace(/[（(][^）)]*[）)]/g, "").trim() ?? ""
}

function chosen(controls) {
  return controls.filter((control) => control.checked).map(({ labels: [label] }) => label.dataset.short ?? label.textContent.trim()).join("、")
}

function shown(controls) {
  const [first] = controls
  if (first.type === "checkbox" || first.type === "radio") return chosen(controls)
  if (first.autocomplete.endsWith("password")) return first.value ? "已填写（不显示）" : ""
  return controls.map((control) => control.selectedOptions?.[0]?.textContent ?? control.value.trim()).join(" ")
}

function rowOf(field, controls) {
  const name = words(field.querySelector("legend, label"))
  return [el("dt", {}, name), el("dd", {}, shown(controls) || "没有填写")]
}

/** What was filled in in a part of a form, as facts to check before sending. Leaves out `.v-field[data-no-summary]`. */
export function summaryOf(part, form) {
  const fields = [...part.querySelectorAll(".v-field:not([data-no-summary])")]
  const rows = fields
    .map((field) => [field, controlsOf(form).filter((control) => control.closest(".v-field") === field)])
    .filter(([, controls]) => controls.length)
    .map(([field, controls]) => rowOf(field, controls))
  return el("dl", { class: "v-facts" }, rows)
}

/**
 * Fill `place` with all that was filled in, each step under its own heading with 修改, whenever the last step of a form with
 * steps is shown.
 */
export function summariseSteps(form, place) {
  const sections = [...form.querySelectorAll(".v-step")]
  const block = (section, index) => {
    const title = section.dataset.title
    const change = el("button", { type: "button", class: "v-button v-button--plain v-button--small", "data-step": index }, "修改",
      el("span", { class: "v-hidden" }, title))
    return el("section", { class: "v-summary" }, el("div", { class: "v-summary__head" }, el("h3", {}, title), change), summaryOf(section, form))
  }
  form.addEventListener("step", ({ detail }) => {
    if (detail.index === sections.length - 1) place.replaceChildren(...sections.slice(0, -1).map(block))
  })
}
