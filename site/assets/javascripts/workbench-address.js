// Where one is in the workbench stands in the address: `#hours?project=…&group=…`. It can be kept, sent and gone back to.

/** The tabs, in the order of a recorder's work: name in the address, and what people read. */
export const TABS = [
  ["projects", "项目"], ["members", "团体名册"], ["roster", "项目名单"], ["checkin", "签到签退"], ["hours", "时长录入"], ["files", "导入导出"], ["entries", "已录时长"], ["queue", "待确认"], ["evaluations", "评价"], ["training", "培训"], ["commendations", "表彰"], ["rolls", "表彰名单"], ["stars", "星级"], ["certificates", "批量证明"], ["seals", "盖章"], ["disputes", "异议"], ["complaints", "投诉"], ["measures", "整改"], ["deadlines", "截止时限"], ["recorders", "记录员"],
]

/** `{tab, project, group, code, isNew}` of an address; the first tab where it names none. */
export function readAddress(hash = location.hash) {
  const [name, query] = hash.replace(/^#/, "").split("?")
  const asked = new URLSearchParams(query)
  const tab = TABS.some(([known]) => known === name) ? name : "projects"
  return { tab, project: asked.get("project"), group: asked.get("group"), code: asked.get("code"), isNew: asked.has("new") }
}

/** The address of a tab; what is empty is left out. */
export function addressOf(tab, parts = {}) {
  const query = String(new URLSearchParams(Object.entries(parts).filter(([, value]) => value)))
  return `#${tab}${query && `?${query}`}`
}
