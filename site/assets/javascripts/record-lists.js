import { evidenceButton } from "./commendations-desk.js"
import { el } from "./dom.js"
import { formatDate } from "./format.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"
import { daysOf } from "./training-words.js"

const under = (text) => text && el("span", { class: "v-under" }, text)

/** The trainings of the own record; class hours are told apart from hours of service. */
export function showTrainings(place) {
  pagedTable(place, {
    caption: "参加过的培训（学时不计入服务时长和星级）",
    columns: [
      { title: "主题", head: true, value: (one) => [one.topic, under(`${one.kind_name}，${one.mode_name}`)] },
      { title: "内容", value: (one) => one.content },
      { title: "日期", value: daysOf },
      { title: "地点", value: (one) => one.place },
      { title: "学时", number: true, value: (one) => one.class_hours },
      { title: "团体和联系人", value: (one) => [one.group, under(one.contact)] },
    ],
    read: pageOf("/volunteers/me/trainings"),
    empty: { title: "还没有培训信息", text: "参加志愿团体组织的培训后，由团体记录员录入，就会显示在这里。" },
  })
}

/** The commendations of the own record in every state, and what proves them. */
export function showCommendations(place) {
  pagedTable(place, {
    caption: "得到的表彰奖励",
    columns: [
      { title: "名称", head: true, value: (one) => [one.name, under(one.project && `因为：${one.project}`)] },
      { title: "获奖日期", value: (one) => formatDate(one.date) },
      { title: "授予单位", value: (one) => `${one.granting_body}（${one.level_name}）` },
      { title: "由谁记录", value: (one) => one.group ?? "主管部门" },
      { title: "状态", value: (one) => [statusTag(one.state, one.state_name), under(one.reason && `理由：${one.reason}`), evidenceButton(one)] },
    ],
    read: pageOf("/volunteers/me/commendations"),
    empty: { title: "还没有表彰奖励信息", text: "受到表彰奖励后，由团体录入，或由您申报、团体或主管部门确认，就会显示在这里。" },
  })
}
