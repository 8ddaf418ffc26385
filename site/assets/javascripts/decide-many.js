import { el, freshId } from "./dom.js"
import { notice } from "./notice.js"

/** Send many in pieces of `size`, so that a long list shows how far it is. `send(piece)` answers the outcomes of a piece. */
export async function inPieces(items, { size, place, send }) {
  const bar = el("progress", { max: items.length, value: 0, "aria-label": "办理进度" })
  const text = el("p", { role: "status" })
  place.replaceChildren(el("div", { class: "v-panel" }, text, bar))
  const outcomes = []
  for (let start = 0; start < items.length; start += size) {
    text.textContent = `已处理 ${start} / ${items.length} 条…`
    bar.value = start
    outcomes.push(...(await send(items.slice(start, start + size))))
  }
  return outcomes
}

/** What came of many: how many are done, and which are not and why. `named(outcome)` says which one it is. */
export function outcomesNotice(word, outcomes, named) {
  const failed = outcomes.filter((outcome) => !outcome.done)
  const lines = failed.map((outcome) => el("li", {}, `${named(outcome)}：${outcome.message}`))
  return notice(failed.length ? "warn" : "good", `${word}了 ${outcomes.length - failed.length} 条`,
    failed.length && el("p", {}, `有 ${failed.length} 条没有办成：`), failed.length && el("ul", {}, lines))
}

/** Choosing among the rows of a list: `{chosen, pick(item, label), clear()}`; `keyOf(item)` names one, `place` says how many. */
export function makeChoice(keyOf, place) {
  const chosen = new Map()
  const count = () => (place.textContent = chosen.size ? `已选 ${chosen.size} 条` : "")
  const pick = (item, label) => {
    const box = el("input", { type: "checkbox", id: freshId("pick"), "aria-label": label })
    box.addEventListener("change", () => {
      if (box.checked) chosen.set(keyOf(item), item)
      else chosen.delete(keyOf(item))
      count()
    })
    return el("span", { class: "v-choice" }, box)
  }
  const clear = () => {
    chosen.clear()
    count()
  }
  return { chosen, pick, clear }
}

/** Tick every row of a list that is not ticked yet. */
export function chooseAll(list) {
  for (const box of list.querySelectorAll("tbody input[type=checkbox]:not(:checked)")) box.click()
}
