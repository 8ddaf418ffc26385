import { el } from "./dom.js"
import { formatDate } from "./format.js"

/** 2026年1月1日 至 2026年12月31日, or with no end. */
export function periodOf({ from, to }) {
  return to ? `${formatDate(from)} 至 ${formatDate(to)}` : `${formatDate(from)}起，长期有效`
}

/** How many uses there are, in all and for each person. */
export function limitsOf({ quota, per_person: own }) {
  return [quota ? `一共 ${quota} 次` : "总数不限", own ? `每人 ${own} 次` : "每人不限次数"].join("，")
}

/** What a benefit is, where and by whom; the same for everybody. */
export const COLUMNS = [
  { title: "优待", head: true, value: (one) => [one.name, el("span", { class: "v-under" }, one.content)] },
  { title: "谁提供，在哪里", value: (one) => [one.provider, el("span", { class: "v-under" }, one.place)] },
  { title: "谁可以用", value: (one) => one.least_star_name },
  { title: "期限和名额", value: (one) => [periodOf(one), el("span", { class: "v-under" }, one.full ? `${limitsOf(one)}，名额已满` : limitsOf(one))] },
]
