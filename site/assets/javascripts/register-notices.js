import { el } from "./dom.js"
import { formatDate } from "./format.js"

function paper({ title, version, text }) {
  const edition = /^\d{4}-\d{2}-\d{2}$/.test(version) ? `${formatDate(version)} 版` : `版本 ${version}`
  const lines = text.split("\n").filter(Boolean).map((line) => el("p", {}, line))
  return [el("h3", {}, title), el("p", { class: "v-hint" }, edition), ...lines]
}

/** The notices in full, each in its `[data-notice]`; the whole text is text, whatever it holds. */
export function showNotices(form, notices) {
  for (const notice of notices) form.querySelector(`[data-notice=${notice.purpose}]`).replaceChildren(...paper(notice))
}
