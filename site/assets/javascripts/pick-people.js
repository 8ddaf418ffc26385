import { el, freshId } from "./dom.js"
import { keyKeeper } from "./forms.js"
import { whileBusy } from "./confirm.js"
import { notice, problemNotice, showIn } from "./notice.js"
import { readAll } from "./read-all.js"
import { emptyState } from "./table.js"
import { addressOf } from "./workbench-address.js"

const MOST_AT_ONCE = 500

function choiceOf(member) {
  const id = freshId("pick")
  return el("div", { class: "v-choice", "data-words": `${member.name} ${member.volunteer_number}` },
    el("input", { type: "checkbox", id, value: member.volunteer_number }), el("label", { for: id }, `${member.name}（${member.volunteer_number}）`))
}

/** Choose members who are not on the list yet, by ticking; drawn into `body`. `send` puts the chosen numbers on the list. */
export async function pickPeople(body, { bench, path, send, place, done }) {
  body.replaceChildren(el("p", { role: "status" }, "正在读取名册…"))
  try {
    const [members, there] = await Promise.all([bench.members(), readAll(path)])
    const known = new Set(there.items.map((person) => person.volunteer_number))
    const free = members.items.filter((member) => !known.has(member.volunteer_number))
    draw(body, free, { bench, send, place, done, hasMembers: members.items.length > 0 })
  } catch (problem) {
    if (problem.name !== "ApiProblem") throw problem
    body.replaceChildren(problemNotice(problem))
  }
}

function nobody(bench, hasMembers) {
  if (hasMembers) return emptyState("名册上的人都已在名单里", "")
  const link = el("a", { class: "v-button", href: addressOf("members", { group: bench.groupInAddress }) }, "去团体名册")
  return emptyState("团体名册还是空的", "先把志愿者加入团体名册。", link)
}

function draw(body, free, { bench, send, place, done, hasMembers }) {
  if (!free.length) return body.replaceChildren(nobody(bench, hasMembers))
  const keys = keyKeeper()
  const choices = el("fieldset", { class: "pick-list" }, el("legend", { class: "v-hidden" }, "名册上的志愿者"), free.map(choiceOf))
  const ticked = () => [...choices.querySelectorAll("input:checked")].map((box) => box.value)
  const button = el("button", { type: "button", class: "v-button" }, "加入所选的人")
  const count = el("p", { role: "status" }, "")
  const all = el("button", { type: "button", class: "v-button v-button--secondary" }, "全选")
  const search = el("input", { id: freshId("search"), type: "text", autocomplete: "off" })
  const shown = () => [...choices.querySelectorAll(".v-choice")].filter((choice) => !choice.hidden)
  const tell = () => (count.textContent = `已选 ${ticked().length} 人，共 ${free.length} 人可选。`)
  search.addEventListener("input", () => {
    const words = search.value.trim()
    for (const choice of choices.querySelectorAll(".v-choice")) choice.hidden = !choice.dataset.words.includes(words)
  })
  all.addEventListener("click", () => {
    for (const choice of shown()) choice.querySelector("input").checked = true
    tell()
  })
  choices.addEventListener("change", tell)
  button.addEventListener("click", () => whileBusy(button, "正在添加…", async () => {
    const chosen = ticked()
    if (!chosen.length) return showIn(place, notice("warn", "还没有选人", el("p", {}, "请先勾选，再加入名单。")))
    if (chosen.length > MOST_AT_ONCE) return showIn(place, notice("warn", `一次最多 ${MOST_AT_ONCE} 人`, el("p", {}, "请分次加入。")))
    const values = { volunteer_numbers: chosen }
    const { added } = await send(values, { key: keys.keyFor(values) })
    showIn(place, notice("good", `已把 ${added} 人加入项目名单`))
    return done()
  }).catch((problem) => showIn(place, problemNotice(problem))))
  tell()
  return body.replaceChildren(
    el("div", { class: "v-field" }, el("label", { for: search.id }, "按姓名或编号查找"), search), choices, count, el("div", { class: "v-actions" }, button, all))
}
