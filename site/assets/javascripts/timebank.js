import { api, newKey } from "./api.js"
import { confirmUnder, whileBusy } from "./confirm.js"
import { eachElement, el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate, formatMinutes, formatTime, inFours, today } from "./format.js"
import { loadInto } from "./loading.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { pageOf, readAll } from "./read-all.js"
import { saveFile } from "./save-file.js"
import { dataTable, pagedTable, tableRow } from "./table.js"
import { requestList } from "./timebank-requests.js"
import { STATEMENT, accountFacts, lengthOf, termsWords } from "./timebank-words.js"

const OWN = "/volunteers/me/timebank"
const MOST_PRINTED = 2000

function entryChoice(entry) {
  if (entry.deposited) return "已存入"
  const id = `entry-${entry.entry_id}`
  const label = el("label", { for: id }, "选", el("span", { class: "v-hidden" }, `${formatDate(entry.service_date)} ${entry.project}`))
  return el("div", { class: "v-choice" }, el("input", { type: "checkbox", id, name: "entry_ids", value: entry.entry_id, "data-type": "list" }), label)
}

const ENTRIES = [
  { title: "存入", value: entryChoice },
  { title: "日期", value: (entry) => [formatDate(entry.service_date), el("span", { class: "v-minutes" }, `${formatTime(entry.start)} 至 ${formatTime(entry.end)}`)] },
  { title: "项目", head: true, value: (entry) => [entry.project, el("span", { class: "v-under" }, entry.group)] },
  { title: "时长", number: true, value: (entry) => lengthOf(entry.minutes) },
]

function showAccount(account) {
  const off = !account.terms.enabled && notice("info", "本区县没有开通时间银行",
    el("p", {}, "现在不能存入、换服务和赠送。已有的余额和对账单在下面。什么时候办理，请问主管部门。"))
  return el("div", {}, off, el("h2", {}, "我的余额"), accountFacts(account),
    el("details", { class: "v-more" }, el("summary", {}, "本区县的规定"), el("ul", {}, termsWords(account.terms))))
}

async function printWhole(page) {
  const [{ items, more }, who] = await Promise.all([readAll(`${OWN}/statement`, MOST_PRINTED), api.get("/session")])
  const table = dataTable("时间银行对账单", STATEMENT)
  table.tBodies[0].append(...items.map((leg) => tableRow(STATEMENT, leg)))
  const whole = page.querySelector("[data-whole]")
  whole.replaceChildren(el("p", {}, `${who.name}，打印于 ${formatDate(today())}`), el("div", { class: "v-table-frame" }, table), more ? el("p", {}, `只打印最近 ${items.length} 条，更早的请下载表格。`) : "")
  const hidden = [...page.querySelectorAll("[data-acts], [data-list], .v-before, #deposit, #to-me, #mine, #mine + p")]
  hidden.forEach((part) => part.classList.add("v-no-print"))
  addEventListener("afterprint", () => {
    whole.replaceChildren()
    hidden.forEach((part) => part.classList.remove("v-no-print"))
  }, { once: true })
  window.print()
}

// What cannot be taken back is read once more before it is sent.
function askGift(place, values, done) {
  const key = newKey()
  const faults = el("div")
  const send = async () => {
    try {
      await done(await api.post(`${OWN}/gifts`, values, { key }))
    } catch (problem) {
      showIn(faults, problemNotice(problem))
    }
  }
  const sure = el("button", { type: "button", class: "v-button", onclick: ({ currentTarget }) => whileBusy(currentTarget, "正在赠送…", send) }, "确定赠送")
  const leave = el("button", { type: "button", class: "v-button v-button--plain", onclick: () => place.replaceChildren() }, "不送了")
  showIn(place, el("div", { class: "v-confirm", role: "group", "aria-label": "核对赠送" },
    el("p", {}, `送给志愿者 ${inFours(values.volunteer_number)}：${formatMinutes(values.minutes)}。送出以后不能自己收回。`), faults, el("div", { class: "v-actions" }, sure, leave)))
}

