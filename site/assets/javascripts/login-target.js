import { homeOf } from "./session.js"

const ROLES = ["volunteer", "recorder", "supervisor"]

/** A path of this site; null for anything that would lead elsewhere, or back to the log-in page. */
export function samePath(next) {
  if (!next || !/^\/(?![/\\])/.test(next)) return null
  const url = new URL(next, location.origin)
  if (url.origin !== location.origin || url.pathname.startsWith("/login")) return null
  return url.pathname + url.search + url.hash
}

// Somebody else's page would only refuse: whoever logs in as recorder goes to the workbench, wherever the link led.
function isForAnother(path, role) {
  return ROLES.some((other) => other !== role && path.startsWith(homeOf(other)))
}

/** Where to go after a log-in: first what the account still owes, then where the person came from, or the own page. */
export function afterLogin({ role, must }, next) {
  const wished = samePath(next)
  const target = wished && !isForAnother(wished, role) ? wished : homeOf(role)
  return must.length ? `/account/?next=${encodeURIComponent(target)}` : target
}
