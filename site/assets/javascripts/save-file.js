import { el } from "./dom.js"

/** Let the browser keep a blob as a file of this name. */
export function saveFile(blob, name) {
  const address = URL.createObjectURL(blob)
  const link = el("a", { href: address, download: name })
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(address), 60000)
}

/** A table as a .csv that spreadsheets open as Chinese; what would run as a formula stays text. */
export function csvOf(rows) {
  const cell = (value) => {
    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
    return `"${text.replaceAll('"', '""')}"`
  }
  return new Blob(["\ufeff", rows.map((row) => row.map(cell).join(",")).join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" })
}
