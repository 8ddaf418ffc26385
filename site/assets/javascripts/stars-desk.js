import { api, newKey } from "./api.js"
import { askReason } from "./ask-reason.js"
import { chooseAll, inPieces, makeChoice, outcomesNotice } from "./decide-many.js"
import { el } from "./dom.js"
import { field } from "./form-parts.js"
import { enhanceForm } from "./forms.js"
import { formatDate, formatDateTime, formatMinutes, today } from "./format.js"
import { loadInto } from "./loading.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const PIECE = 20
const WORDS = { granted: "评定通过", refused: "不通过" }
const LEVELS = [["group", "志愿团体"], ["district", "区县主管部门"], ["city", "市级（主管部门转报并录入结果）"]]
const nameOf = (one) => one.name ?? "（已注销）"

const COLUMNS = [
  { title: "志愿者", head: true, value: (one) => [nameOf(one), el("span", { class: "v-minutes" }, one.volunteer_number)] },
  { title: "申请", value: (one) => [one.star_name, el("span", { class: "v-under" }, `${formatDate(one.applied_at)}，${one.level_name}`)] },
  { title: "现在的时长", number: true, value: (one) => [`${one.hours_now} 小时`, el("span", { class: "v-minutes" }, `标准 ${one.threshold / 60} 小时`)] },
]
const RESULT = {
  title: "结果",
  value: (one) => [
    statusTag(one.state, one.state_name),
    ...[one.decided_on && `${formatDate(one.decided_on)} 评定`, one.reference && `文件：${one.reference}`, one.reason && `理由：${one.reason}`, one.revoked_reason && `撤销理由：${one.revoked_reason}`]
      .filter(Boolean).map((line) => el("span", { class: "v-under" }, line)),
  ],
}

// What a decision needs beside the choice: its day and paper, or the reason.
function decisionForm(decision, items, { decide, close }) {
  const reason = el("textarea", { name: "reason", rows: "2", maxlength: "300", required: true, "data-missing": "请写明不通过的理由。" })
  const day = el("input", { type: "date", name: "decided_on", value: today(), max: today(), required: true, "data-missing": "请填写评定日期。" })
  const paper = el("input", { name: "reference", maxlength: "100", autocomplete: "off" })
  const fields = decision === "refused"
    ? [field(`${items.length} 项不通过的理由`, reason, "本人会看到。不要写证件号码。")]
    : [field("评定日期", day, "不能早于申请日期，也不能晚于今天。"), field("评定文件的文号或名称（市级评定的必填）", paper, "会印在星级证明上，例如“渝志联〔2026〕3号”。")]
  const form = el("form", { class: "v-form v-panel", novalidate: true }, el("h3", { tabindex: "-1" }, `${items.length} 项${WORDS[decision]}`), fields, el("div", { class: "v-form-message" }),
    el("div", { class: "v-actions" }, el("button", { type: "submit", class: decision === "refused" ? "v-button v-button--danger" : "v-button" }, `确认${WORDS[decision]}`),
      el("button", { type: "button", class: "v-button v-button--plain", onclick: close }, "返回")))
  enhanceForm(form, { busy: "正在办理…", send: async (values) => values, done: (values) => decide(values) })
  return form
}

/** Applications that wait, decided many at once. `path` lists them; made once for the tab's `section`. */
function makeApplications(section, path) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const tool = (name) => section.querySelector(`[data-tool="${name}"]`)
  const filter = section.querySelector('[data-filter="state"]')
  const { chosen, pick, clear } = makeChoice((one) => one.application_id, place("count"))
  let list = null

  const run = async (decision, values) => {
    const items = [...chosen.values()]
    place("decision").replaceChildren()
    const send = async (piece) => {
      const keys = piece.map(({ application_id, version }) => ({ application_id, version }))
      return (await api.post("/star-applications/decisions", { applications: keys, decision, ...values }, { key: newKey() })).applications
    }
    try {
      const outcomes = await inPieces(items, { size: PIECE, place: place("done"), send })
      clear()
      await list.reload()
      const named = (outcome) => {
        const one = items.find(({ application_id: id }) => id === outcome.application_id)
        return `${nameOf(one)}，${one.star_name}`
      }
      showIn(place("done"), outcomesNotice(WORDS[decision], outcomes, named))
    } catch (problem) {
      showIn(place("done"), problemNotice(problem))
      if (!problem.sessionEnded) list.reload()
    }
  }
  const ask = (decision) => () => {
    if (!chosen.size) return showIn(place("done"), notice("info", "还没有选", el("p", {}, "请先在列表里勾选要评定的申请。")))
    return showIn(place("decision"), decisionForm(decision, [...chosen.values()], {
      decide: (values) => run(decision, values), close: () => place("decision").replaceChildren(),
    }))
  }
  const show = () => {
    clear()
    const waits = filter.value !== "decided"
    section.querySelector('[data-place="tools"]').hidden = !waits
    list = pagedTable(place("list"), {
      caption: waits ? "等待评定的申请，先申请的在前" : "评定过的申请，新的在前",
      columns: waits ? [{ title: "选", value: (one) => pick(one, `选中 ${nameOf(one)} ${one.star_name}`) }, ...COLUMNS] : [...COLUMNS, RESULT],
      read: pageOf(waits ? path : `${path}?state=decided`),
      empty: waits ? { title: "没有等待评定的申请", text: "志愿者时长达到标准后提出的申请，会出现在这里。" } : { title: "还没有评定过" },
    })
  }
  tool("all").addEventListener("click", () => chooseAll(place("list")))
  tool("grant").addEventListener("click", ask("granted"))
  tool("refuse").addEventListener("click", ask("refused"))
  filter.addEventListener("change", show)
  return { show }
}

