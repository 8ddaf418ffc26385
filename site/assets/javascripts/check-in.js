import { api, loginAddress, newKey } from "./api.js"
import { renewingCode } from "./check-in-code.js"
import { keep, kept, ofOthers, rememberAccount, send, sendKept } from "./check-in-kept.js"
import { keepPage } from "./keep-page.js"
import { doneResult, keptNotice, openNotice, refusedNotice } from "./check-in-words.js"
import { whileBusy } from "./confirm.js"
import { eachElement, el, focusOn } from "./dom.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { forgetSession, homeOf, rememberedRole, rememberSession } from "./session.js"

const AGAIN = 30_000 // milliseconds between tries to send what waits
const WORDS = { in: "签到", out: "签退" }

/** What the fragment of the address holds: `{token, direction}` of a screen's code, `{personal}` of a volunteer's. */
function scanned() {
  const token = location.hash.slice(1)
  const direction = /^v1\.[^.]+\.(in|out)\./u.exec(token)?.[1]
  return { token: direction && token, direction, personal: token.startsWith("p1.") ? token : null }
}

function button(href, text) {
  return el("p", {}, el("a", { class: "v-button", href }, text))
}

function loginFirst(direction) {
  const why = direction ? `登录后回到这里，点一下就${WORDS[direction]}。` : "登录后能看到自己是否在签到中，和自己的签到码。"
  return notice("info", "请先登录志愿者账号", el("p", {}, why), button(loginAddress(), "登录"))
}

function notForThem(role, personal) {
  const isDoor = role === "recorder" && personal
  const text = isDoor ? "这是一位志愿者的签到码。到工作台选好项目，就能替本人签到或签退。" : "这一页是给志愿者用的。要签到，请退出后用志愿者账号登录。"
  return notice("info", isDoor ? "志愿者的签到码" : "您现在登录的不是志愿者账号", el("p", {}, text),
    isDoor ? button(`/workbench/#checkin?code=${personal}`, "去工作台办理") : button(homeOf(role), "去我的页面"))
}

// The code is used up; a reload must not offer it again.
const forgetCode = () => history.replaceState(null, "", location.pathname)

function startPage(page) {
  const place = (name) => page.querySelector(`[data-${name}]`)
  const own = place("own")
  const code = renewingCode(place("code"), { read: () => api.get("/volunteers/me/personal-code"), alt: "我的签到码，每 30 秒换一次" })
  let who = null
  let sending = false

  const showNow = async () => {
    try {
      const { check_in: open } = await api.get("/volunteers/me/check-in")
      place("now").replaceChildren(...(open ? [openNotice(open)] : []))
    } catch (problem) {
      if (!problem.offline) place("now").replaceChildren(problemNotice(problem))
    }
  }
  const showKept = () => place("kept").replaceChildren(
    ...(who ? ofOthers(who.account_id).slice(0, 1) : []).map(() => notice("warn", "手机上还存着别的账号的签到签退", el("p", {}, "请那个账号登录后打开本页，才能送出。"))),
    ...kept().filter((act) => !who || !act.account || act.account === who.account_id).map(keptNotice))
  const showDone = (answer) => {
    showIn(place("act"), doneResult(answer))
    return showNow()
  }
  const flush = async () => {
    if (sending || !kept().length) return
    sending = true
    const failed = []
    let problem = null
    try {
      // Asked anew: somebody else may have logged in on this phone since the page was opened.
      who = await api.get("/session")
      problem = await sendKept(who.account_id, { sent: showDone, refused: (act, fault) => failed.push(refusedNotice(act, fault)) })
    } catch (fault) {
      problem = fault
    }
    sending = false
    showKept()
    place("kept").append(...failed, ...(problem && !problem.offline ? [problemNotice(problem)] : []))
  }
  const press = async (token, direction) => {
    try {
      const answer = await send(token, newKey(), false)
      forgetCode()
      return await showDone(answer)
    } catch (problem) {
      if (problem.sessionEnded) return showIn(place("act"), loginFirst(direction))
      if (!problem.offline || !keep(token, direction)) return showIn(place("fault"), problemNotice(problem))
      forgetCode()
      place("act").replaceChildren()
      showKept()
      return focusOn(place("kept"))
    }
  }
  const showAct = () => {
    const { token, direction } = scanned()
    own.hidden = false
    if (!token) return place("act").replaceChildren(...(location.hash.length > 1 ? [notice("warn", "这不是签到码", el("p", {}, "请扫记录员屏幕上的码。"))] : []))
    const act = el("button", { type: "button", class: "v-button check-in-button" }, WORDS[direction])
    act.addEventListener("click", () => whileBusy(act, `正在${WORDS[direction]}…`, () => press(token, direction)))
    return place("act").replaceChildren(act, el("div", { "data-fault": "" }))
  }
  // A phone may be shared: whose check-in it is stands under the button.
  const showWho = () => {
    if (who) place("who").replaceChildren(`${who.name}（${who.login}）。不是本人的，请先`, el("a", { href: "/account/" }, "退出"), "。")
  }
  const closeTo = (node) => {
    own.hidden = true
    code.stop()
    for (const name of ["act", "who", "now"]) place(name).replaceChildren()
    place("gate").replaceChildren(node)
  }
  const open = async () => {
    const { direction, personal } = scanned()
    if (rememberedRole() === "volunteer") showAct()
    try {
      who = await api.get("/session")
      rememberSession(who.role)
    } catch (problem) {
      if (problem.status === 401) {
        forgetSession()
        return closeTo(loginFirst(direction))
      }
      if (rememberedRole() !== "volunteer") return closeTo(problemNotice(problem))
      return showKept()
    }
    if (who.role !== "volunteer") return closeTo(notForThem(who.role, personal))
    place("gate").replaceChildren()
    rememberAccount(who.account_id)
    if (!page.querySelector(".check-in-button")) showAct()
    showWho()
    if (!direction && !kept().length) own.open = true
    showKept()
    await Promise.all([showNow(), flush()])
    return keepPage()
  }

  own.addEventListener("toggle", () => (own.open ? code.start() : code.stop()))
  addEventListener("hashchange", () => scanned().token && (showAct(), open()))
  addEventListener("online", () => (who ? flush() : open()))
  setInterval(() => kept().length && (who ? flush() : open()), AGAIN)
  open()
}

eachElement("#check-in-page", startPage)
