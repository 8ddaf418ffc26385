// Reads DER, strictly and within bounds: what a signature in a PDF is made of. Whatever is not exactly right throws a RangeError.

function fault() {
  throw new RangeError("not DER")
}

// The length of what follows, in the shortest form that DER allows: `[length, where it begins]`.
function lengthAt(bytes, at) {
  const first = bytes[at]
  if (first === undefined) fault()
  if (first < 0x80) return [first, at + 1]
  const count = first & 0x7f
  if (count < 1 || count > 3 || at + count >= bytes.length || bytes[at + 1] === 0) fault()
  let length = 0
  for (let place = 1; place <= count; place += 1) length = length * 256 + bytes[at + place]
  return length < 0x80 ? fault() : [length, at + 1 + count]
}

/** The element at `at`: `{tag, whole, content, end}`; `whole` is its bytes with tag and length, `content` without. */
export function elementAt(bytes, at = 0) {
  const tag = bytes[at]
  if (tag === undefined || (tag & 0x1f) === 0x1f) fault()
  const [length, start] = lengthAt(bytes, at + 1)
  const end = start + length
  if (end > bytes.length) fault()
  return { tag, whole: bytes.subarray(at, end), content: bytes.subarray(start, end), end }
}

/** What a sequence or set (`tag`) holds: its elements, which fill it. */
export function partsOf(element, tag) {
  if (element?.tag !== tag) fault()
  const parts = []
  for (let at = 0; at < element.content.length; ) {
    const part = elementAt(element.content, at)
    parts.push(part)
    at = part.end
  }
  return parts
}

/** The content of an element that must have this tag. */
export function contentOf(element, tag) {
  return element?.tag === tag ? element.content : fault()
}

/** An object identifier as people write it, `1.2.840.113549.1.7.2`. */
export function oidOf(element) {
  const bytes = contentOf(element, 0x06)
  if (!bytes.length || bytes.length > 30) fault()
  const numbers = []
  let value = 0
  for (const [place, byte] of bytes.entries()) {
    value = value * 128 + (byte & 0x7f)
    if (value > Number.MAX_SAFE_INTEGER / 256) fault()
    if (byte & 0x80) {
      if (place === bytes.length - 1) fault()
      continue
    }
    numbers.push(value)
    value = 0
  }
  const top = Math.min(2, Math.floor(numbers[0] / 40))
  return [top, numbers[0] - 40 * top, ...numbers.slice(1)].join(".")
}

export const isSame = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place])
