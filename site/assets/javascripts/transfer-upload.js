import { api, newKey } from "./api.js"
import { el } from "./dom.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { base64Of } from "./numbers-file.js"
import { progressBar } from "./progress.js"

const PART = 700000
const MOST = 24000000

/** What is wrong with a chosen package before anything is sent, as a list of violations at `field`. */
export function packageFaults(file, field = "file") {
  if (!file) return [{ field, message: "请选择转移文件。" }]
  if (!/\.zip$/i.test(file.name)) return [{ field, message: "转移文件是 .zip。请选择从转出的地方下载的那个文件。" }]
  return file.size > MOST ? [{ field, message: "文件超过 24 MB，不是能接收的转移文件。" }] : []
}

async function sha256Of(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer())
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")
}

async function sendParts(file, arrival, place) {
  const bar = progressBar("正在上传", arrival.parts, "段")
  place.replaceChildren(el("div", { class: "v-panel" }, bar.element, el("p", {}, "请不要关掉这一页。断了也不要紧，重新选同一个文件就接着传。")))
  bar.set(arrival.parts - arrival.missing.length)
  for (const [sent, number] of arrival.missing.entries()) {
    const content = await base64Of(file.slice(number * PART, (number + 1) * PART))
    await api.put(`/arrivals/${arrival.arrival_id}/parts/${number}`, { content })
    bar.set(arrival.parts - arrival.missing.length + sent + 1)
  }
}

const step = (arrival) => api.post(`/arrivals/${arrival.arrival_id}/steps`, {}, { key: newKey() })

async function check(arrival, place) {
  place.replaceChildren(el("p", { class: "v-loading", role: "status" }, "正在核对签名和内容…"))
  let now = ["uploading", "bad"].includes(arrival.state) ? await step(arrival) : arrival
  const bar = progressBar("正在检查", now.package?.steps ?? 0, "个文件")
  if (now.state === "checking") place.replaceChildren(el("div", { class: "v-panel" }, bar.element, el("p", {}, "可以离开这一页，回来以后从列表里接着检查。")))
  while (now.state === "checking") {
    bar.set(now.steps_done)
    now = await step(now)
  }
  return now
}

export function foundList(arrival) {
  return el("ul", {}, arrival.found.map(({ name, lines }) => el("li", {}, `${name}：${lines} 条`)))
}

function checkedNotice(arrival) {
  if (arrival.state === "bad") return notice("bad", "不能接收，什么都没有转入", ...arrival.faults.map((text) => el("p", {}, text)))
  const { package: told } = arrival
  return notice("good", arrival.state === "done" ? "这个文件已经办结" : "检查通过，等待主管部门核验",
    el("p", {}, `从${told.sender.name}转来，服务时长 ${told.lines} 条，合计 ${told.hours} 小时。还没有计入记录。`), arrival.found.length > 0 && foundList(arrival))
}

/** Upload a package from wherever it stopped, and check it; `done(arrival)` runs when it has come further. */
export async function bringPackage(file, number, place, done) {
  const arrival = await api.post("/arrivals", { volunteer_number: number, size: file.size, sha256: await sha256Of(file) }, { key: newKey() })
  await sendParts(file, arrival, place)
  return goOn(arrival, place, done)
}

/** Check what was uploaded, from wherever it stopped. What the network breaks off goes on at the press of a button. */
export async function goOn(arrival, place, done) {
  try {
    const now = await check(arrival, place)
    showIn(place, checkedNotice(now))
    done(now)
  } catch (problem) {
    if (problem.name !== "ApiProblem") throw problem
    const again = el("button", { type: "button", class: "v-button v-button--secondary", onclick: async () => goOn(await api.get(`/arrivals/${arrival.arrival_id}`), place, done) }, "接着检查")
    showIn(place, el("div", {}, problemNotice(problem), !problem.sessionEnded && again))
  }
}

/** The signed answer of a closed arrival, as a button. */
export function answerLink(arrival) {
  return el("a", { class: "v-button v-button--plain v-button--small", href: `/api/v1/arrivals/${arrival.arrival_id}/answer`, download: true, "aria-label": `下载答复文件 ${arrival.package?.sender.name ?? ""}` }, "下载答复文件")
}

export const ARRIVAL_TAGS = { uploading: "pending", checking: "pending", waiting: "pending", done: "approved", bad: "refused" }
