import { api } from "./api.js"
import { el, focusOn } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { notice, showIn } from "./notice.js"
import { windowText } from "./project-window.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { addressOf } from "./workbench-address.js"

function links(project, group) {
  const to = (tab, text) => el("a", { href: addressOf(tab, { project: project.project_id, group }) }, text)
  return [el("span", { class: "bench-links" }, to("hours", "录时长"), to("roster", "名单"), to("entries", "已录时长"))]
}

function columnsFor(group) {
  return [
    { title: "项目", head: true, value: (project) => project.name },
    { title: "类别", value: (project) => project.category_name },
    { title: "时间", value: windowText },
    { title: "地点", value: (project) => project.place },
    { title: "服务对象", value: (project) => project.service_object_name },
    { title: "办理", value: (project) => links(project, group) },
  ]
}

// A date alone is the whole day to the server; with a time it is that moment in Beijing.
function shape({ starts_time: startsTime, ends_time: endsTime, ...values }, group) {
  const moment = (date, time) => (date && time ? `${date}T${time}:00+08:00` : date)
  return { ...values, group_id: group.group_id, starts: moment(values.starts, startsTime), ends: moment(values.ends, endsTime) }
}

function fill(select, choices) {
  select.append(...choices.map(({ code, name }) => el("option", { value: code }, name)))
}

function prepare(form, { group, settings }) {
  fill(form.elements.category, settings.categories)
  fill(form.elements.service_object, settings.service_objects)
  form.elements["contact.name"].setAttribute("value", group.contact.name)
  form.elements["contact.phone"].setAttribute("value", group.contact.phone)
  form.dataset.draft = `new-project-${group.group_id}`
}

/** 项目: the list, and under `#projects?new=1` the form for a new one. Made once for the tab's `section`. */
export function makeProjects(section, bench) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const form = section.querySelector("form")
  prepare(form, bench)
  place("new-link").href = addressOf("projects", { new: "1", group: bench.groupInAddress })
  place("back-link").href = addressOf("projects", { group: bench.groupInAddress })

  const done = ({ project_id: project }, values) => {
    form.reset()
    bench.forgetProjects()
    const next = (tab, text, kind = "") => el("a", { class: `v-button ${kind}`, href: addressOf(tab, { project, group: bench.groupInAddress }) }, text)
    showIn(place("made"), notice("good", `项目“${values.name}”已建立`, el("p", {}, "接下来，安排参加的人，或直接录入时长。"),
      el("p", { class: "v-actions" }, next("roster", "安排人员"), next("hours", "录入时长", "v-button--secondary"))))
    history.replaceState(null, "", addressOf("projects", { group: bench.groupInAddress }))
    view(false)
  }
  enhanceForm(form, {
    busy: "正在建立…",
    shape: (values) => shape(values, bench.group),
    send: (values, { key }) => api.post("/projects", values, { key }),
    done,
  })
  const view = (isNew) => {
    place("new-view").hidden = !isNew
    place("list-view").hidden = isNew
    if (isNew) return
    pagedTable(place("list"), {
      caption: "本团体的项目",
      columns: columnsFor(bench.groupInAddress),
      read: pageOf(`/projects?group_id=${bench.group.group_id}`),
      empty: { title: "还没有项目", text: "建好项目后，就能安排人员、录入时长。" },
    })
  }
  return {
    show({ isNew }) {
      if (isNew) place("made").replaceChildren()
      section.querySelector("h2").textContent = isNew ? "新建项目" : "项目"
      view(isNew)
      if (isNew) focusOn(section.querySelector("h2"))
    },
  }
}
