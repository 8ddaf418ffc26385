import { api, newKey } from "./api.js"
import { storage } from "./form-draft.js"

const acts = storage("check-ins-kept")
const account = storage("check-in-account")
const PATIENCE = 20_000 // milliseconds; after it, a network counts as down

/** The acts that wait on this phone, oldest first: `[{key, token, direction, pressed, account}]`. */
export const kept = () => acts.read() ?? []

/** Whose acts are kept from now on: the account that was last seen logged in on this page. */
export const rememberAccount = (id) => account.write(id)

const write = (list) => (list.length ? acts.write(list) : acts.clear())
const drop = (act) => write(kept().filter((each) => each.key !== act.key))

/** Keep an act until there is a network; false where this browser keeps nothing. */
export function keep(token, direction) {
  const act = { key: newKey(), token, direction, pressed: new Date().toISOString(), account: account.read() ?? "" }
  if (!kept().some((each) => each.token === token)) write([...kept(), act])
  return kept().some((each) => each.token === token)
}

/** Send an act; `queued` where it has waited. */
export function send(token, key, queued) {
  const signal = AbortSignal.timeout?.(PATIENCE)
  return api.post("/check-ins", { token, queued }, { key, ...(signal && { signal }) })
}

const final = (problem) => problem.status >= 400 && problem.status < 500 && ![401, 408, 409, 429].includes(problem.status)

/**
 * Send what waits, in its order, for the account that is logged in. `sent(answer)` and `refused(act, problem)` are told of
 * each; what could not be sent for another reason stays, and that reason is returned (null: nothing is left of this account).
 */
export async function sendKept(accountId, { sent, refused }) {
  for (const act of kept().filter((each) => !each.account || each.account === accountId)) {
    try {
      const answer = await send(act.token, act.key, true)
      drop(act)
      sent(answer)
    } catch (problem) {
      if (!final(problem)) return problem
      drop(act)
      refused(act, problem)
    }
  }
  return null
}

/** The acts that another account left on this phone. */
export const ofOthers = (accountId) => kept().filter((each) => each.account && each.account !== accountId)
