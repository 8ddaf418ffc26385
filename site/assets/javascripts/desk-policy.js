import { api } from "./api.js"
import { el } from "./dom.js"
import { formatDateTime } from "./format.js"
import { enhanceForm } from "./forms.js"
import { loadInto } from "./loading.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"

const review = (what, minutes) => (minutes ? `${what}超过 ${minutes} 分钟的要复核` : `${what}不设复核标准`)

/** One version of the district's rules on hours, in words. */
function wordsOf(policy) {
  return [
    policy.rounding_name, `最短 ${policy.minimum_minutes} 分钟`, review("单次", policy.review_above_minutes), review("每人每天", policy.daily_cap_minutes),
    `补录每月 ${policy.back_fill_quota} 条`, `异议 ${policy.dispute_workdays} 个工作日内答复`, policy.allow_override ? "允许写明理由录入重叠的时长，等第二个人确认" : "不允许录入重叠的时长",
  ].map((text) => el("li", {}, text))
}

const COLUMNS = [
  { title: "版本", head: true, value: (policy) => `第 ${policy.version} 版` },
  { title: "从什么时候起", value: (policy) => formatDateTime(policy.set_at) },
  { title: "内容", value: (policy) => el("ul", { class: "v-plain" }, wordsOf(policy)) },
  { title: "为什么改", value: (policy) => policy.reason },
]

function fill(form, policy) {
  for (const control of form.elements) {
    if (!(control.name in policy) || control.name === "reason") continue
    if (control.type === "radio") control.checked = control.value === policy[control.name]
    else if (control.type === "checkbox") control.checked = policy[control.name]
    else control.value = policy[control.name]
  }
}

/** 时长规则: what the district sets about hours; each change is a new version. Made once for the tab's `section`. */
export function makePolicy(section) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const form = section.querySelector("form")
  let now = null

  const show = (policy) => {
    now = policy
    const when = policy.set_at ? `第 ${policy.version} 版，${formatDateTime(policy.set_at)} 起。` : "还没有改过，是系统原来的规则。"
    fill(form, policy)
    form.hidden = false
    return el("div", {}, el("p", {}, el("strong", {}, "现行规则："), when), el("ul", {}, wordsOf(policy)))
  }
  const list = () => pagedTable(place("list"), {
    caption: "历次规则",
    columns: COLUMNS,
    read: pageOf("/hours-policy/versions"),
    empty: { title: "还没有改过", text: "改过以后，每一版都留在这里。" },
  })
  enhanceForm(form, {
    busy: "正在保存…",
    shape: (values) => ({ ...values, version: now.version }),
    send: (values) => api.put("/hours-policy", values),
    done(policy) {
      form.elements.reason.value = ""
      place("now").replaceChildren(show(policy))
      list()
      showIn(place("done"), notice("good", `已保存为第 ${policy.version} 版`, el("p", {}, "从现在起录入的时长按新规则办；以前的时长不变。")))
    },
  })
  return {
    show() {
      place("done").replaceChildren()
      list()
      return loadInto(place("now"), () => api.get("/hours-policy"), show)
    },
  }
}
