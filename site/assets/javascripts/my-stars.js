import { api } from "./api.js"
import { showIssued } from "./certificate-issue.js"
import { confirmUnder } from "./confirm.js"
import { eachElement, el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate, formatHours, formatMinutes } from "./format.js"
import { loadInto } from "./loading.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { starScale } from "./star-scale.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const COLUMNS = [
  { title: "星级", head: true, value: (one) => [one.star_name, el("span", { class: "v-under" }, `${formatDate(one.applied_at)} 申请`)] },
  { title: "申请时的时长", number: true, value: (one) => `${one.hours} 小时` },
  { title: "由谁评定", value: (one) => [one.level_name, one.group && el("span", { class: "v-under" }, one.group)].filter(Boolean) },
  { title: "结果", value: (one) => [statusTag(one.state, one.state_name), ...resultLines(one)] },
]

function resultLines(one) {
  return [
    one.decided_on && `${formatDate(one.decided_on)} 评定`,
    one.reference && `文件：${one.reference}`,
    one.reason && `理由：${one.reason}`,
    one.revoked_at && `${formatDate(one.revoked_at)} 撤销，理由：${one.revoked_reason}`,
  ].filter(Boolean).map((line) => el("span", { class: "v-under" }, line))
}

function nextWords({ next }) {
  if (!next) return "这是最高的星级。"
  if (next.may_apply) return `时长已达到${next.star_name}的标准，可以申请。`
  return `离${next.star_name}还差 ${formatHours(next.minutes_needed)} 小时（${formatMinutes(next.minutes_needed)}）。`
}

function top(own) {
  const now = own.held ? `${own.held_name}，${formatDate(own.since)} 评定` : "还没有评定过星级"
  return el("section", { class: "v-panel v-statement", "aria-label": "现在的星级" },
    el("p", { class: "v-stars" }, el("span", { "aria-hidden": "true" }, "★".repeat(own.held) + "☆".repeat(own.steps.length - own.held))),
    el("p", {}, el("strong", {}, now)),
    el("p", {}, "已生效的服务时长 ", el("strong", {}, `${own.hours} 小时`), `（${formatMinutes(own.minutes)}）。`),
    starScale(own.minutes, own.steps),
    el("p", {}, el("strong", {}, nextWords(own)), " ", el("a", { href: "/stars/#counting" }, "哪些时长算数")))
}

// The application that waits, with the button that takes it back.
function waiting(open, reload) {
  const button = el("button", { type: "button", class: "v-button v-button--plain" }, "撤回申请")
  button.addEventListener("click", () => confirmUnder(button, {
    question: `撤回${open.star_name}的申请？以后还可以再申请。`, yes: "确定撤回",
    act: async () => {
      await api.remove(`/volunteers/me/stars/${open.application_id}`)
      await reload()
    },
  }))
  const where = open.group ? `“${open.group}”` : open.level_name
  return el("div", { class: "v-panel" }, el("p", {}, statusTag(open.state, open.state_name), ` ${open.star_name}，${formatDate(open.applied_at)} 申请，等待${where}。`), el("p", {}, button))
}

function start(page) {
  const place = (name) => page.querySelector(`[data-${name}]`)
  const form = place("apply")
  const issue = place("issue")
  let own = null
  const list = pagedTable(place("list"), {
    caption: "申请和评定的经过，新的在前",
    columns: COLUMNS,
    read: async (cursor) => (await pageOf("/volunteers/me/stars")(cursor)).applications,
    empty: { title: "还没有申请过", text: "时长达到以后，在上面申请。" },
  })
  const show = (found) => {
    own = found
    page.querySelector("[data-rest]").hidden = false
    const { next, open, groups } = own
    place("open").replaceChildren(...(open ? [waiting(open, reload)] : []), ...(!open && !next?.may_apply ? [el("p", {}, nextWords(own))] : []))
    form.hidden = Boolean(open) || !next?.may_apply
    issue.hidden = !own.held
    place("none").hidden = Boolean(own.held)
    if (!form.hidden) {
      const { level, level_name: levelName, star_name: name } = own.steps[next.star - 1]
      place("asks").textContent = `申请${name}，${levelName}。`
      place("group").hidden = level !== "group"
      form.elements.group_id.replaceChildren(el("option", { value: "" }, "请选择"), ...groups.map((group) => el("option", { value: group.group_id }, group.name)))
    }
    return top(own)
  }
  const reload = async () => {
    await Promise.all([loadInto(page.querySelector("[data-gate]"), () => api.get("/volunteers/me/stars?limit=1"), show), list.reload()])
  }
  enhanceForm(form, {
    busy: "正在提交…",
    shape: ({ group_id: group }) => ({ star: own.next.star, group_id: group ?? "" }),
    send: (values, { key }) => api.post("/volunteers/me/stars", values, { key }),
    done: async (made) => {
      await reload()
      showIn(place("done"), notice("good", `已提交${made.star_name}的申请`, el("p", {}, "评定的结果会在“我的消息”里告诉您。")))
    },
  })
  enhanceForm(issue, {
    busy: "正在开具…",
    send: (values, { key }) => api.post("/certificates/star", values, { key }),
    done: (answer) => showIssued(place("issued"), answer, "星级证明已经开具", "h3"),
  })
  return show
}

eachElement("#my-stars", (page) => {
  let show = null
  loadInto(page.querySelector("[data-gate]"), () => api.get("/volunteers/me/stars?limit=1"), (own) => {
    show ??= start(page)
    return show(own)
  })
})
