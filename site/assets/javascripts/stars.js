import { eachElement, el, onSubmit } from "./dom.js"
import { clearFaults, showFaults } from "./forms.js"

/** Article 19, in hours; in force since 2017-08-23. */
export const STAR_HOURS = [100, 300, 600, 1000, 1500]
export const NAMES = ["", "一星级", "二星级", "三星级", "四星级", "五星级"]

/** Hours typed by a person as whole hundredths, so that 99.99 is not rounded up; null when it is no such number. */
export function hundredthsOf(typed) {
  const text = typed.normalize("NFKC").replace(/[\s,]|小时/g, "").replace("。", ".")
  const match = /^(\d{1,6})(?:\.(\d{1,2}))?$/.exec(text)
  return match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : null
}

/** How many stars these hundredths of an hour reach. */
export function starOf(hundredths) {
  return STAR_HOURS.filter((hours) => hundredths >= hours * 100).length
}

function hoursText(hundredths) {
  const rest = hundredths % 100
  return rest ? (hundredths / 100).toFixed(2) : String(hundredths / 100)
}

function nextSentence(star, hundredths) {
  if (star === STAR_HOURS.length) return "这是最高的星级。"
  return `离${NAMES[star + 1]}还差 ${hoursText(STAR_HOURS[star] * 100 - hundredths)} 小时。`
}

function result(hundredths) {
  const star = starOf(hundredths)
  const title = star ? `可以申请到${NAMES[star]}` : "还没有达到一星级"
  const order = star > 1 ? `请依次申请：${NAMES.slice(1, star + 1).join("、")}，一级一级来。` : null
  return el("div", { class: `v-result v-result--${star ? "good" : "unknown"}` },
    el("p", { class: "v-stars" }, el("span", { "aria-hidden": "true" }, "★".repeat(star) + "☆".repeat(5 - star))),
    el("p", { class: "v-result__title" }, title),
    el("p", {}, nextSentence(star, hundredths)),
    order && el("p", {}, order),
    el("p", {}, "这里只按您填写的数字计算，申请时以系统里已生效的时长为准。"))
}

eachElement("[data-star-form]", (form) => {
  const place = form.querySelector("[data-star-result]")
  form.noValidate = true
  onSubmit(form, () => {
    clearFaults(form)
    place.replaceChildren()
    const hundredths = hundredthsOf(form.elements.hours.value)
    if (hundredths !== null) return place.append(result(hundredths))
    return showFaults(form, [{ field: "hours", message: "请填写小时数，最多两位小数，例如 120 或 99.5。" }])
  })
})
