import { api } from "./api.js"
import { el, focusOn, freshId } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate } from "./format.js"
import { problemNotice, showIn } from "./notice.js"
import { pagedTable } from "./table.js"
import { sourceOf } from "./tag.js"
import { daysOf } from "./training-words.js"

const SERVICE = [
  { title: "日期", head: true, value: (item) => formatDate(item.service_date) },
  { title: "项目", value: (item) => item.project },
  { title: "时长", number: true, value: (item) => `${item.hours} 小时` },
  { title: "来源", value: sourceOf },
  { title: "评价", value: (item) => item.evaluation?.summary },
]

function listed(title, items, text) {
  return items.length > 0 && [el("h4", {}, title), el("ul", {}, items.map((item) => el("li", {}, text(item))))]
}

function recordView(path, found, reason, close) {
  const service = el("div")
  const title = el("h3", {}, `${found.name} 在本团体的记录`)
  let first = found.service
  pagedTable(service, {
    caption: "在本团体的服务时长",
    columns: SERVICE,
    read: async (cursor) => {
      const known = cursor ? null : first
      first = null
      return known ?? (await api.post(`${path}?${new URLSearchParams({ cursor })}`, { reason })).service
    },
    empty: { title: "在本团体还没有已生效的时长" },
  })
  const panel = el("section", { class: "v-panel" }, title, el("p", { class: "v-hint" }, "只有在本团体的服务、培训、表彰。本人能看到谁查看过。"), service,
    listed("培训", found.training.items, (one) => `${daysOf(one)}　${one.topic}　${one.class_hours} 学时`),
    listed("表彰奖励", found.commendations.items, (one) => `${formatDate(one.date)}　${one.name}（${one.granting_body}）`),
    el("div", { class: "v-actions" }, el("button", { type: "button", class: "v-button v-button--plain", onclick: close }, "返回")))
  queueMicrotask(() => focusOn(title))
  return panel
}

function reasonForm(message, send) {
  const input = el("input", { id: freshId("look"), name: "reason", maxlength: "200", required: true, autocomplete: "off", "data-missing": "请写明查看的理由。" })
  const form = el("form", { class: "v-form" }, el("div", { class: "v-field" }, el("label", { for: input.id }, "查看的理由"), el("p", { class: "v-hint" }, message), input),
    el("div", { class: "v-form-message" }), el("div", { class: "v-actions" }, el("button", { type: "submit", class: "v-button v-button--secondary" }, "查看")))
  enhanceForm(form, { busy: "正在读取…", send: ({ reason }) => send(reason), done: () => {} })
  return form
}

/** Show in `place` what a member did with the group; a minor's needs a reason first. `opener` gets the focus back. */
export async function showMember(place, group, member, opener) {
  const path = `/groups/${group}/members/${member.volunteer_number}/record`
  const close = () => {
    place.replaceChildren()
    opener.focus()
  }
  const look = async (reason) => {
    const found = await api.post(path, { reason })
    place.replaceChildren(recordView(path, found, reason, close))
  }
  try {
    await look("")
  } catch (problem) {
    if (!problem.has?.("records.minor_reason")) return showIn(place, problemNotice(problem))
    const form = reasonForm(problem.violations[0].message, look)
    place.replaceChildren(el("section", { class: "v-panel" }, el("h3", {}, member.name), form))
    form.elements.reason.focus()
  }
  return undefined
}
