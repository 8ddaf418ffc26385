import { api } from "./api.js"
import { confirmUnder, whileBusy } from "./confirm.js"
import { el } from "./dom.js"
import { loadInto } from "./loading.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { saveFile } from "./save-file.js"

const SHOWN = "现在：别人查验您的证明时，会看到姓名的第一个字、中间隐去的证件号码、时长、项目和日期。"
const HIDDEN = "现在：别人查验您的证明时，只看到是否有效、证明编号和出具日期，看不到其他内容。"

const PUBLISHED = "现在：主管部门、志愿团体公布星级志愿者名单和表彰名单时，会列出您的姓名和星级。"
const UNPUBLISHED = "现在：公布的名单里没有您。"

// Name and star in published lists: given and withdrawn in the same place.
function publicationView(place, message, agreed) {
  const decide = async (now) => {
    await api.put("/volunteers/me/consents/publication", { agreed: now })
    publicationView(place, message, now)
    showIn(message, notice("good", now ? "已经同意公布" : "已经撤回公布的同意"))
  }
  const button = el("button", { type: "button", class: "v-button v-button--secondary" }, agreed ? "撤回公布的同意" : "同意公布姓名和星级")
  button.addEventListener("click", () => whileBusy(button, "正在办理…", () => decide(!agreed).catch((problem) => showIn(message, problemNotice(problem)))))
  place.replaceChildren(el("p", {}, agreed ? PUBLISHED : UNPUBLISHED), el("div", { class: "v-actions" }, button))
}

async function saveReceipt() {
  const receipt = await api.get("/volunteers/me/consents")
  saveFile(new Blob([JSON.stringify(receipt, null, 2)], { type: "application/json" }), "我的同意记录.json")
}

/** 证明查验同意: a volunteer gives or withdraws consent to be shown by code; both are as easy. */
export function startConsent(part, who) {
  if (who.role !== "volunteer" || who.must.length) return
  part.hidden = false
  const place = part.querySelector("[data-consent]")
  const message = part.querySelector("[data-consent-message]")
  const decide = async (agreed) => {
    await api.put("/volunteers/me/consents/verification", { agreed })
    place.replaceChildren(view(agreed))
    showIn(message, notice("good", agreed ? "已经同意" : "已经撤回同意", el("p", {}, "您的所有证明马上照此办理。")))
  }
  const view = (agreed) => {
    const button = el("button", { type: "button", class: "v-button v-button--secondary" }, agreed ? "撤回同意" : "同意显示")
    button.addEventListener("click", () => agreed
      ? confirmUnder(button, {
        question: "撤回后，证明仍然真实有效，但查验的人看不到上面的内容，对方可能会要求您另行说明。以后可以再同意。",
        yes: "确定撤回", no: "不撤回", busy: "正在撤回…", act: () => decide(false),
      })
      : whileBusy(button, "正在办理…", () => decide(true).catch((problem) => showIn(message, problemNotice(problem)))))
    return el("div", {}, el("p", {}, agreed ? SHOWN : HIDDEN), el("div", { class: "v-actions" }, button))
  }
  part.querySelector("[data-receipt]").addEventListener("click", (event) => whileBusy(event.currentTarget, "正在生成…", saveReceipt)
    .catch((problem) => showIn(part.querySelector("[data-receipt-message]"), problemNotice(problem))))
  loadInto(place, () => api.get("/volunteers/me"), (own) => {
    publicationView(part.querySelector("[data-publication]"), message, own.consents.includes("publication"))
    return view(own.consents.includes("verification"))
  })
}
