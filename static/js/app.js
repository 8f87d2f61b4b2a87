// What every page has. Everything works without it; it only makes things quicker.
import "./messages.js";
import "./forms.js";
import "./drafts.js";

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

// Offline: a banner while a page is open, a page of its own when one cannot be loaded.
const banner = document.getElementById("hors-ligne");
const tell = () => banner.toggleAttribute("hidden", navigator.onLine);
addEventListener("online", tell);
addEventListener("offline", tell);
tell();
if (document.body.dataset.account) {
  addEventListener("load", () => navigator.serviceWorker?.register("/service-worker.js").catch(() => {}));
}

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
