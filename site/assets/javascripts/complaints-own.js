import { api } from "./api.js"
import { complaintTag } from "./complaint-words.js"
import { el, freshId } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate, formatLastDay } from "./format.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"

function statementForm(one, done) {
  const area = el("textarea", { id: freshId("statement"), name: "text", rows: "4", maxlength: "2000", required: true, "data-missing": "请写明情况。" })
  const form = el("form", { class: "v-form" },
    el("div", { class: "v-field" }, el("label", { for: area.id }, "说明情况"),
      el("p", { class: "v-hint" }, `请在 ${formatLastDay(one.hear_until)} 以前说明，只能提交一次。办理的人会看到，投诉人看不到。`), area),
    el("div", { class: "v-form-message" }),
    el("div", { class: "v-actions" }, el("button", { type: "submit", class: "v-button" }, "提交说明")))
  enhanceForm(form, { busy: "正在提交…", send: ({ text }, { key }) => api.post(`/volunteers/me/complaints/${one.complaint_id}/statement`, { text }, { key }), done })
  return form
}

/** The block of complaints in the own record: what one was told, how it stands, and the way to say one's own side. */
export function showOwnComplaints(place) {
  const columns = [
    { title: "收到日期", head: true, value: (one) => [formatDate(one.received_at), el("span", { class: "v-under" }, `由${one.group}核查`)] },
    { title: "内容", value: (one) => [one.told, one.statement && el("span", { class: "v-under" }, `您的说明：${one.statement}`), one.can_state && statementForm(one, () => list.reload())] },
    { title: "状态", value: (one) => [complaintTag(one), one.settled_at && el("span", { class: "v-under" }, formatDate(one.settled_at))] },
  ]
  const list = pagedTable(place, {
    caption: "与您有关的投诉举报（不公开，不上证明）",
    columns,
    read: pageOf("/volunteers/me/complaints"),
    empty: { title: "没有投诉举报信息", text: "有与您有关、正在核查的投诉时，会先告诉您，请您说明情况。" },
  })
}
