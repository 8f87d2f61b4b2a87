// Messages of the server can be put away; `announce` adds one from a script, read out politely.
function closable(toast) {
  if (toast.querySelector("button")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet icon-only";
  button.setAttribute("aria-label", "Masquer ce message");
  button.textContent = "✕";
  button.addEventListener("click", () => {
    const list = toast.parentElement;
    toast.remove();
    if (list?.matches("ul") && !list.children.length) list.remove();
    document.getElementById("contenu")?.focus({ preventScroll: true });
  });
  toast.append(button);
}

export function announce(words, level = "info") {
  const region = document.getElementById("annonces");
  if (!region) return;
  const toast = document.createElement("div");
  toast.className = `toast ${level}`;
  const text = document.createElement("p");
  text.textContent = words;
  toast.append(text);
  closable(toast);
  region.append(toast);
  while (region.children.length > 3) region.firstElementChild.remove();
  // What went well leaves by itself; a problem stays until it is put away.
  if (level !== "error" && level !== "warning") {
    const leave = () => (toast.matches(":hover, :focus-within") ? later() : toast.remove());
    const later = () => setTimeout(leave, 8000);
    later();
  }
}

document.querySelectorAll("[data-toast]").forEach(closable);
