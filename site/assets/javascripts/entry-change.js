import { api } from "./api.js"
import { el, focusOn, freshId } from "./dom.js"
import { showHistory, versionText } from "./entry-history.js"
import { field } from "./form-parts.js"
import { enhanceForm } from "./forms.js"
import { instantsOf, partsOf } from "./moments.js"
import { notice, showIn } from "./notice.js"

const pathOf = (entry) => `/entries/${entry.volunteer_id}/${entry.entry_id}`

function reasonField() {
  const area = el("textarea", { name: "reason", rows: "2", maxlength: "300", required: true, "data-missing": "请写明理由。" })
  return field("理由", area, "志愿者和主管部门会看到，例如：核对签到表，10:30 已离开。")
}

function timeFields(entry) {
  const now = partsOf(entry)
  const next = el("input", { type: "checkbox", name: "next", value: "1", id: freshId("next"), checked: now.next })
  return [
    field("服务日期", el("input", { type: "date", name: "date", value: now.date, required: true, "data-missing": "请填写日期。" })),
    field("开始", el("input", { type: "time", name: "start", value: now.start, required: true, "data-missing": "请填写开始时间。" })),
    field("结束", el("input", { type: "time", name: "end", value: now.end, required: true, "data-missing": "请填写结束时间。" })),
    el("div", { class: "v-choice" }, next, el("label", { for: next.id }, "第二天结束")),
    field("服务内容", el("input", { name: "content", value: entry.content, maxlength: "200" })),
  ]
}

// Somebody else was first: their version stands beside what was typed here, which stays in the form.
async function showTheirs(place, entry) {
  const theirs = el("div")
  place.replaceChildren(notice("warn", "别人刚刚改过这条记录", el("p", {}, "下面是现在的各个版本，您填的内容还在表里。请核对后，从刷新过的列表里重新办理。")), theirs)
  await showHistory(theirs, entry.volunteer_id, entry.entry_id)
}

function panel(entry, { title, fields, act, words, send, done, close }) {
  const other = el("div")
  const leave = el("button", { type: "button", class: "v-button v-button--plain", onclick: close }, "返回")
  const sure = el("button", { type: "submit", class: "v-button" }, act)
  const form = el("form", { class: "v-form v-panel" }, el("h3", { tabindex: "-1" }, title), versionText(entry), other, fields,
    el("div", { class: "v-form-message" }), el("div", { class: "v-actions" }, sure, leave))
  enhanceForm(form, {
    busy: words,
    send: async (values, { key }) => {
      try {
        return await send(values, key)
      } catch (problem) {
        if (problem.has?.("hours.moved_on")) await showTheirs(other, entry)
        throw problem
      }
    },
    done,
  })
  return form
}

/** 更正: a form for the next version of an entry. */
function correctionPanel(entry, acts) {
  return panel(entry, {
    title: `更正 ${entry.name} 的时长`, fields: [...timeFields(entry), reasonField()], act: "确认更正", words: "正在更正…", ...acts,
    send: ({ content = "", reason, ...times }, key) => api.post(`${pathOf(entry)}/correction`, { ...instantsOf(times), content, reason }, { key }),
  })
}

/** 作废: the entry stays to be seen, and counts for nothing. */
function voidPanel(entry, acts) {
  return panel(entry, {
    title: `作废 ${entry.name} 的时长`, fields: [el("p", {}, "作废后这条时长不再计入，记录和理由会保留，不能恢复。"), reasonField()], act: "确认作废", words: "正在作废…", ...acts,
    send: ({ reason }, key) => api.post(`${pathOf(entry)}/void`, { reason }, { key }),
  })
}

/** The acts on one entry of a list: its buttons; panels open in `place`, `changed(text)` runs after one was done. */
export function entryActs(entry, place, changed) {
  const open = (make, said) => (event) => {
    const opener = event.currentTarget
    const close = () => {
      place.replaceChildren()
      opener.focus()
    }
    const done = () => {
      changed()
      showIn(place, notice("good", said, el("p", {}, "志愿者已收到消息；合计和证明随之变动。")))
    }
    const made = make(entry, { close, done })
    place.replaceChildren(made)
    focusOn(made.querySelector("h3"))
  }
  const button = (text, act) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `${text} ${entry.name} ${entry.service_date}`, onclick: act }, text)
  const history = () => {
    const versions = el("div")
    place.replaceChildren(el("section", { class: "v-panel" }, el("h3", { tabindex: "-1" }, `${entry.name} 这条时长的经过`), versions))
    focusOn(place.querySelector("h3"))
    showHistory(versions, entry.volunteer_id, entry.entry_id)
  }
  return [button("更正", open(correctionPanel, "已更正")), button("作废", open(voidPanel, "已作废")), button("经过", history)]
}
