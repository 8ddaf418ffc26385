import { api, newKey } from "./api.js"
import { askReason } from "./ask-reason.js"
import { el } from "./dom.js"
import { formatDateTime } from "./format.js"
import { enhanceForm } from "./forms.js"
import { loadInto } from "./loading.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { STATEMENT, accountFacts, lengthOf, termsWords } from "./timebank-words.js"

const VERSIONS = [
  { title: "版本", head: true, value: (terms) => `第 ${terms.version} 版` },
  { title: "从什么时候起", value: (terms) => formatDateTime(terms.set_at) },
  { title: "内容", value: (terms) => el("ul", { class: "v-plain" }, termsWords(terms)) },
  { title: "依据", value: (terms) => terms.reason },
]

function fill(form, terms) {
  for (const control of form.elements) {
    if (!(control.name in terms) || control.name === "reason") continue
    if (control.type === "checkbox") control.checked = terms[control.name]
    else control.value = terms[control.name]
  }
}

// Somebody's account and statement, with a counter-entry for a line that was wrong.
function makeAccounts(section, place) {
  const read = (number) => loadInto(place("account"), () => api.get(`/timebank/accounts/${encodeURIComponent(number)}`), (account) => {
    list(account)
    return el("div", {}, el("h4", {}, `${account.name}（${account.volunteer_number}）`), accountFacts(account))
  })
  const undo = (account, leg) => {
    const key = newKey()
    const act = async (reason) => {
      await api.post(`/timebank/accounts/${account.volunteer_number}/reversals`, { leg_id: leg.leg_id, reason }, { key })
      await read(account.volunteer_number)
      showIn(place("undone"), notice("good", "已冲正", el("p", {}, "对账单里另记了相反的一笔，双方都会收到消息。服务记录里的时长没有变。")))
    }
    const press = ({ currentTarget }) => askReason(currentTarget, { question: "冲正以后不能再改。理由双方都会看到。", yes: "确定冲正", act })
    return el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `冲正 ${leg.kind_name}，${leg.about}`, onclick: press }, "冲正")
  }
  const list = (account) => pagedTable(place("legs"), {
    caption: `${account.name}的对账单`,
    columns: [...STATEMENT, { title: "办理", value: (leg) => (leg.reversible ? undo(account, leg) : "—") }],
    read: pageOf(`/timebank/accounts/${account.volunteer_number}/statement`),
    empty: { title: "还没有往来", text: "这位志愿者没有存入过，也没有换过服务。" },
  })
  enhanceForm(section.querySelector("#bank-look"), {
    busy: "正在读取…",
    send: async ({ volunteer_number: number }) => number.replaceAll(/\s/g, ""),
    done(number) {
      place("undone").replaceChildren()
      place("legs").replaceChildren()
      return read(number)
    },
  })
}

/** 时间银行: what the district sets, and counter-entries. Made once for the tab's `section`. */
export function makeTimebank(section) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const form = section.querySelector("#bank-form")
  let now = null

  const show = ([terms, pool]) => {
    now = terms
    const when = terms.set_at ? `第 ${terms.version} 版，${formatDateTime(terms.set_at)} 起。` : "还没有设置过。"
    fill(form, terms)
    form.hidden = false
    return el("div", {}, el("p", {}, el("strong", {}, "现行设置："), when), el("ul", {}, termsWords(terms)), el("p", {}, "全区志愿者余额合计：", lengthOf(pool.volunteers)))
  }
  const read = () => Promise.all([api.get("/timebank-terms"), api.get("/timebank/pool")])
  const list = () => pagedTable(place("list"), {
    caption: "时间银行的历次设置",
    columns: VERSIONS,
    read: pageOf("/timebank-terms/versions"),
    empty: { title: "还没有设置过", text: "设置以后，每一版都留在这里。" },
  })
  enhanceForm(form, {
    busy: "正在保存…",
    shape: (values) => ({ ...values, version: now.version }),
    send: (values) => api.put("/timebank-terms", values),
    async done(terms) {
      form.elements.reason.value = ""
      await loadInto(place("now"), read, show)
      list()
      showIn(place("done"), notice("good", `已保存为第 ${terms.version} 版`, el("p", {}, terms.enabled ? "从现在起按新设置办理。" : "时间银行现在没有开通。已有的余额不变，志愿者仍能查看。")))
    },
  })
  makeAccounts(section, place)
  return {
    show() {
      place("done").replaceChildren()
      list()
      return loadInto(place("now"), read, show)
    },
  }
}
