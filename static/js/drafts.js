// What is typed and not yet sent stays on this device: one draft per account and form
// (`<form data-draft="key">`), until the server has confirmed it or its author signs out.

// The mark of notes that wait in a store of their own (notes-store.js).
const NOTES = ":notes";
const PREFIX = "draft:";
// Where she may write in a journal: {account, places: [{address, title, guest}]}, for the page that
// comes in place of those that cannot be loaded (offline.js).
const PLACES = "places";

export function account() {
  return document.querySelector("[data-account]")?.dataset.account ?? "";
}

function keyOf(name) {
  return `${PREFIX}${account()}:${name}`;
}

function storage() {
  try {
    return window.localStorage;
  } catch {
    return null; // refused by the browser: nothing is kept, everything else works
  }
}

/** The draft kept under `name`: {fields, clientId, given}, or null. */
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

function allKeys() {
  return Object.keys(storage() ?? {}).filter((key) => key.startsWith(PREFIX));
}

/** Drafts of other accounts that used this device are not kept for whoever comes next. */
function forgetOthers() {
  const mine = account();
  if (!mine) return;
  for (const key of allKeys()) {
    if (key.startsWith(`${PREFIX}${mine}:`)) continue;
    storage().removeItem(key);
    if (key.endsWith(NOTES)) forgetNotes("forgetOthers");
  }
}

/** What the rail of this page says. A page of nobody ends it, as her session ended. */
function keepPlaces() {
  const rail = document.querySelector(".rail");
  if (account() && !rail) return;
  const links = [...(rail?.querySelectorAll("[data-note]") ?? [])];
  if (!links.length) {
    storage()?.removeItem(PLACES);
    return;
  }
  const places = links.map((link) => ({
    address: link.dataset.note,
    title: link.querySelector(".name").textContent,
    guest: "guest" in link.dataset,
  }));
  try {
    storage()?.setItem(PLACES, JSON.stringify({ account: account(), places }));
  } catch {
    // Full: she writes when she is online.
  }
}

async function forgetNotes(which) {
  // Named by the page: that module imports this one.
  const store = await import(document.body.dataset.notesStore);
  await store[which]();
}

function fieldsOf(form) {
  return [...form.elements].filter(
    (field) => field.name && /^(TEXTAREA|SELECT)$|^INPUT$/.test(field.tagName) && isKept(field),
  );
}

function isKept(field) {
  const types = ["hidden", "password", "file", "submit", "button", "checkbox", "radio"];
  return !types.includes(field.type);
}

/** Whether words are typed in it: a date or a choice is there before a person comes. */
function isTyped(field) {
  return field.tagName !== "SELECT" && field.type !== "date";
}

/** Over words that came from the server: that these were begun before, and a way back to the others. */
function sayResumed(form, typed) {
  const words = JSON.parse(document.getElementById("mots")?.textContent ?? "{}");
  const back = Object.assign(document.createElement("button"), {
    type: "button",
    className: "button small",
    textContent: words.draft_back,
  });
  const line = Object.assign(document.createElement("p"), { className: "resumed row" });
  line.append(words.draft_resumed, back);
  back.addEventListener("click", () => {
    for (const field of typed) field.value = field.defaultValue;
    clear(form.dataset.draft);
    line.remove();
    typed[0].focus();
  });
  form.prepend(line);
}

/** Keep what is typed in `form`, and bring back what was kept, unless the server sent other words
 * than those that it began with. */
export function keep(form) {
  const name = form.dataset.draft;
  const kept = load(name);
  const clientId = form.elements.client_id;
  const fields = fieldsOf(form);
  const typed = fields.filter(isTyped);
  const given = JSON.stringify(typed.map((field) => field.defaultValue));
  if (kept && (typed.every((field) => !field.value) || kept.given === given)) {
    for (const field of fields) field.value = kept.fields[field.name] ?? field.value;
    if (clientId && kept.clientId) clientId.value = kept.clientId;
    form.closest("details")?.setAttribute("open", "");
    if (typed.some((field) => field.defaultValue)) sayResumed(form, typed);
  }
  form.addEventListener("input", () => {
    const values = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    if (typed.some((field) => field.value !== field.defaultValue)) {
      save(name, { fields: values, clientId: clientId?.value, given });
    } else {
      clear(name);
    }
  });
}

/** A plain form that the server answered with another page was received. */
function clearSent() {
  const sent = sessionStorage.getItem("draft-sent");
  sessionStorage.removeItem("draft-sent");
  const failed = document.body.classList.contains("error-page");
  if (sent && !failed && !document.querySelector(`form[data-draft="${CSS.escape(sent)}"] [aria-invalid]`)) {
    clear(sent);
  }
}

function start() {
  clearSent();
  forgetOthers();
  keepPlaces();
  for (const form of document.querySelectorAll("form[data-draft]:not([data-live])")) {
    keep(form);
    form.addEventListener("submit", () => sessionStorage.setItem("draft-sent", form.dataset.draft));
  }
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-sign-out]")) return;
    if (!allKeys().length) {
      storage()?.removeItem(PLACES);
      return;
    }
    const question = event.target.dataset.signOut;
    if (question && !window.confirm(question)) {
      event.preventDefault();
      event.target.ariaBusy = null;
      return;
    }
    const keepsNotes = allKeys().some((key) => key.endsWith(NOTES));
    for (const key of [...allKeys(), PLACES]) storage().removeItem(key);
    if (keepsNotes) {
      // The session ends once they are gone.
      event.preventDefault();
      forgetNotes("forgetAll").finally(() => event.target.submit());
    }
  });
}

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (form.matches?.("form[data-draft]") && event.detail.successful) clear(form.dataset.draft);
});

start();
