// Shows a designed page when a page cannot be loaded. It keeps that page, its stylesheet and its
// modules, and nothing else: no page of a person is ever stored.
const CACHE = "hors-ligne-{{ digest }}";
const OFFLINE = "{{ offline }}";
const KEPT = {{ kept|safe }};

addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(KEPT.map((url) => new Request(url, { credentials: "omit" }))))
      .then(() => skipWaiting()),
  );
});

addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)))),
  );
});

async function kept(address) {
  return (await caches.match(address)) ?? Response.error();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(fetch(request).catch(() => kept(OFFLINE)));
  } else if (KEPT.includes(new URL(request.url).pathname)) {
    event.respondWith(navigator.onLine ? fetch(request).catch(() => kept(request.url)) : kept(request.url));
  }
});
