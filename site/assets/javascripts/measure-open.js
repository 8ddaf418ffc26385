import { api } from "./api.js"
import { el, focusOn } from "./dom.js"
import { choices, field, folded, formOf, whole, words } from "./form-parts.js"
import { enhanceForm } from "./forms.js"
import { formatLastDay } from "./format.js"
import { loadInto } from "./loading.js"
import { measureFacts, measureSteps, measureTag } from "./measure-words.js"
import { notice, showIn } from "./notice.js"

// One act on the measure that is open. Where somebody else was first, what was typed stays and goes with the next press.
function acting(form, state, path, said) {
  enhanceForm(form, {
    busy: "正在办理…",
    send: async (values, { key }) => {
      try {
        return await api.post(path, { version: state.seen.version, ...values }, { key })
      } catch (problem) {
        if (problem.has?.("supervision.moved_on")) state.seen = await state.read()
        throw problem
      }
    },
    done: () => state.done(said),
  })
  return form
}

const DECISIONS = { accepted: "认可整改，办结", returned: "退回，继续整改", annulled: "撤销这份责令改正" }

function decideOrder(state, found) {
  const answered = found.moves.includes("accepted")
  const form = formOf(answered ? "核查整改" : "", "记下决定", [
    choices("怎样办理", "decision", found.moves.map((move) => [move, DECISIONS[move]]), "请选择怎样办理。"),
    field("决定的理由", words("text", "请写明理由，团体会看到。"), "团体会看到。不要写证件号码。"),
    answered && field("退回的，再给几个工作日", whole("workdays", "请填写工作日数。", "5"), "只在退回时起作用。"),
  ])
  acting(form, state, `/orders/${found.measure_id}/decision`, "已办理，团体会收到消息")
  return answered ? form : folded("这份责令改正有误？撤销", form)
}

const ENDS = {
  suspension: ["恢复录入", "恢复的理由", "请写明恢复的理由，团体会看到。", "suspensions", "lifting", "已恢复，团体马上可以录入和确认时长"],
  notice: ["撤回通报", "撤回的理由", "请写明撤回的理由，团体会看到。", "notices", "withdrawal", "已撤回，公开页面只留下“已撤回”"],
}

function endIt(state, found) {
  const [button, label, missing, room, act, said] = ENDS[found.kind]
  const form = formOf(button, button, [field(label, words("text", missing, 500), "团体会看到，不公开。")])
  return acting(form, state, `/${room}/${found.measure_id}/${act}`, said)
}

function judge(state, found) {
  const form = formOf("复核申诉", "记下复核结果", [
    el("p", {}, "原决定不是您作出的，才由您复核；本区县只有一个主管部门账号的除外，记录里会注明。"),
    choices("申诉的结果", "decision", [["upheld", "申诉成立，撤销原决定"], ["rejected", "申诉不成立，维持原决定"]], "请选择申诉成立，或不成立。"),
    field("复核的理由", words("text", "请写明复核的理由，团体会看到。"), "团体会看到。"),
  ])
  return acting(form, state, `/measures/${found.measure_id}/appeal/decision`, "已复核，团体会收到消息")
}

function answerOrder(state, found) {
  const form = formOf("答复整改情况", "提交答复", [field("做了哪些改正", words("text", "请写明做了哪些改正。"), "写清楚改了什么、还有什么没改完。主管部门会核查。不要写证件号码。")])
  return acting(form, state, `/orders/${found.measure_id}/answer`, "已提交，等主管部门核查")
}

function appeal(state, found) {
  const until = el("p", {}, `可以在 ${formatLastDay(found.appeal_until)}以前申诉，只能申诉一次，由另一位主管部门人员复核。复核以前，原决定照常执行。`)
  const form = formOf("", "提交申诉", [until, field("为什么不服", words("text", "请写明为什么不服。", 2000), "写清楚哪里与事实不符、有什么可以证明。")])
  acting(form, state, `/measures/${found.measure_id}/appeal`, "申诉已提交，有了结果会在“我的消息”里告诉您")
  return folded("不服这个决定？申诉", form)
}

function formsOf(state, found, role) {
  if (role === "recorder") return [found.moves.includes("answered") && answerOrder(state, found), found.may_appeal && appeal(state, found)]
  const own = found.kind === "order" ? decideOrder : endIt
  return [found.appeal?.state === "open" && judge(state, found), found.moves.length > 0 && own(state, found)]
}

/** Show an order, a suspension or a notice in `place` with what `role` may do; `changed()` runs after an act. */
export function openMeasure(place, measure, { role, opener, changed }) {
  const read = () => api.get(`/measures/${measure.measure_id}`)
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
    const title = el("h3", { tabindex: "-1" }, `${found.kind_name} `, measureTag(found))
    queueMicrotask(() => focusOn(title))
    return el("section", { class: "v-panel" }, title, measureFacts(found), measureSteps(found), formsOf(state, found, role),
      el("div", { class: "v-actions" }, el("button", { type: "button", class: "v-button v-button--plain", onclick: close }, "返回")))
  })
}
