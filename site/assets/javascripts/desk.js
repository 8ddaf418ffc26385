import { api } from "./api.js"
import { makeDecided } from "./desk-decided.js"
import { makeInbox } from "./desk-inbox.js"
import { makeRevocation } from "./desk-revoke.js"
import { eachElement, el, focusOn } from "./dom.js"
import { openAs } from "./gate.js"

const TABS = [["pending", "待审核"], ["approved", "已通过"], ["refused", "未通过"], ["revoke", "撤销证明"]]

function open(desk, settings) {
  let count = ""
  const sectionOf = (tab) => desk.querySelector(`[data-tab="${tab}"]`)
  const asked = () => TABS.find(([tab]) => `#${tab}` === location.hash)?.[0] ?? "pending"
  const drawTabs = () => {
    const links = TABS.map(([tab, name]) => {
      const text = tab === "pending" && count ? `${name}（${count}）` : name
      return el("li", {}, el("a", { href: `#${tab}`, "aria-current": tab === asked() ? "page" : null }, text))
    })
    desk.querySelector('[data-place="tabs"]').replaceChildren(...links)
  }
  const tabCount = (text) => {
    count = text
    drawTabs()
  }
  const made = {
    pending: makeInbox(sectionOf("pending"), tabCount),
    approved: makeDecided(sectionOf("approved"), "approved"),
    refused: makeDecided(sectionOf("refused"), "refused"),
    revoke: makeRevocation(sectionOf("revoke"), settings),
  }
  const show = (moved) => {
    drawTabs()
    for (const [tab] of TABS) sectionOf(tab).hidden = tab !== asked()
    if (moved) focusOn(sectionOf(asked()).querySelector("h2"))
    made[asked()].show()
  }
  addEventListener("hashchange", () => show(true))
  desk.querySelector('[data-place="desk"]').hidden = false
  show(false)
}

eachElement("#desk", (desk) => openAs("supervisor", desk.querySelector('[data-place="gate"]'), async () => open(desk, await api.get("/settings"))))
