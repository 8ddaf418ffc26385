import { api } from "./api.js"
import { makeDistrictComplaints } from "./complaints-desk.js"
import { makeDistrictCommendations } from "./commendations-desk.js"
import { makeDistrictDeadlines } from "./deadlines.js"
import { makeArrivals } from "./desk-arrivals.js"
import { makeBenefits } from "./desk-benefits.js"
import { makeCounter } from "./desk-counter.js"
import { makeDecided } from "./desk-decided.js"
import { makeDraws } from "./desk-draws.js"
import { makeInbox } from "./desk-inbox.js"
import { makeKeys } from "./desk-keys.js"
import { makeMeasures } from "./desk-measures.js"
import { makeMerges } from "./desk-merges.js"
import { makeMinors } from "./desk-minors.js"
import { makeOverview, makeRecounts } from "./desk-overview.js"
import { makePolicy } from "./desk-policy.js"
import { makeRequests } from "./desk-requests.js"
import { makeRevocation } from "./desk-revoke.js"
import { makeSenders } from "./desk-senders.js"
import { makeOverdueDisputes } from "./disputes-desk.js"
import { makeSealCertificates } from "./desk-seals.js"
import { makeSuccessions } from "./desk-successions.js"
import { makeSigns } from "./desk-signs.js"
import { makeDistrictRolls } from "./rolls-desk.js"
import { makeDistrictStars } from "./stars-desk.js"
import { makeTimebank } from "./desk-timebank.js"
import { eachElement, el, focusOn } from "./dom.js"
import { openAs } from "./gate.js"

// By what the supervisor comes for: what waits, what is looked into, what is kept and set.
const PARTS = [
  ["等待办理", [["overview", "总览"], ["pending", "待审核"], ["requests", "个人请求"], ["complaints", "投诉"], ["disputes", "异议"], ["stars", "星级"], ["commendations", "表彰申报"], ["arrivals", "转入核验"], ["deadlines", "截止时限"]]],
  ["监督", [["signs", "线索"], ["draws", "抽查"], ["measures", "整改通报"], ["revoke", "撤销证明"], ["minors", "未成年人查看"]]],
  ["名册和设置", [["approved", "已通过"], ["refused", "未通过"], ["successions", "团体承接"], ["counter", "窗口代办"], ["merges", "合并重复"], ["rolls", "表彰名单"], ["benefits", "优待"], ["senders", "可信来源"], ["timebank", "时间银行"], ["policy", "时长规则"], ["seals", "电子签章"], ["keys", "签名密钥"], ["statistics", "统计核对"]]],
]
const TABS = PARTS.flatMap(([, tabs]) => tabs)

function open(desk, settings) {
  const counts = new Map()
  const sectionOf = (tab) => desk.querySelector(`[data-tab="${tab}"]`)
  const asked = () => TABS.find(([tab]) => `#${tab}` === location.hash.split("?")[0])?.[0] ?? "overview"
  const drawTabs = () => {
    const link = ([tab, name]) => {
      const text = counts.get(tab) ? `${name}（${counts.get(tab)}）` : name
      return el("li", {}, el("a", { href: `#${tab}`, "aria-current": tab === asked() ? "page" : null }, text))
    }
    const parts = PARTS.map(([part, tabs]) => el("div", { class: "bench-tabs__part" }, el("span", { class: "bench-tabs__name", "aria-hidden": "true" }, part), el("ul", { "aria-label": part }, tabs.map(link))))
    desk.querySelector('[data-place="tabs"]').replaceChildren(...parts)
  }
  const counted = (tab, text) => {
    counts.set(tab, text)
    drawTabs()
  }
  const made = {
    overview: makeOverview(sectionOf("overview"), counted),
    statistics: makeRecounts(sectionOf("statistics")),
    pending: makeInbox(sectionOf("pending"), (text) => counted("pending", text)),
    approved: makeDecided(sectionOf("approved"), "approved"),
    refused: makeDecided(sectionOf("refused"), "refused"),
    revoke: makeRevocation(sectionOf("revoke"), settings),
    deadlines: makeDistrictDeadlines(sectionOf("deadlines")),
    disputes: makeOverdueDisputes(sectionOf("disputes")),
    complaints: makeDistrictComplaints(sectionOf("complaints")),
    commendations: makeDistrictCommendations(sectionOf("commendations")),
    rolls: makeDistrictRolls(sectionOf("rolls")),
    stars: makeDistrictStars(sectionOf("stars")),
    benefits: makeBenefits(sectionOf("benefits")),
    successions: makeSuccessions(sectionOf("successions")),
    arrivals: makeArrivals(sectionOf("arrivals")),
    senders: makeSenders(sectionOf("senders")),
    requests: makeRequests(sectionOf("requests")),
    counter: makeCounter(sectionOf("counter")),
    merges: makeMerges(sectionOf("merges")),
    minors: makeMinors(sectionOf("minors")),
    signs: makeSigns(sectionOf("signs"), settings),
    draws: makeDraws(sectionOf("draws")),
    measures: makeMeasures(sectionOf("measures")),
    keys: makeKeys(sectionOf("keys")),
    policy: makePolicy(sectionOf("policy")),
    timebank: makeTimebank(sectionOf("timebank")),
    seals: makeSealCertificates(sectionOf("seals")),
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
