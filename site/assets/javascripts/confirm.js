import { el, focusOn } from "./dom.js"
import { problemNotice, showIn } from "./notice.js"

/**
 * Ask before what cannot be undone, in the page, under the button; no pop-up.
 * `question` is a node or a sentence; `yes` names the act; `act()` runs it and may throw an ApiProblem.
 */
export function confirmUnder(button, { question, yes, no = "不办了", busy = "正在办理…", act }) {
  if (button.getAttribute("aria-expanded") === "true") return
  const faults = el("div")
  const sure = el("button", { type: "button", class: "v-button v-button--danger" }, yes)
  const leave = el("button", { type: "button", class: "v-button v-button--plain" }, no)
  const panel = el("div", { class: "v-confirm", role: "group", "aria-label": yes }, el("div", {}, question), faults,
    el("div", { class: "v-actions" }, sure, leave))
  const close = () => {
    panel.remove()
    button.setAttribute("aria-expanded", "false")
    if (button.isConnected) button.focus()
  }
  button.setAttribute("aria-expanded", "true")
  button.after(panel)
  focusOn(panel)
  leave.addEventListener("click", close)
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close())
  sure.addEventListener("click", () => whileBusy(sure, busy, async () => {
    await act()
    close()
  }).catch((problem) => showIn(faults, problemNotice(problem))))
}

/** Run an act while its button is locked and says so; a second press meanwhile does nothing. */
export async function whileBusy(button, text, act) {
  if (button.getAttribute("aria-disabled") === "true") return undefined
  const label = button.textContent
  button.setAttribute("aria-disabled", "true")
  button.textContent = text
  try {
    return await act()
  } finally {
    button.removeAttribute("aria-disabled")
    button.textContent = label
  }
}
