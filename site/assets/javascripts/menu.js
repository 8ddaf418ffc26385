import { eachElement } from "./dom.js"

// Without scripts the menu is simply open; on wide screens the button is hidden by the style sheet.
eachElement("[data-menu]", (button) => {
  const menu = document.getElementById(button.dataset.menu)
  const set = (open) => {
    button.setAttribute("aria-expanded", String(open))
    menu.classList.toggle("v-menu--closed", !open)
  }
  button.hidden = false
  set(false)
  button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"))
})

eachElement("[data-open-search]", (button) => {
  button.addEventListener("click", () => {
    document.getElementById("__search").click()
    document.querySelector("[data-md-component=search-query]").focus()
  })
})

// The theme gives its search the role of a dialog, but no name.
eachElement("[data-md-component=search]", (search) => search.setAttribute("aria-label", "搜索"))
