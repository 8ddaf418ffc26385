import { el } from "./dom.js"

const SEXES = { male: "男", female: "女", unspecified: "未说明" }

/** What a request asks for, in words: its kind, and for a correction the field and what it should say. */
export function requestWhat(one) {
  const value = one.field === "sex" ? SEXES[one.value] : one.value
  return [one.kind_name, one.field_name && el("span", { class: "v-under" }, `${one.field_name}应当是：${value}`), el("span", { class: "v-under" }, one.text)]
}
