/** Buttons that copy the text of a field: shown only where this script runs. */
import { announce } from "./app.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      announce(button.dataset.copied, "success");
    } catch {
      // No clipboard here: the text is chosen, ready for the keyboard.
      field.focus();
      field.select();
    }
  });
}
