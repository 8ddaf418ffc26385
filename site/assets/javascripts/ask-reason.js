import { whileBusy } from "./confirm.js"
import { el, focusOn, freshId } from "./dom.js"
import { notice, problemNotice, showIn } from "./notice.js"

/**
 * Ask for a reason under a button, in the page, before what somebody else will read. `act(reason)` runs it and may throw an
 * ApiProblem. Without a reason nothing is sent, and `missing` says so.
 */
export function askReason(button, { question, yes, act, missing = "请写明理由，本人会看到。" }) {
  if (button.getAttribute("aria-expanded") === "true") return
  const id = freshId("reason")
  const area = el("textarea", { id, rows: "2", maxlength: "300" })
  const faults = el("div")
  const sure = el("button", { type: "button", class: "v-button v-button--danger" }, yes)
  const leave = el("button", { type: "button", class: "v-button v-button--plain" }, "不办了")
  const panel = el("div", { class: "v-confirm", role: "group", "aria-label": yes }, el("p", {}, question),
    el("div", { class: "v-field" }, el("label", { for: id }, "理由"), area), faults, el("div", { class: "v-actions" }, sure, leave))
  const close = () => {
    panel.remove()
    button.setAttribute("aria-expanded", "false")
    if (button.isConnected) button.focus()
  }
  const send = async () => {
    const reason = area.value.trim()
    if (!reason) return showIn(faults, notice("bad", "没有办理", el("p", {}, missing)))
    await act(reason)
    return close()
  }
  button.setAttribute("aria-expanded", "true")
  button.after(panel)
  focusOn(panel)
  leave.addEventListener("click", close)
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close())
  sure.addEventListener("click", () => whileBusy(sure, "正在办理…", send).catch((problem) => showIn(faults, problemNotice(problem))))
}
