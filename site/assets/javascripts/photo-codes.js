const LONGEST = 1600 // pixels: a phone's picture has four times as many on a side as a code needs

// What the browser itself finds; some have the name and no reader behind it.
async function byBrowser(picture) {
  if (!("BarcodeDetector" in globalThis)) return []
  const found = await new globalThis.BarcodeDetector({ formats: ["qr_code"] }).detect(picture).catch(() => [])
  return found.map(({ rawValue }) => rawValue)
}

function pixelsOf(picture, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height))
  const canvas = document.createElement("canvas")
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const context = canvas.getContext("2d", { willReadFrequently: true })
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

async function byLibrary(picture) {
  const { decodeQR } = await import("./libraries/qr/decode.js")
  // A code that is small in a large picture needs all of it; one that fills it is read better when it is smaller.
  for (const longest of [LONGEST, LONGEST / 2, 4000]) {
    try {
      return [decodeQR(pixelsOf(picture, longest))]
    } catch {
      // None at this size.
    }
  }
  return []
}

/** The texts of the QR codes in a picture, an empty list where there is none; the picture does not leave the device. */
export async function codesIn(file) {
  try {
    const picture = await createImageBitmap(file)
    const found = await byBrowser(picture)
    return found.length ? found : await byLibrary(picture)
  } catch {
    return [] // no picture, or the library could not be fetched
  }
}
