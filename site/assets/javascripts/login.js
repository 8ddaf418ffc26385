import { api } from "./api.js"
import { onlyIf } from "./choices.js"
import { eachElement, el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { rememberedLogin } from "./login-name.js"
import { afterLogin } from "./login-target.js"
import { notice } from "./notice.js"
import "./password.js"
import { forgetSession, homeOf, rememberedRole, rememberSession } from "./session.js"

function partsOf(form) {
  const part = (name) => form.querySelector(`[data-part=${name}]`)
  const other = form.querySelector("[data-other]")
  const show = (asksCode) => {
    part("password").hidden = asksCode
    onlyIf(part("totp"), asksCode)
    other.hidden = !asksCode
    form.elements.totp.value = ""
  }
  other.addEventListener("click", () => {
    show(false)
    form.elements.password.value = ""
    form.elements.login.focus()
  })
  return {
    askCode(login) {
      show(true)
      form.querySelector("[data-who]").textContent = `${login}，密码正确。`
      form.elements.totp.focus()
    },
    askPassword: () => show(false),
  }
}

// A volunteer number is read out and written down in groups of four.
function shape({ login = "", totp, ...values }) {
  const bare = login.normalize("NFKC").replace(/\s/gu, "")
  const code = totp && { totp: totp.normalize("NFKC").replace(/\s/gu, "") }
  return { ...values, login: /^\d+$/.test(bare) ? bare : login, ...code }
}

// Null means: the password is right, now ask for the code.
async function send(values, parts) {
  try {
    return await api.post("/session", values)
  } catch (problem) {
    if (problem.has?.("accounts.totp_needed")) return null
    if (problem.has?.("accounts.bad_login")) parts.askPassword()
    throw problem
  }
}

function done(answer, values, parts) {
  if (!answer) return parts.askCode(values.login)
  rememberSession(answer.role)
  return location.assign(afterLogin(answer, new URLSearchParams(location.search).get("next")))
}

async function showWhoIsIn(place) {
  if (!rememberedRole()) return
  try {
    const { name, role } = await api.get("/session")
    place.replaceChildren(notice("info", `您已经登录：${name}`,
      el("p", {}, el("a", { class: "v-button", href: homeOf(role) }, "去我的页面")),
      el("p", {}, "要换一个人登录，请在下面直接登录。")))
  } catch (problem) {
    // Nobody is logged in after all; when the network failed, the form will say so.
    if (problem.status === 401) forgetSession()
  }
}

eachElement("#login-page", (page) => {
  const form = page.querySelector("form")
  const parts = partsOf(form)
  form.elements.login.value ||= rememberedLogin() // what was typed before this script came stays
  showWhoIsIn(page.querySelector("[data-already]"))
  enhanceForm(form, {
    shape,
    send: (values) => send(values, parts),
    done: (answer, values) => done(answer, values, parts),
    busy: "正在登录…",
  })
})
