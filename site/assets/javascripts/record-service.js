import { el, onSubmit } from "./dom.js"
import { showHistory } from "./entry-history.js"
import { formatDate, formatHours, formatMinutes, formatTime } from "./format.js"
import { clearFaults, showFaults } from "./forms.js"
import { periodFaults, periodOf, periodWords, watchPeriod } from "./period.js"
import { dataTable, pagedTable, tableRow } from "./table.js"
import { sourceOf, statusTag } from "./tag.js"

const MOST = 100

function contactOf({ contact }) {
  if (!contact) return ""
  return typeof contact === "string" ? contact : [contact.name, contact.phone].filter(Boolean).join(" ")
}

function evaluationOf({ evaluation }) {
  if (!evaluation) return "还没有"
  return [evaluation.summary, evaluation.words && el("span", { class: "v-under" }, evaluation.words), el("a", { href: "/evaluations/" }, "查看、答复")]
}

// What Article 8 asks beyond the columns.
function more(item) {
  const rows = [
    ["服务类别", item.category], ["服务对象", item.service_object], ["服务内容", item.content],
    ["联系人", contactOf(item)], ["服务评价", evaluationOf(item)],
  ].filter(([, value]) => value)
  const facts = el("dl", { class: "v-facts" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))
  const place = el("div")
  const history = item.version > 1 && el("button", { type: "button", class: "v-button v-button--plain v-button--small", onclick: () => showHistory(place, "me", item.entry_id) }, "更正经过")
  const wrong = el("p", {}, el("a", { href: `/disputes/#entry=${encodeURIComponent(item.entry_id)}` }, "有误？提出异议"))
  return el("details", { class: "v-more" }, el("summary", {}, "详细", el("span", { class: "v-hidden" }, `：${item.project}`)), facts, history, place, wrong)
}

const day = (item) => [formatDate(item.service_date), el("span", { class: "v-minutes" }, `${formatTime(item.start)} 至 ${formatTime(item.end)}`)]
const length = (item) => [`${item.hours} 小时`, el("span", { class: "v-minutes" }, formatMinutes(item.minutes))]

const FACTS = [
  { title: "日期", value: day },
  { title: "项目", head: true, value: (item) => [item.project, el("span", { class: "v-under" }, item.group)] },
  { title: "地点", value: (item) => item.place },
  { title: "时长", number: true, value: length },
  { title: "来源", value: sourceOf },
  { title: "状态", value: (item) => statusTag(item.state, item.state_name) },
]
const ON_SCREEN = FACTS.map((column) => (column.head ? { ...column, value: (item) => [...column.value(item), more(item)] } : column))
const PLACE_AND_CONTENT = {
  title: "地点和内容",
  value: (item) => [item.place, el("span", { class: "v-under" }, `${item.service_object}，${item.content}`)],
}
const ON_PAPER = FACTS.map((column) => (column.title === "地点" ? PLACE_AND_CONTENT : column))

async function wholeTable(period, readService) {
  const table = dataTable("服务时长", ON_PAPER)
  let [cursor, minutes] = [null, 0]
  do {
    const { items, next } = await readService(period, cursor, MOST)
    table.tBodies[0].append(...items.map((item) => tableRow(ON_PAPER, item)))
    minutes += items.reduce((sum, item) => sum + item.minutes, 0)
    cursor = next
  } while (cursor)
  const sum = el("p", {}, el("strong", {}, `${table.tBodies[0].rows.length} 次服务，合计 ${formatHours(minutes)} 小时（${formatMinutes(minutes)}）。`))
  return el("div", {}, el("div", { class: "v-table-frame" }, table), sum)
}

/** The service block: a period to choose, rows page by page. Answers `{print}`, which prints every row of that period. */
export function startService(page, record, readService) {
  const form = page.querySelector("[data-period]")
  const screen = page.querySelector("[data-service]")
  const whole = page.querySelector("[data-whole]")
  let period = {}
  let first = record.service // came with the record: not asked twice
  const read = async (cursor) => {
    const known = cursor ? null : first
    first = null
    return known ?? readService(period, cursor)
  }
  const list = pagedTable(screen, {
    caption: "服务时长",
    columns: ON_SCREEN,
    read,
    empty: {
      title: "这里还没有服务时长",
      text: record.totals.entries ? "这段时间没有服务记录，请换一段时间。" : "参加志愿服务后，由团体记录员录入，就会显示在这里。",
    },
  })
  const narrows = [...form.querySelectorAll("[data-narrow]")]
  const narrowed = () => Object.fromEntries(narrows.map(({ dataset, value }) => [dataset.narrow, value]))
  form.querySelector("#show-group").append(...record.person.groups.map((group) => el("option", { value: group.group_id }, group.name)))
  for (const select of narrows) select.addEventListener("change", () => choose())
  const choose = () => {
    clearFaults(form)
    const faults = periodFaults(form)
    if (faults.length) return showFaults(form, faults)
    period = { ...periodOf(form), ...narrowed() }
    return list.reload()
  }
  watchPeriod(form, (kind) => kind !== "own" && choose())
  onSubmit(form, () => {
    choose()
  })
  return { print: () => printWhole({ page, screen, whole, period, readService }) }
}

async function printWhole({ page, screen, whole, period, readService }) {
  whole.replaceChildren(await wholeTable(period, readService))
  page.querySelector("[data-printed-period]").textContent = `期间：${periodWords(period)}`
  screen.classList.add("v-no-print")
  addEventListener("afterprint", () => {
    screen.classList.remove("v-no-print")
    whole.replaceChildren()
  }, { once: true })
  window.print()
}
