// Where one is in the workbench stands in the address: `#hours?project=…&group=…`. It can be kept, sent and gone back to.

/** The tabs, in the order of a recorder's work: name in the address, and what people read. */
export const TABS = [
  ["projects", "项目"], ["members", "团体名册"], ["roster", "项目名单"], ["hours", "时长录入"], ["entries", "已录时长"], ["queue", "待确认"], ["recorders", "记录员"],
]

/** `{tab, project, group, isNew}` of an address; the first tab where it names none. */
export function readAddress(hash = location.hash) {
  const [name, query] = hash.replace(/^#/, "").split("?")
  const asked = new URLSearchParams(query)
  const tab = TABS.some(([known]) => known === name) ? name : "projects"
  return { tab, project: asked.get("project"), group: asked.get("group"), isNew: asked.has("new") }
}

/** The address of a tab; what is empty is left out. */
export function addressOf(tab, parts = {}) {
  const query = String(new URLSearchParams(Object.entries(parts).filter(([, value]) => value)))
  return `#${tab}${query && `?${query}`}`
}
