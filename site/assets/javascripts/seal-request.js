import { api } from "./api.js"
import { fillSelect } from "./choices.js"
import { confirmUnder } from "./confirm.js"
import { el } from "./dom.js"
import { field } from "./form-parts.js"
import { enhanceForm } from "./forms.js"
import { formatDate } from "./format.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const SEEN = {
  masked: "团体的记录员会打开这份证明，看到纸上的全部内容：姓名、中间隐去的证件号码、每一条服务，包括别的团体记录的。",
  full: "团体的记录员会打开这份证明，看到纸上的全部内容：姓名、<strong>完整的证件号码</strong>、每一条服务，包括别的团体记录的。",
}

// The groups are asked for when the panel opens; without one there is nobody to ask.
async function fillGroups(form, select, code) {
  try {
    const { items } = await api.get(`/certificates/${code}/seal-groups`)
    if (!items.length) return showIn(form.querySelector(".v-form-message"), notice("info", "没有可以请的团体", el("p", {}, "记录这些时长的团体都不在了，请联系主管部门。")))
    fillSelect(select, items.map(({ group_id: value, group: name }) => ({ code: value, name })), { first: items.length > 1 ? "请选择" : "", chosen: items.length > 1 ? "" : items[0].group_id })
    form.querySelector("[type=submit]").disabled = false
  } catch (problem) {
    showIn(form.querySelector(".v-form-message"), problemNotice(problem))
  }
}

function whatTheySee(showDocument) {
  const [before, strong, after] = SEEN[showDocument].split(/<\/?strong>/)
  return el("p", {}, before, strong && el("strong", {}, strong), after)
}

/** Ask a group to check a certificate and seal it. */
export function sealPanel(item, { close, done }) {
  const group = el("select", { name: "group_id", required: true, "data-missing": "请选择团体。" })
  const note = el("textarea", { name: "note", rows: 2, maxlength: 200 })
  const leave = el("button", { type: "button", class: "v-button v-button--plain", "data-leave": true, onclick: close }, "不申请")
  const title = `请团体盖章 ${item.code}`
  const form = el("form", { class: "v-form v-panel", "aria-label": title }, el("h4", { tabindex: "-1" }, title),
    el("p", {}, "对方要求盖章时才需要：不盖章的证明，一样可以查验。团体核实以后，在 PDF 上加电子签章，您再下载。"), whatTheySee(item.show_document),
    field("请哪个团体", group, "记录了这些时长的团体，或者您加入的团体。"),
    field("给谁用，什么时候要（可不填）", note, "例如：升学用，6 月 20 日前要。谁能看到：这个团体的记录员。"),
    el("div", { class: "v-form-message" }), el("div", { class: "v-actions" }, el("button", { type: "submit", class: "v-button", disabled: true }, "提交盖章申请"), leave))
  form.addEventListener("keydown", (event) => event.key === "Escape" && close())
  enhanceForm(form, {
    send: (values, { key }) => api.post(`/certificates/${item.code}/seals`, values, { key }),
    done: (answer) => {
      close()
      done.asked(answer)
    },
    busy: "正在提交…",
  })
  fillGroups(form, group, item.code)
  return form
}

function acts(one, reload) {
  if (one.pdf) return el("a", { class: "v-button v-button--secondary v-button--small", href: one.pdf, download: "" }, "下载盖章的 PDF")
  if (one.state !== "waiting") return "—"
  const withdraw = (event) => confirmUnder(event.currentTarget, {
    question: `撤回请“${one.group}”盖章的申请？需要时可以再申请。`, yes: "确定撤回",
    act: async () => {
      await api.post(`/seals/${one.request_id}/withdrawal`)
      await reload()
    },
  })
  return el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-expanded": "false", "aria-label": `撤回请 ${one.group} 盖章的申请`, onclick: withdraw }, "撤回")
}

const WORDS = { sealed: "核实范围：", refused: "理由：" }

function stateOf(one) {
  const waits = one.state === "waiting"
  const until = waits && (one.workdays_left < 0 ? "已过办理期限，主管部门会看到" : `请等团体在 ${formatDate(one.due)} 以前办理`)
  const words = WORDS[one.state] && one.words && `${WORDS[one.state]}${one.words}`
  return [statusTag(one.state, one.state_name), ...[until, words].filter(Boolean).map((line) => el("span", { class: "v-under" }, line))]
}

/** The own requests for a seal. Answers `{reload}`. */
export function startSeals(place) {
  const list = pagedTable(place, {
    caption: "请团体盖章的申请，新的在前",
    columns: [
      { title: "团体", head: true, value: (one) => one.group },
      { title: "证明", value: (one) => [one.certificate_number, el("span", { class: "v-under" }, `${formatDate(one.asked_at)} 申请`)] },
      { title: "办理情况", value: stateOf },
      { title: "办理", value: (one) => acts(one, () => list.reload()) },
    ],
    read: pageOf("/volunteers/me/seals"),
    empty: { title: "没有申请过盖章", text: "对方要求盖章时，在上面的证明里按“请团体盖章”。" },
  })
  return list
}
