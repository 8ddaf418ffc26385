// Keeps the page 签到签退 on the phone, so that it opens where there is no network. It serves this page alone (its scope is
// this folder); what is new is always asked for first, and answers of the API are never kept.
const KEPT = "check-in"

async function freshOrKept(request) {
  const kept = await caches.open(KEPT)
  try {
    const answer = await fetch(request)
    if (answer.ok) await kept.put(request, answer.clone())
    return answer
  } catch (problem) {
    const before = await kept.match(request)
    if (before) return before
    throw problem
  }
}

self.addEventListener("install", () => self.skipWaiting())
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()))
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method === "GET" && origin === self.location.origin && !pathname.startsWith("/api/")) event.respondWith(freshOrKept(event.request))
})
