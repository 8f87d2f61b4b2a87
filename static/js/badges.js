// The inbox of the socket, on every page. Badges of what is new for me: read once, then moved by its
// frames, and read again now and then where frames do not come. And parts of the page that no longer
// show what they should (shown.js). The contract is docs/realtime.md.

const rail = document.querySelector("[data-badges]");
const page = document.getElementById("thread");

// Milliseconds: between two readings while frames come, and while they do not; a socket that
// answers no ping for so long is dead.
const REPAIR_EVERY = 120_000;
const POLL_EVERY = 30_000;
const PING_EVERY = 25_000;
const FIRST_DELAY = 1_000;
const LAST_DELAY = 60_000;
const CLOSE_SESSION_ENDED = 4401;
const CLOSE_TOO_MANY = 4429;

const threads = new Map();
let spaces = {};
let over = false;

function unread(thread, id) {
  // What is on the screen is being read.
  if (page && Number(page.dataset.thread) === id && !document.hidden) return 0;
  return Math.max(0, thread.position - thread.read);
}

function show(badge, count) {
  badge.hidden = count === 0;
  const text = (count === 1 ? badge.dataset.one : badge.dataset.many).replace("%s", count);
  if (badge.dataset.badgeThread) {
    badge.textContent = text;
    return;
  }
  const number = Object.assign(document.createElement("span"), { textContent: count > 99 ? "99+" : count });
  number.ariaHidden = "true";
  const said = Object.assign(document.createElement("span"), { className: "sr", textContent: text });
  badge.replaceChildren(number, said);
}

function draw() {
  const places = new Map();
  let total = 0;
  for (const [id, thread] of threads) {
    if (!unread(thread, id)) continue;
    const place = spaces[thread.space];
    places.set(place, (places.get(place) ?? 0) + 1);
    if (thread.followed) total += 1;
  }
  for (const badge of document.querySelectorAll("[data-badge-total]")) show(badge, total);
  for (const badge of document.querySelectorAll("[data-badge-place]")) {
    show(badge, places.get(badge.dataset.badgePlace) ?? 0);
  }
  for (const badge of document.querySelectorAll("[data-badge-thread]")) {
    const id = Number(badge.dataset.badgeThread);
    const thread = threads.get(id);
    show(badge, thread ? unread(thread, id) : 0);
  }
}

let reading = 0;
let readAgain = 0;
function readSoon(delay) {
  clearTimeout(reading);
  reading = setTimeout(read, delay);
}

async function read() {
  clearTimeout(readAgain);
  if (over) return;
  readAgain = setTimeout(() => (document.hidden ? null : read()), live ? REPAIR_EVERY : POLL_EVERY);
  try {
    const response = await fetch(rail.dataset.badges, { headers: { Accept: "application/json" } });
    if (response.status === 401) over = true;
    if (!response.ok) return;
    const answer = await response.json();
    threads.clear();
    for (const { id, ...thread } of answer.threads) threads.set(id, thread);
    spaces = answer.spaces;
    draw();
  } catch {
    // The next reading comes by itself.
  }
}

/** One frame of the inbox. */
function take(frame) {
  const thread = threads.get(frame.thread);
  switch (frame.type) {
    case "inbox":
      readSoon(Math.random() * 500);
      break;
    case "advanced":
      // A thread without news until now: how far I read it, and whether I muted it, is not known here.
      if (!thread) return readSoon(Math.random() * 1_500);
      thread.position = Math.max(thread.position, frame.position);
      draw();
      break;
    case "read":
      if (!thread) return;
      thread.read = Math.max(thread.read, frame.position);
      draw();
      break;
    case "shown":
      if (document.querySelector("[data-shown]")) import("./shown.js").then(({ changed }) => changed(frame.space));
      break;
  }
}

let live = false;
let tries = 0;
let heard = false;

function onceShown(act) {
  const look = () => {
    if (document.hidden) return;
    document.removeEventListener("visibilitychange", look);
    act();
  };
  document.addEventListener("visibilitychange", look);
}

/** The socket of a page that has none of its own. */
function open() {
  if (over) return;
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(`${scheme}//${location.host}/ws/`);
  let ping = 0;
  socket.onopen = () => {
    tries = 0;
    live = heard = true;
    socket.send(JSON.stringify({ type: "subscribe", inbox: true }));
    ping = setInterval(() => {
      if (!heard) return socket.close();
      heard = false;
      socket.send(JSON.stringify({ type: "ping" }));
    }, PING_EVERY);
  };
  socket.onmessage = (event) => {
    heard = true;
    take(JSON.parse(event.data));
  };
  socket.onclose = (event) => {
    live = false;
    clearInterval(ping);
    if (event.code === CLOSE_SESSION_ENDED) over = true;
    // Newer pages of mine hold the sockets: this one asks now and then, until it is shown.
    if (event.code === CLOSE_TOO_MANY) return onceShown(open);
    const delay = Math.min(LAST_DELAY, FIRST_DELAY * 2 ** tries) * (0.5 + Math.random() / 2);
    tries += 1;
    setTimeout(open, delay);
  };
  addEventListener("pagehide", () => socket.close(), { once: true });
}

document.addEventListener("visibilitychange", () => {
  draw();
  if (!document.hidden) readSoon(0);
});

if (page) {
  // Its socket is one for the thread and the inbox (live.js).
  live = true;
  document.addEventListener("inbox", (event) => take(event.detail));
} else {
  open();
}
read();
