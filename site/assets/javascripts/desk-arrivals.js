import { api, newKey } from "./api.js"
import { openArrival } from "./arrival-open.js"
import { askReason } from "./ask-reason.js"
import { el } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate, formatDateTime } from "./format.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"
import { ARRIVAL_TAGS, bringPackage, goOn, packageFaults } from "./transfer-upload.js"

const small = (text, named, onclick) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `${text} ${named}`, onclick }, text)

/** 转入核验: packages that came, and transfers that somebody asks to take back. */
export function makeArrivals(section) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const form = section.querySelector("form")
  const filter = section.querySelector("[data-filter]")
  const input = form.querySelector("[type=file]")
  let list = null
  let returns = null
  const reload = () => list.reload()
  const open = (arrival) => openArrival(place("open"), arrival.arrival_id, reload)
  const act = (arrival) => {
    if (["waiting", "done"].includes(arrival.state)) return small(arrival.state === "done" ? "查看" : "核验", arrival.name, () => open(arrival))
    if (arrival.state === "uploading") return "还没有传完"
    return small("重新检查", arrival.name, () => goOn(arrival, place("run"), reload))
  }
  const read = () => {
    list = pagedTable(place("list"), {
      caption: "转入的文件",
      columns: [
        { title: "本人", head: true, value: (arrival) => [arrival.name, el("span", { class: "v-under" }, arrival.volunteer_number)] },
        { title: "从哪里来", value: (arrival) => arrival.package?.sender.name ?? "还没有检查" },
        { title: "时长", value: ({ package: told }) => (told ? `${told.lines} 条，${told.hours} 小时` : "—") },
        { title: "上传时间", value: (arrival) => formatDateTime(arrival.brought_at) },
        { title: "状态", value: (arrival) => [statusTag(ARRIVAL_TAGS[arrival.state], arrival.state_name), ...arrival.faults.map((text) => el("span", { class: "v-under" }, text))] },
        { title: "办理", value: act },
      ],
      read: pageOf(filter.value ? "/arrivals/all" : "/arrivals"),
      empty: { title: "没有等待核验的转入", text: "志愿者上传了转移文件，检查通过后列在这里。" },
    })
  }
  const decide = (transfer, decision, words) => (event) => askReason(event.currentTarget, {
    question: words, yes: decision === "accepted" ? "退回，恢复记录" : "不退回", missing: "请写明怎样向接收方核实的。",
    act: async (reason) => {
      await api.post(`/transfers/${transfer.transfer_id}/return-decision`, { version: transfer.version, decision, reason }, { key: newKey() })
      await returns.reload()
      showIn(place("returned"), notice("good", "已办理", el("p", {}, "本人会收到消息。")))
    },
  })
  filter.addEventListener("change", read)
  enhanceForm(form, {
    busy: "正在上传…",
    check: () => packageFaults(input.files[0]),
    send: ({ volunteer_number: number }) => bringPackage(input.files[0], number, place("run"), reload),
    done: () => form.reset(),
  })
  return {
    show() {
      read()
      returns = pagedTable(place("returns"), {
        caption: "申请退回的转出",
        columns: [
          { title: "本人", head: true, value: (transfer) => [transfer.name, el("span", { class: "v-under" }, transfer.volunteer_number)] },
          { title: "转给谁", value: ({ receiver }) => [receiver.name, el("span", { class: "v-under" }, receiver.contact || receiver.region)] },
          { title: "转出日期", value: (transfer) => formatDate(transfer.handed_at) },
          { title: "为什么退回", value: (transfer) => transfer.reason },
          { title: "办理", value: (transfer) => [small("退回", transfer.name, decide(transfer, "accepted", `向${transfer.receiver.name}核实过：没有接收，也不会再接收？记录将恢复。`)), small("不退回", transfer.name, decide(transfer, "refused", "不退回？记录仍是已转出。"))] },
        ],
        read: pageOf("/transfers/returns"),
        empty: { title: "没有申请退回的", text: "对方没有接收的，本人申请以后列在这里。" },
      })
    },
  }
}
