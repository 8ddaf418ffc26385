// What this page has loaded, without answers of the API.
function parts(more) {
  const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name))
  const ours = loaded.filter((url) => url.origin === location.origin && !url.pathname.startsWith("/api/"))
  const named = [location.pathname, ...more].map((path) => new URL(path, location.origin))
  return [...new Set([...named, ...ours].map((url) => url.href))] // a cache refuses to be given one thing twice
}

/**
 * Keep this page, and the files of the site that are named, on the device, so that it opens without a network. The page's folder holds
 * a `worker.js`. Answers whether it is kept: a browser that cannot (a private window, no room) goes on as before.
 */
export async function keepPage(more = []) {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return false
  try {
    await navigator.serviceWorker.register(`${location.pathname}worker.js`)
    await (await caches.open(location.pathname)).addAll(parts(more))
    return true
  } catch {
    return false
  }
}
