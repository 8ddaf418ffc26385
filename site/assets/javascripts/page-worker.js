// Keeps one page on the device, so that it opens where there is no network; each such page's folder has a `worker.js` that calls this.
// What is new is always asked for first, and answers of the API are never kept.
const KEPT = new URL(self.registration.scope).pathname

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
