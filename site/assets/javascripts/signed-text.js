// Texts signed with ES256 (JWS in compact form), and what they are made of.

/** The bytes of base64url, or null. */
export function bytesOf(text) {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

/** The JSON value in base64url, or null. */
export function jsonOf(text) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(text)))
  } catch {
    return null
  }
}

/** SHA-256, base64url. */
export async function digestOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))
  return btoa(String.fromCharCode(...digest)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")
}

export const same = (one, other) => typeof other === "string" && one === other

/** Whether a text is signed by this key, whatever it says. */
export async function isSigned(compact, { x, y }) {
  const parts = compact.split(".")
  const signature = bytesOf(parts[2] ?? "")
  if (parts.length !== 3 || signature?.length !== 64 || jsonOf(parts[0])?.alg !== "ES256") return false
  const algorithm = { name: "ECDSA", namedCurve: "P-256" }
  const key = await crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", x, y }, algorithm, false, ["verify"])
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, new TextEncoder().encode(`${parts[0]}.${parts[1]}`))
}
