// Small helps for forms: counters, one submission at a time, focus on what must be corrected.
const number = new Intl.NumberFormat("fr-FR");

function count(area) {
  const counter = document.getElementById(`${area.id}_counter`);
  if (!counter) return;
  const left = area.maxLength - [...area.value].length;
  const shown = left < Math.max(50, area.maxLength / 10);
  counter.hidden = !shown;
  counter.textContent = shown ? `${number.format(left)} caractères restants` : "";
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("textarea[maxlength]")) count(event.target);
});

// A second click on a slow line must not send the same words twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.ariaBusy === "true") event.preventDefault();
  else form.ariaBusy = "true";
});
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) form.ariaBusy = null;
});

document.querySelector(".error-summary")?.focus();
