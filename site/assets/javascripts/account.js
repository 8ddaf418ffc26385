import { startConsent } from "./account-consent.js"
import { startData } from "./account-data.js"
import { startFactor } from "./account-factor.js"
import { startLeaving } from "./account-leave.js"
import { startPassword } from "./account-password.js"
import { api } from "./api.js"
import { eachElement, el } from "./dom.js"
import { loadInto } from "./loading.js"
import { samePath } from "./login-target.js"
import { notice } from "./notice.js"
import { homeOf, rememberSession } from "./session.js"

const ROLE_NAMES = { volunteer: "志愿者", recorder: "团体记录员", supervisor: "主管部门" }
const STEPS = { change_password: "修改初始密码", enrol_totp: "绑定手机动态码" }
const PARTS = { change_password: "password", enrol_totp: "factor" }
const STAFF = ["recorder", "supervisor"]

function whoIsIn({ name, role, login }) {
  return el("p", { class: "v-lead" }, "现在登录的是：", el("strong", {}, name), `（${ROLE_NAMES[role]}，登录名 ${login}）`)
}

function homeLink(role) {
  const next = samePath(new URLSearchParams(location.search).get("next")) ?? homeOf(role)
  return el("p", {}, el("a", { class: "v-button", href: next }, "继续，去我的页面"))
}

// All steps of the first log-in, those that are done ticked: `owed` is what the server still asks for.
function steps(all, owed) {
  const now = owed[0]
  return el("ol", { class: "v-steps" }, all.map((step) =>
    el("li", { "data-done": !owed.includes(step), "aria-current": step === now ? "step" : null }, STEPS[step])))
}

function mustNotice(owed) {
  return notice("warn", `还差 ${owed.length} 步，账号才能使用`, el("p", {}, `现在请先：${STEPS[owed[0]]}。`))
}

/** Shows what is owed first; where nothing is, everything that can be changed. */
function showParts(page, who, all) {
  const part = (name) => page.querySelector(`[data-part=${name}]`)
  const must = page.querySelector("[data-must]")
  const owed = who.must
  part("password").hidden = owed.length > 0 && owed[0] !== "change_password"
  part("factor").hidden = !STAFF.includes(who.role) || (owed.length > 0 && owed[0] !== "enrol_totp")
  part("leave").hidden = false
  if (owed.length) must.replaceChildren(...(all.length > 1 ? [steps(all, owed)] : []), mustNotice(owed))
  else if (all.length) must.replaceChildren(notice("good", "账号已经设置好", homeLink(who.role)))
  return owed.length ? part(PARTS[owed[0]]) : null
}

function start(page, who) {
  const all = who.must
  const refresh = (owed) => {
    who.must = owed
    showParts(page, who, all)
    scrollTo(0, 0)
  }
  rememberSession(who.role)
  startPassword(page.querySelector("[data-part=password]"), who, () => refresh(who.must.filter((step) => step !== "change_password")))
  startFactor(page.querySelector("[data-part=factor]"), who, refresh)
  startConsent(page.querySelector("[data-part=consent]"), who)
  startData(page.querySelector("[data-part=data]"), who)
  startLeaving(page)
  showParts(page, who, all)
  return whoIsIn(who)
}

eachElement("#account-page", (page) => {
  loadInto(page.querySelector("[data-who]"), () => api.get("/session"), (who) => start(page, who))
})
