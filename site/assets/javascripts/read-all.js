import { api } from "./api.js"

/** Every item of a list, page after page, up to `most`: `{items, more}`; `more` says that some were left out. */
export async function readAll(path, most = 5000) {
  const items = []
  let cursor = null
  do {
    const next = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""
    const page = await api.get(`${path}${path.includes("?") ? "&" : "?"}limit=100${next}`)
    items.push(...page.items)
    cursor = page.next
  } while (cursor && items.length < most)
  return { items, more: cursor !== null }
}

/** One page of a list, as `pagedTable` reads it. */
export function pageOf(path) {
  const mark = path.includes("?") ? "&" : "?"
  return (cursor) => api.get(`${path}${mark}limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`)
}
