import { api, newKey } from "./api.js"
import { askReason } from "./ask-reason.js"
import { confirmUnder } from "./confirm.js"
import { el } from "./dom.js"
import { formatDateTime } from "./format.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { lengthOf } from "./timebank-words.js"
import { statusTag } from "./tag.js"

const LOOKS = { asked: "pending", accepted: "approved", done: "in_force", declined: "refused" }
const STEPS = {
  accepted: { text: "接受", question: (one) => `接受 ${one.other} 的申请？约定的时长会先留出来，服务做完、对方确认以后转到您这里。`, yes: "确定接受" },
  declined: { text: "不接受", question: () => "请写明为什么不能来，对方会看到。", yes: "确定不接受" },
  withdrawn: { text: "撤回", question: (one) => `撤回请 ${one.other} 服务的申请？`, yes: "确定撤回" },
  done: { text: "服务做完了", question: (one) => `确认 ${one.other} 已经做完？约定的时长会转给对方，不能自己收回。`, yes: "确认做完" },
  ended: { text: "取消", question: () => "取消约定的服务？留出来的时长会放回。请写明理由，对方会看到。", yes: "确定取消" },
}
const WITH_REASON = new Set(["declined", "ended"])

function stepButton(one, to, changed) {
  const { text, question, yes } = STEPS[to]
  const key = newKey()
  const act = async (reason = "") => {
    await api.post(`/timebank/requests/${one.request_id}/steps`, { version: one.version, to, reason }, { key })
    await changed()
  }
  const press = ({ currentTarget: button }) => WITH_REASON.has(to)
    ? askReason(button, { question: question(one), yes, act })
    : confirmUnder(button, { question: question(one), yes, no: "先不办", busy: "正在办理…", act: () => act() })
  const look = to === "accepted" || to === "done" ? "v-button v-button--small" : "v-button v-button--plain v-button--small"
  return el("button", { type: "button", class: look, "aria-label": `${text}：${one.other}，${one.what}`, onclick: press }, text)
}

/** The requests on one side of which the person is: `side` is asker or server. `changed` runs after a step. */
export function requestList(place, side, changed) {
  const acts = (one) => (one.steps.length ? one.steps.map((to) => stepButton(one, to, changed)) : "—")
  const [who, empty] = side === "server" ? ["谁请我", "还没有人请您服务"] : ["请谁", "还没有请人服务"]
  return pagedTable(place, {
    caption: side === "server" ? "别人请我服务" : "我请别人服务",
    columns: [
      { title: who, head: true, value: (one) => one.other },
      { title: "做什么", value: (one) => one.what },
      { title: "时长", number: true, value: (one) => lengthOf(one.minutes) },
      { title: "什么时候提出", value: (one) => formatDateTime(one.asked_at) },
      { title: "状态", value: (one) => [statusTag(LOOKS[one.state] ?? one.state, one.state_name), one.reason && el("p", {}, `理由：${one.reason}`)].filter(Boolean) },
      { title: "办理", value: acts },
    ],
    read: pageOf(`/volunteers/me/timebank/requests?side=${side}`),
    empty: { title: empty, text: side === "server" ? "有人请您时，会在“我的消息”里告诉您。" : "在上面“请人服务”里提出。" },
  })
}
