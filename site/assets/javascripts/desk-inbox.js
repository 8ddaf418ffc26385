import { applicationView, forgetReason } from "./desk-application.js"
import { makeOutbox } from "./desk-outbox.js"
import { el } from "./dom.js"
import { formatDate } from "./format.js"
import { problemNotice } from "./notice.js"
import { pageOf } from "./read-all.js"
import { emptyState } from "./table.js"

const DAY = 86400000
const read = pageOf("/groups?state=pending")

function waited(appliedAt) {
  const days = Math.floor((Date.now() - Date.parse(appliedAt)) / DAY)
  return days < 1 ? "今天申请" : `已等 ${days} 天`
}

function itemOf(group, open) {
  const when = el("span", {}, `${formatDate(group.applied_at)}，${waited(group.applied_at)}`)
  return el("li", {}, el("button", { type: "button", class: "desk-item", "data-id": group.group_id, tabindex: "-1", onclick: () => open(group) },
    el("strong", {}, group.name), el("span", {}, group.kind_name), when))
}

/** 待审核: an inbox, oldest first; one application open beside the list. Made once for the tab's `section`. */
export function makeInbox(section, tabCount) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  let groups = []
  let cursor = null
  let current = null
  let view = null

  const outbox = makeOutbox(place("outbox"), {
    taken({ group, decision }) {
      groups = [...groups, group].sort((one, other) => one.applied_at.localeCompare(other.applied_at))
      draw()
      open(group)
      view.choose(decision)
    },
    settled: ({ group }) => forgetReason(group.group_id),
  })
  const buttonOf = (group) => section.querySelector(`[data-id="${group?.group_id}"]`)
  const mark = () => {
    for (const button of section.querySelectorAll(".desk-item")) {
      const isCurrent = button === buttonOf(current)
      button.tabIndex = isCurrent || (!current && button === section.querySelector(".desk-item")) ? 0 : -1
      if (isCurrent) button.setAttribute("aria-current", "true")
      else button.removeAttribute("aria-current")
    }
  }
  const open = (group, { focus = true } = {}) => {
    current = group
    view = applicationView(group, { decided })
    place("detail").replaceChildren(view.element)
    mark()
    if (focus) view.show()
  }
  const close = () => {
    current = view = null
    place("detail").replaceChildren()
  }
  const decided = (decision) => {
    const index = groups.indexOf(decision.group)
    groups = groups.filter((group) => group !== decision.group)
    outbox.add(decision)
    close()
    draw()
    const next = groups[index] ?? groups[index - 1]
    if (next) open(next)
    else if (cursor) load()
    else place("count").focus()
  }
  const draw = () => {
    const count = `${groups.length} 份${cursor ? "以上" : ""}`
    tabCount(groups.length || cursor ? count : "")
    place("count").textContent = groups.length ? `还有 ${count}待审核，最早的排在最前。` : ""
    section.querySelector(".desk-keys").hidden = !groups.length
    if (!groups.length && !cursor) return place("list").replaceChildren(emptyState("没有待审核的申请", "新的申请会排在这里。"))
    const more = el("button", { type: "button", class: "v-button v-button--secondary", hidden: !cursor, onclick: load }, "加载更多")
    place("list").replaceChildren(el("ol", { class: "desk-list" }, groups.map((group) => itemOf(group, open))), more)
    return mark()
  }
  const load = async () => {
    if (!groups.length) place("list").replaceChildren(el("p", { role: "status" }, "正在读取…"))
    try {
      const page = await read(cursor)
      const known = new Set(groups.map((group) => group.group_id))
      groups = [...groups, ...page.items.filter((group) => !known.has(group.group_id) && !outbox.holds(group.group_id))]
      cursor = page.next
      draw()
      if (!current && groups.length) open(groups[0], { focus: false })
    } catch (problem) {
      if (problem.name !== "ApiProblem") throw problem
      const again = el("button", { type: "button", class: "v-button v-button--secondary", onclick: load }, "再试一次")
      place("list").append(problemNotice(problem), ...(problem.sessionEnded ? [] : [again]))
    }
  }
  listenToKeys(section, { choose: (decision) => view?.choose(decision), back: () => buttonOf(current)?.focus(), undo: () => outbox.undo() })
  place("count").tabIndex = -1
  return {
    show() {
      groups = []
      cursor = null
      close()
      return load()
    },
  }
}

// Keys count only while the focus is in the inbox and not in a field: a letter typed elsewhere must not decide anything.
function listenToKeys(section, { choose, back, undo }) {
  const moves = { ArrowDown: 1, ArrowUp: -1 }
  const move = (button, by) => {
    const all = [...section.querySelectorAll(".desk-item")]
    const next = all[all.indexOf(button) + by]
    if (next) next.focus()
  }
  section.addEventListener("keydown", (event) => {
    const { key, target } = event
    if (target.matches("input, textarea, select") || event.isComposing || event.altKey) return
    const isUndo = (event.ctrlKey || event.metaKey) && key.toLowerCase() === "z"
    if (isUndo && undo()) return event.preventDefault()
    if (event.ctrlKey || event.metaKey) return
    if (target.matches(".desk-item") && moves[key]) {
      event.preventDefault()
      return move(target, moves[key])
    }
    if (key === "1" || key === "2") {
      event.preventDefault()
      choose(key === "1" ? "approved" : "refused")
    }
    if (key === "Escape") back()
  })
}
