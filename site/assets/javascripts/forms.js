import { newKey } from "./api.js"
import { whileBusy } from "./confirm.js"
import { el, onSubmit } from "./dom.js"
import { keepDraft } from "./form-draft.js"
import { clearFaults, ownFaults, showFaults } from "./form-faults.js"
import { valuesOf } from "./form-values.js"
import { problemNotice, showIn } from "./notice.js"

export { showFaults, clearFaults } from "./form-faults.js"
export { valuesOf } from "./form-values.js"

/** Idempotency keys: the same content keeps its key, so that a repeat after a lost answer changes nothing; other content gets another. */
export function keyKeeper() {
  let sent = null
  let key = null
  return {
    keyFor(values) {
      const content = JSON.stringify(values)
      if (content !== sent) [sent, key] = [content, newKey()]
      return key
    },
    forget() {
      sent = key = null
    },
  }
}

function messagePlace(form) {
  const place = form.querySelector(".v-form-message") ?? el("div", { class: "v-form-message" })
  if (!place.isConnected) (form.querySelector(".v-actions") ?? form).before(place)
  return place
}

function showProblem(form, problem) {
  const atFields = (problem.violations ?? []).filter((violation) => violation.field)
  if (atFields.length && !problem.sessionEnded) return showFaults(form, problem.violations)
  return showIn(messagePlace(form), problemNotice(problem))
}

async function submit(form, options, keys, draft) {
  clearFaults(form)
  messagePlace(form).replaceChildren()
  const values = options.shape ? options.shape(valuesOf(form)) : valuesOf(form)
  const faults = [...ownFaults(form), ...(options.check?.(values) ?? [])]
  if (faults.length) return showFaults(form, faults)
  try {
    const answer = await options.send(values, { key: keys.keyFor(values) })
    keys.forget()
    draft?.clear()
    return options.done?.(answer, values)
  } catch (problem) {
    if (problem.name !== "ApiProblem") console.error(problem)
    return showProblem(form, problem)
  }
}

/**
 * Make a form work with the API.
 *
 * `send(values, {key})` makes the request and returns its answer; `done(answer, values)` shows what happened. Optional:
 * `check(values)` returns violations before anything is sent, `shape(values)` changes what is sent, `busy` is the
 * button's text meanwhile. `data-draft="name"` on the form keeps a draft.
 */
export function enhanceForm(form, options) {
  form.noValidate = true
  const keys = keyKeeper()
  const draft = form.dataset.draft ? keepDraft(form, form.dataset.draft) : null
  onSubmit(form, (event) => {
    const button = event.submitter ?? form.querySelector("[type=submit]")
    whileBusy(button, options.busy ?? "正在提交…", () => submit(form, options, keys, draft))
  })
  return { draft }
}
