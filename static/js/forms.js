// Helps for forms: counters, one sending at a time, chosen files. drafts.js keeps what is typed.
const block = document.getElementById("mots");
const words = block ? JSON.parse(block.textContent) : {};

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

document.querySelector("main .error-summary:not([data-sample] *)")?.focus();
