import { ApiProblem, api, newKey } from "./api.js"
import { confirmUnder } from "./confirm.js"
import { el, focusOn, freshId } from "./dom.js"
import { canonicalCode, codeFault, formatDate, formatHours, groupCode } from "./format.js"
import { enhanceForm } from "./forms.js"
import { notice, showIn } from "./notice.js"
import { statusTag } from "./tag.js"

const STATES = { valid: "有效", revoked: "已撤销", replaced: "已被替换" }

function kindChoice({ code, name }) {
  const id = freshId("kind")
  return el("div", { class: "v-choice" }, el("input", { type: "radio", id, name: "kind", value: code, required: true, "data-missing": "请选择原因类别。" }), el("label", { for: id }, name))
}

function factsOf(found, code) {
  const facts = [["查验码", groupCode(code)], ["证书编号", found.certificate_number], ["出具日期", formatDate(found.issued_on)]]
  if (found.details_shown) facts.push(["姓名", found.name_masked], ["服务时长", `${formatHours(found.minutes)} 小时`], ["出具单位", found.issuer])
  const rows = facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])
  return el("dl", { class: "v-facts" }, el("dt", {}, "现在的状态"), el("dd", {}, statusTag(found.status, STATES[found.status])), rows)
}

async function look(code) {
  try {
    return await api.get(`/public/certificates/${code}`)
  } catch (problem) {
    if (problem.status !== 404) throw problem
    throw new ApiProblem(422, { violations: [{ field: "code", message: "查无此证明，请逐组与纸面对照。" }] })
  }
}

/** 撤销证明: the certificate is shown before it is revoked. Made once for the tab's `section`. */
export function makeRevocation(section, settings) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const form = section.querySelector("form")
  const kindName = (code) => settings.revocation_kinds.find((kind) => kind.code === code).name
  place("kinds").append(...settings.revocation_kinds.map(kindChoice))

  const revoked = (found) => {
    draft.clear()
    form.reset()
    place("found").replaceChildren()
    showIn(place("done"), notice("good", `已撤销证明 ${found.certificate_number}`, el("p", {}, "从现在起，任何人查验都会看到“已撤销”。")))
  }
  const ask = (found, values) => {
    const key = newKey()
    const button = el("button", { type: "button", class: "v-button v-button--danger", "aria-expanded": "false" }, "撤销这份证明")
    button.addEventListener("click", () => confirmUnder(button, {
      question: `确定撤销 ${found.certificate_number}？原因：${kindName(values.kind)}。撤销后不能恢复。`,
      yes: "确定撤销", no: "不撤销", busy: "正在撤销…",
      async act() {
        await api.post(`/certificates/${values.code}/revocation`, { kind: values.kind, reason: values.reason }, { key })
        revoked(found)
      },
    }))
    return button
  }
  const { draft } = enhanceForm(form, {
    busy: "正在查找…",
    shape: (values) => ({ ...values, code: canonicalCode(values.code ?? "") }),
    check: ({ code }) => (code && codeFault(code) ? [{ field: "code", message: codeFault(code) }] : []),
    send: ({ code }) => look(code),
    done(found, values) {
      place("done").replaceChildren()
      const act = found.status === "valid" ? el("div", { class: "v-actions" }, ask(found, values)) : el("p", {}, "这份证明已经不是有效的，不用再撤销。")
      const heading = el("h3", { tabindex: "-1" }, "请核对，是不是这份证明")
      place("found").replaceChildren(el("div", { class: "v-panel" }, heading, factsOf(found, values.code), act))
      focusOn(heading)
    },
  })
  form.addEventListener("input", () => place("found").replaceChildren())
  return { show() {} }
}
