import { loginAddress } from "./api.js"
import { el, focusOn } from "./dom.js"

const ICONS = { good: "✓", bad: "!", warn: "!", info: "i" }

/** A notice: kind is good, bad, warn or info; title is optional; children are strings or nodes. */
export function notice(kind, title, ...children) {
  const urgent = kind === "bad"
  return el(
    "div",
    { class: `v-notice v-notice--${kind}`, role: urgent ? "alert" : "status" },
    el("span", { class: "v-notice__icon", "aria-hidden": "true" }, ICONS[kind]),
    el("div", { class: "v-notice__text" }, title && el("p", { class: "v-notice__title" }, title), ...children),
  )
}

function wait(seconds) {
  return seconds >= 120 ? `${Math.ceil(seconds / 60)} 分钟` : `${seconds} 秒`
}

/** What went wrong, as a notice: offline, session ended (with the way to log in), too many tries, or the server's sentence. */
export function problemNotice(problem) {
  const lines = [el("p", {}, problem.detail ?? "页面出了问题，请刷新后重试。")]
  if (problem.sessionEnded) lines.push(el("p", {}, el("a", { class: "v-button", href: loginAddress() }, "重新登录")))
  if (problem.status === 429 && problem.retryAfter) lines.push(el("p", {}, `请等 ${wait(problem.retryAfter)}再试。`))
  for (const violation of problem.violations ?? []) {
    if (violation.message !== problem.detail) lines.push(el("p", {}, violation.message))
  }
  return notice("bad", problem.offline ? "网络没有连上" : "没有办成", ...lines)
}

/** Put a notice (or any node) alone into a place and move the keyboard there. */
export function showIn(place, node, { focus = true } = {}) {
  place.replaceChildren(node)
  if (focus) focusOn(node)
  return node
}
