import { api, newKey } from "./api.js"
import { askReason } from "./ask-reason.js"
import { COLUMNS } from "./benefit-words.js"
import { confirmUnder, whileBusy } from "./confirm.js"
import { el, focusOn, freshId } from "./dom.js"
import { clearFaults, enhanceForm } from "./forms.js"
import { formatDate, formatDateTime, today } from "./format.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { pageOf } from "./read-all.js"
import { pagedTable } from "./table.js"
import { statusTag } from "./tag.js"

const FIELDS = ["name", "content", "provider", "place", "least_star", "from", "to", "quota", "per_person"]

const usedText = (one) => (one.quota ? `${one.used} / ${one.quota} 次` : `${one.used} 次`)

function stateOf(one) {
  const lines = [
    one.link_made_at && `核对链接 ${formatDateTime(one.link_made_at)} 生成`,
    one.state === "open" && !one.link_made_at && "还没有核对链接",
    one.ended_at && `${formatDate(one.ended_at)} 结束，理由：${one.ended_reason}`,
  ]
  return [statusTag(one.state === "open" ? "valid" : "closed", one.state_name), ...lines.filter(Boolean).map((line) => el("span", { class: "v-under" }, line))]
}

// The link is told once; whoever has it can check, so it is handed over and not published.
function linkPanel(one, url) {
  const box = el("input", { id: freshId("benefit-link"), class: "v-code-input", readonly: true, value: url, onfocus: (event) => event.target.select() })
  const copy = async (event) => {
    const button = event.currentTarget
    await navigator.clipboard?.writeText(box.value).catch(() => null)
    box.select()
    button.textContent = "已复制"
  }
  return notice("good", `“${one.name}”的核对链接`,
    el("p", {}, `请把整个链接交给${one.provider}，用手机或电脑打开就能核对，不用登录。只显示这一次，以后可以换新的。`),
    el("label", { for: box.id }, "核对链接"), box,
    el("div", { class: "v-actions" }, el("button", { type: "button", class: "v-button v-button--secondary", onclick: copy }, "复制链接")))
}

function fill(form, one) {
  for (const name of FIELDS) form.elements[name].value = one[name] ?? ""
}

/** 优待: the catalogue, with what its providers need and how often each was used. Made once for the tab's `section`. */
export function makeBenefits(section) {
  const place = (name) => section.querySelector(`[data-place="${name}"]`)
  const form = section.querySelector("form")
  const empty = { name: "", content: "", provider: "", place: "", least_star: 0, from: today(), to: "", quota: 0, per_person: 0 }
  let editing = null
  let list = null

  const openForm = (one) => {
    editing = one
    clearFaults(form)
    form.querySelector(".v-form-message").replaceChildren()
    fill(form, one ?? empty)
    form.querySelector("h3").textContent = one ? `修改“${one.name}”` : "添加优待"
    form.hidden = false
    place("panel").replaceChildren()
    focusOn(form.querySelector("h3"))
  }
  const tell = (title, text) => {
    list.reload()
    return showIn(place("panel"), notice("good", title, el("p", {}, text)))
  }
  const showUses = (one) => {
    const body = el("div")
    const close = el("button", { type: "button", class: "v-button v-button--plain", onclick: () => place("panel").replaceChildren() }, "收起")
    showIn(place("panel"), el("section", { class: "v-panel", "aria-label": `“${one.name}”的使用情况` },
      el("h3", {}, `“${one.name}”用了 ${usedText(one)}`), el("p", {}, "这里只有时间。谁用的，只有志愿者本人能看到。"), body, close))
    pagedTable(body, {
      caption: "使用的时间，新的在前",
      columns: [{ title: "什么时候", head: true, value: (use) => formatDateTime(use.used_at) }],
      read: pageOf(`/benefits/${one.benefit_id}/uses`),
      empty: { title: "还没有人用过" },
    })
  }
  const makeLink = async (one) => {
    const { url } = await api.post(`/benefits/${one.benefit_id}/link`, {}, { key: newKey() })
    list.reload()
    showIn(place("panel"), linkPanel(one, url))
  }
  const link = (one) => (event) => {
    const button = event.currentTarget
    if (one.link_made_at) {
      return confirmUnder(button, { question: `给“${one.name}”换一个核对链接？旧的马上不能再用。`, yes: "换新链接", act: () => makeLink(one) })
    }
    return whileBusy(button, "正在生成…", () => makeLink(one)).catch((problem) => showIn(place("panel"), problemNotice(problem)))
  }
  const end = (one) => (event) => askReason(event.currentTarget, {
    question: `结束“${one.name}”？目录里马上不再显示，核对链接同时停用，不能恢复。`, yes: "确定结束", missing: "请写明为什么结束，会存档备查。",
    act: async (reason) => {
      await api.post(`/benefits/${one.benefit_id}/end`, { version: one.version, reason }, { key: newKey() })
      tell(`已结束“${one.name}”`, "用过的记录还在。")
    },
  })
  const actions = (one) => {
    const button = (text, act) => el("button", { type: "button", class: "v-button v-button--plain v-button--small", "aria-label": `${text} ${one.name}`, onclick: act }, text)
    const always = [button("使用情况", () => showUses(one))]
    if (one.state !== "open") return always
    return [button("修改", () => openForm(one)), button("核对链接", link(one)), ...always, button("结束", end(one))]
  }
  enhanceForm(form, {
    busy: "正在保存…",
    shape: ({ least_star: star, ...values }) => ({ ...values, least_star: Number(star), ...(editing ? { version: editing.version } : {}) }),
    send: async (values, { key }) => {
      if (!editing) return api.post("/benefits", values, { key })
      try {
        return await api.put(`/benefits/${editing.benefit_id}`, values)
      } catch (problem) {
        if (problem.status === 409) list.reload()
        throw problem
      }
    },
    done: (saved) => {
      form.hidden = true
      if (editing) tell(`已保存“${saved.name}”`, "从现在起按新的内容核对。")
      else tell(`已添加“${saved.name}”`, "优待目录里已经能看到。要让提供单位核对，请在列表里做核对链接。")
    },
  })
  section.querySelector('[data-tool="add"]').addEventListener("click", () => openForm(null))
  section.querySelector('[data-tool="close"]').addEventListener("click", () => {
    form.hidden = true
    section.querySelector('[data-tool="add"]').focus()
  })
  return {
    show() {
      form.hidden = true
      place("panel").replaceChildren()
      list = pagedTable(place("list"), {
        caption: "优待目录，新添加的在前",
        columns: [...COLUMNS, { title: "用了多少", number: true, value: usedText }, { title: "状态", value: stateOf }, { title: "办理", value: actions }],
        read: pageOf("/benefits"),
        empty: { title: "还没有优待", text: "按“添加优待”，登记有关单位给志愿者的优待。" },
      })
    },
  }
}
