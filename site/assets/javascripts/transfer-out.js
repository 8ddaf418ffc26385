import { api, newKey } from "./api.js"
import { askReason } from "./ask-reason.js"
import { confirmUnder, whileBusy } from "./confirm.js"
import { el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate, formatHours } from "./format.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { progressBar } from "./progress.js"
import { pageOf } from "./read-all.js"
import { saveFile } from "./save-file.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const OWN = "/volunteers/me/transfers"
const TAGS = { building: "pending", ready: "pending", handed: "approved", received: "approved", returned: "closed", cancelled: "closed" }

async function download(transfer, place) {
  const bar = progressBar("正在下载", transfer.parts, "段")
  place.replaceChildren(el("div", { class: "v-panel" }, bar.element))
  const parts = []
  for (let number = 0; number < transfer.parts; number += 1) {
    parts.push((await api.file(`${OWN}/${transfer.transfer_id}/package/${number}`)).blob)
    bar.set(number + 1)
  }
  saveFile(new Blob(parts, { type: "application/zip" }), "志愿服务记录转移.zip")
  showIn(place, notice("good", "转移文件已经存好", el("p", {}, `请把整个文件交给${transfer.receiver.name}，不要打开后再压缩，不要发到群里。到 ${formatDate(transfer.valid_until)} 前都可以再下载。`)))
}

async function build(transfer, place) {
  let now = transfer
  const bar = progressBar("正在整理", now.entries, "条时长")
  place.replaceChildren(el("div", { class: "v-panel" }, bar.element, el("p", {}, "可以离开这一页，回来以后从“我的转出”里接着整理。")))
  while (now.state === "building") {
    bar.set(now.done)
    now = await api.post(`${OWN}/${now.transfer_id}/pieces`, {}, { key: newKey() })
  }
  return now
}

function summary(transfer) {
  const rows = [["转给", `${transfer.receiver.name}（${transfer.receiver.region}）`], ["内容", transfer.blocks.map((block) => block.name).join("、")]]
  if (transfer.blocks.some((block) => block.code === "hours")) rows.push(["服务时长", `${transfer.entries} 条，合计 ${formatHours(transfer.minutes)} 小时`])
  return el("dl", { class: "v-facts" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))
}

function small(text, transfer, onclick) {
  return el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `${text} ${transfer.receiver.name}`, onclick }, text)
}

