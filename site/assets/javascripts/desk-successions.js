import { api } from "./api.js"
import { askReason } from "./ask-reason.js"
import { fillSelect } from "./choices.js"
import { el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate, today } from "./format.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { pageOf, readAll } from "./read-all.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const KINDS = { recorded: "approved", undone: "closed" }

/** 团体合并解散: a group is no more, and another or the supervising body answers in its place. Made once for the tab's `section`. */
export function makeSuccessions(section) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const form = section.querySelector("form")
  let list = null

  const fill = async () => {
    const { items } = await readAll("/groups?state=approved")
    const there = items.filter((group) => !group.succession).map(({ group_id: code, name, district_name: district }) => ({ code, name: `${name}（${district}）` }))
    fillSelect(form.elements.group_id, there)
    fillSelect(form.elements.successor_id, [{ code: "district", name: "主管部门自己承接" }, ...there])
  }
  const reread = () => Promise.all([list.reload(), fill()])
  const undo = (item) => (event) => askReason(event.currentTarget, {
    question: `撤销“${item.group}”的合并、解散？只有承接单位还没有代为办理过的才能撤销。`, yes: "确定撤销", missing: "请写明为什么撤销。",
    act: async (reason) => {
      await api.post(`/successions/${item.succession_id}/undo`, { reason })
      await reread()
      showIn(place("done"), notice("good", `已撤销，“${item.group}”照常办理`))
    },
  })
  enhanceForm(form, {
    busy: "正在记录…",
    send: ({ group_id: group, ...said }, { key }) => api.post(`/groups/${group}/succession`, said, { key }),
    done: async (item) => {
      form.reset()
      form.elements.on.max = today()
      await reread()
      showIn(place("done"), notice("good", `已记下：“${item.group}”由“${item.successor}”负责答复`, el("p", {}, "两边的记录员都会收到消息。查验证明的人也能看到。")))
    },
  })
  return {
    show() {
      form.elements.on.max = today()
      fill().catch((problem) => showIn(place("done"), problemNotice(problem)))
      list = pagedTable(place("list"), {
        caption: "记过的合并、解散，新的在前",
        columns: [
          { title: "团体", head: true, value: (item) => item.group },
          { title: "怎样结束", value: (item) => [item.ending_name, el("span", { class: "v-under" }, formatDate(item.on))] },
          { title: "由谁负责", value: (item) => item.successor },
          { title: "依据", value: (item) => item.reason },
          { title: "状态", value: (item) => [statusTag(KINDS[item.state], item.state_name), item.undone_why && el("span", { class: "v-under" }, `理由：${item.undone_why}`)].filter(Boolean) },
          { title: "办理", value: (item) => (item.can_undo ? el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `撤销 ${item.group} 的合并解散`, onclick: undo(item) }, "撤销") : "—") },
        ],
        read: pageOf("/successions"),
        empty: { title: "还没有记过", text: "团体合并或解散以后，在上面记下由谁负责。" },
      })
    },
  }
}
