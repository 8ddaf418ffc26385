import { api } from "./api.js"
import { askReason } from "./ask-reason.js"
import { el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate } from "./format.js"
import { loadInto } from "./loading.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

function ownKeys(told) {
  const area = el("textarea", { id: "own-keys", rows: "6", readonly: true, spellcheck: "false", onfocus: (event) => event.target.select() })
  area.value = JSON.stringify(told, null, 2)
  return el("div", { class: "v-field" }, el("label", { for: area.id }, "本区的网站地址和公钥（全部复制给对方）"), area)
}

/** 可信来源: whose signatures are believed when a record comes, and our own keys for others. */
export function makeSenders(section) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const form = section.querySelector("form")
  let list = null
  const end = (sender) => (event) => askReason(event.currentTarget, {
    question: `停用“${sender.name}”？以后它签名的转移文件不再接收，已经核验的不变。`, yes: "确定停用", missing: "请写明为什么停用。",
    act: async (reason) => {
      await api.post(`/trusted-senders/${sender.sender_id}/end`, { reason })
      await list.reload()
    },
  })
  enhanceForm(form, {
    busy: "正在登记…",
    send: (values, { key }) => api.post("/trusted-senders", values, { key }),
    done: (sender) => {
      form.reset()
      list.reload()
      showIn(place("done"), notice("good", `已登记“${sender.name}”`, el("p", {}, `读到 ${sender.key_ids.length} 个公钥编号。以前因为来源未登记没有通过的转入，可以重新检查。`)))
    },
  })
  return {
    show() {
      loadInto(place("own"), () => api.get("/transfer-keys"), ownKeys)
      list = pagedTable(place("list"), {
        caption: "登记过的来源",
        columns: [
          { title: "名称", head: true, value: (sender) => [sender.name, el("span", { class: "v-under" }, `${sender.code} ${sender.origin}`)] },
          { title: "怎样核实的", value: (sender) => sender.note },
          { title: "登记日期", value: (sender) => formatDate(sender.recorded_at) },
          { title: "状态", value: (sender) => (sender.ended_at ? [statusTag("closed", "已停用"), el("span", { class: "v-under" }, sender.ended_reason)] : statusTag("approved", "可信")) },
          { title: "办理", value: (sender) => (sender.ended_at ? "—" : el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `停用 ${sender.name}`, onclick: end(sender) }, "停用")) },
        ],
        read: pageOf("/trusted-senders"),
        empty: { title: "还没有登记过来源", text: "登记以前，任何转移文件都不能接收。" },
      })
    },
  }
}
