import { el } from "./dom.js"

/** A QR that the server drew (`svg`), as a picture: as an image it can neither run scripts nor load anything. */
export function qrImage(svg, alt, attributes = {}) {
  const named = svg.includes("xmlns=") ? svg : svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"')
  return el("img", { class: "v-qr", src: `data:image/svg+xml,${encodeURIComponent(named)}`, alt, ...attributes })
}
