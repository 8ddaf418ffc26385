import { api, newKey } from "./api.js"
import { el } from "./dom.js"
import { notice, problemNotice } from "./notice.js"

const SECONDS = 8
const WORDS = { approved: "通过", refused: "不通过" }

function send(decision, options = {}) {
  const body = { decision: decision.decision, reason: decision.reason }
  return api.post(`/groups/${decision.group.group_id}/decision`, body, { key: decision.key, ...options })
}

/**
 * Decisions wait here some seconds before they are really sent, so that a slip can be taken back. `taken(decision)` runs
 * when one is taken back, `settled(decision)` when it stands (or somebody else has decided). Leaving the page sends at once.
 */
export function makeOutbox(place, { taken, settled }) {
  const waiting = []

  const leave = (decision) => {
    clearInterval(decision.clock)
    const index = waiting.indexOf(decision)
    if (index >= 0) waiting.splice(index, 1)
    return index >= 0
  }
  const takeBack = (decision) => {
    if (decision.sending) return
    leave(decision)
    decision.line.remove()
    taken(decision)
  }
  const failed = (decision, problem) => {
    const again = el("button", { type: "button", class: "v-button", onclick: () => deliver(decision) }, "再送一次")
    const back = el("button", { type: "button", class: "v-button v-button--plain", onclick: () => takeBack(decision) }, "退回列表")
    decision.line.replaceChildren(problemNotice(problem), el("p", {}, `“${decision.group.name}”的决定还没有送出。`), el("div", { class: "v-actions" }, again, back))
  }
  const deliver = async (decision) => {
    if (decision.sending) return
    decision.sending = true
    leave(decision)
    decision.line.replaceChildren(el("p", { role: "status" }, `正在送出“${decision.group.name}”的决定…`))
    try {
      await send(decision)
      decision.line.replaceChildren(notice("good", null, el("p", {}, `已送出：“${decision.group.name}”${WORDS[decision.decision]}。`)))
      settled(decision)
    } catch (problem) {
      decision.sending = false
      if (problem.status !== 409) return failed(decision, problem)
      decision.line.replaceChildren(problemNotice(problem))
      settled(decision)
    }
  }
  const wait = (decision) => {
    const left = el("span", { "aria-hidden": "true" }, `${SECONDS} 秒后送出。`)
    const back = el("button", { type: "button", class: "v-button v-button--secondary", "aria-keyshortcuts": "Control+Z" }, "撤回")
    const now = el("button", { type: "button", class: "v-button v-button--plain" }, "立即送出")
    const text = el("p", {}, `“${decision.group.name}”：${WORDS[decision.decision]}。`, left, el("span", { class: "v-hidden" }, `${SECONDS} 秒内可以撤回。`))
    decision.line = el("div", { class: "desk-waiting", role: "group", "aria-label": "等待送出的决定" }, el("div", { role: "status" }, text), el("div", { class: "v-actions" }, back, now))
    back.addEventListener("click", () => takeBack(decision))
    now.addEventListener("click", () => deliver(decision))
    const until = Date.now() + SECONDS * 1000
    decision.clock = setInterval(() => {
      const seconds = Math.ceil((until - Date.now()) / 1000)
      left.textContent = `${Math.max(0, seconds)} 秒后送出。`
      if (seconds <= 0) deliver(decision)
    }, 250)
  }
  addEventListener("pagehide", () => waiting.splice(0).forEach((decision) => {
    clearInterval(decision.clock)
    send(decision, { keepalive: true }).catch(() => {})
  }))

  return {
    /** Let a decision `{group, decision, reason}` wait. */
    add(asked) {
      const decision = { ...asked, key: newKey(), sending: false }
      wait(decision)
      waiting.push(decision)
      while (place.children.length > 2 && !place.firstChild.matches(":has(button)")) place.firstChild.remove()
      place.append(decision.line)
    },
    /** Take the latest waiting decision back; false when none waits. */
    undo() {
      if (!waiting.length) return false
      takeBack(waiting.at(-1))
      return true
    },
    holds: (groupId) => waiting.some((decision) => decision.group.group_id === groupId),
  }
}
