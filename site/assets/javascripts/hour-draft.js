import { restoredNote, storage } from "./form-draft.js"
import { isBlank } from "./hour-rows.js"

const PAUSE = 400

// What could be a document number (15 or 18 places) is never kept, wherever it was typed.
function harmless(text) {
  const digits = text.normalize("NFKC").replace(/[\s-]/gu, "")
  return /^\d{16}$/u.test(digits) || !/\d{15}/u.test(digits)
}

function withoutDocuments(row) {
  return Object.fromEntries(Object.entries(row).map(([field, value]) => [field, typeof value === "string" && !harmless(value) ? "" : value]))
}

/** The hour table's draft of one project, kept in this browser: `{rows(), note(discard), keep(rows), clear()}`. */
export function hourDraft(projectId) {
  const store = storage(`draft:hours-${projectId}`)
  const found = store.read()
  let timer = 0
  let waiting = null
  const save = () => {
    clearTimeout(timer)
    if (!waiting) return
    if (waiting.every(isBlank)) store.clear()
    else store.write({ saved: Date.now(), rows: waiting.map(withoutDocuments) })
    waiting = null
  }
  addEventListener("pagehide", save)
  return {
    rows: () => found?.rows ?? null,
    note: (discard) => restoredNote(found, discard, "请接着填写，填好后提交。"),
    keep(rows) {
      waiting = rows
      clearTimeout(timer)
      timer = setTimeout(save, PAUSE)
    },
    save,
    clear() {
      waiting = null
      clearTimeout(timer)
      store.clear()
    },
  }
}
