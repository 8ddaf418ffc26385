import { api } from "./api.js"
import { makeBatches } from "./batches.js"
import { makeCheckIn } from "./check-in-desk.js"
import { makeComplaints } from "./complaints-desk.js"
import { makeCommendations } from "./commendations-desk.js"
import { makeDeadlines } from "./deadlines.js"
import { makeDisputes } from "./disputes-desk.js"
import { eachElement, el, focusOn } from "./dom.js"
import { makeEntries } from "./entries.js"
import { makeEvaluations } from "./evaluations-desk.js"
import { openAs } from "./gate.js"
import { makeFiles } from "./imports.js"
import { makeHourEntry } from "./hour-entry.js"
import { makeOwnMeasures } from "./measures-own.js"
import { makeMembers } from "./members.js"
import { notice } from "./notice.js"
import { makeQueue } from "./queue.js"
import { makeProjects } from "./projects.js"
import { readAll } from "./read-all.js"
import { makeRecorders } from "./recorders.js"
import { makeRoster } from "./roster.js"
import { emptyState } from "./table.js"
import { makeGroupRolls } from "./rolls-desk.js"
import { makeSeals } from "./seals-desk.js"
import { makeGroupStars } from "./stars-desk.js"
import { statusTag } from "./tag.js"
import { makeTraining } from "./training-desk.js"
import { TABS, addressOf, readAddress } from "./workbench-address.js"

const MAKERS = {
  projects: makeProjects, members: makeMembers, roster: makeRoster, checkin: makeCheckIn, hours: makeHourEntry, files: makeFiles, entries: makeEntries, queue: makeQueue, evaluations: makeEvaluations, training: makeTraining, commendations: makeCommendations, rolls: makeGroupRolls, stars: makeGroupStars, certificates: makeBatches, seals: makeSeals, disputes: makeDisputes, complaints: makeComplaints, measures: makeOwnMeasures, deadlines: makeDeadlines, recorders: makeRecorders,
}

// Read once and shared by the tabs; a failed reading is not kept.
function remembered(read) {
  let reading = null
  const get = () => {
    reading ??= read().catch((problem) => {
      reading = null
      throw problem
    })
    return reading
  }
  return [get, () => (reading = null)]
}

/** What the tabs share: the group, the lists of choices, and what is read of the group. */
function benchOf(group, groups, settings) {
  const [projects, forgetProjects] = remembered(async () => (await readAll(`/projects?group_id=${group.group_id}`, 1000)).items)
  const [members, forgetMembers] = remembered(() => readAll(`/groups/${group.group_id}/members`))
  const groupInAddress = groups.length > 1 ? group.group_id : ""
  return { group, settings, groupInAddress, projects, forgetProjects, members, forgetMembers }
}

const EXPLAINED = {
  pending: ["warn", "团体正在等主管部门审核", "通过后就能建项目、录入时长。审核结果会显示在这里，请过一两天再来看。"],
  refused: ["bad", "团体申请没有通过", "改正后可以重新申请，原来的账号不能继续使用。"],
}

function explanation(group) {
  const [kind, title, text] = EXPLAINED[group.state]
  const reason = group.decision?.reason && el("p", {}, `主管部门的理由：${group.decision.reason}`)
  const again = group.state === "refused" && el("p", {}, el("a", { class: "v-button", href: "/register/group/" }, "重新申请"))
  return notice(kind, title, reason, el("p", {}, text), again)
}

// A suspended group reads, on every tab, until when and why, and where to appeal.
function suspended({ suspension }) {
  if (!suspension) return null
  return notice("bad", `主管部门已暂停本团体录入和确认时长，${suspension.until_words}`, el("p", {}, `理由：${suspension.reason}`),
    el("p", {}, "现在不能录入、导入、签到签退、确认和更正；可以查看，可以作废错误的时长。不服的，可以在“整改”里申诉。"), el("p", {}, el("a", { href: addressOf("measures") }, "去“整改”查看")))
}

// A group that is no more reads who answers in its place; whoever that is goes on here with what is not finished.
function ended({ succession }) {
  if (!succession) return null
  return notice("warn", "这个团体已经合并或解散", el("p", {}, `${succession.words}。`),
    el("p", {}, "原来的记录员只能查看。承接团体的记录员可以在这里接着办理：待确认的时长、异议、投诉、批量证明；不能再新建项目。"))
}

function groupHead(group, groups) {
  const name = el("p", { class: "bench-group" }, el("strong", {}, group.name), statusTag(group.state, group.state_name), el("span", {}, `${group.kind_name}　${group.district_name}`))
  if (groups.length < 2) return [name]
  const options = groups.map((each) => el("option", { value: each.group_id, selected: each === group }, each.name))
  const go = (event) => {
    location.hash = addressOf(readAddress().tab, { group: event.target.value })
    location.reload()
  }
  return [el("div", { class: "v-field project-choice" }, el("label", { for: "own-group" }, "团体"), el("select", { id: "own-group", onchange: go }, options)), name]
}

function openTabs(page, bench) {
  const tabs = page.querySelector('[data-place="tabs"]')
  const made = {}
  const show = (moved) => {
    const address = readAddress()
    const projects = { project: address.project, group: bench.groupInAddress }
    tabs.replaceChildren(...TABS.map(([tab, name]) => el("li", {}, el("a", { href: addressOf(tab, projects), "aria-current": tab === address.tab ? "page" : null }, name))))
    for (const section of page.querySelectorAll("[data-tab]")) section.hidden = section.dataset.tab !== address.tab
    const section = page.querySelector(`[data-tab="${address.tab}"]`)
    made[address.tab] ??= MAKERS[address.tab](section, bench)
    if (moved) focusOn(section.querySelector("h2"))
    made[address.tab].show(address)
  }
  addEventListener("hashchange", () => show(true))
  show(false)
}

async function open(page) {
  const [mine, settings] = await Promise.all([api.get("/groups/mine"), api.get("/settings")])
  const groups = mine.items
  const group = groups.find((each) => each.group_id === readAddress().group) ?? groups[0]
  const head = page.querySelector('[data-place="group"]')
  page.querySelector('[data-place="bench"]').hidden = false
  if (!group) return head.replaceChildren(emptyState("这个账号还没有团体", "请联系本团体的记录员。"))
  head.replaceChildren(...groupHead(group, groups), ...(group.state === "approved" ? [ended(group), suspended(group)].filter(Boolean) : [explanation(group)]))
  return group.state === "approved" ? openTabs(page, benchOf(group, groups, settings)) : null
}

eachElement("#workbench", (page) => openAs("recorder", page.querySelector('[data-place="gate"]'), () => open(page)))
