import { el } from "./dom.js"
import { problemNotice } from "./notice.js"
import { qrImage } from "./qr.js"

const RETRY = 5 // seconds
const KEEP = 150 // seconds that a code is still good after the next one is due

/**
 * A code that renews itself in `place`: `read()` answers `{qr_svg, next_in, …}`, `alt` names the picture. `{start, stop}`:
 * it asks only while it is started and the page is looked at. Without a network the last code stays as long as it is good.
 */
export function renewingCode(place, { read, alt }) {
  const picture = el("div", { class: "check-in-code" })
  const text = el("p", { class: "check-in-code__text" })
  let timer = null
  let due = 0
  let gone = 0
  let run = 0

  const now = () => performance.now() / 1000
  const show = ({ qr_svg: svg, next_in: seconds }) => {
    due = now() + seconds
    gone = due + KEEP
    picture.replaceChildren(qrImage(svg, alt))
    place.replaceChildren(picture, text)
  }
  const fail = (problem) => {
    due = now() + RETRY
    if (problem.status && problem.status < 500 && problem.status !== 429) {
      stop()
      return place.replaceChildren(problemNotice(problem))
    }
    if (now() > gone) picture.replaceChildren()
    text.textContent = "网络没有连上，正在再试…"
    return place.replaceChildren(picture, text)
  }
  const renew = async () => {
    const mine = ++run
    due = Infinity
    try {
      const code = await read()
      if (mine === run) show(code)
    } catch (problem) {
      if (mine === run) fail(problem)
    }
  }
  const tick = () => {
    if (document.hidden) return
    const left = Math.ceil(due - now())
    if (left <= 0) renew()
    else if (left !== Infinity && picture.firstChild && now() < gone - KEEP) text.textContent = `${left} 秒后换新码`
  }
  const stop = () => {
    clearInterval(timer)
    timer = null
    run += 1
  }
  const start = () => {
    stop()
    timer = setInterval(tick, 500)
    return renew()
  }
  return { start, stop }
}
