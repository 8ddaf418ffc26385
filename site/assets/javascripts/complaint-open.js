import { api } from "./api.js"
import { complaintTag } from "./complaint-words.js"
import { leftText } from "./dispute-thread.js"
import { el, focusOn, freshId } from "./dom.js"
import { field, formOf, words } from "./form-parts.js"
import { enhanceForm } from "./forms.js"
import { formatDate, formatDateTime, formatLastDay } from "./format.js"
import { loadInto } from "./loading.js"
import { notice, showIn } from "./notice.js"

const MOST = 2000 // characters
const OUTCOMES = { upheld: "属实", not_upheld: "不属实", not_accepted: "不予受理（不是志愿服务中的事）" }

// One act on the complaint that is open. Where somebody else was first, what was typed stays, and goes with the next press.
function acting(form, state, path, said, shape = (values) => values) {
  enhanceForm(form, {
    busy: "正在办理…",
    shape,
    send: async (values, { key }) => {
      try {
        return await api.post(`/complaints/${state.seen.complaint_id}/${path}`, { version: state.seen.version, ...values }, { key })
      } catch (problem) {
        if (problem.has?.("complaints.moved_on")) state.seen = await state.read()
        throw problem
      }
    },
    done: () => state.done(said),
  })
  return form
}

function beginForm(state, role) {
  const number = el("input", { name: "volunteer_number", inputmode: "numeric", autocomplete: "off", maxlength: "60" })
  const told = words("told", "", MOST)
  const hint = role === "recorder" ? "只能填本团体名册里的人。投诉的是整个团体、不是某个人的，空着。" : "投诉的是整个团体、不是某个人的，空着。"
  const form = formOf("开始核查", "开始核查", [
    field("被投诉的志愿者编号（可不填）", number, hint),
    field("告诉志愿者的内容", told, "本人会看到这一段，并有 5 个工作日说明情况。只写事情，不要写出投诉人是谁。没有填编号的，空着。"),
  ])
  return acting(form, state, "begin", "已开始核查")
}

function settleForm(state, found) {
  const boxes = found.outcomes.map((outcome) => {
    const box = el("input", { type: "radio", id: freshId("outcome"), name: "outcome", value: outcome, required: true, "data-missing": "请选择结果。" })
    return el("div", { class: "v-choice" }, box, el("label", { for: box.id }, OUTCOMES[outcome]))
  })
  const wait = found.heard === false && notice("info", `先等志愿者说明，到 ${formatLastDay(found.hear_until)}`, el("p", {}, "本人说明以后，或者过了这一天，就可以办结。"))
  const form = formOf(found.settled_at ? "改变结果" : "办结", "办结", [wait,
    el("fieldset", { class: "v-field" }, el("legend", {}, "结果"), boxes),
    field("核查了什么，怎样认定", words("finding", "请写明核查了什么、怎样认定。", MOST), "只存档备查，投诉人和志愿者都看不到。"),
    field("答复投诉人的内容", words("reply", "请写明答复投诉人的内容。", MOST), "投诉人凭查询码看到。不要写出志愿者的编号、电话。"),
  ])
  return acting(form, state, "outcome", "已办结")
}

function handOverForm(state, groups) {
  const select = el("select", { name: "group_id", "data-keep-empty": true }, el("option", { value: "" }, "主管部门自己办理"),
    groups.map((group) => el("option", { value: group.group_id, selected: group.group_id === state.seen.group_id }, group.name)))
  const form = formOf("交给谁核查", "转交", [field("负责核查的团体", select), field("说明（可不填）", words("note", "", 300))])
  return acting(form, state, "group", "已转交")
}

function giveBackForm(state) {
  const form = formOf("退回主管部门", "退回", [field("退回的理由", words("note", "请写明为什么退回。", 300))])
  return acting(form, state, "group", "已退回主管部门", (values) => ({ ...values, group_id: "" }))
}

function facts(found) {
  const rows = [
    ["投诉的内容", found.text],
    ["投诉人写的团体或活动", found.filed_group],
    ["投诉的是谁", found.named],
    ["哪一天", found.happened_on && formatDate(found.happened_on)],
    ["在哪里", found.place],
    ["投诉人", [found.contact.name, found.contact.phone].filter(Boolean).join(" ") || "没有留联系方式"],
    ["核查的团体", found.group ?? "主管部门"],
    ["被投诉的志愿者", found.name && `${found.name} ${found.volunteer_number}`],
    ["已告诉志愿者", found.told],
    ["志愿者的说明", found.statement],
    ["已答复投诉人", found.reply],
  ].filter(([, value]) => value)
  return el("dl", { class: "v-facts" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))
}

function stepsOf(found) {
  if (!found.steps.length) return null
  return el("details", { class: "v-more" }, el("summary", {}, "办理经过"),
    el("ol", { class: "dispute-thread" }, found.steps.map((step) => el("li", {}, el("p", { class: "v-hint" }, `${step.by}，${formatDateTime(step.at)}　${step.act}`), step.text && el("p", {}, step.text)))))
}

const folded = (title, form) => el("details", { class: "v-more" }, el("summary", {}, title), form)

/**
 * Show a complaint in `place` with what `role` may do with it. `groups` are those that the supervisor may hand it to;
 * `changed()` runs after an act, `opener` gets the focus back.
 */
export function openComplaint(place, complaint, { role, groups = [], opener, changed }) {
  const read = () => api.get(`/complaints/${complaint.complaint_id}`)
  const close = () => {
    place.replaceChildren()
    opener?.focus()
  }
  return loadInto(place, read, (found) => {
    const done = (said) => {
      changed()
      showIn(place, notice("good", said))
    }
    const state = { seen: found, read, done }
    const title = el("h3", { tabindex: "-1" }, "投诉 ", complaintTag(found))
    queueMicrotask(() => focusOn(title))
    const isOpen = !found.settled_at
    return el("section", { class: "v-panel" }, title, el("p", {}, leftText(found)), facts(found), stepsOf(found),
      found.can_begin && beginForm(state, role),
      isOpen && role === "supervisor" && folded("交给团体核查", handOverForm(state, groups)),
      isOpen && role === "recorder" && folded("不是本团体的事？退回主管部门", giveBackForm(state)),
      found.outcomes.length > 0 && (found.can_begin || found.settled_at ? folded(found.can_begin ? "不予受理" : "结果有误？改变结果", settleForm(state, found)) : settleForm(state, found)),
      el("div", { class: "v-actions" }, el("button", { type: "button", class: "v-button v-button--plain", onclick: close }, "返回")))
  })
}
