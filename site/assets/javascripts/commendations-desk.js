import { api } from "./api.js"
import { askReason } from "./ask-reason.js"
import { confirmUnder } from "./confirm.js"
import { el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate } from "./format.js"
import { notice, showIn } from "./notice.js"
import { atNumbers, base64Of, numbersFromFile } from "./numbers-file.js"
import { pageOf } from "./read-all.js"
import { saveFile } from "./save-file.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const MOST_EVIDENCE = 250000

/** Faults of the file that is to prove a commendation, before it is sent; none is right too. */
export function evidenceFaults(form) {
  const [file] = form.elements.evidence.files
  if (!file) return []
  if (!/\.(pdf|jpe?g|png)$/i.test(file.name)) return [{ field: "evidence", message: "只能用 PDF、JPEG 或 PNG 文件。" }]
  return file.size > MOST_EVIDENCE ? [{ field: "evidence", message: "文件超过 250 KB，请压缩图片，或只扫描有名字的一页。" }] : []
}

/** Send what a commendation's form says to `path`, with its file; another file of the same name is another request. */
export async function sendWithEvidence(path, form, values, key) {
  const [file] = form.elements.evidence.files
  const { evidence, ...rest } = values
  return file ? api.post(path, { ...rest, evidence: await base64Of(file) }, { key: `${key}${file.lastModified}` }) : api.post(path, rest, { key })
}

function act(text, label, onclick) {
  return el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": label, onclick }, text)
}

/** The button that downloads what proves a commendation; nothing where there is none. */
export function evidenceButton(one) {
  const load = (event) => {
    const button = event.currentTarget
    api.file(`/commendations/${one.commendation_id}/evidence`).then(({ blob, name }) => saveFile(blob, name)).catch((problem) => button.after(el("p", {}, problem.detail)))
  }
  return one.has_evidence ? act("下载材料", `下载 ${one.name} 的材料`, load) : null
}

const WHAT = [
  { title: "志愿者", head: true, value: (one) => [one.holder, el("span", { class: "v-minutes" }, one.volunteer_number)] },
  { title: "表彰奖励", value: (one) => [one.name, el("span", { class: "v-under" }, `${one.granting_body}（${one.level_name}）`)] },
  { title: "获奖日期", value: (one) => formatDate(one.date) },
]

/** A list of claims that wait, to be confirmed or refused with a reason. */
export function claimList(place, path, changed) {
  const pathOf = (one) => `/commendations/${one.commendation_id}/decision`
  const settle = async (one, decision, reason) => {
    await api.post(pathOf(one), { decision, reason })
    await list.reload()
    changed?.()
  }
  const confirm = (one) => (event) => confirmUnder(event.currentTarget, {
    question: `确认 ${one.holder} 的“${one.name}”？确认后写进本人的记录。`, yes: "确定确认", no: "再看看",
    act: () => settle(one, "in_force", ""),
  })
  const refuse = (one) => (event) => askReason(event.currentTarget, {
    question: `${one.holder} 的“${one.name}”不通过？`, yes: "确定不通过", act: (reason) => settle(one, "refused", reason),
  })
  const list = pagedTable(place, {
    caption: "等待确认的申报",
    columns: [...WHAT, {
      title: "办理",
      value: (one) => [evidenceButton(one), act("确认", `确认 ${one.holder} 的 ${one.name}`, confirm(one)), act("不通过", `不通过 ${one.holder} 的 ${one.name}`, refuse(one))].filter(Boolean),
    }],
    read: pageOf(path),
    empty: { title: "没有等待确认的申报", text: "志愿者申报表彰奖励后，会出现在这里。" },
  })
  return list
}

/** 表彰, for the group: enter for many, confirm claims. Made once for the tab's `section`. */
export function makeCommendations(section, bench) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const form = section.querySelector("#commendation-form")
  const path = `/groups/${bench.group.group_id}/commendations`
  let list = null
  const drop = (one) => (event) => askReason(event.currentTarget, {
    question: `作废 ${one.holder} 的“${one.name}”？作废后不再算在记录里，痕迹保留。`, yes: "确定作废",
    act: async (reason) => {
      await api.post(`/commendations/${one.commendation_id}/void`, { reason })
      await list.reload()
    },
  })
  numbersFromFile(form, bench.group.group_id)
  enhanceForm(form, {
    busy: "正在保存…",
    check: () => evidenceFaults(form),
    send: (values, { key }) => atNumbers(() => sendWithEvidence(path, form, values, key)),
    done: ({ entered, already }) => {
      form.reset()
      list.reload()
      const more = already > 0 && el("p", {}, `另有 ${already} 人原来就有这一项。`)
      showIn(place("done"), notice("good", `已为 ${entered} 人记录`, more, el("p", {}, "本人会收到消息，在“我的记录”里能看到。")))
    },
  })
  return {
    show() {
      claimList(place("claims"), `${path}?state=pending`, () => list.reload())
      list = pagedTable(place("list"), {
        caption: "本团体的表彰奖励",
        columns: [...WHAT, { title: "状态", value: (one) => [statusTag(one.state, one.state_name), one.reason && el("p", {}, `理由：${one.reason}`)].filter(Boolean) }, {
          title: "办理",
          value: (one) => [evidenceButton(one), one.state === "in_force" && act("作废", `作废 ${one.holder} 的 ${one.name}`, drop(one))].filter(Boolean),
        }],
        read: pageOf(path),
        empty: { title: "还没有记录过表彰奖励", text: "在上面填写名称、日期和获奖的人。" },
      })
    },
  }
}

/** 表彰, for the supervisor: claims that name no group. */
export function makeDistrictCommendations(section) {
  return { show: () => claimList(section.querySelector('[data-place="list"]'), "/commendations/pending") }
}
