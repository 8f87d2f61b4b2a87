// Says when the device is offline, and what a failed htmx request means, in words.
import { announce } from "./toasts.js";

const banner = document.getElementById("hors-ligne");
const tell = () => banner?.toggleAttribute("hidden", navigator.onLine);
addEventListener("online", tell);
addEventListener("offline", tell);
tell();

// Shows the offline page when a page cannot be loaded; stores nothing else.
navigator.serviceWorker?.register("/service-worker.js").catch(() => {});

document.addEventListener("htmx:sendError", () =>
  announce("Le serveur ne répond pas. Rien n’est perdu : réessayez dans un instant.", "error"),
);
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr?.status;
  const words = {
    403: "Votre session a changé. Rechargez la page, puis recommencez.",
    404: "Cette page n’existe plus, ou ne vous est plus ouverte.",
    413: "C’est trop lourd pour être envoyé.",
    429: "Trop de demandes en peu de temps. Patientez une minute.",
  };
  announce(words[status] ?? "L’enregistrement a échoué. Réessayez dans un instant.", "error");
});

// After a swap, a fragment that asks for it gets the focus; errors first.
document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.target;
  (target.querySelector(".error-summary") ?? target.querySelector("[data-focus]"))?.focus();
});
