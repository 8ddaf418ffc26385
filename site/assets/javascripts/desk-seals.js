import { api } from "./api.js"
import { askReason } from "./ask-reason.js"
import { fillSelect } from "./choices.js"
import { el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate } from "./format.js"
import { loadInto } from "./loading.js"
import { notice, showIn } from "./notice.js"
import { base64Of } from "./numbers-file.js"
import { pageOf, readAll } from "./read-all.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const MOST_FILE = 20_000
const MISSING = "请写明作废的原因，会留在记录里。"

const thumbprint = (one) => el("span", { class: "v-under v-code" }, one.thumbprint)
const dates = (one) => `${formatDate(one.not_before)} 至 ${formatDate(one.not_after)}`
const stateOf = (one) => [statusTag(one.state, one.state_name), one.ended_at && el("span", { class: "v-under" }, formatDate(one.ended_at))].filter(Boolean)

function revokeButton(one, named, question, reload) {
  if (one.state === "revoked") return "—"
  const revoke = (event) => askReason(event.currentTarget, {
    question, yes: "确定作废", missing: MISSING,
    act: async (reason) => {
      await api.post(`/groups/${one.group_id}/seal-certificates/${one.thumbprint}/revocation`, { reason })
      await reload()
    },
  })
  return el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-expanded": "false", "aria-label": `作废 ${named}`, onclick: revoke }, "作废")
}

function overdueList(place) {
  pagedTable(place, {
    caption: "团体逾期没有办理的盖章申请",
    columns: [
      { title: "团体", head: true, value: (one) => one.group },
      { title: "证明编号", value: (one) => one.certificate_number },
      { title: "申请日期", value: (one) => formatDate(one.asked_at) },
      { title: "办理期限", value: (one) => [formatDate(one.due), el("span", { class: "v-under" }, `已逾期 ${-one.workdays_left} 个工作日`)] },
    ],
    read: pageOf("/seals/overdue"),
    empty: { title: "没有逾期的盖章申请", text: "团体超过 10 个工作日没有办理的，会出现在这里，请督促团体办理。" },
  })
}

function authorityView({ authority }, reload) {
  if (!authority) return notice("info", "还没有自建证书", el("p", {}, "第一次盖章时自动生成，不用现在办。"))
  const facts = [["证书", ["区县自建根证书", thumbprint(authority)]], ["有效期", dates(authority)], ["状态", stateOf(authority)]]
  return el("div", {}, el("dl", { class: "v-facts" }, facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    el("div", { class: "v-actions" }, el("a", { class: "v-button v-button--secondary", href: "/api/v1/seal-certificates/authority/pem", download: "" }, "下载根证书（.pem）"),
      revokeButton(authority, "区县自建根证书", "根证书的私钥泄漏了？作废以后，各团体下次盖章时自动换新的证书。已经盖过的章不受影响，除非团体的证书也作废。", reload)))
}

// Who may get a bought certificate: every approved group, read once, when the form is opened.
async function fillGroups(select) {
  const { items } = await readAll("/groups?state=approved", 2000)
  fillSelect(select, items.map(({ group_id: code, name }) => ({ code, name })), { first: "请选择" })
}

function fileFaults(form) {
  const [file] = form.elements.content.files
  if (!file) return [{ field: "content", message: "请选择证书文件。" }]
  return file.size > MOST_FILE ? [{ field: "content", message: "文件超过 20 KB，不是 .p12 或 .pfx 证书文件。" }] : []
}

/** 电子签章: the certificates of groups, the district's own authority, and bringing one that was bought. */
export function makeSealCertificates(section) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const form = section.querySelector("#bring-seal")
  let list = null
  const showAuthority = () => loadInto(place("authority"), () => api.get("/seal-certificates/authority"), (answer) => authorityView(answer, showAuthority))
  enhanceForm(form, {
    busy: "正在导入…",
    check: () => fileFaults(form),
    send: async ({ group_id: group, password }, { key }) => {
      const [file] = form.elements.content.files
      return api.post(`/groups/${group}/seal-certificates`, { content: await base64Of(file), password: password ?? "" }, { key: `${key}${file.lastModified}` })
    },
    done: (answer) => {
      form.reset()
      list.reload()
      showIn(place("done"), notice("good", "已导入", el("p", {}, `“${answer.group}”从现在起用这份证书盖章，有效期 ${dates(answer)}。密码没有保存。`)))
    },
  })
  section.querySelector("details").addEventListener("toggle", (event) => {
    const select = form.elements.group_id
    if (event.currentTarget.open && select.options.length < 2) fillGroups(select).catch((problem) => showIn(place("done"), notice("bad", "没有读到团体", el("p", {}, problem.detail))))
  })
  return {
    show() {
      overdueList(place("overdue"))
      showAuthority()
      list = pagedTable(place("list"), {
        caption: "各团体的签章证书",
        columns: [
          { title: "团体", head: true, value: (one) => [one.group, thumbprint(one)] },
          { title: "来历", value: (one) => one.origin_name },
          { title: "有效期", value: dates },
          { title: "状态", value: stateOf },
          { title: "办理", value: (one) => revokeButton(one, `${one.group} 的签章证书`, `作废“${one.group}”的这份签章证书？用它盖过的章全部失效，持有人要重新请团体盖章。只在私钥泄漏时才办。`, () => list.reload()) },
        ],
        read: pageOf("/seal-certificates"),
        empty: { title: "还没有团体盖过章", text: "团体第一次盖章时，自动生成它的证书。" },
      })
    },
  }
}
