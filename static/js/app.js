// What every page has: appearance, messages that can be put away, words kept, focus after a swap.
import "./theme.js";
import "./toasts.js";
import "./forms.js";
import "./network.js";

// Modules that only some pages need: `data-module` on an element names its own.
function load(within) {
  for (const each of within.querySelectorAll("[data-module]")) import(each.dataset.module);
}
load(document);
document.addEventListener("htmx:load", (event) => load(event.target.parentElement ?? document));
