import { api, newKey } from "./api.js"
import { askReason } from "./ask-reason.js"
import { confirmUnder } from "./confirm.js"
import { el, focusOn } from "./dom.js"
import { enhanceForm } from "./forms.js"
import { formatDateTime, formatMinutes } from "./format.js"
import { loadInto } from "./loading.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { dataTable, pagedTable, tableRow } from "./table.js"
import { statusTag } from "./tag.js"

const ROWS = [
  { title: "名次", head: true, value: (row) => row.place },
  { title: "姓名", value: (row) => [row.name ?? "（已注销）", el("span", { class: "v-minutes" }, row.volunteer_number)] },
  { title: "这段时间的时长", number: true, value: (row) => [`${row.hours} 小时`, el("span", { class: "v-minutes" }, formatMinutes(row.minutes))] },
  { title: "星级", value: (row) => row.star_name ?? "—" },
  { title: "评价平均分", value: (row) => row.score ?? "—" },
]

const act = (text, label, onclick, style = "v-button--plain") => el("button", { type: "button", class: `v-button v-button--small ${style}`, "aria-label": label, onclick }, text)

// Hours as people type them, with up to two decimals, in minutes.
const minutesOf = (hours) => Math.round(Number(hours) * 60)

/** 表彰名单: lists drawn from the record by criteria. `path` is where they are made and listed; made once for the tab's `section`. */
function makeRolls(section, path) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const form = section.querySelector("form")
  let list = null

  // The hours are read group by group, so that a whole district shows how far it is; a list that broke off goes on.
  const gather = async (roll) => {
    let now = roll
    const bar = el("progress", { max: Math.max(1, roll.groups), value: roll.groups_read, "aria-label": "统计进度" })
    const text = el("p", { role: "status" })
    place("open").replaceChildren(el("div", { class: "v-panel" }, text, bar))
    while (now.state === "gathering") {
      text.textContent = `正在统计：已读 ${now.groups_read} / ${now.groups} 个团体…`
      bar.value = now.groups_read
      now = await api.post(`/rolls/${now.roll_id}/pieces`, {}, { key: newKey() })
    }
    await list.reload()
    if (now.state !== "drawn") return showIn(place("open"), notice("warn", now.state_name, el("p", {}, "请提高最低时长，或缩短起止日期，再生成一次。")))
    return open(now.roll_id)
  }
  const publish = (roll) => (event) => confirmUnder(event.currentTarget, {
    question: `公布“${roll.title}”？网上只显示同意公布的人的姓名和星级，其他人只计人数；不显示时长和编号。`, yes: "确定公布",
    act: async () => {
      await api.post(`/rolls/${roll.roll_id}/publication`, { version: roll.version })
      await list.reload()
      showIn(place("open"), notice("good", "已公布", el("p", {}, el("a", { href: "/rolls/" }, "看公开的表彰名单"))))
    },
  })
  const withdraw = (roll) => (event) => askReason(event.currentTarget, {
    question: `撤下“${roll.title}”？公开的姓名马上去掉，名单的名称仍留着，写明已撤下。`, yes: "确定撤下",
    act: async (reason) => {
      await api.post(`/rolls/${roll.roll_id}/withdrawal`, { version: roll.version, reason })
      await list.reload()
      showIn(place("open"), notice("good", "已撤下", el("p", {}, "网上不再显示姓名。")))
    },
  })
  const show = (roll) => {
    const title = el("h3", { tabindex: "-1" }, roll.title)
    const table = dataTable(`${roll.title}，共 ${roll.people} 人`, ROWS)
    table.tBodies[0].append(...roll.rows.map((row) => tableRow(ROWS, row)))
    queueMicrotask(() => focusOn(title))
    const acts = [act("打印", `打印 ${roll.title}`, () => print(), "v-button--secondary")]
    if (roll.state === "drawn" && roll.people) acts.push(act("公布…", `公布 ${roll.title}`, publish(roll), ""))
    if (roll.state === "published") acts.push(act("撤下…", `撤下 ${roll.title}`, withdraw(roll)))
    return el("section", { class: "v-panel" }, title,
      el("p", {}, statusTag(roll.state, roll.state_name), ` ${roll.body}，${formatDateTime(roll.made_at)} 生成`, roll.reason && `。撤下的理由：${roll.reason}`),
      el("p", {}, "条件："), el("ul", {}, roll.criteria.map((line) => el("li", {}, line))),
      roll.people ? el("div", { class: "v-table-frame", role: "region", tabindex: "0", "aria-label": roll.title }, table) : el("p", {}, "没有人符合这些条件。"),
      el("div", { class: "v-actions v-no-print" }, acts))
  }
  const open = (rollId) => loadInto(place("open"), () => api.get(`/rolls/${rollId}`), show)
  const goOn = (roll) => () => gather(roll).catch((problem) => showIn(place("open"), problemNotice(problem)))

  enhanceForm(form, {
    busy: "正在生成…",
    shape: ({ least_hours: hours, score, ...rest }) => ({ ...rest, least_minutes: minutesOf(hours), least_score: Math.round(Number(score || 0) * 10), least_star: Number(rest.least_star), places: Number(rest.places || 0) }),
    send: (values, { key }) => api.post(path, values, { key }),
    done: async (roll) => {
      await gather(roll)
    },
  })
  return {
    show() {
      place("open").replaceChildren()
      list = pagedTable(place("list"), {
        caption: "生成过的名单，新的在前",
        columns: [
          { title: "名单", head: true, value: (roll) => [roll.title, el("span", { class: "v-under" }, formatDateTime(roll.made_at))] },
          { title: "人数", number: true, value: (roll) => roll.people },
          { title: "状态", value: (roll) => statusTag(roll.state, roll.state_name) },
          { title: "办理", value: (roll) => (roll.state === "gathering" ? act("继续统计", `继续统计 ${roll.title}`, goOn(roll)) : act("查看", `查看 ${roll.title}`, () => open(roll.roll_id))) },
        ],
        read: pageOf(path),
        empty: { title: "还没有生成过名单", text: "在上面填写条件，生成一份。" },
      })
    },
  }
}

/** 表彰名单, for a group. */
export function makeGroupRolls(section, bench) {
  return makeRolls(section, `/groups/${bench.group.group_id}/rolls`)
}

/** 表彰名单, for the supervisor. */
export function makeDistrictRolls(section) {
  return makeRolls(section, "/rolls")
}
