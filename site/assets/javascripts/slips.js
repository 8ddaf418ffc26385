import { api } from "./api.js"
import { confirmUnder } from "./confirm.js"
import { el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate } from "./format.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"

// 姓名 and number on a line, parted by a comma, a tab or spaces before the number; a name may hold spaces.
function personOf(line, type) {
  const found = /^(.*?)[\s,，;；\t]+([0-9A-Za-z（）()]{5,25})$/u.exec(line.trim())
  return { name: found ? found[1].trim() : line.trim(), document: { type, number: found ? found[2] : "" } }
}

/** 替没有登记的人填认领单: part of the roster's tab. */
export function startSlips(section, bench) {
  const part = section.querySelector("[data-place=slips]")
  const place = (name) => part.querySelector(`[data-place="${name}"]`)
  const form = part.querySelector("form")
  const path = `/groups/${bench.group.group_id}/slips`
  form.elements.type.replaceChildren(...bench.settings.document_types.map(({ code, name }) => el("option", { value: code, selected: code === "resident_id" }, name)))
  place("print").href = `/slips/#group=${bench.group.group_id}`
  let list = null
  const back = (slip) => (event) => confirmUnder(event.currentTarget, {
    question: `收回给“${slip.name}”的认领单？收回后认领码作废。`, yes: "确定收回", no: "不收回", busy: "正在收回…",
    act: async () => {
      await api.remove(`${path}/${slip.slip_id}`)
      await list.reload()
    },
  })
  const lineOf = ({ field, message }) => {
    const found = /^people\.(\d+)/.exec(field)
    return { field: "people", message: found ? `第 ${Number(found[1]) + 1} 行：${message}` : message }
  }
  enhanceForm(form, {
    busy: "正在填单…",
    shape: ({ people, type }) => ({ people: (people ?? []).map((line) => personOf(line, type)) }),
    send: async (values, { key }) => {
      try {
        return await api.post(path, values, { key })
      } catch (problem) {
        if (problem.status === 422) problem.violations = problem.violations.map(lineOf)
        throw problem
      }
    },
    done: ({ made }) => {
      form.elements.people.value = ""
      list?.reload()
      showIn(place("done"), notice("good", `填好了 ${made} 张认领单`, el("p", {}, "请打印出来交给本人。本人确认以前，系统里没有登记，什么都不公开。")))
    },
  })
  return () => {
    list = pagedTable(place("list"), {
      caption: "等待认领的单子",
      columns: [
        { title: "姓名", head: true, value: (slip) => slip.name },
        { title: "证件", value: (slip) => `${slip.document_type_name} ${slip.document_masked}` },
        { title: "填单日期", value: (slip) => formatDate(slip.made_at) },
        { title: "有效到", value: (slip) => formatDate(slip.expires_at) },
        { title: "办理", value: (slip) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `收回给${slip.name}的认领单`, onclick: back(slip) }, "收回") },
      ],
      read: pageOf(path),
      empty: { title: "没有等待认领的单子" },
    })
  }
}
