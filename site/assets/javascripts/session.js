import { el, eachElement } from "./dom.js"

// Only the role is remembered, to draw the header without asking the server on public pages. The session itself
// is an HttpOnly cookie that no script can read.
const KEY = "signed-in-as"
const HOMES = {
  volunteer: { text: "我的记录", href: "/record/" },
  recorder: { text: "团体工作台", href: "/workbench/" },
  supervisor: { text: "主管部门", href: "/desk/" },
}

function stored() {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function store(role) {
  try {
    if (role) localStorage.setItem(KEY, role)
    else localStorage.removeItem(KEY)
  } catch {
    // Without storage the header says 登录; everything else works.
  }
  eachElement("[data-session]", showSession)
}

/** The role that was last logged in on this browser, or null. The session behind it may be over. */
export function rememberedRole() {
  return HOMES[stored()] ? stored() : null
}

/** The page where a person of this role works. */
export function homeOf(role) {
  return HOMES[role]?.href ?? "/"
}

/** Call after a log-in: the header then leads to the person's own page. */
export function rememberSession(role) {
  store(HOMES[role] ? role : null)
}

/** Call after a log-out, or when the server says that the session is over. */
export function forgetSession() {
  store(null)
}

function showSession(place) {
  const home = HOMES[stored()]
  place.loginLink ??= place.querySelector("a")
  if (!home) return place.replaceChildren(place.loginLink)
  place.replaceChildren(
    el("a", { class: "v-top__button", href: home.href }, home.text),
    el("a", { class: "v-top__button", href: "/account/" }, "账号与退出"),
  )
}

eachElement("[data-session]", showSession)
