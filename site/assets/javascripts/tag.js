import { el } from "./dom.js"

const KINDS = {
  valid: "good", approved: "good", in_force: "good", granted: "good", published: "good", sealed: "good", active: "good",
  pending: "warn", waiting: "warn", ended: "warn", replaced: "warn", superseded: "warn",
  revoked: "bad", refused: "bad", voided: "bad", withdrawn: "info",
}
const ICONS = { good: "✓", warn: "…", bad: "✕", info: "i" }

/** A state as a tag: an icon and a word, never colour alone. `state` is the API's; `name` is what people read. */
export function statusTag(state, name) {
  const kind = KINDS[state] ?? "info"
  return el("span", { class: `v-tag v-tag--${kind}` }, el("span", { "aria-hidden": "true" }, ICONS[kind]), name)
}

/** Where an hour comes from, and what is unusual about it: shown wherever an hour is shown. */
export function sourceOf(entry) {
  return [entry.source_name, ...entry.marks.map((mark) => el("span", { class: "v-tag v-tag--warn" }, el("span", { "aria-hidden": "true" }, ICONS.warn), mark.name))]
}