/** 转出: the wish, the making of the package, the hand-over, and what follows. */
export function startOut(page) {
  const run = page.querySelector('[data-run="out"]')
  const done = page.querySelector('[data-done="out"]')
  const form = page.querySelector('[data-form="out"]')
  const guarded = (act) => async () => act().catch((problem) => {
    if (problem.name !== "ApiProblem") throw problem
    showIn(run, problemNotice(problem))
    list.reload()
  })
  const act = (path, transfer, body) => api.post(`${OWN}/${transfer.transfer_id}/${path}`, body ?? {}, { key: newKey() })
  const handOver = (transfer) => (event) => confirmUnder(event.currentTarget, {
    question: el("div", {}, el("p", {}, "办理以后，这里的记录变为“已转出”，只能查看，不再记录新的服务。对方没有接收的，才能退回。"),
      el("p", {}, "还在等团体确认的时长，转出以后不能再确认；需要的，请等确认以后再办。")),
    yes: "确定办理转出", no: "先不办", busy: "正在签名…",
    act: async () => {
      const handed = await act("hand-over", transfer)
      await list.reload()
      moved(handed)
      await download(handed, run)
    },
  })
  const moved = (transfer) => {
    for (const each of page.querySelectorAll("form")) each.hidden = true // nothing is brought into a record that has moved
    showIn(page.querySelector("[data-moved]"), notice("info", "您的记录已经转出", el("p", {}, `转到${transfer.receiver.name}。这里的记录只能查看，已开的证明仍能查验。`)), { focus: false })
  }
  const openAgain = () => {
    for (const each of page.querySelectorAll("form")) each.hidden = false
    page.querySelector("[data-moved]").replaceChildren()
  }
  const review = (transfer) => showIn(run, el("section", { class: "v-panel" }, el("h3", { tabindex: "-1" }, "请核对，还没有转出"), summary(transfer),
    el("div", { class: "v-actions" }, el("button", { type: "button", class: "v-button", onclick: handOver(transfer) }, "办理转出"), cancelButton(transfer))))
  const goOn = (transfer) => guarded(async () => {
    review(await build(transfer, run))
    await list.reload()
  })
  const cancelButton = (transfer) => el("button", { type: "button", class: "v-button v-button--plain", onclick: (event) => whileBusy(event.currentTarget, "正在取消…", guarded(async () => {
    await act("cancel", transfer)
    await list.reload()
    showIn(run, notice("info", "已取消", el("p", {}, "没有转出任何内容，同意也已撤回。")))
  })) }, "取消这次转出")
  const giveBack = (transfer) => (event) => askReason(event.currentTarget, {
    question: `申请把转到${transfer.receiver.name}的记录退回？主管部门向对方核实以后办理。`, yes: "申请退回", missing: "请写明为什么退回。",
    act: async (reason) => {
      await act("return", transfer, { reason })
      await list.reload()
      showIn(done, notice("good", "已申请退回", el("p", {}, "主管部门核实以后办理，结果会发到“我的消息”。")))
    },
  })
  const list = pagedTable(page.querySelector('[data-list="out"]'), {
    caption: "我的转出",
    columns: [
      { title: "转给谁", head: true, value: (transfer) => [transfer.receiver.name, el("span", { class: "v-under" }, transfer.blocks.map((block) => block.name).join("、"))] },
      { title: "时间", value: (transfer) => formatDate(transfer.handed_at ?? transfer.made_at) },
      { title: "状态", value: (transfer) => [statusTag(TAGS[transfer.state], transfer.state_name), transfer.note && el("span", { class: "v-under" }, transfer.note), transfer.return_asked && el("span", { class: "v-under" }, "已申请退回，等主管部门办理")] },
      { title: "对方的答复", value: ({ answer }) => (answer ? `${answer.receiver}：${answer.result_name}，${answer.accepted} 条，${formatHours(answer.minutes)} 小时` : "还没有") },
      { title: "办理", value: (transfer) => actions(transfer) },
    ],
    read: pageOf(OWN),
    empty: { title: "还没有办过转出", text: "需要时在上面整理转移文件。" },
  })
  const actions = (transfer) => {
    if (transfer.state === "building") return small("接着整理", transfer, goOn(transfer))
    if (transfer.state === "ready") return small("核对并办理", transfer, () => review(transfer))
    if (!["handed", "received"].includes(transfer.state)) return "—"
    const handed = transfer.state === "handed"
    return [small("下载转移文件", transfer, guarded(() => download(transfer, run))), handed && answerUpload(transfer), handed && !transfer.return_asked && small("申请退回", transfer, giveBack(transfer))].filter(Boolean)
  }
  const answerUpload = (transfer) => {
    const input = el("input", { type: "file", accept: ".json", hidden: true, onchange: guarded(async () => {
      const answer = await input.files[0].text()
      const now = await api.post(`/transfers/${transfer.transfer_id}/answer`, { answer }, { key: newKey() })
      await list.reload()
      showIn(done, notice("good", now.state_name, el("p", {}, now.state === "returned" ? "对方没有接收，您的记录恢复了。" : "对方已经接收，这次转移办结。")))
      if (now.state === "returned") openAgain()
    }) })
    return [small("上传答复文件", transfer, () => input.click()), input]
  }
  enhanceForm(form, {
    busy: "正在开始…",
    check: ({ blocks }) => (blocks.length ? [] : [{ field: "blocks", message: "请至少选一项要转出的内容。" }]),
    send: (values, { key }) => api.post(OWN, values, { key }),
    done: async (transfer) => {
      form.reset()
      await list.reload()
      return goOn(transfer)()
    },
  })
  return { moved }
}
