import { el, focusOn } from "./dom.js"
import { inFours } from "./format.js"
import { rememberLogin } from "./login-name.js"

/** A page's result in place of its form: what happened, the number to keep, what comes next. */
export function showResult(page, { title, lines, next, actions }) {
  const head = el("div", { class: "v-result__head" },
    el("span", { class: "v-result__icon", "aria-hidden": "true" }, "✓"), el("h2", { class: "v-result__title" }, title))
  const printing = el("button", { type: "button", class: "v-button v-button--secondary", onclick: () => window.print() }, "打印这一页")
  const place = page.querySelector("[data-result]")
  for (const part of page.querySelectorAll("form, [data-before]")) part.remove()
  place.replaceChildren(
    el("div", { class: "v-result v-result--good" }, head, lines),
    el("h2", {}, "接下来"), el("ol", { class: "v-next" }, next.map((line) => el("li", {}, line))),
    el("div", { class: "v-actions" }, actions, printing))
  focusOn(place.querySelector("h2"))
  scrollTo(0, 0)
}

/** After a volunteer's registration. */
export function registered(page, { volunteer_number: number }, values) {
  rememberLogin(values.login ?? number)
  showResult(page, {
    title: "登记成功",
    lines: [
      el("p", {}, `${values.name}，您的志愿者编号是`),
      el("p", { class: "v-number" }, inFours(number)),
      el("p", {}, "请抄下来、拍照或打印保存。登录时输入编号，有没有空格都可以。"),
      values.login && el("p", {}, `您另取的登录名是 ${values.login}，登录时用编号或登录名都行。`),
    ],
    next: [
      "把志愿者编号告诉您所在的志愿团体，请记录员把您加进名册。",
      "参加服务以后，由团体记录员录入时长。",
      "随时登录“我的记录”，查看时长、出具证明。",
    ],
    actions: el("a", { class: "v-button", href: "/login/?next=/record/" }, "去登录"),
  })
}
