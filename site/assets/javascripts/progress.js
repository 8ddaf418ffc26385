import { el } from "./dom.js"

const spaced = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, " ")

/** A long act: `{element, set(done)}`, saying “已处理 320 / 1 000 行”. */
export function progressBar(label, total, unit = "行") {
  const bar = el("progress", { max: total, value: 0, "aria-label": label })
  const text = el("p", { class: "v-progress__text", role: "status" })
  const set = (done) => {
    bar.value = done
    text.textContent = `${label}：已处理 ${spaced(done)} / ${spaced(total)} ${unit}`
  }
  set(0)
  return { element: el("div", { class: "v-progress" }, text, bar), set }
}
