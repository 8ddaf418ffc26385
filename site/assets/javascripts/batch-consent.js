import { api } from "./api.js"
import { whileBusy } from "./confirm.js"
import { el } from "./dom.js"
import { loadInto } from "./loading.js"
import { notice, problemNotice, showIn } from "./notice.js"

const AGREED = "现在：您同意。您加入的团体可以代您出具证明，每出具一份您都会收到消息。"
const NOT = "现在：您没有同意。团体不能代您出具证明；您自己随时可以出具。"

/** 让团体代为出具证明: given and withdrawn in one place, by one press each. */
export function startBatchConsent(part) {
  const place = part.querySelector("[data-agreed]")
  const message = part.querySelector("[data-agreed-message]")
  const view = (agreed) => {
    const decide = async () => {
      await api.put("/volunteers/me/consents/batch_certificate", { agreed: !agreed })
      place.replaceChildren(view(!agreed))
      showIn(message, agreed
        ? notice("good", "已经撤回", el("p", {}, "团体不能再代您出具，也不能再下载。以前出具的仍然有效，要撤销的，请在“我的证明”里撤销。"))
        : notice("good", "已经同意团体代为出具"))
    }
    const button = el("button", { type: "button", class: "v-button v-button--secondary" }, agreed ? "撤回同意" : "同意团体代为出具")
    button.addEventListener("click", () => whileBusy(button, "正在办理…", decide).catch((problem) => showIn(message, problemNotice(problem))))
    return el("div", {}, el("p", {}, agreed ? AGREED : NOT), el("div", { class: "v-actions" }, button))
  }
  loadInto(place, () => api.get("/volunteers/me"), (own) => view(own.consents.includes("batch_certificate")))
}
