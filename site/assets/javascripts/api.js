import { forgetSession } from "./session.js"

const BASE = "/api/v1"
const OFFLINE = "网络没有连上，您填写的内容还在。请检查网络后再试一次。"
const STRANGE = "系统暂时没有办成，您填写的内容还在。请过几分钟再试。"
const ENDED = "登录已经过期，需要重新登录。您填写的内容还在这台设备上，不会丢失。"

/**
 * A refusal, in words for the person. `status` is 0 when the network failed. `violations` are
 * `{article, code, field, message}`; `retryAfter` is in seconds or null; `sessionEnded` asks for a new log-in.
 */
export class ApiProblem extends Error {
  constructor(status, { detail = STRANGE, code = "", violations = [] } = {}, retryAfter = null) {
    super(detail)
    this.name = "ApiProblem"
    Object.assign(this, { status, detail, code, violations, retryAfter, sessionEnded: false })
  }

  get offline() {
    return this.status === 0
  }

  /** Whether a violation or the problem itself has this code. */
  has(code) {
    return this.code === code || this.violations.some((violation) => violation.code === code)
  }
}

async function bodyOf(response) {
  const type = response.headers.get("Content-Type") ?? ""
  if (response.status === 204 || !type.includes("json")) return null
  return response.json().catch(() => null)
}

async function problemOf(response, path) {
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10)
  const problem = new ApiProblem(response.status, (await bodyOf(response)) ?? {}, seconds || null)
  // A refused log-in is about the password; anywhere else a 401 means that the session is over.
  if (response.status === 401 && path !== "/session") {
    problem.sessionEnded = true
    problem.message = problem.detail = ENDED
    forgetSession()
  }
  return problem
}

function requestOf(method, body, key, options) {
  const headers = { Accept: "application/json" }
  if (body !== undefined) headers["Content-Type"] = "application/json"
  if (key) headers["Idempotency-Key"] = key
  const sent = body === undefined ? undefined : JSON.stringify(body)
  return { method, headers, body: sent, credentials: "same-origin", cache: "no-store", ...options }
}

/** One request under /api/v1. Answers the JSON (null for 204; or what `read(response)` makes of it) or throws an ApiProblem. */
export async function call(method, path, { body, key, read = bodyOf, ...options } = {}) {
  let response
  try {
    response = await fetch(BASE + path, requestOf(method, body, key, options))
  } catch (error) {
    if (error.name === "AbortError") throw error
    throw new ApiProblem(0, { detail: OFFLINE, code: "offline" })
  }
  if (!response.ok) throw await problemOf(response, path)
  return read(response)
}

// A file that the API makes: its bytes, and the Chinese name it gives them (RFC 6266).
async function fileOf(response) {
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("Content-Disposition") ?? "")
  return { blob: await response.blob(), name: named ? decodeURIComponent(named[1]) : "" }
}

export const api = {
  get: (path, options) => call("GET", path, options),
  post: (path, body, options) => call("POST", path, { body: body ?? {}, ...options }),
  put: (path, body, options) => call("PUT", path, { body, ...options }),
  remove: (path, options) => call("DELETE", path, options),
  file: (path, options) => call("GET", path, { ...options, read: fileOf }),
}

/** A key for one intended act; keep it for every repeat of that act. Also where `randomUUID` is missing (plain http, old WeChat). */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** The log-in page that leads back here. */
export function loginAddress() {
  const here = location.pathname + location.search + location.hash
  return `/login/?next=${encodeURIComponent(here)}`
}
