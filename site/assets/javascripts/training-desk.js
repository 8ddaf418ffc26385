import { addPeopleForm } from "./add-people.js"
import { api } from "./api.js"
import { askReason } from "./ask-reason.js"
import { el } from "./dom.js"
import { clearFaults, enhanceForm } from "./forms.js"
import { notice, showIn } from "./notice.js"
import { atNumbers, numbersFromFile } from "./numbers-file.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { daysOf } from "./training-words.js"

const FACTS = ["topic", "content", "starts", "ends", "place", "class_hours", "kind", "mode", "contact"]

function act(text, label, onclick) {
  return el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": label, onclick }, text)
}

// The facts of a training in the form that made it: the same form corrects it, with a reason and without numbers.
function fill(form, training) {
  for (const name of FACTS) {
    const control = form.elements[name]
    control.value = training ? training[name] : ""
  }
}

function attendeeList(place, training, reload) {
  const path = `/trainings/${training.training_id}/attendees`
  const remove = (person) => (event) => askReason(event.currentTarget, {
    question: `把 ${person.name}（${person.volunteer_number}）移出“${training.topic}”？本人会看到理由。`,
    yes: "确定移出",
    act: async (reason) => {
      await api.post(`${path}/remove`, { volunteer_number: person.volunteer_number, reason })
      await list.reload()
      reload()
    },
  })
  const list = pagedTable(place, {
    caption: `“${training.topic}”的名单`,
    columns: [
      { title: "姓名", head: true, value: (person) => person.name },
      { title: "志愿者编号", value: (person) => el("span", { class: "v-code" }, person.volunteer_number) },
      { title: "办理", value: (person) => (person.stands ? act("移出", `移出 ${person.name}`, remove(person)) : `已移出：${person.reason}`) },
    ],
    read: pageOf(path),
    empty: { title: "名单是空的" },
  })
  return list
}

function openTraining(place, training, { close, reload, correct }) {
  const people = el("div")
  const template = document.querySelector("#training-add").content.cloneNode(true)
  const head = el("h3", {}, training.topic)
  place.replaceChildren(el("div", { class: "v-panel" }, head,
    el("p", {}, `${daysOf(training)}　${training.place}　${training.class_hours} 学时　${training.kind_name}　${training.mode_name}　联系人：${training.contact}`),
    el("p", {}, training.content),
    training.corrections.map((past) => el("p", { class: "v-hint" }, `第 ${past.version} 版已更正，理由：${past.reason}`)),
    el("div", { class: "v-actions" }, el("button", { type: "button", class: "v-button v-button--secondary", onclick: correct }, "更正内容"), el("button", { type: "button", class: "v-button v-button--plain", onclick: close }, "收起")),
    template, people))
  const list = attendeeList(people, training, reload)
  const done = place.querySelector('[data-place="done"]')
  addPeopleForm(place.querySelector("form"), {
    where: "这次培训",
    draft: `training-${training.training_id}`,
    place: done,
    send: (values, { key }) => api.post(`/trainings/${training.training_id}/attendees`, values, { key }),
    done: () => {
      list.reload()
      reload()
    },
  })
  head.setAttribute("tabindex", "-1")
  head.focus()
}

/** 培训, for the group: record one for many, see who took part, correct. Made once for the tab's `section`. */
export function makeTraining(section, bench) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const form = section.querySelector("#training-form")
  const path = `/groups/${bench.group.group_id}/trainings`
  const numbers = form.querySelector("[data-part=numbers]")
  const reasons = form.querySelector("[data-part=reason]")
  const submit = form.querySelector("[type=submit]")
  let list = null
  let corrected = null

  const mode = (training) => {
    corrected = training
    fill(form, training)
    numbers.hidden = numbers.disabled = Boolean(training)
    reasons.hidden = reasons.disabled = !training
    place("cancel").hidden = !training
    submit.textContent = training ? "保存更正" : "记录培训"
    place("form-title").textContent = training ? `更正“${training.topic}”` : "记录一次培训"
    clearFaults(form)
  }
  const open = (training) => openTraining(place("open"), training, {
    close: () => place("open").replaceChildren(),
    reload: () => list.reload(),
    correct: () => {
      place("open").replaceChildren()
      mode(training)
      form.elements.topic.focus()
    },
  })
  place("cancel").addEventListener("click", () => mode(null))
  numbersFromFile(form, bench.group.group_id)
  enhanceForm(form, {
    busy: "正在保存…",
    send: (values, { key }) => corrected
      ? api.post(`/trainings/${corrected.training_id}/corrections`, { ...values, version: corrected.version }, { key })
      : atNumbers(() => api.post(path, values, { key })),
    done: (training) => {
      const was = corrected
      form.reset()
      mode(null)
      list.reload()
      showIn(place("done"), notice("good", was ? "已更正，原来的内容留有记录" : `已为 ${training.attendees} 人记录“${training.topic}”`,
        el("p", {}, "学时不计入服务时长和星级，本人在“我的记录”里能看到。")))
    },
  })
  mode(null)
  return {
    show() {
      list = pagedTable(place("list"), {
        caption: "记录过的培训",
        columns: [
          { title: "主题", head: true, value: (training) => [training.topic, el("span", { class: "v-under" }, training.kind_name)] },
          { title: "日期", value: daysOf },
          { title: "学时", number: true, value: (training) => training.class_hours },
          { title: "人数", number: true, value: (training) => String(training.attendees) },
          { title: "办理", value: (training) => act("查看名单", `查看 ${training.topic} 的名单`, () => open(training)) },
        ],
        read: pageOf(path),
        empty: { title: "还没有记录过培训", text: "培训结束以后，在上面填写主题、学时和参加的人。" },
      })
    },
  }
}
