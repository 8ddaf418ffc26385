// Signed lists of what is not valid (Token Status List), as files of the site.
import { bytesOf, isSigned, jsonOf } from "./signed-text.js"

const KINDS = { 0: "valid", 1: "revoked", 3: "replaced" }
const AHEAD = 600_000 // milliseconds that a clock may be slow
const MOST = 1_000_000 // bytes of an unpacked list

async function unpacked(text) {
  const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("deflate"))
  const reader = stream.getReader()
  const pieces = []
  for (let length = 0; ;) {
    const { value, done } = await reader.read()
    if (done) return new Uint8Array(await new Blob(pieces).arrayBuffer())
    length += value.length
    if (length > MOST) throw new RangeError("a status list is too long")
    pieces.push(value)
  }
}

async function claimsOf(compact, address, trust) {
  const [head, body] = compact.split(".")
  const [header, claims] = [jsonOf(head), jsonOf(body)]
  const key = trust.keys.find(({ kid, state }) => kid === header?.kid && state !== "leaked")
  const isOurs = key && header.typ === "statuslist+jwt" && claims?.sub === address && (await isSigned(compact, key))
  return isOurs ? claims : null
}

const valueAt = (bytes, bits, place) => (bytes[Math.floor((place * bits) / 8)] >> ((place * bits) % 8)) & (2 ** bits - 1)

/** Whether a certificate is valid, revoked or replaced by the list that its credential names; `listedAt` says how fresh. */
export async function statusOf(place, { trust, listAt, now }) {
  const unknown = (why, more = {}) => ({ kind: "unknown", why, ...more })
  const isOurs = typeof place?.uri === "string" && place.uri.startsWith(`${trust.issuer}/published/status/`) && Number.isInteger(place.idx) && place.idx >= 0
  if (!isOurs) return unknown("no_list")
  let compact
  try {
    compact = (await listAt(place.uri)).trim()
  } catch {
    return unknown("no_list")
  }
  const claims = await claimsOf(compact, place.uri, trust)
  if (!claims) return unknown("bad_list")
  const listedAt = claims.iat * 1000
  if (listedAt > now + AHEAD) return unknown("clock", { listedAt })
  if (claims.exp * 1000 <= now) return unknown("old_list", { listedAt })
  const { bits, lst } = claims.status_list
  const bytes = await unpacked(lst)
  if (![1, 2, 4, 8].includes(bits) || place.idx >= (bytes.length * 8) / bits) return unknown("bad_list")
  const kind = KINDS[valueAt(bytes, bits, place.idx)]
  return kind ? { kind, why: "", listedAt } : unknown("other_status", { listedAt })
}
