// Helps for forms: counters, one sending at a time, chosen files, and drafts kept on the device.
import { words } from "./messages.js";

const body = document.body;
const numbers = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });

document.addEventListener("input", (event) => {
  const area = event.target;
  const counter = area.matches?.("textarea[maxlength]") && document.getElementById(`${area.id}_counter`);
  if (counter) {
    const left = area.maxLength - area.value.length;
    counter.textContent = words.left.replace("{n}", numbers.format(left));
  }
});

// A second click on a slow line must not send the same words twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (form.ariaBusy === "true") event.preventDefault();
  else form.ariaBusy = "true";
});
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) form.ariaBusy = null;
});

// Files: dropping works on the whole frame; what was chosen is listed with its size.
function listFiles(input) {
  const drop = input.closest("[data-drop]");
  drop.querySelector(".files")?.remove();
  if (!input.files.length) return;
  const list = document.createElement("ul");
  list.className = "files";
  for (const file of input.files) {
    const line = document.createElement("li");
    const name = document.createElement("span");
    const weight = document.createElement("span");
    name.textContent = file.name;
    weight.textContent = words.megabytes.replace("{n}", numbers.format(file.size / 1_000_000));
    weight.className = "meta";
    line.append(name, weight);
    list.append(line);
  }
  drop.append(list);
}

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-drop] input[type='file']")) listFiles(event.target);
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const drop = event.target.closest?.("[data-drop]");
    if (!drop) return;
    drop.classList.toggle("over", kind === "dragover");
    if (kind === "dragleave") return;
    event.preventDefault();
    const input = drop.querySelector("input[type='file']");
    if (kind === "drop" && event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

// Drafts: <form data-draft="a name of its own">. Words are kept per account, page and field until
// the server has them; signing out clears them, after a warning.
const PREFIX = "brouillon:";
const SENT = "envoi:";
const mine = `${PREFIX}${body.dataset.person ?? ""}:`;
const key = (form) => `${mine}${location.pathname}:${form.dataset.draft}`;
const drafts = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
const texts = (form) =>
  [...form.elements].filter((field) => field.name && field.matches("textarea, input[type='text']"));

function keep(form) {
  const changed = texts(form).filter((field) => field.value !== field.defaultValue);
  const kept = Object.fromEntries(changed.map((field) => [field.name, field.value]));
  try {
    if (changed.length) localStorage.setItem(key(form), JSON.stringify(kept));
    else localStorage.removeItem(key(form));
  } catch {
    // No room, or storage refused: the page itself still holds the words.
  }
}

function restore(form) {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(key(form))) ?? {};
  } catch {
    localStorage.removeItem(key(form));
  }
  for (const field of texts(form)) {
    // What the server sends back after an error is newer than what was kept.
    if (typeof kept[field.name] === "string" && !field.value) {
      field.value = kept[field.name];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

/** For a script that sends a form itself: the server has these words. */
export const forget = (form) => localStorage.removeItem(key(form));

// Sent the plain way: any page that the server draws after it confirms, save an error page. A form
// that comes back with errors holds what was typed.
for (const name of Object.keys(sessionStorage).filter((name) => name.startsWith(SENT))) {
  sessionStorage.removeItem(name);
  if (!body.classList.contains("error-page")) localStorage.removeItem(name.slice(SENT.length));
}
// On a shared computer, another account's drafts are not left behind.
for (const name of drafts()) {
  if (body.dataset.person && !name.startsWith(mine)) localStorage.removeItem(name);
}
document.querySelectorAll("form[data-draft]").forEach(restore);

document.addEventListener("input", (event) => {
  if (event.target.form?.dataset.draft) keep(event.target.form);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.draft) sessionStorage.setItem(SENT + key(form), "1");
  if (form.matches("[data-sign-out]")) {
    if (drafts().length && !confirm(words.draftsLost)) {
      event.preventDefault();
      form.ariaBusy = null;
    } else {
      for (const name of drafts()) localStorage.removeItem(name);
    }
  }
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (form.matches?.("form[data-draft]") && event.detail.successful) forget(form);
});

document.querySelector("main .error-summary:not([data-sample] *)")?.focus();
