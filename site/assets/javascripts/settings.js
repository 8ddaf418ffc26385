import { api } from "./api.js"

let asked = null

/** The lists that forms offer (`districts`, `categories`, `document_types`, …), read once a page. */
export function readSettings() {
  asked ??= api.get("/settings").catch((problem) => {
    asked = null // so that 再试一次 asks again
    throw problem
  })
  return asked
}
