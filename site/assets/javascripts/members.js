import { addPeopleForm } from "./add-people.js"
import { api } from "./api.js"
import { confirmUnder } from "./confirm.js"
import { el } from "./dom.js"
import { formatDate } from "./format.js"
import { showMember } from "./member-record.js"
import { notice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { startSlips } from "./slips.js"
import { pagedTable } from "./table.js"

/** 团体名册: who the group records for; adding by number, taking off. Made once for the tab's `section`. */
export function makeMembers(section, bench) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const path = `/groups/${bench.group.group_id}/members`
  let list = null

  const changed = () => {
    bench.forgetMembers()
    return list?.reload()
  }
  const remove = (member) => (event) => confirmUnder(event.currentTarget, {
    question: `把 ${member.name}（${member.volunteer_number}）移出名册？以后不能再给他录时长，已录的时长不变。`,
    yes: "移出名册",
    no: "不移出",
    async act() {
      await api.remove(`${path}/${member.volunteer_number}`)
      await changed()
      showIn(place("done"), notice("good", `已把 ${member.name} 移出名册`, el("p", {}, "已录的时长不变。需要时可以用编号再次加入。")))
    },
  })
  const columns = [
    { title: "姓名", head: true, value: (member) => member.name },
    { title: "志愿者编号", value: (member) => el("span", { class: "v-code" }, member.volunteer_number) },
    { title: "加入日期", value: (member) => formatDate(member.joined_at) },
    {
      title: "办理",
      value: (member) => [
        el("button", {
          type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `看记录 ${member.name}`,
          onclick: (event) => showMember(place("member"), bench.group.group_id, member, event.currentTarget),
        }, "看记录"),
        el("button", {
          type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `移出 ${member.name}`, onclick: remove(member),
        }, "移出"),
      ],
    },
  ]
  addPeopleForm(section.querySelector("form"), {
    where: "团体名册",
    draft: `members-${bench.group.group_id}`,
    place: place("done"),
    send: (values, { key }) => api.post(path, values, { key }),
    done: changed,
  })
  const showSlips = startSlips(section, bench)
  return {
    show() {
      showSlips()
      list = pagedTable(place("list"), {
        caption: "名册上的志愿者",
        columns,
        read: pageOf(path),
        empty: { title: "名册还是空的", text: "请志愿者先登记，再把 16 位志愿者编号告诉您。" },
      })
    },
  }
}
