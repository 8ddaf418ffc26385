import { eachElement } from "./dom.js"

// `<button type="button" data-show="password-id">显示密码</button>`: read what was typed instead of typing it twice in the dark.
eachElement("[data-show]", (button) => {
  const input = document.getElementById(button.dataset.show)
  button.addEventListener("click", () => {
    const shown = input.type === "password"
    input.type = shown ? "text" : "password"
    button.textContent = shown ? "隐藏密码" : "显示密码"
  })
})

/** The fault of a password typed twice, as `showFaults` takes it; `again` is the name of the second field. */
export function repeatFaults(form, password, again) {
  const [first, second] = [form.elements[password].value, form.elements[again].value]
  return first === second ? [] : [{ field: again, message: "两次输入的密码不一样，请重新输入。可以按“显示密码”核对。" }]
}
