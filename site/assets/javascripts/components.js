import { ApiProblem } from "./api.js"
import { confirmUnder } from "./confirm.js"
import { eachElement } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDate, formatHours, formatMinutes } from "./format.js"
import { notice, showIn } from "./notice.js"
import { progressBar } from "./progress.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const ROWS = Array.from({ length: 4 }, (_, index) => ({
  name: ["社区清洁", "陪伴老人", "交通引导", "图书整理"][index],
  date: `2026-05-0${index + 1}`,
  minutes: [150, 60, 25, 480][index],
}))

const COLUMNS = [
  { title: "项目", head: true, value: (item) => item.name },
  { title: "日期", value: (item) => formatDate(item.date) },
  { title: "时长", number: true, value: (item) => `${formatHours(item.minutes)} 小时(${formatMinutes(item.minutes)})` },
  { title: "状态", value: () => statusTag("in_force", "已生效") },
]

const READS = {
  full: async (cursor) => (cursor ? { items: ROWS.slice(2), next: null } : { items: ROWS.slice(0, 2), next: "2" }),
  empty: async () => ({ items: [], next: null }),
  error: async () => {
    throw new ApiProblem(0, { detail: "网络没有连上，请检查网络后再试一次。" })
  },
  loading: () => new Promise(() => {}),
}

const NAMES = { full: "有内容的列表", empty: "空的列表", error: "出错的列表", loading: "读取中的列表" }

eachElement("[data-sample-list]", (place) => {
  const kind = place.dataset.sampleList
  const empty = { title: "还没有记录", text: "参加志愿服务后，由团体记录员录入，就会显示在这里。" }
  pagedTable(place, { caption: NAMES[kind], columns: COLUMNS, read: READS[kind], empty })
})

eachElement("#sample-form", (form) => {
  enhanceForm(form, {
    send: () => new Promise((resolve) => setTimeout(resolve, 600)),
    done: () => showIn(form.querySelector(".v-form-message"), notice("good", "已提交", "这是示例，没有发送任何内容。")),
  })
})

eachElement("#sample-confirm", (button) => {
  button.addEventListener("click", () => confirmUnder(button, {
    question: "撤销后，查验时会显示“已撤销”，不能恢复。确定要撤销吗？",
    yes: "确认撤销",
    no: "不撤销",
    act: async () => {},
  }))
})

eachElement("#sample-progress", (place) => {
  const bar = progressBar("正在录入", 1000)
  bar.set(320)
  place.append(bar.element)
})
