import { el } from "./dom.js"
import { formatDate } from "./format.js"
import { MEASURE_COLUMNS } from "./measure-words.js"
import { openMeasure } from "./measure-open.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"

/** 整改, for the group: orders to correct, suspensions and notices about it. Made once for the tab's `section`. */
export function makeOwnMeasures(section, bench) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const show = () => {
    place("open").replaceChildren()
    const open = (measure) => (event) => openMeasure(place("open"), measure, { role: "recorder", opener: event.currentTarget, changed: () => list.reload() })
    const look = { title: "办理", value: (measure) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `办理 ${formatDate(measure.decided_at)} 的${measure.kind_name}`, onclick: open(measure) }, "办理") }
    const list = pagedTable(place("list"), {
      caption: "主管部门对本团体的决定",
      columns: [...MEASURE_COLUMNS, look],
      read: pageOf(`/groups/${bench.group.group_id}/measures`),
      empty: { title: "没有要整改的", text: "主管部门发出的责令改正、暂停录入和通报，会出现在这里。" },
    })
  }
  return { show }
}
