import { api } from "./api.js"
import { confirmUnder } from "./confirm.js"
import { eachElement, el, freshId } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate, formatDateTime } from "./format.js"
import { loadInto } from "./loading.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

// The token stands behind the hash: browsers send it to no server, so it is in no log.
const linkOf = (share) => `${location.origin}/shared/#${share.token}`

function linkBox(share) {
  const box = el("input", { id: freshId("link"), class: "v-code-input", readonly: true, value: linkOf(share), onfocus: (event) => event.target.select() })
  const copy = async (event) => {
    await navigator.clipboard?.writeText(box.value).catch(() => null)
    box.select()
    event.target.textContent = "已复制"
  }
  return el("div", {}, el("label", { for: box.id, class: "v-hidden" }, `给${share.receiver}的链接`), box,
    el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `复制给${share.receiver}的链接`, onclick: copy }, "复制"))
}

function seenText(share) {
  if (!share.view_count) return "还没有打开过"
  return [`打开过 ${share.view_count} 次`, el("span", { class: "v-under" }, `最近：${formatDateTime(share.views[0])}`)]
}

function startList(place) {
  const end = (share) => (event) => confirmUnder(event.currentTarget, {
    question: `结束给“${share.receiver}”的链接？对方马上不能再看。`, yes: "确定结束", no: "不结束", busy: "正在结束…",
    act: async () => {
      await api.post(`/volunteers/me/shares/${share.share_id}/end`)
      await list.reload()
    },
  })
  const list = pagedTable(place, {
    caption: "我做过的链接",
    columns: [
      { title: "给谁看", head: true, value: (share) => [share.receiver, el("span", { class: "v-under" }, share.blocks.map((block) => block.name).join("、"))] },
      { title: "用到哪天", value: (share) => formatDate(share.until) },
      { title: "状态", value: (share) => statusTag(share.state === "open" ? "approved" : "closed", share.state_name) },
      { title: "打开情况", value: seenText },
      { title: "链接", value: (share) => (share.token ? linkBox(share) : "—") },
      { title: "办理", value: (share) => (share.token ? el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `结束给${share.receiver}的链接`, onclick: end(share) }, "结束") : "—") },
    ],
    read: pageOf("/volunteers/me/shares"),
    empty: { title: "还没有做过链接", text: "需要给别人看记录时，可以在上面做一个。" },
  })
  return list
}

function startLooks(place) {
  pagedTable(place, {
    caption: "谁看过我的记录",
    columns: [
      { title: "什么时候", head: true, value: (look) => formatDateTime(look.at) },
      { title: "谁", value: (look) => look.who },
      { title: "看了什么", value: (look) => look.what },
    ],
    read: pageOf("/volunteers/me/looks"),
    empty: { title: "还没有人看过", text: "有人查看时会记在这里。" },
  })
}

function start(page, told) {
  page.querySelector("[data-rest]").hidden = false
  page.querySelector("[data-notice]").replaceChildren(...told.text.split("\n").map((line) => el("p", {}, line)))
  const list = startList(page.querySelector("[data-list]"))
  startLooks(page.querySelector("[data-looks]"))
  const form = page.querySelector("form")
  enhanceForm(form, {
    busy: "正在生成…",
    check: ({ blocks }) => (blocks.length ? [] : [{ field: "blocks", message: "请至少选一项内容。" }]),
    send: (values, { key }) => api.post("/volunteers/me/shares", values, { key }),
    done: async ({ receiver }) => {
      form.reset()
      await list.reload()
      showIn(page.querySelector("[data-done]"), notice("good", "链接做好了", el("p", {}, `在下面“我做过的链接”里复制，自己交给“${receiver}”。请不要发到群里。`)))
    },
  })
}

eachElement("#sharing-page", (page) => {
  const read = async () => {
    await api.get("/volunteers/me/shares?limit=1")
    return api.get("/notices/sharing")
  }
  loadInto(page.querySelector("[data-gate]"), read, (told) => start(page, told))
})
