import { ApiProblem, api } from "./api.js"
import { complaintTag } from "./complaint-words.js"
import { eachElement, el, focusOn, freshId } from "./dom.js"
import { canonicalCode, codeFault, formatDate, formatDateTime, formatLastDay } from "./format.js"
import { enhanceForm } from "./forms.js"
import { notice, showIn } from "./notice.js"

function receipt({ code, due }) {
  const print = el("button", { type: "button", class: "v-button v-button--secondary v-no-print", onclick: () => window.print() }, "打印这张回执")
  return notice("good", "已收到您的投诉",
    el("p", {}, "查询码 ", el("strong", { class: "v-code" }, code)),
    el("p", {}, "请现在抄下、拍下或打印：查询码只显示这一次，凭它查看结果、补充情况。"),
    el("p", {}, `一般在 ${formatLastDay(due)} 以前办结。`),
    el("div", { class: "v-actions" }, print))
}

async function look(code) {
  try {
    return await api.post("/complaints/view", { code })
  } catch (problem) {
    if (problem.status !== 404) throw problem
    throw new ApiProblem(422, { violations: [{ field: "code", message: problem.detail }] })
  }
}

function facts(found) {
  const rows = [
    ["提交时间", formatDateTime(found.received_at)],
    ["由谁核查", found.handled_by],
    ["应当办结", found.settled_at ? "" : formatLastDay(found.due)],
    ["办结时间", found.settled_at && formatDateTime(found.settled_at)],
    ["答复", found.reply],
    ["您写的", found.text],
  ].filter(([, value]) => value)
  return el("dl", { class: "v-facts" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))
}

function addForm(code, show) {
  const area = el("textarea", { id: freshId("add"), name: "text", rows: "3", maxlength: "2000", required: true, "data-missing": "请写明要补充的内容。" })
  const form = el("form", { class: "v-form" },
    el("div", { class: "v-field" }, el("label", { for: area.id }, "补充情况"), area),
    el("div", { class: "v-form-message" }),
    el("div", { class: "v-actions" }, el("button", { type: "submit", class: "v-button v-button--secondary" }, "补充")))
  enhanceForm(form, { busy: "正在提交…", send: ({ text }, { key }) => api.post("/complaints/add", { code, text }, { key }), done: (found) => show(found, "补充的内容已收到") })
  return form
}

function foundView(place, code) {
  const show = (found, said) => {
    const title = el("h3", { tabindex: "-1" }, "这件投诉 ", complaintTag(found))
    const added = found.added.map(({ at, text }) => el("p", {}, el("span", { class: "v-hint" }, `${formatDateTime(at)} 补充：`), text))
    place.replaceChildren(el("section", { class: "v-panel" }, title, said && notice("good", said), facts(found), added, !found.settled_at && addForm(code, show)))
    focusOn(title)
  }
  return show
}

eachElement("#complaints-page", (page) => {
  const filing = page.querySelector("[data-file]")
  const following = page.querySelector("[data-follow]")
  const place = page.querySelector("[data-found]")
  enhanceForm(filing, {
    busy: "正在提交…",
    send: (values, { key }) => api.post("/complaints", values, { key }),
    done: (answer) => {
      filing.reset()
      showIn(page.querySelector("[data-done]"), receipt(answer))
    },
  })
  enhanceForm(following, {
    busy: "正在查询…",
    shape: ({ code }) => ({ code: canonicalCode(code ?? "") }),
    check: ({ code }) => (code && codeFault(code) ? [{ field: "code", message: codeFault(code) }] : []),
    send: ({ code }) => look(code),
    done: (found, { code }) => foundView(place, code)(found),
  })
  following.addEventListener("input", () => place.replaceChildren())
})
