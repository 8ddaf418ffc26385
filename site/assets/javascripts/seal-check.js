// Checks the electronic seal behind a certificate's paper (PAdES: a detached CMS signature over all of the file but itself).
// Nothing leaves the browser, and whose seal it is, is asked of the published list alone: a certificate in the file proves nothing.
import { contentOf, elementAt, isSame, oidOf, partsOf } from "./der.js"
import { bytesOf, digestOf, textOf } from "./signed-text.js"

const SEQUENCE = 0x30
const SET = 0x31
const OCTETS = 0x04
const OID = { signedData: "1.2.840.113549.1.7.2", data: "1.2.840.113549.1.7.1", contentType: "1.2.840.113549.1.9.3", messageDigest: "1.2.840.113549.1.9.4",
  signingCertificate: "1.2.840.113549.1.9.16.2.47", sha256: "2.16.840.1.101.3.4.2.1" }
const MECHANISMS = { ES256: ["1.2.840.10045.4.3.2"], RS256: ["1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1"] }
const MOST_TAIL = 2_000_000
const RANGE = /\/ByteRange\s?\[\s?(\d{1,10}) (\d{1,10}) (\d{1,10}) (\d{1,10})\s?\]/g
const MOMENT = /\/M\s?\(((?:[^()\\]|\\[0-7]{3}){8,80})\)/
const CLOCKS_DIFFER = 600_000 // milliseconds

class Broken extends Error {}

function must(holds, why) {
  if (!holds) throw new Broken(why)
}

// Where the one signature lies: it covers all of the file but its own hexadecimal string.
function placeOf(file, paperEnd) {
  const tail = textOf(file.subarray(paperEnd))
  must(tail.split("/ByteRange").length === 2 && tail.split("/Contents").length >= 2, "count")
  const found = [...tail.matchAll(RANGE)]
  must(found.length === 1, "range")
  const [first, before, after, rest] = found[0].slice(1).map(Number)
  must(first === 0 && before >= paperEnd && after > before && after + rest === file.length, "range")
  const hole = tail.slice(before - paperEnd, after - paperEnd)
  must(/^<([\dA-F]{2})+>$/.test(hole) && /\/Contents\s?$/.test(tail.slice(0, before - paperEnd)), "hole")
  return { before, after, dictionary: tail.slice(after - paperEnd), hex: hole.slice(1, -1) }
}

function cmsIn(hex) {
  const bytes = Uint8Array.from(hex.match(/../g), (pair) => Number.parseInt(pair, 16))
  const outer = elementAt(bytes)
  must(bytes.subarray(outer.end).every((byte) => byte === 0), "padding")
  return outer
}

function signedDataOf(outer) {
  const [kind, wrapped, ...none] = partsOf(outer, SEQUENCE)
  must(oidOf(kind) === OID.signedData && !none.length, "cms")
  const [data, ...more] = partsOf(wrapped, 0xa0)
  const parts = partsOf(data, SEQUENCE)
  must(!more.length && parts.length === 5, "cms")
  const [version, digests, inside, certificates] = parts
  const digest = partsOf(digests, SET)
  must(isOne(version) && digest.length === 1 && isSha256(digest[0]), "cms")
  const enclosed = partsOf(inside, SEQUENCE)
  must(enclosed.length === 1 && oidOf(enclosed[0]) === OID.data, "cms")
  const signers = partsOf(parts[4], SET)
  must(signers.length === 1, "signers")
  return { certificates: partsOf(certificates, 0xa0), signer: partsOf(signers[0], SEQUENCE) }
}

// An algorithm, with no parameters or a NULL.
function algorithmOf(element) {
  const [name, none, ...more] = partsOf(element, SEQUENCE)
  must(!more.length && (!none || (none.tag === 0x05 && !none.content.length)), "algorithm")
  return oidOf(name)
}

const isSha256 = (element) => algorithmOf(element) === OID.sha256
const isOne = (element) => isSame(contentOf(element, 0x02), [1])

function signerOf(parts) {
  must(parts.length === 6, "signer")
  const [version, who, digest, attributes, mechanism, signature] = parts
  must(isOne(version) && attributes.tag === 0xa0 && isSha256(digest), "signer")
  return { who: partsOf(who, SEQUENCE), attributes, mechanism: algorithmOf(mechanism), signature: contentOf(signature, OCTETS) }
}

// Every attribute once, with its one value.
function attributesOf(element) {
  const found = new Map()
  for (const each of partsOf(element, 0xa0)) {
    const [name, values, ...none] = partsOf(each, SEQUENCE)
    const value = partsOf(values, SET)
    must(value.length === 1 && !none.length && !found.has(oidOf(name)), "attribute")
    found.set(oidOf(name), value[0])
  }
  return found
}

// RFC 5035: which certificate signs is signed with the rest; its digest is SHA-256 unless it says otherwise.
function namedDigest(value) {
  const [certificates] = partsOf(value, SEQUENCE)
  const identifier = partsOf(partsOf(certificates, SEQUENCE)[0], SEQUENCE)
  const [how, digest] = identifier[0].tag === SEQUENCE ? identifier : [null, identifier[0]]
  must(!how || isSha256(how), "attribute")
  return contentOf(digest, OCTETS)
}

