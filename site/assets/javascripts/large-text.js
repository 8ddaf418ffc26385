import { eachElement } from "./dom.js"

const KEY = "large-text"
const root = document.documentElement

function remember(on) {
  try {
    localStorage.setItem(KEY, on ? "on" : "off")
  } catch {
    // The switch still works on this page.
  }
}

function show(button) {
  const on = root.classList.contains("large-text")
  button.setAttribute("aria-pressed", String(on))
  button.textContent = on ? "标准字号" : "大字版"
}

// A small script in the page's head has already set the class, so that nothing jumps.
eachElement("[data-large-text]", (button) => {
  button.hidden = false
  show(button)
  button.addEventListener("click", () => {
    remember(root.classList.toggle("large-text"))
    show(button)
  })
})
