import { api } from "./api.js"
import { askReason } from "./ask-reason.js"
import { el } from "./dom.js"
import { formatDateTime } from "./format.js"
import { loadInto } from "./loading.js"
import { notice, showIn } from "./notice.js"
import { dataTable, tableRow } from "./table.js"

const ACTS = {
  retired: { text: "换下", question: "换下以后由下一把密钥签。这把签过的证明仍然有效，用文件也查得出来。换下后不能再用。", done: "已换下" },
  leaked: { text: "报告泄漏", question: "作废以后，这把密钥签过的文件都查不出真假，持有人要重新下载；查验码照样能查。不能恢复。", done: "已作废" },
}
const PLACES = { file: "本机文件", kms: "云上密钥服务" }

function buttons(key, end) {
  const button = (state) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", onclick: (event) => end(event.currentTarget, key, state) }, ACTS[state].text)
  if (key.state === "leaked") return "—"
  return el("div", { class: "v-acts" }, key.state === "active" && button("retired"), button("leaked"))
}

const columnsOf = (end) => [
  { title: "密钥", head: true, value: (key) => [el("span", { class: "v-code" }, key.kid.slice(0, 12)), el("span", { class: "v-under" }, PLACES[key.place])] },
  { title: "状态", value: (key) => key.state_name },
  { title: "启用", value: (key) => formatDateTime(key.since) },
  { title: "停用", value: (key) => formatDateTime(key.ended_at) || "—" },
  { title: "办理", value: (key) => buttons(key, end) },
]

function readiness(ready) {
  if (ready > 1) return notice("good", "密钥正常", el("p", {}, `一把在用，另有 ${ready - 1} 把备用。`))
  const text = "请部署人员按“签名密钥”说明再配一把，出了问题才能马上换上。"
  return ready ? notice("warn", "没有备用的密钥", el("p", {}, text)) : notice("bad", "没有能用的密钥", el("p", {}, "现在不能下载证明，状态清单也停止更新。请部署人员马上配新的密钥。"))
}

/** 签名密钥: which keys sign and have signed, and putting one out of use. Made once for the tab's `section`. */
export function makeKeys(section) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const end = (button, key, state) => askReason(button, {
    question: ACTS[state].question,
    yes: `确认${ACTS[state].text}`,
    missing: "请写明原因，会留在日志里。",
    act: async (reason) => {
      await api.put(`/signing-keys/${key.kid}/state`, { state, reason })
      await list()
      showIn(place("done"), notice("good", ACTS[state].done, el("p", {}, "从现在起由下一把密钥签。状态清单在十分钟内用新的密钥重新签发。")))
    },
  })
  const view = ({ items, ready }) => {
    const columns = columnsOf(end)
    const table = dataTable("签过和在签的密钥", columns)
    table.tBodies[0].append(...items.map((key) => tableRow(columns, key)))
    const none = el("p", {}, "还没有签过证明。第一次下载证明时，密钥会登记在这里。")
    return el("div", {}, readiness(ready), items.length ? el("div", { class: "v-table-frame" }, table) : none)
  }
  const list = () => loadInto(place("list"), () => api.get("/signing-keys"), view)
  return {
    show() {
      place("done").replaceChildren()
      return list()
    },
  }
}
