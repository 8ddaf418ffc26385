import { el } from "./dom.js"
import { formatDateTime } from "./format.js"
import { controlsOf, isPassword } from "./form-values.js"

const PAUSE = 300

function isPrivate(control) {
  return isPassword(control) || control.type === "file" || control.closest("[data-private]") !== null
}

function kept(form) {
  return controlsOf(form).filter((control) => !isPrivate(control))
}

function stateOf(control) {
  if (control.type === "checkbox" || control.type === "radio") return control.checked
  return control.value
}

function slot(control) {
  return control.type === "checkbox" || control.type === "radio" ? `${control.name}=${control.value}` : control.name
}

function restore(form, fields) {
  for (const control of kept(form)) {
    const state = fields[slot(control)]
    if (state === undefined) continue
    if (typeof state === "boolean") control.checked = state
    else control.value = state
    control.dispatchEvent(new Event("change", { bubbles: true }))
  }
}

/** What is kept in this browser under a key: `{read, write, clear}`; without storage it keeps nothing. */
export function storage(key) {
  return {
    read() {
      try {
        return JSON.parse(localStorage.getItem(key))
      } catch {
        return null
      }
    },
    write(draft) {
      try {
        localStorage.setItem(key, JSON.stringify(draft))
      } catch {
        // A full or forbidden storage must not stop anyone from typing.
      }
    },
    clear() {
      try {
        localStorage.removeItem(key)
      } catch {
        // Nothing was stored.
      }
    },
  }
}

/** Says that a draft was brought back, and when it was kept; `discard` throws it away. */
export function restoredNote(draft, discard, left = "证件号码、电话和密码从不保存，请重新填写。") {
  const saved = formatDateTime(new Date(draft.saved).toISOString())
  return el("div", { class: "v-notice v-notice--info v-draft-note", role: "status" },
    el("span", { class: "v-notice__icon", "aria-hidden": "true" }, "i"),
    el("div", { class: "v-notice__text" },
      el("p", {}, `已恢复上次没有提交的内容（${saved} 保存在这台设备上）。${left}`),
      el("button", { type: "button", class: "v-button v-button--plain", onclick: discard }, "清除草稿")))
}

/**
 * Keep what is typed in a form in this browser under a name, and bring it back. Fields inside `[data-private]`,
 * passwords and files are never kept. Returns `{clear}`; call it when the form has been sent.
 */
export function keepDraft(form, name) {
  const store = storage(`draft:${name}`)
  let timer = 0
  let live = false
  const save = () => {
    clearTimeout(timer)
    if (!live) return
    store.write({ saved: Date.now(), fields: Object.fromEntries(kept(form).map((each) => [slot(each), stateOf(each)])) })
  }
  const clear = () => {
    live = false
    clearTimeout(timer)
    store.clear()
    form.querySelector(".v-draft-note")?.remove()
  }
  const draft = store.read()
  if (draft) {
    restore(form, draft.fields)
    form.prepend(restoredNote(draft, () => {
      form.reset()
      form.dispatchEvent(new Event("change", { bubbles: true }))
      clear()
    }))
  }
  form.addEventListener("input", () => {
    live = true
    clearTimeout(timer)
    timer = setTimeout(save, PAUSE)
  })
  addEventListener("pagehide", save)
  return { clear }
}
