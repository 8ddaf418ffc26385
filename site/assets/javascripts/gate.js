import { ApiProblem, api, loginAddress } from "./api.js"
import { el } from "./dom.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { forgetSession, homeOf, rememberSession } from "./session.js"

const NAMES = { volunteer: "志愿者", recorder: "团体记录员", supervisor: "主管部门" }

function button(href, text) {
  return el("p", {}, el("a", { class: "v-button", href }, text))
}

function mustLogIn(role) {
  const kept = el("p", {}, "上次没有提交的内容还在这台设备上，登录后继续。")
  return notice("info", `请先登录${NAMES[role]}账号`, kept, button(loginAddress(), "登录"))
}

function otherRole(role, who) {
  const text = `您现在登录的是${NAMES[who.role]}账号。要用这一页，请先退出，再用${NAMES[role]}账号登录。`
  return notice("warn", `这一页是给${NAMES[role]}用的`, el("p", {}, text), button(homeOf(who.role), "去我的页面"))
}

function unfinished(who) {
  const owed = who.must.includes("change_password") ? "修改初始密码、绑定动态验证码" : "绑定动态验证码"
  return notice("warn", "还差一步", el("p", {}, `请先${owed}，再办理其他事项。大约需要三分钟。`), button("/account/", "去账号设置"))
}

/**
 * Open a working page for one role: `start(who)` runs when that person is logged in and owes nothing; otherwise `place`
 * says what to do first.
 */
export async function openAs(role, place, start) {
  showIn(place, el("p", { class: "v-list__status", role: "status" }, "正在读取…"), { focus: false })
  try {
    const who = await api.get("/session")
    rememberSession(who.role)
    if (who.role !== role) return showIn(place, otherRole(role, who), { focus: false })
    if (who.must.length) return showIn(place, unfinished(who), { focus: false })
    await start(who)
    return place.replaceChildren()
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem
    if (problem.status === 401) {
      forgetSession()
      return showIn(place, mustLogIn(role), { focus: false })
    }
    const again = () => openAs(role, place, start)
    return place.replaceChildren(problemNotice(problem), el("button", { type: "button", class: "v-button", onclick: again }, "再试一次"))
  }
}
