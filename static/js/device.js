// What this device keeps for an account, by name, as long as the browser lets it.

export const PREFIX = "draft:";

export function account() {
  return document.querySelector("[data-account]")?.dataset.account ?? "";
}

function keyOf(name) {
  return `${PREFIX}${account()}:${name}`;
}

export function storage() {
  try {
    return window.localStorage;
  } catch {
    return null; // refused by the browser: nothing is kept, everything else works
  }
}

/** The draft kept under `name`: {fields, clientId}, or null. */
export function load(name) {
  try {
    return JSON.parse(storage()?.getItem(keyOf(name)) ?? "null");
  } catch {
    return null;
  }
}

export function save(name, draft) {
  if (!account()) return;
  try {
    storage()?.setItem(keyOf(name), JSON.stringify(draft));
  } catch {
    // Full: what is on the page is still there.
  }
}

/** The drafts kept under names that begin with `prefix`: [[rest of the name, draft]]. */
export function loadAll(prefix) {
  const start = keyOf(prefix);
  const names = allKeys().filter((key) => key.startsWith(start));
  return names.map((key) => [key.slice(start.length), load(prefix + key.slice(start.length))]);
}

export function clear(name) {
  storage()?.removeItem(keyOf(name));
}

export function allKeys() {
  return Object.keys(storage() ?? {}).filter((key) => key.startsWith(PREFIX));
}