/** 星级, for a group that decides. */
export function makeGroupStars(section, bench) {
  return makeApplications(section, `/groups/${bench.group.group_id}/star-applications`)
}

function shortList(place, done) {
  const revoke = (one) => (event) => askReason(event.currentTarget, {
    question: `撤销 ${nameOf(one)} 的${one.star_name}？有效的星级证明同时撤销，本人会收到理由。`, yes: "确定撤销",
    act: async (reason) => {
      await api.post(`/star-applications/${one.application_id}/revocation`, { version: one.version, reason })
      await list.reload()
      showIn(done, notice("good", `已撤销 ${nameOf(one)} 的${one.star_name}`, el("p", {}, "本人已收到消息。")))
    },
  })
  const list = pagedTable(place, {
    caption: "时长不足的星级，最早出现的在前",
    columns: [...COLUMNS, { title: "办理", value: (one) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `撤销 ${nameOf(one)} 的${one.star_name}`, onclick: revoke(one) }, "撤销星级") }],
    read: pageOf("/star-applications/short"),
    empty: { title: "没有时长不足的星级", text: "时长作废、更正以后，不再达到标准的会列在这里。星级不会自动取消。" },
  })
}

const policyWords = ({ levels }) => el("ul", { class: "v-plain" }, levels.map((each) => el("li", {}, `${each.star_name}：${each.level_name}`)))

function makeLevels(section) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const form = section.querySelector("form")
  let now = null
  const rows = form.querySelector('[data-place="levels"]')
  const selectOf = ({ star, star_name: name, level }) => {
    const options = LEVELS.map(([value, text]) => el("option", { value, selected: value === level }, text))
    return el("div", { class: "v-field" }, el("label", { for: `level-${star}` }, name), el("select", { id: `level-${star}`, name: `levels.${star - 1}` }, options))
  }
  const show = (policy) => {
    now = policy
    rows.replaceChildren(...policy.levels.map(selectOf))
    form.hidden = false
    const when = policy.set_at ? `第 ${policy.version} 版，${formatDateTime(policy.set_at)} 起。理由：${policy.reason}` : "还没有改过，都由区县主管部门评定。"
    return el("p", {}, when)
  }
  const versions = () => pagedTable(place("versions"), {
    caption: "历次评定办法",
    columns: [
      { title: "版本", head: true, value: (policy) => `第 ${policy.version} 版` },
      { title: "从什么时候起", value: (policy) => formatDateTime(policy.set_at) },
      { title: "由谁评定", value: policyWords },
      { title: "为什么改", value: (policy) => policy.reason },
    ],
    read: pageOf("/star-policy/versions"),
    empty: { title: "还没有改过", text: "改过以后，每一版都留在这里。" },
  })
  enhanceForm(form, {
    busy: "正在保存…",
    shape: (values) => ({ version: now.version, reason: values.reason ?? "", levels: now.levels.map(({ star }) => form.elements[`levels.${star - 1}`].value) }),
    send: (values) => api.put("/star-policy", values),
    done(policy) {
      form.elements.reason.value = ""
      place("now").replaceChildren(show(policy))
      versions()
      showIn(place("saved"), notice("good", `已保存为第 ${policy.version} 版`, el("p", {}, "从现在起的申请按新办法评定；以前的申请不变。")))
    },
  })
  return () => {
    place("saved").replaceChildren()
    versions()
    return loadInto(place("now"), () => api.get("/star-policy"), show)
  }
}

/** 星级, for the supervisor: to decide, to take back, and who decides. */
export function makeDistrictStars(section) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const applications = makeApplications(section, "/star-applications")
  const levels = makeLevels(section.querySelector("[data-levels]"))
  return {
    show() {
      applications.show()
      shortList(place("short"), place("revoked"))
      return levels()
    },
  }
}
