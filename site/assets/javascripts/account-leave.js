import { api } from "./api.js"
import { confirmUnder, whileBusy } from "./confirm.js"
import { el } from "./dom.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { forgetSession } from "./session.js"

function left(page, text) {
  forgetSession()
  const link = (href, words, style = "") => el("a", { class: `v-button ${style}`, href }, words)
  page.replaceChildren()
  showIn(page, notice("good", "已经退出登录", el("p", {}, text),
    el("div", { class: "v-actions" }, link("/login/", "重新登录"), link("/", "回首页", "v-button--secondary"))))
}

// A session that is over already is left as well: the person wanted to be out.
async function leave(path) {
  try {
    await api.remove(path)
  } catch (problem) {
    if (!problem.sessionEnded) throw problem
  }
}

/** End this session, or every session of the account. */
export function startLeaving(page) {
  const message = page.querySelector("[data-leave-message]")
  const here = page.querySelector("[data-leave]")
  const everywhere = page.querySelector("[data-leave-all]")
  here.addEventListener("click", () => whileBusy(here, "正在退出…", async () => {
    try {
      await leave("/session")
      left(page, "这台设备上已经退出。")
    } catch (problem) {
      showIn(message, problemNotice(problem))
    }
  }))
  everywhere.addEventListener("click", () => confirmUnder(everywhere, {
    question: el("p", {}, "您在手机、电脑等所有设备上的登录都会退出，要用密码重新登录。密码可能被别人知道时，请先修改密码。"),
    yes: "全部退出",
    no: "不退出",
    busy: "正在退出…",
    act: async () => {
      await leave("/session/all")
      left(page, "所有设备上都已经退出。")
    },
  }))
}
