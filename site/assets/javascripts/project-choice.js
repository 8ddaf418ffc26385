import { el } from "./dom.js"
import { windowText } from "./project-window.js"
import { problemNotice } from "./notice.js"
import { emptyState } from "./table.js"
import { addressOf } from "./workbench-address.js"

function choice(tab, projects, chosen, bench) {
  const options = projects.map((project) => el("option", { value: project.project_id, selected: project === chosen }, project.name))
  const ask = chosen ? null : el("option", { value: "", selected: true }, "请选择项目")
  const go = (event) => (location.hash = addressOf(tab, { project: event.target.value, group: bench.groupInAddress }))
  const select = el("select", { id: `project-${tab}`, onchange: go }, ask, options)
  const about = chosen && el("p", { class: "v-hint" }, `项目时间：${windowText(chosen)}　地点：${chosen.place}`)
  return el("div", { class: "v-field project-choice" }, el("label", { for: `project-${tab}` }, "项目"), select, about)
}

/**
 * The choice of a project on top of a tab, drawn into `place`. Answers the project that the address names (or the only
 * one there is), null where none is chosen yet.
 */
export async function chooseProject(place, bench, { tab, project }) {
  if (!bench.projectsRead) place.replaceChildren(el("p", { role: "status" }, "正在读取项目…"))
  try {
    const projects = await bench.projects()
    const chosen = projects.find((each) => each.project_id === project) ?? (projects.length === 1 ? projects[0] : null)
    const create = el("a", { class: "v-button", href: addressOf("projects", { new: "1", group: bench.groupInAddress }) }, "新建项目")
    place.replaceChildren(projects.length ? choice(tab, projects, chosen, bench) : emptyState("还没有项目", "先建一个项目，再安排人员、录入时长。", create))
    return chosen
  } catch (problem) {
    const again = el("button", { type: "button", class: "v-button v-button--secondary", onclick: () => dispatchEvent(new HashChangeEvent("hashchange")) }, "再试一次")
    place.replaceChildren(problemNotice(problem), ...(problem.sessionEnded ? [] : [again]))
    return null
  }
}
