import { api } from "./api.js"
import { askReason } from "./ask-reason.js"
import { el, focusOn, freshId } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate, formatHours } from "./format.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const KINDS = { merging: "pending", merged: "approved", undoing: "pending", undone: "closed" }

const side = (title, { name, volunteer_number, minutes }) => [el("dt", {}, title), el("dd", {}, `${name} ${volunteer_number}，${formatHours(minutes)} 小时`)]

function confirmForm(pair, asked, { close, done }) {
  const area = el("textarea", { id: freshId("merge"), name: "reason", rows: "2", maxlength: "300", required: true, "data-missing": "请写明核对了什么、为什么。" })
  const form = el("form", { class: "v-form" },
    el("div", { class: "v-field" }, el("label", { for: area.id }, "核对了什么，为什么合并"), area),
    el("div", { class: "v-form-message" }),
    el("div", { class: "v-actions" }, el("button", { type: "submit", class: "v-button" }, "合并"), el("button", { type: "button", class: "v-button v-button--plain", onclick: close }, "不合并了")))
  enhanceForm(form, { busy: "正在合并…", send: ({ reason }, { key }) => api.post("/merges", { ...asked, reason }, { key }), done })
  const title = el("h3", {}, "请核对这两份登记")
  queueMicrotask(() => focusOn(title))
  return el("section", { class: "v-panel" }, title,
    el("dl", { class: "v-facts" }, side("保留", pair.kept), side("并入", pair.gone)),
    el("p", {}, pair.double ? `有 ${pair.double} 条时长与保留的重叠，只算一次。` : "两份的时长没有重叠。"), form)
}

/** 合并重复, for the supervisor: two records of one person become one, and can be parted again. */
export function makeMerges(section) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const form = section.querySelector("form")
  let list = null
  const undo = (merge) => (event) => askReason(event.currentTarget, {
    question: `撤销 ${merge.gone_number} 并入 ${merge.kept_number}？时长各自恢复原样，合并后开的证明可能失效。`,
    yes: "确定撤销",
    act: async (reason) => {
      await api.post(`/merges/${merge.merge_id}/undo`, { reason })
      await list.reload()
    },
  })
  enhanceForm(form, {
    busy: "正在查找…",
    send: (values) => api.post("/merges/preview", values),
    done: (pair, asked) => {
      const close = () => place("pair").replaceChildren()
      place("pair").replaceChildren(confirmForm(pair, asked, {
        close,
        done: (merge) => {
          form.reset()
          list.reload()
          showIn(place("pair"), notice("good", "已合并", el("p", {}, `${merge.moved} 条时长并入，${merge.double} 条原来就有。本人会收到消息。`)))
        },
      }))
    },
  })
  return {
    show() {
      list = pagedTable(place("list"), {
        caption: "办过的合并",
        columns: [
          { title: "保留", head: true, value: (merge) => merge.kept_number },
          { title: "并入", value: (merge) => merge.gone_number },
          { title: "时长", value: (merge) => `${merge.moved} 条并入，${merge.double} 条重叠` },
          { title: "日期", value: (merge) => formatDate(merge.at) },
          { title: "状态", value: (merge) => statusTag(KINDS[merge.state], merge.state_name) },
          { title: "办理", value: (merge) => merge.state === "merged" && el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `撤销合并 ${merge.gone_number}`, onclick: undo(merge) }, "撤销") },
        ].map((column) => ({ ...column, value: (merge) => column.value(merge) || "—" })),
        read: pageOf("/merges"),
        empty: { title: "还没有合并过", text: "同一个人用两种证件登记了两次的，核对以后在上面合并。" },
      })
    },
  }
}
