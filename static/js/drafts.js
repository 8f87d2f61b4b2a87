// Words are kept on the device, per account, page and field, until the server has them.
// A form asks for it: <form data-draft="a name of its own">. Signing out clears them all.
const PREFIX = "brouillon:";
const person = document.body.dataset.person ?? "";

const fields = (form) =>
  [...form.elements].filter(
    (field) => field.name && field.matches("textarea, input[type='text'], input:not([type])"),
  );
const key = (form) => `${PREFIX}${person}:${location.pathname}:${form.dataset.draft}`;

function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}

function keep(form) {
  const words = {};
  for (const field of fields(form)) if (field.value !== field.defaultValue) words[field.name] = field.value;
  try {
    if (Object.keys(words).length) localStorage.setItem(key(form), JSON.stringify(words));
    else localStorage.removeItem(key(form));
  } catch {
    // No room, or storage refused: the page itself still holds the words.
  }
}

export const forget = (form) => localStorage.removeItem(key(form));

function restore(form) {
  const words = stored(key(form));
  for (const field of fields(form)) {
    const kept = words[field.name];
    // What the server sends back after an error is newer than what was kept.
    if (kept && !field.defaultValue && !field.value) {
      field.value = kept;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

export function clearAll() {
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
}

// A draft of another account on a shared computer is not left behind either.
for (const name of Object.keys(localStorage)) {
  if (name.startsWith(PREFIX) && !name.startsWith(`${PREFIX}${person}:`)) localStorage.removeItem(name);
}

// Sent the plain way: any page that the server draws after it confirms, save an error page. A form
// that comes back with errors holds what was typed.
for (const name of Object.keys(sessionStorage)) {
  if (!name.startsWith("envoi:")) continue;
  sessionStorage.removeItem(name);
  // Any page drawn by the server after the sending confirms it, save an error page.
  if (!document.body.classList.contains("error-page")) localStorage.removeItem(name.slice(6));
}

document.querySelectorAll("form[data-draft]").forEach(restore);

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.draft) keep(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.draft && !event.defaultPrevented) sessionStorage.setItem(`envoi:${key(form)}`, "1");
  if (form.matches("[data-sign-out]")) clearAll();
});

// Sent by htmx: its answer confirms.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (form.matches?.("form[data-draft]") && event.detail.successful) forget(form);
});
