import { api } from "./api.js"
import { eachElement, el, freshId } from "./dom.js"
import { formatDateTime, formatHours } from "./format.js"
import { loadInto } from "./loading.js"
import { NAMES } from "./stars.js"

const HIDDEN = "不显示"
const whole = (count) => (count === null ? HIDDEN : count.toLocaleString("zh-CN"))
const hoursOf = (minutes) => (minutes === null ? HIDDEN : `${Number(formatHours(minutes)).toLocaleString("zh-CN", { minimumFractionDigits: 2 })} 小时`)

// The file that the site serves by itself; where there is none yet, the function answers.
async function read() {
  const answer = await fetch("/published/figures.json", { cache: "no-cache" }).catch(() => null)
  return answer?.ok ? answer.json() : api.get("/public/statistics")
}

function cards(pairs) {
  return el("dl", { class: "v-figures" }, pairs.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))))
}

// A chart that is a table: the bar stands beside the number that it shows.
function bar(value, most) {
  const line = el("span", { class: "v-bar", "aria-hidden": "true" })
  line.style.setProperty("inline-size", `${value === null || !most ? 0 : Math.max(value ? 1 : 0, Math.round((value / most) * 100))}%`)
  return el("span", { class: "v-bar-frame" }, line)
}

function chart(caption, first, rows, columns) {
  const [main] = columns
  const most = Math.max(0, ...rows.map((row) => main.of(row) ?? 0))
  const head = el("tr", {}, el("th", { scope: "col" }, first), columns.map(({ title }) => el("th", { scope: "col", class: "v-table__number" }, title)))
  const body = rows.map((row) => el("tr", {}, el("th", { scope: "row", "data-label": first }, row.name),
    columns.map(({ title, of, show }, index) => el("td", { class: "v-table__number", "data-label": title }, index ? null : bar(of(row), most), show(of(row))))))
  const table = el("table", { class: "v-table" }, el("caption", { id: freshId("chart") }, caption), el("thead", {}, head), el("tbody", {}, body))
  return el("div", { class: "v-table-frame", role: "region", tabindex: "0", "aria-labelledby": table.caption.id }, table)
}

const SERVICE = [
  { title: "服务时长", of: (row) => row.minutes, show: hoursOf },
  { title: "服务次数", of: (row) => row.entries, show: whole },
  { title: "开始的项目", of: (row) => row.projects, show: whole },
]
const PEOPLE = [{ title: "人数", of: (row) => row.volunteers, show: whole }]

function year(figures) {
  return el("div", {},
    cards([["服务时长", hoursOf(figures.minutes)], ["服务次数", whole(figures.entries)], ["活跃志愿者", whole(figures.active)], ["新登记志愿者", whole(figures.registered)], ["开始的项目", whole(figures.projects)]]),
    chart(`${figures.year} 年各月`, "月份", figures.by_month, SERVICE),
    chart(`${figures.year} 年各类服务`, "服务类别", figures.by_category, SERVICE),
    chart(`${figures.year} 年各区县的团体`, "区县", figures.by_district, SERVICE))
}

function show(page, figures) {
  const place = (name) => page.querySelector(`[data-${name}]`)
  const choice = page.querySelector("select")
  choice.replaceChildren(...figures.years.map((each) => el("option", { value: each.year }, `${each.year} 年`)))
  const showYear = () => {
    const chosen = figures.years.find((each) => String(each.year) === choice.value)
    place("year").replaceChildren(chosen ? year(chosen) : el("p", {}, "还没有服务记录。"))
  }
  choice.addEventListener("change", showYear)
  showYear()
  const stars = figures.by_star.map((row) => ({ ...row, name: NAMES[row.name] ?? row.name }))
  place("people").replaceChildren(chart("志愿者的年龄", "年龄", figures.by_age, PEOPLE),
    stars.length ? chart("星级志愿者", "星级", stars, PEOPLE) : el("p", {}, "还没有评定星级志愿者。"))
  page.querySelector("[data-rest]").hidden = false
  return el("section", { class: "v-block", "aria-label": "总数" },
    cards([["志愿者", whole(figures.volunteers)], ["志愿团体", whole(figures.groups)], ["服务项目", whole(figures.projects)], ["服务次数", whole(figures.entries)], ["服务时长", hoursOf(figures.minutes)]]),
    el("p", { class: "v-hint" }, `${figures.supervising_body}，${formatDateTime(figures.as_of)}。“${HIDDEN}”表示数字少于 ${figures.least_shown}，或者为了不让人推算出来而隐去。`))
}

eachElement("#statistics-page", (page) => loadInto(page.querySelector("[data-figures]"), read, (figures) => show(page, figures)))
