// What every page has. Everything works without it; it only makes things quicker.
import { load as kept } from "./drafts.js";

// What the page says by itself: words of the server that can be put away, and `announce`, which
// shows and reads out a new one. The words of every script come with the page (`words`).
const block = document.getElementById("mots");
export const words = block ? JSON.parse(block.textContent) : {};

function closable(toast) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet icon-only";
  button.setAttribute("aria-label", words.dismiss);
  button.textContent = "✕";
  button.addEventListener("click", () => {
    const list = toast.parentElement;
    toast.remove();
    if (!list.matches(".live") && !list.children.length) list.remove();
    document.getElementById("contenu").focus({ preventScroll: true });
  });
  toast.append(button);
}

export function announce(text, level = "info") {
  const region = document.getElementById("annonces");
  const toast = document.createElement("div");
  toast.className = `toast ${level}`;
  const line = document.createElement("p");
  line.textContent = text;
  toast.append(line);
  closable(toast);
  region.append(toast);
  while (region.children.length > 3) region.firstElementChild.remove();
  // What went well leaves by itself; a problem stays until it is put away.
  if (level === "error" || level === "warning") return;
  const later = () =>
    setTimeout(() => (toast.matches(":hover, :focus-within") ? later() : toast.remove()), 8000);
  later();
}

document.querySelectorAll("[data-toast]").forEach(closable);

// Every form of a page holds the token that htmx must send with a writing request.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("[name='csrfmiddlewaretoken']");
  if (event.detail.verb !== "get" && token) event.detail.headers["X-CSRFToken"] = token.value;
});

// What a failed htmx request means.
document.addEventListener("htmx:sendError", () => announce(words.unreachable, "error"));
document.addEventListener("htmx:responseError", (event) =>
  announce(words[`error${event.detail.xhr.status}`] ?? words.error, "error"),
);

// After a swap: errors first, then what asks for the focus.
document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.target;
  (part.querySelector(".error-summary") ?? part.querySelector("[data-focus]"))?.focus();
});

// The appearance, without a reload. The cookie is what the server reads, so nothing flashes.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const theme = event.submitter?.value;
  if (!form.matches("[data-theme-switch]") || theme === undefined) return;
  event.preventDefault();
  form.ariaBusy = null;
  document.documentElement.dataset.theme = theme;
  const age = theme ? 60 * 60 * 24 * 365 : 0;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `chantiers_theme=${theme}; path=/; max-age=${age}; samesite=lax${secure}`;
  for (const button of document.querySelectorAll("[data-theme-switch] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
});

// <button data-dialog="id"> opens that <dialog>; a click beside it closes it, as Escape does.
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog).showModal();
  } else if (event.target.matches?.("dialog[open]")) {
    const box = event.target.getBoundingClientRect();
    const beside =
      event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
    if (beside) event.target.close();
  }
});

// The tab of this page is in sight even when the row of tabs is longer than the screen.
const tab = document.querySelector(".tabs [aria-current]");
if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.clientWidth / 3;

// Offline: a banner while a page is open, a page of its own when one cannot be loaded (offline.js).
const banner = document.getElementById("hors-ligne");
const tell = () => banner?.toggleAttribute("hidden", navigator.onLine);
addEventListener("online", tell);
addEventListener("offline", tell);
tell();
if (document.body.dataset.account) {
  addEventListener("load", () => navigator.serviceWorker?.register("/service-worker.js").catch(() => {}));
}

// Notes that this person has not sent yet wait on this device: whatever page she opens sends them.
if (kept("notes")) import(document.body.dataset.notes).then((queue) => queue.look());

// Modules that only some pages need: `data-module` on an element names its own.
function load(within) {
  for (const each of within.querySelectorAll("[data-module]")) import(each.dataset.module);
}
load(document);
document.addEventListener("htmx:load", (event) => load(event.target.parentElement ?? document));

// What may wait until the first view is drawn.
addEventListener("load", () => {
  setTimeout(() => {
    for (const each of document.querySelectorAll("[data-module-later]")) import(each.dataset.moduleLater);
  }, 1_000);
});

// Helps for forms: counters, one sending at a time, chosen files. drafts.js keeps what is typed.
const numbers = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });

document.addEventListener("input", (event) => {
  const area = event.target;
  const counter = area.matches?.("textarea[maxlength]") && document.getElementById(`${area.id}_counter`);
  if (counter) {
    const left = area.maxLength - area.value.length;
    counter.textContent = words.left.replace("{n}", numbers.format(left));
  }
});

// A form whose files take a while shows how far they are, then opens the page that answers. Whatever
// the server has to say of it, the browser asks by sending it anew.
const HEAVY = 500_000;

function weight(form) {
  const fields = [...form.querySelectorAll("input[type=file]")];
  return fields.flatMap((field) => [...field.files]).reduce((sum, file) => sum + file.size, 0);
}

function sendHeavy(form, submitter) {
  const request = new XMLHttpRequest();
  const line = document.createElement("p");
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0, ariaLabel: words.sending });
  line.className = "sending";
  line.append(words.sending, bar);
  form.append(line);
  const to = submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href;
  const fields = new FormData(form);
  if (submitter?.name) fields.append(submitter.name, submitter.value);
  const anew = () => {
    if (submitter?.name) {
      const { name, value } = submitter;
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    form.setAttribute("action", to);
    form.submit();
  };
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.addEventListener("load", () => {
    const isTold = request.getResponseHeader("Content-Type")?.startsWith("application/json");
    if (request.status === 200 && isTold) location.assign(JSON.parse(request.responseText).url);
    else anew();
  });
  request.addEventListener("error", () => {
    line.remove();
    form.ariaBusy = null;
    announce(words.not_sent, "error");
  });
  request.open("POST", to);
  request.setRequestHeader("X-Sent-By-Script", "1");
  request.send(fields);
}

// A second click on a slow line must not send the same words twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (form.ariaBusy === "true") {
    event.preventDefault();
    return;
  }
  form.ariaBusy = "true";
  if (weight(form) > HEAVY) {
    event.preventDefault();
    sendHeavy(form, event.submitter);
  }
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

document.querySelector("main .error-summary:not([data-sample] *)")?.focus();
