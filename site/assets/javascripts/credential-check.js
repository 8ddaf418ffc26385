// Checks a certificate from its file alone: signature, disclosures, the paper around it, and its place in the status list.
// Nothing leaves the browser. What is not clearly genuine is never said to be.
import { statusOf } from "./status-list.js"
import { digestOf, isSigned, jsonOf, same } from "./signed-text.js"

const TYPE = "dc+sd-jwt"
const MARK = new TextEncoder().encode("\n-- credential --\n")
const ATTACHMENT = /\/Subtype\/application#2Fdc\+sd-jwt\/Length (\d{1,6})\/Params<<\/Size \1>>>>\nstream\n/
const END = "%%EOF\n"
const CREDENTIAL = /^[\w-]+\.[\w-]+\.[\w-]+~([\w-]+~)*$/
const MOST_BYTES = 20_000_000
const STALE = 2 * 86_400_000 // milliseconds after which a kept list of keys may lack a newer one

/** The six answers: `valid`, `revoked`, `replaced`, `changed`, `foreign` (not issued here), `unknown` (cannot be checked). */
const answer = (kind, why = "", more = {}) => ({ kind, why, ...more })

// Latin-1 by hand: every byte is one character, so that places in the text are places in the file.
function textOf(bytes) {
  const pieces = []
  for (let at = 0; at < bytes.length; at += 32_768) pieces.push(String.fromCharCode(...bytes.subarray(at, at + 32_768)))
  return pieces.join("")
}

function parted(bytes) {
  const text = textOf(bytes)
  if (!text.startsWith("%PDF-")) return { text: text.trim(), isPaper: false }
  const found = ATTACHMENT.exec(text)
  if (!found) return null
  const start = found.index + found[0].length
  const end = start + Number(found[1])
  const last = text.indexOf(END, end)
  if (last < 0) return null
  return { text: text.slice(start, end), isPaper: true, start, end, paperEnd: last + END.length }
}

async function isWholePaper(bytes, { start, end, paperEnd }, paper) {
  if (paper?.alg !== "sha-256") return false
  const around = new Uint8Array(paperEnd - (end - start) + MARK.length)
  around.set(bytes.subarray(0, start))
  around.set(MARK, start)
  around.set(bytes.subarray(end, paperEnd), start + MARK.length)
  return same(await digestOf(around), paper.digest)
}

// Every disclosure belongs to the credential, and names what nothing else names; null where one does not.
async function disclosed(claims, parts) {
  const facts = {}
  for (const part of parts) {
    const told = jsonOf(part)
    const fits = Array.isArray(told) && told.length === 3 && typeof told[1] === "string" && claims._sd?.includes(await digestOf(new TextEncoder().encode(part)))
    if (!fits || told[1] in claims || Object.hasOwn(facts, told[1])) return null
    facts[told[1]] = told[2]
  }
  return facts
}

function keyOf(header, claims, trust, now) {
  const key = trust.keys.find(({ kid }) => kid === header.kid)
  if (claims.iss !== trust.issuer) return { refusal: answer("foreign", "issuer", { issuer: String(claims.iss ?? "") }) }
  if (key?.state === "leaked") return { refusal: answer("unknown", "leaked") }
  if (key) return { key }
  const isStale = now - Date.parse(trust.updated_at) > STALE
  return { refusal: isStale ? answer("unknown", "old_keys") : answer("foreign", "key") }
}

async function read(bytes, part, trust, now) {
  const [compact, ...rest] = part.text.split("~")
  const [head, body] = compact.split(".")
  const [header, claims] = [jsonOf(head), jsonOf(body)]
  if (header?.typ !== TYPE || typeof claims?.iss !== "string") return answer("foreign", "shape")
  const { key, refusal } = keyOf(header, claims, trust, now)
  if (refusal) return refusal
  if (!(await isSigned(compact, key))) return answer("changed", "signature")
  const facts = await disclosed(claims, rest.slice(0, -1))
  if (!facts) return answer("changed", "disclosure")
  if (part.isPaper && !(await isWholePaper(bytes, part, claims.paper))) return answer("changed", "paper")
  return { claims, facts }
}

/**
 * What the bytes of a file are: a paper (PDF) or a credential alone.
 *
 * `trust` is the published list of keys; `listAt(address)` reads a status list as text, or throws; `sealOf(bytes, paperEnd)`
 * says what was added behind the paper. Never throws: what cannot be read is `foreign`, what cannot be decided `unknown`.
 */
export async function checkFile(bytes, { trust, listAt, sealOf, now = Date.now() }) {
  try {
    if (bytes.length > MOST_BYTES) return answer("foreign", "size")
    const part = parted(bytes)
    if (!part || !CREDENTIAL.test(part.text)) return answer("foreign", "nothing")
    const found = await read(bytes, part, trust, now)
    if (found.kind) return found
    const seal = part.isPaper && part.paperEnd < bytes.length ? await sealOf(bytes, part.paperEnd) : null
    if (seal && seal.state !== "sealed") return answer("changed", "added")
    const status = await statusOf(found.claims.status?.status_list, { trust, listAt, now })
    return answer(status.kind, status.why, { ...found, seal, isPaper: part.isPaper, listedAt: status.listedAt })
  } catch {
    return answer("unknown", "broken")
  }
}
