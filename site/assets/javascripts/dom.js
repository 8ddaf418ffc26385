/** Make an element: `el("a", { href: "/x/", class: "v-button" }, "文字", node)`. Text is never read as markup. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? "" : value)
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false))
  return element
}

let made = 0

/** An id that no other element on the page has. */
export function freshId(prefix = "v") {
  made += 1
  return `${prefix}-${made}`
}

/** Run `start(element)` for every element of the page that matches; does nothing where there is none. */
export function eachElement(selector, start) {
  for (const element of document.querySelectorAll(selector)) start(element)
}

/** Move the keyboard and the screen reader to an element that is not a control. */
export function focusOn(element) {
  if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1")
  element.focus({ preventScroll: true })
  element.scrollIntoView({ block: "nearest" })
}

/**
 * What a form does when it is sent; the browser itself never sends one. Until this is set, a script in the page's head holds
 * a press of the button (what is typed must never end up in an address), and it is done now.
 */
export function onSubmit(form, act) {
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    act(event)
  })
  form.setAttribute("data-ready", "")
  if (!form.hasAttribute("data-early")) return
  form.removeAttribute("data-early")
  form.requestSubmit()
}
