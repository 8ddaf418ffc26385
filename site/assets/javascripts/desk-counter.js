import { api } from "./api.js"
import { el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { notice, showIn } from "./notice.js"

/** 窗口代办: what a person decides at the counter is recorded, with the operator named. */
export function makeCounter(section) {
  const form = section.querySelector("form")
  enhanceForm(form, {
    busy: "正在记录…",
    shape: ({ agreed, ...values }) => ({ ...values, agreed: agreed === "yes" }),
    send: (values, { key }) => api.post("/consents/assisted", values, { key }),
    done: ({ agreed }) => {
      form.reset()
      showIn(section.querySelector('[data-place="done"]'), notice("good", agreed ? "已记录：同意" : "已记录：不同意或撤回", el("p", {}, "马上生效。本人在“账号与密码”能看到、能改。")))
    },
  })
  return { show() {} }
}
