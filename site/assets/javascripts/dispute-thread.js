import { api } from "./api.js"
import { el, focusOn, freshId } from "./dom.js"
import { formatDateTime, formatRange } from "./format.js"
import { enhanceForm } from "./forms.js"
import { loadInto } from "./loading.js"
import { notice, showIn } from "./notice.js"
import { statusTag } from "./tag.js"

const KINDS = { open: "pending", escalated: "pending", upheld: "approved", rejected: "refused", withdrawn: "closed" }
const WORDS = {
  withdrawn: "撤回这条异议", escalated: "对答复不满意，请主管部门处理", upheld: "有误，已经更正（请先办好更正或补录）", rejected: "核对无误，维持原记录",
}
const DONE = { withdrawn: "已撤回", escalated: "已转到主管部门", upheld: "已答复", rejected: "已答复" }

/** The state of a dispute as a tag. */
export const disputeTag = (dispute) => statusTag(KINDS[dispute.state], dispute.state_name)

/** 还剩 3 个工作日, in words. Empty where it is settled. */
export function leftText({ workdays_left: left, state }) {
  if (left === null || state === "escalated") return ""
  if (left < 0) return `已逾期 ${-left} 个工作日`
  return left === 0 ? "今天是最后一天" : `还剩 ${left} 个工作日`
}

/** The columns that every list of disputes has. */
export const DISPUTE_COLUMNS = [
  { title: "项目", head: true, value: (dispute) => [dispute.project, el("span", { class: "v-under" }, dispute.group)] },
  { title: "情况", value: (dispute) => [dispute.kind_name, el("span", { class: "v-under" }, dispute.text)] },
  { title: "状态", value: (dispute) => [disputeTag(dispute), el("span", { class: "v-under" }, leftText(dispute))] },
]

function threadOf(dispute) {
  return el("ol", { class: "dispute-thread" }, dispute.thread.map((said) => el("li", {},
    el("p", { class: "v-hint" }, `${said.by}，${formatDateTime(said.at)}`, said.outcome_name && `　结果：${said.outcome_name}`),
    said.text && el("p", {}, said.text))))
}

function sayForm(dispute, { done, close, fresh }) {
  const area = el("textarea", { id: freshId("say"), name: "text", rows: "3", maxlength: "1000" })
  const outcomes = dispute.outcomes.map((outcome) => {
    const box = el("input", { type: "radio", id: freshId("outcome"), name: "outcome", value: outcome })
    return el("div", { class: "v-choice" }, box, el("label", { for: box.id }, WORDS[outcome]))
  })
  const talk = el("input", { type: "radio", id: freshId("outcome"), name: "outcome", value: "", checked: true })
  const settled = !["open", "escalated"].includes(dispute.state)
  if (settled) talk.checked = false
  const theirs = el("div")
  const form = el("form", { class: "v-form" }, theirs,
    el("fieldset", { class: "v-field" }, el("legend", {}, "怎样办理"),
      !settled && el("div", { class: "v-choice" }, talk, el("label", { for: talk.id }, "先补充或询问，不改结果")), outcomes),
    el("div", { class: "v-field" }, el("label", { for: area.id }, "要说的话"), area),
    el("div", { class: "v-form-message" }),
    el("div", { class: "v-actions" }, el("button", { type: "submit", class: "v-button" }, "发送"), el("button", { type: "button", class: "v-button v-button--plain", onclick: close }, "返回")))
  let seen = dispute
  enhanceForm(form, {
    busy: "正在发送…",
    send: async ({ text = "", outcome = "" }, { key }) => {
      try {
        return await api.post(`/disputes/${seen.dispute_id}/messages`, { version: seen.version, text, outcome }, { key })
      } catch (problem) {
        // The other side's words stand above what was typed here, which stays; the next press sends it under them.
        if (problem.has?.("disputes.moved_on")) {
          seen = await fresh()
          theirs.replaceChildren(notice("warn", "对方刚刚写了新的内容", threadOf(seen)))
        }
        throw problem
      }
    },
    done: (answer, { outcome }) => done(answer, DONE[outcome] ?? "已发送"),
  })
  return form
}

/**
 * Show a dispute and its thread in `place`, with what this person may say to it. `more(dispute)` adds to what is shown;
 * `changed(dispute)` runs after something was said; `opener` gets the focus back.
 */
export function openDispute(place, dispute, { opener, changed, more }) {
  const read = () => api.get(`/disputes/${dispute.dispute_id}`)
  const close = () => {
    place.replaceChildren()
    opener?.focus()
  }
  return loadInto(place, read, (found) => {
    const title = el("h3", { tabindex: "-1" }, `${found.kind_name}：${found.project}`)
    const said = found.start && el("p", {}, `应当是：${formatRange(found.start, found.end)}`)
    const acts = { close, fresh: read, done: (answer, words) => {
      changed()
      showIn(place, notice("good", words, el("p", {}, `现在的状态：${answer.state_name}。`)))
    } }
    const canSay = found.outcomes.length > 0
    queueMicrotask(() => focusOn(title))
    return el("section", { class: "v-panel" }, title, el("p", {}, disputeTag(found), ` ${leftText(found)}`), said, canSay && more?.(found), threadOf(found),
      canSay ? sayForm(found, acts) : el("div", { class: "v-actions" }, el("button", { type: "button", class: "v-button v-button--plain", onclick: close }, "返回")))
  })
}
