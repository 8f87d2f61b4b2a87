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
