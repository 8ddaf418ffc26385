import { api } from "./api.js"
import { el } from "./dom.js"
import { formatDateTime, formatHours, formatRange } from "./format.js"
import { problemNotice } from "./notice.js"
import { sourceOf, statusTag } from "./tag.js"

/** One version of an entry, in words: what it says, what became of it, when and why. */
export function versionText(entry) {
  return el("div", {},
    el("p", {}, el("strong", {}, `第 ${entry.version} 版 `), statusTag(entry.state, entry.state_name), ` ${formatRange(entry.start, entry.end)}，${formatHours(entry.minutes)} 小时`),
    el("p", { class: "v-hint" }, sourceOf(entry), ` ${formatDateTime(entry.entered_at)}`, entry.reason && `。理由：${entry.reason}`, entry.note && `。说明：${entry.note}`))
}

/** Show every version of an entry in `place`. `owner` is the volunteer's id, or "me". */
export async function showHistory(place, owner, entryId) {
  place.replaceChildren(el("p", { role: "status" }, "正在读取…"))
  try {
    const { items } = await api.get(`/entries/${owner}/${entryId}/versions`)
    place.replaceChildren(el("ol", { class: "v-next" }, items.map((item) => el("li", {}, versionText(item)))))
  } catch (problem) {
    place.replaceChildren(problemNotice(problem))
  }
}
