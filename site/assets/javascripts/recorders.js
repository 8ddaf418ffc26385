import { api } from "./api.js"
import { el } from "./dom.js"
import { formatDate } from "./format.js"
import { enhanceForm } from "./forms.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"

const COLUMNS = [
  { title: "姓名", head: true, value: (recorder) => recorder.name },
  { title: "登录名", value: (recorder) => recorder.login },
  { title: "任命日期", value: (recorder) => formatDate(recorder.since) },
]

/** 记录员: who may record for the group, and appointing a further one. Made once for the tab's `section`. */
export function makeRecorders(section, bench) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const form = section.querySelector("form")
  const path = `/groups/${bench.group.group_id}/recorders`
  let list = null

  form.elements["document.type"].append(...bench.settings.document_types.map(({ code, name }) => el("option", { value: code }, name)))
  form.dataset.draft = `new-recorder-${bench.group.group_id}`
  enhanceForm(form, {
    busy: "正在任命…",
    send: (values, { key }) => api.post(path, values, { key }),
    done(answer, values) {
      form.reset()
      showIn(place("done"), notice("good", `已任命 ${values.name} 为记录员`,
        el("p", {}, `请告诉对方：登录名是 ${values.login}，以及您刚才设的初始密码。`),
        el("p", {}, "对方第一次登录时要改密码、绑定动态验证码，之后就能录入时长。")))
      list?.reload()
    },
  })
  return {
    show() {
      list = pagedTable(place("list"), { caption: "本团体的记录员", columns: COLUMNS, read: pageOf(path), empty: { title: "还没有记录员" } })
    },
  }
}