function start(page, first) {
  const form = (name) => page.querySelector(`[data-form="${name}"]`)
  const place = (name) => page.querySelector(`[data-list="${name}"]`)
  const tell = (name, title, text) => showIn(page.querySelector(`[data-done="${name}"]`), notice("good", title, el("p", {}, text)))
  const showAll = (account) => {
    page.querySelector("[data-account]").replaceChildren(showAccount(account))
    page.querySelector("[data-acts]").hidden = page.querySelector("#deposit").hidden = !account.terms.enabled
    page.querySelector("[data-gifts]").hidden = !account.terms.gifts_allowed
  }
  const changed = async () => {
    showAll(await api.get(OWN))
    lists.forEach((list) => list.reload())
  }
  const listOf = (target, caption, columns, path, empty) => pagedTable(target, { caption, columns, read: pageOf(path), empty })
  page.querySelector("[data-rest]").hidden = false
  showAll(first)
  const entries = listOf(page.querySelector("[data-entries]"), "已生效的服务时长", ENTRIES, `${OWN}/entries`,
    { title: "还没有可以存入的时长", text: "服务时长生效以后，就能在这里存入。" })
  const statement = listOf(place("statement"), "对账单，最近的在最前", STATEMENT, `${OWN}/statement`,
    { title: "还没有往来", text: "存入、换服务以后，每一笔都记在这里，只增加，不改动。" })
  const lists = [entries, statement, requestList(place("server"), "server", changed), requestList(place("asker"), "asker", changed)]

  const deposited = async ({ entries: done, minutes }) => {
    await changed()
    tell("deposit", `已存入 ${done.length} 条`, `这次存入 ${formatMinutes(minutes)}。“我的记录”里的时长没有变。`)
  }
  enhanceForm(form("deposit"), {
    busy: "正在存入…",
    shape: ({ entry_ids: chosen = [] }) => ({ entry_ids: [chosen].flat() }),
    check: ({ entry_ids: chosen }) => (chosen.length ? [] : [{ field: "entry_ids", message: "请至少选一条服务时长。" }]),
    send: (values, { key }) => api.post(`${OWN}/deposits`, values, { key }),
    done: deposited,
  })
  page.querySelector("[data-everything]").addEventListener("click", ({ currentTarget: button }) => confirmUnder(button, {
    question: "把还没存的都存入？一次最多 20 条，从最近的开始；超过本区县上限的不存。", yes: "确定存入", no: "先不存", busy: "正在存入…",
    act: async () => deposited(await api.post(`${OWN}/deposits`, { everything: true }, { key: newKey() })),
  }))
  enhanceForm(form("ask"), {
    busy: "正在提交…",
    send: (values, { key }) => api.post("/timebank/requests", values, { key }),
    done: async ({ other, minutes }) => {
      form("ask").reset()
      await changed()
      tell("ask", "已提交，等对方答复", `请 ${other} 服务 ${formatMinutes(minutes)}。对方接受或不接受，都会在“我的消息”里告诉您。`)
    },
  })
  enhanceForm(form("gift"), {
    send: async (values) => values,
    done: (values) => askGift(page.querySelector('[data-done="gift"]'), values, async ({ minutes }) => {
      form("gift").reset()
      await changed()
      tell("gift", `已赠送 ${formatMinutes(minutes)}`, "对账单里已经记下，对方会收到消息。")
    }),
  })
  const faults = page.querySelector("[data-file-fault]")
  const busily = (selector, words, act) => page.querySelector(selector).addEventListener("click", ({ currentTarget }) =>
    whileBusy(currentTarget, words, act).catch((problem) => showIn(faults, problemNotice(problem))))
  busily("[data-print]", "正在准备…", () => printWhole(page))
  busily("[data-file]", "正在准备…", async () => {
    const { blob, name } = await api.file(`${OWN}/statement-file`)
    saveFile(blob, name)
  })
}

eachElement("#timebank-page", (page) => {
  loadInto(page.querySelector("[data-gate]"), () => api.get(OWN), (account) => start(page, account))
})
