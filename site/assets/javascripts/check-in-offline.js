const KEPT = "check-in"

// What this page has loaded, without answers of the API.
function ownParts() {
  const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name))
  const ours = loaded.filter((url) => url.origin === location.origin && !url.pathname.startsWith("/api/"))
  return [...new Set([location.pathname, ...ours.map((url) => url.href)])]
}

/** Keep this page on the phone, so that it opens without a network; where the browser cannot, nothing changes. */
export async function keepOffline() {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return
  try {
    await navigator.serviceWorker.register("/check-in/worker.js")
    await (await caches.open(KEPT)).addAll(ownParts())
  } catch {
    // A browser that refuses (a private window, no room) goes on as before: the page then needs a network to open.
  }
}
