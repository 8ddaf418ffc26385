import { api } from "./api.js"
import { limitsOf, periodOf } from "./benefit-words.js"
import { whileBusy } from "./confirm.js"
import { eachElement, el, focusOn } from "./dom.js"
import { canonicalCode } from "./format.js"
import { enhanceForm, keyKeeper } from "./forms.js"
import { loadInto } from "./loading.js"
import { notice, problemNotice, showIn } from "./notice.js"

const LENGTH = 8
const NO = "码不对、过期、用过，或者不符合条件，都显示这一个结果。请志愿者在自己手机的“优待目录”里看原因，或者重新出示一个码。"

function facts(benefit) {
  const rows = [["优待", benefit.name], ["内容", benefit.content], ["谁提供，在哪里", `${benefit.provider}，${benefit.place}`], ["期限和名额", `${periodOf(benefit)}；${limitsOf(benefit)}`]]
  return el("dl", { class: "v-facts" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))
}

/** One answer, big: an icon, words, a colour. */
function answer(kind, icon, title, text, ...buttons) {
  return el("div", { class: `v-result v-result--${kind} benefit-answer` },
    el("div", { class: "v-result__head" }, el("span", { class: "v-result__icon", "aria-hidden": "true" }, icon), el("h2", { class: "v-result__title", tabindex: "-1" }, title)),
    el("p", {}, text), el("div", { class: "v-form-message" }), el("div", { class: "v-actions" }, buttons))
}

function start(page, token) {
  const form = page.querySelector("form")
  const result = page.querySelector("[data-result]")
  const keys = keyKeeper()
  const show = (node) => {
    result.replaceChildren(node)
    focusOn(node.querySelector("h2"))
    node.scrollIntoView({ block: "nearest" })
  }
  const next = () => {
    result.replaceChildren()
    form.reset()
    form.hidden = false
    form.elements.code.focus()
  }
  const nextButton = (style = "") => el("button", { type: "button", class: `v-button ${style}`, onclick: next }, "核对下一位")
  const no = (title) => show(answer("bad", "✕", title, NO, nextButton()))
  // The same code keeps its key: where the answer was lost, pressing again records nothing twice and tells how it was.
  const use = (code) => async (event) => {
    const body = { token, code }
    try {
      const done = await whileBusy(event.currentTarget, "正在记录…", () => api.post("/benefits/use", body, { key: keys.keyFor(body) }))
      if (!done) return
      if (done.used) show(answer("good", "✓", "已记录使用", "这个码已经用掉，志愿者会收到消息。可以给予优待。", nextButton()))
      else no("没有记录，不能优待")
    } catch (problem) {
      showIn(result.querySelector(".v-form-message"), problemNotice(problem))
    }
  }
  enhanceForm(form, {
    busy: "正在核对…",
    shape: ({ code }) => ({ token, code: canonicalCode(code ?? "") }),
    check: ({ code }) => (!code || code.length === LENGTH ? [] : [{ field: "code", message: `核对码是 ${LENGTH} 个字符，现在是 ${code.length} 个，请核对。` }]),
    send: (values) => api.post("/benefits/check", values),
    done: ({ entitled }, { code }) => {
      form.hidden = true
      if (!entitled) return no("不能优待")
      const record = el("button", { type: "button", class: "v-button", onclick: use(code) }, "记录使用")
      return show(answer("good", "✓", "可以优待", "符合条件。给予优待时请按“记录使用”，按了才算用掉一次。", record, nextButton("v-button--plain")))
    },
  })
}

eachElement("#benefit-check", (page) => {
  const gate = page.querySelector("[data-gate]")
  const token = location.hash.slice(1)
  addEventListener("hashchange", () => location.reload())
  if (!token) {
    gate.replaceChildren(notice("info", "链接没有复制完整", el("p", {}, "请重新打开主管部门给您的整个链接。")))
    return
  }
  let started = false
  loadInto(gate, () => api.post("/benefits/look", { token }), (benefit) => {
    page.querySelector("[data-rest]").hidden = false
    if (!started) start(page, token)
    started = true
    return facts(benefit)
  })
})
