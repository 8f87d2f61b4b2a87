// Something that a space shows was taken out of sight, or is back. The parts of the page marked
// `data-shown` (with the number of the space, or nothing: any space of mine) are taken again from the
// page's own address, so that each reader sees her own.

import { announce, words } from "./app.js";

// Not all readers at the same moment.
const SPREAD = 1_000;

const waiting = new Set();
let timer = 0;
let asked = 0;

/** A frame named this space. */
export function changed(space) {
  for (const part of document.querySelectorAll("[data-shown]")) {
    if (part.dataset.shown === "" || part.dataset.shown === String(space)) waiting.add(part);
  }
  if (waiting.size) later(Math.random() * SPREAD);
}

function later(delay) {
  clearTimeout(timer);
  timer = setTimeout(refresh, delay);
}

async function refresh() {
  const mine = ++asked;
  let response;
  let fresh;
  try {
    response = await fetch(location.href);
    fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    if (mine === asked) later(5_000);
    return;
  }
  if (mine !== asked) return;
  const parts = [...waiting];
  waiting.clear();
  const gone = response.status === 404;
  if (!gone && (!response.ok || response.redirected)) return;
  const differs = parts.filter((part) => replace(part, gone ? null : fresh.getElementById(part.id)));
  if (differs.length) announce(gone ? words.gone : words.changed);
}

/** Put what `fresh` holds in `part`; whether a reader sees another text. */
function replace(part, fresh) {
  const before = textOf(part);
  const focused = part.contains(document.activeElement);
  if (fresh) {
    part.replaceChildren(...fresh.children);
    globalThis.htmx?.process(part);
  } else {
    part.replaceChildren(Object.assign(document.createElement("p"), { className: "closed", textContent: words.gone }));
  }
  if (focused) {
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
  }
  return textOf(part) !== before;
}

function textOf(part) {
  return part.textContent.replace(/\s+/g, " ").trim();
}
