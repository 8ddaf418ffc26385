import { api } from "./api.js"
import { whileBusy } from "./confirm.js"
import { eachElement, onSubmit } from "./dom.js"
import { canonicalCode, codeFault, groupCode } from "./format.js"
import { clearFaults, showFaults } from "./forms.js"
import { answered, checking, failed, succeeded } from "./verify-outcomes.js"

/** The code that the address carries behind `#` (the QR holds it), or the empty text. */
function codeInAddress() {
  try {
    return canonicalCode(decodeURIComponent(location.hash.slice(1)))
  } catch {
    return canonicalCode(location.hash.slice(1))
  }
}

// Anchors of this page (#compare, #limits) are not codes.
const isAnchor = () => document.getElementById(location.hash.slice(1)) !== null

const MOST_UNITS = 10

// A second question, about the groups alone: what became of the bodies that recorded. Without an answer nothing is said.
async function addSuccessors(shown, ids) {
  const asked = ids.slice(0, MOST_UNITS).map((id) => api.get(`/public/groups/${encodeURIComponent(id)}/succession`).catch(() => ({})))
  const sentences = (await Promise.all(asked)).filter((one) => one.succeeded).map((one) => one.words)
  const note = succeeded(sentences)
  if (note) shown.querySelector(".v-facts")?.after(note)
}

async function outcomeOf(code) {
  try {
    const answer = await api.get(`/public/certificates/${encodeURIComponent(code)}`)
    // The holder is told on which day, never by whom; that it could not be counted concerns nobody here.
    api.post(`/public/certificates/${encodeURIComponent(code)}/looks`).catch(() => {})
    const shown = answered(code, answer)
    addSuccessors(shown, answer.unit_ids ?? [])
    return shown
  } catch (problem) {
    return failed(code, problem)
  }
}

eachElement("#verify", (root) => {
  const form = root.querySelector("[data-verify-form]")
  const input = form.querySelector("input")
  const place = root.querySelector("[data-verify-result]")
  let run = 0

  // An older answer must never stand under a newer code.
  const show = async (code) => {
    const mine = ++run
    place.replaceChildren(checking(code))
    const outcome = await outcomeOf(code)
    if (mine !== run) return
    place.replaceChildren(outcome)
    outcome.querySelector("h2").focus()
  }

  const check = async () => {
    clearFaults(form)
    place.replaceChildren()
    const fault = codeFault(input.value)
    run += 1
    if (fault) return showFaults(form, [{ field: "code", message: fault }])
    const code = canonicalCode(input.value)
    input.value = groupCode(code)
    history.replaceState(null, "", `#${code}`)
    return show(code)
  }

  const fromAddress = () => {
    if (!location.hash || isAnchor()) return
    input.value = groupCode(codeInAddress())
    check()
  }

  form.noValidate = true
  onSubmit(form, () => {
    whileBusy(form.querySelector("button"), "正在查验…", check)
  })
  input.addEventListener("input", () => {
    run += 1
    place.replaceChildren()
  })
  addEventListener("hashchange", fromAddress)
  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print()
    if (event.target.closest("[data-again]")) check()
  })
  fromAddress()
})
