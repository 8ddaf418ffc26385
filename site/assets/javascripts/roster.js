import { addPeopleForm } from "./add-people.js"
import { api } from "./api.js"
import { el } from "./dom.js"
import { formatDate } from "./format.js"
import { pickPeople } from "./pick-people.js"
import { chooseProject } from "./project-choice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"

const COLUMNS = [
  { title: "姓名", head: true, value: (member) => member.name },
  { title: "志愿者编号", value: (member) => el("span", { class: "v-code" }, member.volunteer_number) },
  { title: "加入日期", value: (member) => formatDate(member.joined_at) },
]

/** 项目名单: who is to take part in a project, chosen from the group's members. Made once for the tab's `section`. */
export function makeRoster(section, bench) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  let project = null
  let list = null
  const path = () => `/projects/${project.project_id}/roster`
  const send = (values, { key }) => api.post(path(), values, { key })

  addPeopleForm(section.querySelector("form"), {
    where: "项目名单", draft: `roster-${bench.group.group_id}`, place: place("done"), send, done: () => list.reload(),
  })
  place("pick").addEventListener("toggle", () => place("pick").open && openPick())
  const openPick = () => pickPeople(place("pick-body"), {
    bench, send, path: path(), place: place("done"),
    done() {
      list.reload()
      place("pick").open = false
    },
  })
  return {
    async show(address) {
      const chosen = await chooseProject(place("project"), bench, address)
      place("roster").hidden = !chosen
      if (!chosen) return
      if (project !== chosen) place("done").replaceChildren()
      project = chosen
      if (place("pick").open) openPick()
      list = pagedTable(place("list"), {
        caption: "项目名单",
        columns: COLUMNS,
        read: pageOf(path()),
        empty: { title: "名单还是空的", text: "从团体名册里选人，或粘贴志愿者编号。" },
      })
    },
  }
}
