import { api } from "./api.js"
import { eachElement, el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatLastDay } from "./format.js"
import { notice, showIn } from "./notice.js"

eachElement("#document-page", (page) => {
  const form = page.querySelector("form")
  enhanceForm(form, {
    busy: "正在提交…",
    send: (values, { key }) => api.post("/document-disputes", values, { key }),
    done: ({ due }) => {
      form.reset()
      showIn(page.querySelector("[data-done]"), notice("good", "已收到，请到窗口核实", el("p", {}, `请在 ${formatLastDay(due)} 以前带证件原件到主管部门窗口。`)))
    },
  })
})
