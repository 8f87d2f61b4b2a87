// Photos of a note: made smaller before they are sent (a phone's connection is slow), shown, and
// each described beside itself. Without this module the form sends the files as they are.
import { lighter } from "./pictures.js";

const input = document.querySelector("input[data-photos]");
const list = document.getElementById("photos-choisies");

function row(file, index, alt) {
  const box = document.createElement("div");
  box.className = "photo-row";
  const image = document.createElement("img");
  image.alt = "";
  image.src = URL.createObjectURL(file);
  image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
  const side = document.createElement("div");
  side.className = "field";
  const label = document.createElement("label");
  label.htmlFor = `photo_alt_${index}`;
  label.textContent = `${list.dataset.label} (${file.name})`;
  const text = document.createElement("input");
  Object.assign(text, { id: label.htmlFor, name: "photo_alt", maxLength: 300, value: alt });
  const remove = document.createElement("button");
  Object.assign(remove, { type: "button", className: "button quiet small" });
  remove.textContent = `${list.dataset.remove} ${file.name}`;
  remove.addEventListener("click", () => {
    const alts = described();
    const kept = [...input.files].filter((_file, other) => other !== index);
    alts.splice(index, 1);
    show(kept, alts);
    input.focus();
  });
  side.append(label, text, remove);
  box.append(image, side);
  return box;
}

function described() {
  return [...list.querySelectorAll("[name=photo_alt]")].map((each) => each.value);
}

function show(files, alts = []) {
  const chosen = new DataTransfer();
  for (const file of files) chosen.items.add(file);
  input.files = chosen.files;
  list.replaceChildren(...files.map((file, index) => row(file, index, alts[index] ?? "")));
  list.hidden = files.length === 0;
}

if (input && list) {
  const button = input.form.querySelector("[type=submit]");
  input.addEventListener("change", async () => {
    const most = Number(input.dataset.photos);
    button.disabled = true;
    const files = await Promise.all([...input.files].slice(0, most).map(lighter));
    button.disabled = false;
    show(files);
  });
}
