// Files: dropping works on the whole frame, and what was chosen is listed with its size.
const size = (bytes) =>
  new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 }).format(bytes / 1_000_000) + " Mo";

function list(input) {
  const drop = input.closest("[data-drop]");
  drop.querySelector(".files")?.remove();
  if (!input.files.length) return;
  const files = document.createElement("ul");
  files.className = "files";
  for (const file of input.files) {
    const line = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = file.name;
    const weight = document.createElement("span");
    weight.className = "meta";
    weight.textContent = size(file.size);
    line.append(name, weight);
    files.append(line);
  }
  drop.append(files);
}

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-drop] input[type='file']")) list(event.target);
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
