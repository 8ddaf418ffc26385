import { api } from "./api.js"
import { whileBusy } from "./confirm.js"
import { el, focusOn } from "./dom.js"
import { inFours } from "./format.js"
import { enhanceForm } from "./forms.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { qrImage } from "./qr.js"

function bound() {
  return notice("good", "已经绑定", el("p", {}, "每次登录时，除了密码，还要输入手机上的动态码。换手机请本人带证件到主管部门窗口办理。"))
}

function secretSteps({ secret, qr_svg: svg }) {
  const picture = qrImage(svg, "绑定动态码的二维码。看不到图的，请用下面的密钥。", { width: 220, height: 220 })
  return el("ol", { class: "v-next" },
    el("li", {}, "在手机的应用商店里装一个“身份验证器”（已有的不用再装）。"),
    el("li", {}, "打开它，点“添加”或“＋”，扫这个二维码：", el("p", {}, picture)),
    el("li", {}, "扫不了的，选“手动输入密钥”，输入这串字母和数字（空格不用输）：", el("p", { class: "v-number" }, inFours(secret)),
      "不要把它告诉任何人。"),
    el("li", {}, "在下面输入手机上显示的 6 位数字。"))
}

/** Bind an authenticator: begin, show the secret, confirm by a code. `changed(must)` gets what the account still owes. */
export function startFactor(part, who, changed) {
  const form = part.querySelector("form")
  const place = part.querySelector("[data-factor]")
  const begin = async () => {
    try {
      const steps = secretSteps(await api.post("/session/totp"))
      place.replaceChildren(steps)
      form.hidden = false
      focusOn(steps)
    } catch (problem) {
      if (problem.has?.("accounts.totp_enrolled")) return showIn(place, bound())
      showIn(place.querySelector("[data-message]"), problemNotice(problem))
    }
  }
  if (!who.must.includes("enrol_totp")) return place.replaceChildren(bound())
  const button = el("button", { type: "button", class: "v-button", onclick: () => whileBusy(button, "正在准备…", begin) }, "开始绑定")
  place.replaceChildren(
    el("p", {}, "记录员和主管部门登录时，除了密码，还要输入手机上每 30 秒换一次的数字，这样密码泄露了别人也进不来。绑定大约需要三分钟，请把手机放在手边。"),
    el("div", { "data-message": true }), el("div", { class: "v-actions" }, button))
  enhanceForm(form, {
    shape: ({ totp }) => ({ totp: totp?.normalize("NFKC").replace(/\s/gu, "") }),
    send: (values, { key }) => api.post("/session/totp/confirm", values, { key }),
    done: ({ must }) => {
      form.remove()
      place.replaceChildren(bound())
      changed(must)
    },
    busy: "正在确认…",
  })
  return undefined
}
