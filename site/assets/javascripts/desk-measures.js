import { measureForms } from "./desk-measure-forms.js"
import { el, focusOn } from "./dom.js"
import { formatDate } from "./format.js"
import { MEASURE_COLUMNS } from "./measure-words.js"
import { openMeasure } from "./measure-open.js"
import { loadInto } from "./loading.js"
import { notice, showIn } from "./notice.js"
import { pageOf, readAll } from "./read-all.js"
import { pagedTable } from "./table.js"

const LISTS = {
  open_orders: ["没有办结的责令改正，逾期的在最前", "没有未办结的责令改正", "发出以后，团体还没有办结的会出现在这里。"],
  open_appeals: ["等着复核的申诉", "没有等着复核的申诉", "团体不服决定提出的申诉，会出现在这里。"],
  order: ["全部责令改正", "还没有责令改正", "在上面可以发出。"],
  suspension: ["全部暂停录入", "还没有暂停过团体", "在上面可以暂停一个团体。"],
  notice: ["全部通报", "还没有通报", "在上面可以公布。"],
}
const GROUP = { title: "团体", value: (measure) => measure.group }

// `#measures?group=…&sign=…`: what a form is to be filled in with.
const asked = () => Object.fromEntries(new URLSearchParams(location.hash.split("?")[1] ?? ""))

/** 整改通报: orders to correct, suspensions, notices, and the appeals against them. Made once for the tab's `section`. */
export function makeMeasures(section) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const filter = section.querySelector("[data-filter]")
  let list = null

  const open = (measure) => (event) => openMeasure(place("open"), measure, { role: "supervisor", opener: event.currentTarget, changed: () => list.reload() })
  const showList = () => {
    place("open").replaceChildren()
    const [caption, title, text] = LISTS[filter.value]
    const look = { title: "办理", value: (measure) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `办理 ${measure.group}，${formatDate(measure.decided_at)} 的${measure.kind_name}`, onclick: open(measure) }, "办理") }
    list = pagedTable(place("list"), { caption, columns: [...MEASURE_COLUMNS, GROUP, look], read: pageOf(`/measures?list=${filter.value}`), empty: { title, text } })
  }
  const show = () => {
    const wanted = asked()
    const done = (title, text) => {
      if (location.hash.includes("?")) history.replaceState(null, "", "#measures")
      show()
      showIn(place("done"), notice("good", title, el("p", {}, text)))
    }
    place("done").replaceChildren()
    loadInto(place("forms"), () => readAll("/groups?state=approved", 5000), ({ items }) => {
      const forms = el("div", {}, measureForms(items, wanted, done))
      if (wanted.group) queueMicrotask(() => focusOn(forms.querySelector("summary")))
      return forms
    })
    showList()
  }
  filter.addEventListener("change", showList)
  return { show }
}
