import { api } from "./api.js"
import { whileBusy } from "./confirm.js"
import { el } from "./dom.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { progressBar } from "./progress.js"
import { readAll } from "./read-all.js"
import { csvOf, saveFile } from "./save-file.js"

const MOST = 100000

async function services() {
  const items = []
  let cursor = null
  do {
    const next = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""
    const { service } = await api.get(`/volunteers/me/record?limit=100${next}`)
    items.push(...service.items)
    cursor = service.next
  } while (cursor)
  return items
}

const list = (path) => async () => (await readAll(path, MOST)).items

// Every part of what the system keeps about a person that the person may see, by its name in the file.
const PARTS = {
  person: () => api.get("/volunteers/me"),
  totals: async () => (await api.get("/volunteers/me/record?limit=1")).totals,
  service: services,
  claims: list("/volunteers/me/claims"),
  disputes: list("/volunteers/me/disputes"),
  evaluations: list("/volunteers/me/evaluations"),
  trainings: list("/volunteers/me/trainings"),
  commendations: list("/volunteers/me/commendations"),
  complaints: list("/volunteers/me/complaints"),
  requests: list("/volunteers/me/requests"),
  certificates: list("/certificates"),
  consents: () => api.get("/volunteers/me/consents"),
  shares: list("/volunteers/me/shares"),
  transfers: list("/volunteers/me/transfers"),
  arrivals: list("/volunteers/me/arrivals"),
  looks: list("/volunteers/me/looks"),
  messages: list("/messages"),
}

async function everything(place) {
  const names = Object.keys(PARTS)
  const bar = progressBar("正在整理", names.length, "部分")
  place.replaceChildren(bar.element)
  const all = { schema: `${location.origin}/schemas/own-data-2.json`, made_at: new Date().toISOString() }
  for (const [done, name] of names.entries()) {
    bar.set(done)
    all[name] = await PARTS[name]()
  }
  bar.set(names.length)
  // A link is a key to the record: it does not belong into a file that is kept.
  all.shares = all.shares.map(({ token, ...share }) => share)
  return all
}

const SERVICE = [
  ["服务日期", (item) => item.service_date], ["开始", (item) => item.start], ["结束", (item) => item.end], ["分钟", (item) => item.minutes],
  ["小时", (item) => item.hours], ["项目", (item) => item.project], ["团体", (item) => item.group], ["地点", (item) => item.place],
  ["服务对象", (item) => item.service_object], ["服务内容", (item) => item.content], ["来源", (item) => item.source_name], ["状态", (item) => item.state_name],
]

/** 取走我的数据: everything the system keeps about its person, as JSON for programs and as a table for people. */
export function startData(part, who) {
  if (who.role !== "volunteer" || who.must.length) return
  part.hidden = false
  const place = part.querySelector("[data-data-message]")
  const run = (name, save) => part.querySelector(`[data-take="${name}"]`).addEventListener("click", (event) => whileBusy(event.currentTarget, "正在整理…", async () => {
    await save()
    showIn(place, notice("good", "已经存成文件", el("p", {}, "文件里有个人信息，请妥善保存，不要发到群里。")))
  }).catch((problem) => showIn(place, problemNotice(problem))))
  run("json", async () => saveFile(new Blob([JSON.stringify(await everything(place), null, 2)], { type: "application/json" }), "我的志愿服务数据.json"))
  run("csv", async () => saveFile(csvOf([SERVICE.map(([title]) => title), ...(await services()).map((item) => SERVICE.map(([, value]) => value(item)))]), "我的服务时长.csv"))
}
