import { loginAddress } from "./api.js"
import { el } from "./dom.js"
import { notice, problemNotice } from "./notice.js"
import { homeOf, rememberedRole } from "./session.js"

function signInFirst() {
  return notice("info", "请先登录",
    el("p", {}, "这一页是您本人的内容，登录以后才能看到。"),
    el("p", {}, el("a", { class: "v-button", href: loginAddress() }, "登录")))
}

function otherRole(problem) {
  return notice("info", "这一页不是给您现在的身份用的",
    el("p", {}, problem.detail),
    el("p", {}, el("a", { class: "v-button", href: homeOf(rememberedRole()) }, "去我的页面")))
}

function unfinished(problem) {
  return notice("warn", "账号还没有设置好",
    el("p", {}, problem.detail),
    el("p", {}, el("a", { class: "v-button", href: "/account/" }, "去设置账号")))
}

// `wasIn`: whether this browser thought that somebody was logged in before it asked.
function refusal(problem, wasIn) {
  if (problem.sessionEnded && !wasIn) return signInFirst()
  if (problem.has?.("role")) return otherRole(problem)
  if (problem.has?.("unfinished")) return unfinished(problem)
  return null
}

/**
 * Read what a part of the page needs, and show it: `place` says that it is being read, then holds what `show(answer)` returns
 * (a node; or nothing, where `show` fills other places). Otherwise it says what went wrong: not logged in, the wrong role,
 * an unfinished account, or anything else with 再试一次.
 */
export async function loadInto(place, read, show) {
  const wasIn = rememberedRole() !== null
  place.setAttribute("aria-busy", "true")
  place.replaceChildren(el("p", { class: "v-loading", role: "status" }, "正在读取…"))
  try {
    const node = show(await read())
    place.replaceChildren(...(node ? [node] : []))
  } catch (problem) {
    if (problem.name !== "ApiProblem") console.error(problem)
    const again = el("button", { type: "button", class: "v-button v-button--secondary", onclick: () => loadInto(place, read, show) }, "再试一次")
    place.replaceChildren(refusal(problem, wasIn) ?? el("div", {}, problemNotice(problem), !problem.sessionEnded && again))
  }
  place.removeAttribute("aria-busy")
}
