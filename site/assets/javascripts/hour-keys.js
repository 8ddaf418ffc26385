import { TYPED } from "./hour-sheet.js"

function atEdge(input, key) {
  if (input.type === "checkbox" || input.selectionStart === null) return true
  const all = input.selectionStart === 0 && input.selectionEnd === input.value.length
  const caret = input.selectionStart === input.selectionEnd ? input.selectionStart : -1
  return all || caret === (key === "ArrowLeft" ? 0 : input.value.length)
}

/** Put the caret into a cell with all of it selected, as a spreadsheet does, so that typing replaces it. */
export function enter(input) {
  if (!input) return false
  input.focus()
  if (input.type === "text") input.select()
  return true
}

/**
 * Keys of a spreadsheet: arrows and Enter move, Ctrl+D fills down, Ctrl+Z and Ctrl+Y step back and forth. Tab stays the
 * browser's. `acts` are `{down(index, field), fillDown(index, field), undo(), redo()}`; `down` is Enter on the last row.
 */
export function listenToKeys(table, acts) {
  const { body } = table
  const across = (index, field, by) => {
    const next = TYPED[TYPED.indexOf(field) + by]
    return enter(next ? table.cell(index, next) : null)
  }
  const removeButton = (index) => body.rows[index].querySelector("[data-act=remove]")
  const right = (index, field) => across(index, field, 1) || (removeButton(index).focus(), true)
  const commands = {
    d: ({ index, field }) => acts.fillDown(index, field),
    z: (place, event) => (event.shiftKey ? acts.redo() : acts.undo()),
    y: () => acts.redo(),
  }
  const moves = {
    ArrowUp: ({ index, field }) => enter(table.cell(index - 1, field)),
    ArrowDown: ({ index, field }) => enter(table.cell(index + 1, field)),
    ArrowLeft: ({ index, field }, event) => atEdge(event.target, "ArrowLeft") && across(index, field, -1),
    ArrowRight: ({ index, field }, event) => atEdge(event.target, "ArrowRight") && right(index, field),
    Enter: ({ index, field }, event) => (event.shiftKey ? enter(table.cell(index - 1, field)) || true : acts.down(index, field)),
  }
  body.addEventListener("keydown", (event) => {
    // While an input method composes, its keys are its own.
    if (event.isComposing || event.altKey) return
    if (event.target.matches("[data-act=remove]")) return leaveButton(event)
    if (!event.target.matches("input")) return
    const place = table.placeOf(event.target)
    const act = event.ctrlKey || event.metaKey ? commands[event.key.toLowerCase()] : moves[event.key]
    if (act && act(place, event) !== false) event.preventDefault()
  })
  const leaveButton = (event) => {
    if (event.key !== "ArrowLeft") return
    event.preventDefault()
    enter(table.cell(table.placeOf(event.target).index, "content"))
  }
}
