import { api } from "./api.js"
import { eachElement, el, freshId } from "./dom.js"
import { stepSelect } from "./evaluation-sheet.js"
import { enhanceForm } from "./forms.js"
import { formatDate } from "./format.js"
import { loadInto } from "./loading.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"

function answerForm(one, done) {
  const area = el("textarea", { id: freshId("answer"), name: "text", rows: "3", maxlength: "500", required: true, "data-missing": "请写明您的意见。" })
  const form = el("form", { class: "v-form" },
    el("div", { class: "v-field" }, el("label", { for: area.id }, `答复“${one.group}”`), el("p", { class: "v-hint" }, "团体能看到。只能答复一次。"), area),
    el("div", { class: "v-form-message" }),
    el("div", { class: "v-actions" }, el("button", { type: "submit", class: "v-button v-button--secondary" }, "提交答复")))
  enhanceForm(form, { busy: "正在提交…", send: ({ text }, { key }) => api.post(`/volunteers/me/evaluations/${one.project_id}/answer`, { version: one.version, text }, { key }), done })
  return el("details", { class: "v-more" }, el("summary", {}, "答复"), form)
}

function said(one, done) {
  const past = one.past.map((each) => el("span", { class: "v-under" }, `以前：${each.summary}${each.words && `，${each.words}`}`))
  return [one.summary, one.words && el("span", { class: "v-under" }, one.words), past,
    one.answer && el("span", { class: "v-under" }, `您的答复：${one.answer}`), one.can_answer && answerForm(one, done)]
}

function averages({ evaluations, fewest, averages: shown }) {
  if (evaluations < fewest) return el("p", {}, `有 ${evaluations} 个项目评价过您。满 ${fewest} 个以后，这里显示平均分。`)
  return el("p", {}, `${evaluations} 个项目的平均分：${shown.map(({ name, average }) => `${name} ${average}`).join("，")}（满分 5）。`)
}

function start(page, projects) {
  const form = page.querySelector("form")
  page.querySelector("[data-rest]").hidden = false
  loadInto(page.querySelector("[data-averages]"), () => api.get("/volunteers/me/evaluations/averages"), averages)
  const list = pagedTable(page.querySelector("[data-list]"), {
    caption: "团体对我的评价",
    columns: [
      { title: "项目", head: true, value: (one) => [one.project, el("span", { class: "v-under" }, one.group)] },
      { title: "评价", value: (one) => said(one, () => list.reload()) },
      { title: "日期", value: (one) => formatDate(one.rated_at) },
    ],
    read: pageOf("/volunteers/me/evaluations"),
    empty: { title: "还没有评价", text: "您参加的项目结束后，团体评价了您，就会显示在这里。" },
  })
  page.querySelector("[data-score]").replaceWith(stepSelect({ id: "rated-score", name: "score", required: true, "data-type": "integer", "data-missing": "请选一个等级。" }, 0))
  const ended = projects.filter((project) => Date.parse(project.ends) <= Date.now())
  const options = ended.map((project) => el("option", { value: project.project_id }, `${project.name}（${project.group}）`))
  form.elements.project_id.replaceChildren(el("option", { value: "" }, options.length ? "请选择" : "还没有已经结束的项目"), ...options)
  enhanceForm(form, {
    busy: "正在提交…",
    shape: (values) => ({ ...values, score: Number(values.score ?? 0) }),
    send: ({ project_id, score, words = "" }, { key }) => api.post(`/volunteers/me/evaluations/${project_id}/group`, { score, words }, { key }),
    done: () => {
      form.reset()
      showIn(page.querySelector("[data-done]"), notice("good", "谢谢，评价已收到", el("p", {}, "团体看不到是谁写的。")))
    },
  })
}

eachElement("#evaluations-page", (page) => {
  loadInto(page.querySelector("[data-gate]"), () => api.get("/volunteers/me/projects"), ({ items }) => start(page, items))
})
