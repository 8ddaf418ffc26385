import { eachElement, focusOn } from "./dom.js"
import { clearFaults, ownFaults, showFaults } from "./form-faults.js"

/**
 * One thing a step: `<form data-steps>` with `<section class="v-step" data-title="…">`s. Only the present step is shown;
 * 下一步 (`data-step="next"`) checks its fields first, 上一步 (`data-step="back"`) goes back, `data-step="2"` opens the third. Without scripts all are shown.
 * Fires `step` on the form with `detail.section` when a step is shown (to fill a summary).
 */
export function startSteps(form) {
  const sections = [...form.querySelectorAll(".v-step")]
  const marks = [...form.querySelectorAll(".v-steps > li")]
  let now = 0
  const show = (next, move = true) => {
    now = next
    sections.forEach((section, index) => (section.hidden = index !== next))
    marks.forEach((mark, index) => mark.toggleAttribute("data-done", index < next))
    marks.forEach((mark, index) => (index === next ? mark.setAttribute("aria-current", "step") : mark.removeAttribute("aria-current")))
    form.dispatchEvent(new CustomEvent("step", { detail: { section: sections[next], index: next } }))
    if (move) focusOn(sections[next].querySelector("h2, h3, legend") ?? sections[next])
  }
  const indexOf = (control) => sections.findIndex((section) => section.contains(control))
  const faultsHere = () => ownFaults(form).filter(({ field }) => sections[now].querySelector(`[name="${CSS.escape(field)}"]`))
  const forward = () => {
    clearFaults(form)
    const faults = faultsHere()
    if (faults.length) showFaults(form, faults)
    else show(Math.min(now + 1, sections.length - 1))
  }
  form.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]")?.dataset.step
    if (step === "next") forward()
    if (step === "back") show(Math.max(now - 1, 0))
    if (/^\d+$/.test(step)) show(Number(step))
  })
  // Faults that the server found open the step of the first one; the summary above has the focus.
  form.addEventListener("faults", ({ detail }) => {
    const index = detail.control ? indexOf(detail.control) : -1
    if (index >= 0 && index !== now) show(index, false)
  })
  // A fault may point at a field of another step: show that step before the field gets the focus.
  form.addEventListener("click", (event) => {
    const target = event.target.closest(".v-faults a")
    const control = target && document.getElementById(target.getAttribute("href").slice(1))
    if (control && indexOf(control) >= 0) show(indexOf(control), false)
  }, { capture: true })
  // Enter in a field of an earlier step goes on, it does not send.
  form.addEventListener("keydown", (event) => {
    const inField = event.target.matches("input:not([type=submit], [type=button])")
    if (event.key !== "Enter" || !inField || now === sections.length - 1) return
    event.preventDefault()
    forward()
  })
  show(0, false)
  return { show: (index) => show(index) }
}

eachElement("form[data-steps]", startSteps)
