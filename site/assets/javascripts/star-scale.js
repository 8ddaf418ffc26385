import { el } from "./dom.js"
import { formatHours } from "./format.js"

// One bar a star, each from the minutes of the star before to its own: done, under way, still to come.
function bar(minutes, from, { minutes: to, star_name: name, held }) {
  const done = Math.min(Math.max(minutes - from, 0), to - from)
  const reached = minutes >= to
  const state = held ? "已评定" : reached ? "时长已达到" : `还差 ${formatHours(to - minutes)} 小时`
  return el("li", { class: reached ? "v-scale__done" : null },
    el("progress", { max: to - from, value: done, "aria-label": `${name}：${state}` }),
    el("span", { class: "v-scale__name" }, el("span", { "aria-hidden": "true" }, held ? "★" : "☆"), name),
    el("span", { class: "v-scale__hours" }, `${to / 60} 小时`))
}

/** How far `minutes` have come: a bar for each of `steps`, `{minutes, star_name, held?}`, the first star first. */
export function starScale(minutes, steps) {
  return el("ul", { class: "v-scale", "aria-label": "各个星级" }, steps.map((step, index) => bar(minutes, steps[index - 1]?.minutes ?? 0, step)))
}
