import { api, loginAddress, newKey } from "./api.js"
import { COLUMNS } from "./benefit-words.js"
import { whileBusy } from "./confirm.js"
import { eachElement, el } from "./dom.js"
import { formatDateTime, groupCode } from "./format.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { rememberedRole } from "./session.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const leftText = (seconds) => `还有 ${Math.floor(seconds / 60)} 分 ${String(seconds % 60).padStart(2, "0")} 秒有效`

// Counts down in `place`, by the time that has passed here: the phone's clock may be wrong. Stops when its place is gone.
function countDown(place, seconds, over) {
  const end = performance.now() + seconds * 1000
  const tick = () => {
    const left = Math.ceil((end - performance.now()) / 1000)
    if (left <= 0 || !place.isConnected) clearInterval(timer)
    if (left <= 0) over()
    else place.textContent = leftText(left)
  }
  const timer = setInterval(tick, 500)
  place.textContent = leftText(seconds)
}

function codePanel(shown, { again, close }) {
  const left = el("p", { class: "benefit-left" })
  const code = el("p", { class: "benefit-code" }, groupCode(shown.code))
  const renew = el("button", { type: "button", class: "v-button v-button--secondary", onclick: again }, "换一个码")
  const panel = el("section", { class: "v-panel v-statement", "aria-label": "核对码" },
    el("h2", { tabindex: "-1" }, `核对码：${shown.benefit.name}`),
    code, left,
    el("p", {}, `请${shown.benefit.provider}的工作人员输入这个码。只能用一次，不要截图转给别人。`),
    el("div", { class: "v-actions" }, el("button", { type: "button", class: "v-button", onclick: close }, "对方核对好了"), renew))
  countDown(left, shown.valid_seconds, () => {
    code.remove()
    left.textContent = "这个码已经过期，请按“换一个码”。"
  })
  return panel
}

const mayUse = (one) => (one.usable
  ? [statusTag("valid", "可以用")]
  : [statusTag("refused", "还不能用"), ...one.why.map((why) => el("span", { class: "v-under" }, why.message))])

function forVolunteer(page) {
  const place = (name) => page.querySelector(`[data-${name}]`)
  const ask = async (one, button) => {
    const path = `/volunteers/me/benefits/${one.benefit_id}/code`
    try {
      const shown = await whileBusy(button, "正在生成…", () => api.post(path, {}, { key: newKey() }))
      if (!shown) return
      const panel = codePanel(shown, { again: (event) => ask(one, event.currentTarget), close })
      showIn(place("code"), panel)
      panel.scrollIntoView({ block: "start" })
    } catch (problem) {
      showIn(place("code"), problemNotice(problem))
      if (!problem.sessionEnded) list.reload()
    }
  }
  const action = (one) => {
    const own = one.own_uses ? el("span", { class: "v-under" }, `您用过 ${one.own_uses} 次`) : null
    if (!one.usable) return own ? [own] : "—"
    return [el("button", { type: "button", class: "v-button v-button--small", "aria-label": `出示核对码 ${one.name}`, onclick: (event) => ask(one, event.currentTarget) }, "出示核对码"), own].filter(Boolean)
  }
  const list = pagedTable(place("list"), {
    caption: "现在的优待，先到期的在前",
    columns: [...COLUMNS, { title: "我能不能用", value: mayUse }, { title: "使用", value: action }],
    read: pageOf("/volunteers/me/benefits"),
    empty: { title: "现在没有优待", text: "主管部门登记了新的优待，会出现在这里。" },
  })
  page.querySelector("[data-own]").hidden = false
  const uses = pagedTable(place("uses"), {
    caption: "我用过的优待，新的在前",
    columns: [
      { title: "优待", head: true, value: (use) => use.name },
      { title: "谁提供", value: (use) => use.provider },
      { title: "什么时候", value: (use) => formatDateTime(use.used_at) },
    ],
    read: pageOf("/volunteers/me/benefits/uses"),
    empty: { title: "还没有用过", text: "对方记录使用以后，会出现在这里。" },
  })
  const close = () => {
    place("code").replaceChildren()
    return Promise.all([list.reload(), uses.reload()])
  }
}

function forEverybody(page) {
  const login = el("p", {}, el("a", { class: "v-button v-button--secondary", href: loginAddress() }, "登录"))
  const why = el("p", {}, "用志愿者账号登录以后，能看到每一项自己能不能用、为什么，还能出示核对码。")
  if (rememberedRole() === null) page.querySelector("[data-who]").replaceChildren(notice("info", "您是志愿者？", why, login))
  pagedTable(page.querySelector("[data-list]"), {
    caption: "现在的优待，先到期的在前",
    columns: COLUMNS,
    read: pageOf("/public/benefits"),
    empty: { title: "现在没有优待", text: "主管部门登记了新的优待，会出现在这里。" },
  })
}

// Whether a volunteer is logged in. The server is asked only where this browser remembers one, as the page is everybody's.
async function isVolunteer() {
  if (rememberedRole() !== "volunteer") return false
  try {
    const who = await api.get("/session")
    return who.role === "volunteer" && !who.must.length
  } catch {
    return false
  }
}

eachElement("#benefits", async (page) => ((await isVolunteer()) ? forVolunteer(page) : forEverybody(page)))
