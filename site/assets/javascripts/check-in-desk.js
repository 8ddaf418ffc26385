import { ApiProblem, api } from "./api.js"
import { renewingCode } from "./check-in-code.js"
import { confirmUnder } from "./confirm.js"
import { el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDateTime, formatHours, formatTime, today } from "./format.js"
import { instantsOf } from "./moments.js"
import { notice, showIn } from "./notice.js"
import { chooseProject } from "./project-choice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"
import { canonicalNumber, numberFault } from "./volunteer-number.js"

const WORDS = { in: "签到", out: "签退" }
const COLUMNS = [
  { title: "志愿者", head: true, value: (person) => [person.name, el("span", { class: "v-minutes" }, person.volunteer_number)] },
  { title: "签到时间", value: (person) => formatDateTime(person.started) },
  { title: "最晚算到", value: (person) => formatDateTime(person.planned_end) },
  { title: "状态", value: (person) => (person.forgotten ? statusTag("pending", "未签退") : statusTag("in_force", "在场")) },
]

/** The next instant at which clocks in Beijing show `time` (HH:MM); null where none is given. */
export function nextAt(time, now = Date.now()) {
  if (!time) return null
  const asked = (next) => instantsOf({ date: today(), start: time, end: time, next }).end
  return Date.parse(asked(false)) > now ? asked(false) : asked(true)
}

const codeIn = (typed) => /p1\.[0-9a-z.]+/iu.exec(typed.normalize("NFKC"))?.[0].toLowerCase() ?? null

// The API names the code or the number; here one field holds either.
async function atOneField(request) {
  try {
    return await request()
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || problem.status !== 422) throw problem
    const violations = problem.violations.map((fault) => ({ ...fault, field: fault.field === "planned_end" ? fault.field : "who" }))
    throw new ApiProblem(422, { detail: problem.detail, code: problem.code, violations })
  }
}

function told({ name, volunteer_number: number, direction, at, minutes, state, state_name: stateName, note }) {
  const title = `${name} 已${WORDS[direction]} ${formatTime(at)}`
  if (direction === "in") return notice("good", title, el("p", {}, number))
  const served = state ? `这次 ${formatHours(minutes)} 小时，${stateName}。` : `${note}。`
  return notice(state === "in_force" ? "good" : "warn", title, el("p", {}, `${number}　${served}`), state && note && el("p", {}, `${note}。`))
}

async function closeAll(path, said) {
  let closed = 0
  let more = true
  while (more) {
    const answer = await api.post(`${path}/close`)
    closed += answer.closed
    more = answer.more
    said.textContent = `已处理 ${closed} 人…`
  }
  return closed
}

/** 签到签退: the code for a project's door, who is in, and acts for members without a phone. Made once for the tab's `section`. */
export function makeCheckIn(section, bench) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const tool = (name) => section.querySelector(`[data-tool="${name}"]`)
  const choice = section.querySelector('[data-form="choice"]')
  const form = section.querySelector('[data-form="person"]')
  let project = null
  let code = null
  let list = null

  const direction = () => choice.elements.direction.value
  const planned = () => (direction() === "in" ? nextAt(choice.elements.until.value) : null)
  const path = () => `/projects/${project.project_id}/check-ins`
  const read = () => {
    const until = planned()
    const query = new URLSearchParams({ direction: direction(), ...(until && { planned_end: until }) })
    return api.get(`/projects/${project.project_id}/check-in-code?${query}`)
  }
  const showCode = () => {
    const word = WORDS[direction()]
    place("title").textContent = `${project.name}　${word}`
    place("act").textContent = word
    place("planned").hidden = direction() !== "in"
    code?.stop()
    code = renewingCode(place("code"), { read, alt: `${word}二维码，每 30 秒换一次` })
    code.start()
  }
  const showList = () => {
    list = pagedTable(place("list"), {
      caption: "现在在场的人", columns: COLUMNS, read: pageOf(path()),
      empty: { title: "现在没有人在场", text: "志愿者签到后，点“刷新名单”就能看到。" },
    })
  }

  choice.addEventListener("change", showCode)
  choice.addEventListener("submit", (event) => event.preventDefault())
  choice.setAttribute("data-ready", "")
  tool("full").hidden = !document.fullscreenEnabled
  tool("full").addEventListener("click", () => place("screen").requestFullscreen())
  tool("refresh").addEventListener("click", () => list.reload())
  tool("close").addEventListener("click", (event) => {
    const said = el("p", { role: "status" })
    confirmUnder(event.currentTarget, {
      question: el("div", {}, el("p", {}, "过了计划结束时间还没有签退的，按计划结束时间提出，放进“待确认”，由您核实。还在时间内的不动。"), said),
      yes: "确定结束", busy: "正在办理…",
      async act() {
        const closed = await closeAll(path(), said)
        showIn(place("closed"), notice("good", closed ? `结束了 ${closed} 人，已放进“待确认”` : "没有过了时间还未签退的人"))
        list.reload()
      },
    })
  })
  enhanceForm(form, {
    busy: "正在办理…",
    shape: ({ who }) => ({ direction: direction(), ...(codeIn(who) ? { personal_token: codeIn(who) } : { volunteer_number: canonicalNumber(who) }), ...(planned() && { planned_end: planned() }) }),
    check: ({ volunteer_number: number }) => {
      const message = number ? numberFault(number) : null
      return message ? [{ field: "who", message }] : []
    },
    send: (values, { key }) => atOneField(() => api.post(path(), values, { key })),
    done(answer) {
      form.reset()
      place("done").replaceChildren(told(answer))
      form.elements.who.focus()
      list.reload()
    },
  })
  addEventListener("hashchange", () => section.hidden && code?.stop())

  return {
    async show(address) {
      if (address.code) form.elements.who.value = address.code
      const chosen = await chooseProject(place("project"), bench, address)
      place("door").hidden = !chosen
      if (!chosen) return code?.stop()
      if (project !== chosen) place("done").replaceChildren()
      project = chosen
      showCode()
      return showList()
    },
  }
}
