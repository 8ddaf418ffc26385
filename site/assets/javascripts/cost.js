import { eachElement, el, freshId, onSubmit } from "./dom.js"
import { clearFaults, showFaults } from "./forms.js"

function money(amount, currency) {
  const digits = amount >= 100 ? 0 : 1
  return `${amount.toLocaleString("zh-CN", { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${currency}`
}

function numberOf(typed) {
  const text = typed.normalize("NFKC").replace(/[\s,]|人/g, "")
  return /^\d{1,8}$/.test(text) ? Number(text) : null
}

/** A price as typed, or null when it is none. */
function priceOf(typed) {
  const text = typed.normalize("NFKC").replace(/\s/g, "")
  return /^\d{1,7}(\.\d{1,12})?$/.test(text) ? Number(text) : null
}

function plain(price) {
  return price.toFixed(10).replace(/0+$/, "").replace(/\.$/, "")
}

// One field a price, filled with what the chosen region asks.
function priceFields(facts, region) {
  const fields = facts.lines.map((line) => {
    const id = freshId("price")
    return el("div", { class: "v-field" },
      el("label", { for: id }, `${line.told}，每${line.unit}（${region.currency}）`),
      el("input", { id, name: line.price, inputmode: "decimal", autocomplete: "off", value: plain(region.prices[line.price]) }))
  })
  return el("details", { class: "v-more" }, el("summary", {}, "改单价"), fields)
}

function result(facts, region, volunteers, prices) {
  const rows = facts.lines.map((line) => ({ line, amount: (line.fixed + line.each * volunteers) * prices[line.price] }))
  const total = rows.reduce((sum, { amount }) => sum + amount, 0)
  const largest = [...rows].sort((one, other) => other.amount - one.amount).slice(0, 5)
  return [
    el("p", {}, el("strong", {}, `每月约 ${money(total, region.currency)}`), `，平均每人每月 ${(total / volunteers).toFixed(4)} ${region.currency}。`),
    el("p", {}, "最大的五项："),
    el("ul", {}, largest.map(({ line, amount }) => el("li", {}, `${line.told}：${money(amount, region.currency)}`))),
  ]
}

/** Prices as they stand in the fields; `faults` names those that are no number. */
function typedPrices(form, facts) {
  const prices = {}
  const faults = []
  for (const { price } of facts.lines) {
    prices[price] = priceOf(form.elements[price].value)
    if (prices[price] === null) faults.push({ field: price, message: "请填写单价，例如 0.25。" })
  }
  return { prices, faults }
}

eachElement("[data-cost-form]", (form) => {
  const facts = JSON.parse(document.querySelector("[data-cost-facts]").textContent)
  const place = form.querySelector("[data-cost-result]")
  const region = () => facts.regions.find(({ code }) => code === form.elements.region.value)
  const ask = () => form.querySelector("[data-cost-prices]").replaceChildren(priceFields(facts, region()))
  form.noValidate = true
  form.elements.region.addEventListener("change", () => {
    place.replaceChildren()
    ask()
  })
  ask()
  onSubmit(form, () => {
    clearFaults(form)
    place.replaceChildren()
    const volunteers = numberOf(form.elements.volunteers.value)
    const { prices, faults } = typedPrices(form, facts)
    if (!volunteers) faults.unshift({ field: "volunteers", message: "请填写人数，例如 20000。" })
    if (!faults.length) return place.append(...result(facts, region(), volunteers, prices))
    form.querySelector("details").open = faults.some(({ field }) => field !== "volunteers")
    return showFaults(form, faults)
  })
})
