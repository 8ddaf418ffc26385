import { api } from "./api.js"
import { fillSelect } from "./choices.js"
import { el } from "./dom.js"
import { field } from "./form-parts.js"
import { enhanceForm } from "./forms.js"
import { periodWords } from "./period.js"
import { readSettings } from "./settings.js"

function panel(title, lines, { fields = [], yes, no, close }) {
  const leave = el("button", { type: "button", class: "v-button v-button--plain", "data-leave": true, onclick: close }, no)
  const form = el("form", { class: "v-form v-confirm", "aria-label": title }, el("h4", { tabindex: "-1" }, title),
    lines.map((line) => el("p", {}, line)), fields, el("div", { class: "v-form-message" }),
    el("div", { class: "v-actions" }, el("button", { type: "submit", class: "v-button v-button--danger" }, yes), leave))
  form.addEventListener("keydown", (event) => event.key === "Escape" && close())
  return form
}

/** Ask before a certificate is issued again in place of an old one. */
export function reissuePanel(item, { close, done }) {
  const lines = [
    `按现在的记录另开一份，期间（${periodWords(item)}）和证件号码的显示方式不变。`,
    "原来的这一份会变成“已被替换”，不能再用，也不能恢复。已经交出去的，请换成新的。",
  ]
  const form = panel(`重新出具 ${item.code}`, lines, { yes: "确认重新出具", no: "不重新出具", close })
  const period = { ...(item.from && { from: item.from }), ...(item.to && { to: item.to }) }
  enhanceForm(form, {
    shape: () => ({ ...period, show_document: item.show_document, replaces: item.code }),
    send: (values, { key }) => api.post("/certificates", values, { key }),
    done: (answer) => {
      close()
      done.reissued(answer)
    },
    busy: "正在重新出具…",
  })
  return form
}

/** Ask before a certificate is revoked, with the kind of reason (public) and the reason (kept, not public). */
export function revokePanel(item, { close, done }) {
  const kind = el("select", { name: "kind", required: true, "data-missing": "请选择撤销原因。" })
  const reason = el("textarea", { name: "reason", required: true, rows: 3, maxlength: 500, "data-missing": "请写明为什么撤销，一句话就可以。" })
  const fields = [
    field("原因类别", kind, "谁能看到：所有查验这份证明的人。"),
    field("具体原因", reason, "例如：证明丢失。谁能看到：您本人和主管部门，查验的人看不到。"),
  ]
  const lines = ["撤销以后，谁来查验都会看到“已撤销”。撤销不能恢复，需要时可以另开一份。"]
  const form = panel(`撤销 ${item.code}`, lines, { fields, yes: "确认撤销", no: "不撤销", close })
  form.dataset.draft = "revoke"
  fillKinds(form, kind, () => enhanceForm(form, {
    send: (values, { key }) => api.post(`/certificates/${item.code}/revocation`, values, { key }),
    done: () => {
      close()
      done.revoked(item.code)
    },
    busy: "正在撤销…",
  }))
  return form
}

// The draft of an earlier try is put back only once the kinds are there to choose from.
async function fillKinds(form, kind, ready) {
  const { revocation_kinds: kinds } = await readSettings().catch(() => ({ revocation_kinds: [{ code: "holder_request", name: "持有人申请" }] }))
  fillSelect(kind, kinds, { first: "", chosen: "holder_request" })
  ready()
}