function issuerAndSerial(certificate) {
  const [body] = partsOf(elementAt(certificate), SEQUENCE)
  const parts = partsOf(body, SEQUENCE)
  const [serial, , issuer] = parts[0].tag === 0xa0 ? parts.slice(1) : parts
  return [issuer.whole, serial.whole]
}

// The published seal whose certificate is the signer's; null where the list knows none of them.
async function sealOf(certificates, who, seals) {
  for (const { tag, whole } of certificates) {
    if (tag !== SEQUENCE) continue
    const thumbprint = await digestOf(whole)
    const [issuer, serial] = issuerAndSerial(whole)
    const isSigner = isSame(issuer, who[0].whole) && isSame(serial, who[1].whole)
    const seal = isSigner && seals.find((each) => each.thumbprint === thumbprint)
    if (seal) return seal
  }
  return null
}

// ECDSA as WebCrypto wants it: r and s, 32 bytes each.
function rawOf(signature) {
  const raw = new Uint8Array(64)
  const outer = elementAt(signature)
  const numbers = partsOf(outer, SEQUENCE).map((each) => contentOf(each, 0x02))
  must(numbers.length === 2 && outer.end === signature.length, "signature")
  numbers.forEach((number, place) => {
    const plain = number[0] === 0 ? number.subarray(1) : number
    must(plain.length >= 1 && plain.length <= 32 && (plain === number ? number[0] < 0x80 : plain[0] >= 0x80), "signature")
    raw.set(plain, 32 * (place + 1) - plain.length)
  })
  return raw
}

async function isSignedBy({ algorithm, spki }, mechanism, signature, signed) {
  must(MECHANISMS[algorithm]?.includes(mechanism), "mechanism")
  const how = algorithm === "ES256" ? { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } : { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }
  const key = await crypto.subtle.importKey("spki", bytesOf(spki), how, false, ["verify"])
  return crypto.subtle.verify(how, key, algorithm === "ES256" ? rawOf(signature) : signature, signed)
}

// Signed attributes are signed as the set that they are, not under the tag they stand under.
function signedBytes(element) {
  const bytes = element.whole.slice()
  bytes[0] = SET
  return bytes
}

async function digestAround(file, { before, after }) {
  const around = new Uint8Array(before + file.length - after)
  around.set(file.subarray(0, before))
  around.set(file.subarray(after), before)
  return new Uint8Array(await crypto.subtle.digest("SHA-256", around))
}

// PAdES keeps the time in the signature's dictionary (`/M`), which is signed with the rest: D:20260603093000+08'00'.
function momentOf(dictionary) {
  const [, written] = MOMENT.exec(dictionary) ?? []
  const plain = written?.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)))
  const [, ...parts] = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([+-]\d\d)'(\d\d)'$/.exec(plain ?? "") ?? []
  const [year, month, day, hour, minute, second, zone, more] = parts
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}:${more}`)
  must(!Number.isNaN(moment.getTime()), "moment")
  return moment
}

// While the seal was in use: what was put out of use signs no more.
function isWithin(moment, { not_before: first, not_after: last, state, ended_at: ended }) {
  const end = state === "retired" && ended ? Date.parse(ended) + CLOCKS_DIFFER : Date.parse(last)
  return moment >= Date.parse(first) - CLOCKS_DIFFER && moment < end
}

async function check(file, paperEnd, seals) {
  must(Number.isInteger(paperEnd) && paperEnd > 0 && file.length > paperEnd && file.length - paperEnd <= MOST_TAIL, "size")
  const place = placeOf(file, paperEnd)
  const { certificates, signer } = signedDataOf(cmsIn(place.hex))
  const { who, attributes, mechanism, signature } = signerOf(signer)
  const told = attributesOf(attributes)
  must(isSame(contentOf(told.get(OID.messageDigest), OCTETS), await digestAround(file, place)), "digest")
  must(oidOf(told.get(OID.contentType)) === OID.data, "attribute")
  const seal = await sealOf(certificates, who, seals)
  if (!seal) return { state: "foreign", why: "unknown_seal" }
  must(isSame(namedDigest(told.get(OID.signingCertificate)), bytesOf(seal.thumbprint)), "certificate")
  must(await isSignedBy(seal, mechanism, signature, signedBytes(attributes)), "signature")
  const moment = momentOf(place.dictionary)
  must(isWithin(moment.getTime(), seal), "time")
  const facts = { group: seal.group, signedAt: moment.toISOString(), thumbprint: seal.thumbprint }
  return seal.state === "revoked" ? { state: "foreign", why: "revoked_seal", ...facts } : { state: "sealed", why: "", ...facts }
}

/**
 * What stands behind a certificate's paper: `{state, why, group?, signedAt?, thumbprint?}`.
 *
 * `file` is the whole file, `paperEnd` where the certified paper ends in it, `seals` the published seals
 * (`{thumbprint, group, state, not_before, not_after, spki, algorithm}`). `sealed`: one signature over all the file, by a published
 * seal. `foreign`: a whole signature by nobody whom the list knows, or by a seal that was declared void. `broken`: anything else.
 * Never throws.
 */
export async function checkSeal(file, paperEnd, seals) {
  try {
    return await check(file, paperEnd, seals)
  } catch (problem) {
    return { state: "broken", why: problem instanceof Broken ? problem.message : "shape" }
  }
}
