// Writing a note. Photos are made smaller before they are sent (a phone's connection is slow), shown,
// and each described beside itself. A new note is kept on this device from the first key, sent without
// leaving the page, and waits here where there is no connection (notes-queue.js). Without this module
// the form sends everything as it is.
import { words } from "./app.js";
import * as drafts from "./drafts.js";
import { look, postNote } from "./notes-queue.js";
import * as store from "./notes-store.js";
import { lighter } from "./pictures.js";
import { newId } from "./sender.js";

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
  list.dispatchEvent(new CustomEvent("photos", { bubbles: true }));
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

/** A new note: its form, what is kept of it, and how it leaves. */
class NewNote {
  constructor(form) {
    this.form = form;
    // The page that comes for want of a connection asks which journal: an address.
    this.place = form.elements.place;
    this.blank = this.#fields();
    this.started = this.#restore();
    form.addEventListener("input", () => this.#keep());
    form.addEventListener("change", () => this.#keep());
    this.file = form.elements.file;
    form.addEventListener("photos", () => this.#keep(this.#files()));
    this.file.addEventListener("change", () => this.#keep(this.#files()));
    addEventListener("note-sent", () => form.querySelector(".note-said.info")?.remove());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#leave();
    });
  }

  get id() {
    return this.form.elements.client_id.value;
  }

  get address() {
    return this.place?.value ?? location.pathname;
  }

  #fields() {
    const given = [...new FormData(this.form)];
    const apart = ["csrfmiddlewaretoken", "client_id", "photo_alt", "place"];
    return given.filter(([name, value]) => typeof value === "string" && !apart.includes(name));
  }

  #files() {
    return { pictures: [...input.files], documents: [...this.file.files] };
  }

  #note(state) {
    return {
      id: this.id,
      account: drafts.account(),
      address: this.address,
      about: this.place?.selectedOptions[0].text ?? this.form.dataset.about,
      state,
      fields: this.#fields(),
      alts: described(),
      at: this.at ?? Date.now(),
    };
  }

  async #keep(files) {
    // What is being brought back is not written over.
    await this.started;
    if (this.leaving) return;
    const note = this.#note("draft");
    const isBlank = JSON.stringify(note.fields) === JSON.stringify(this.blank);
    if (isBlank && !input.files.length && !this.file.files.length) await store.remove(note.id);
    else await store.put(note, files);
  }

  /** The note that the address names, or else what was being written here. */
  async #restore() {
    await store.forgetOthers();
    if (this.form.querySelector("[aria-invalid=true]")) return;
    const asked = new URLSearchParams(location.search).get("note");
    const here = (await store.all()).filter((note) => note.address === this.address);
    const note = asked ? here.find((each) => each.id === asked) : here.findLast((each) => each.state === "draft");
    if (!note) return;
    const { pictures, documents } = await store.filesOf(note.id);
    this.at = note.at;
    this.form.elements.client_id.value = note.id;
    this.#fill(note.fields);
    if (pictures.length) show(pictures, note.alts);
    if (documents.length) this.#attach(documents);
    // It is being written again: it does not leave by itself meanwhile.
    await store.put({ ...note, state: "draft", error: "" });
    if (note.error) this.#refused(note.error, {});
    look();
  }

  #attach(documents) {
    const chosen = new DataTransfer();
    for (const file of documents) chosen.items.add(file);
    this.file.files = chosen.files;
    this.file.closest("details").open = true;
    this.file.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #fill(fields) {
    for (const field of this.form.elements) {
      if (!field.name || ["hidden", "file", "submit", "button"].includes(field.type)) continue;
      if (field.name === "photo_alt") continue;
      const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
      if (field.checked && field.type === "checkbox") field.closest("details")?.setAttribute("open", "");
    }
  }

  async #leave() {
    if (this.leaving) return;
    this.leaving = true;
    await this.started;
    sessionStorage.removeItem("draft-sent");
    this.form.ariaBusy = "true";
    const kept = await store.put(this.#note("draft"), this.#files());
    if (!kept) {
      // This browser keeps nothing: as without this module.
      this.form.submit();
      return;
    }
    const note = this.#note("draft");
    const outcome = navigator.onLine ? await postNote(note, { asks: true }) : { again: true };
    this.form.ariaBusy = null;
    if (outcome.answer) {
      drafts.clear(this.form.dataset.draft);
      await store.remove(note.id);
      location.assign(outcome.answer.url);
      return;
    }
    if (outcome.again) {
      drafts.clear(this.form.dataset.draft);
      await store.put({ ...note, state: "waiting" });
      this.#anew();
      dispatchEvent(new CustomEvent("note-kept"));
    } else {
      this.#refused(outcome.error, outcome.errors);
      if (outcome.errors.client_id) {
        await store.remove(note.id);
        this.form.elements.client_id.value = newId();
      }
    }
    this.leaving = false;
    look();
  }

  /** What is written waits on the device: the form is for the next one. */
  #anew() {
    this.form.reset();
    this.form.elements.client_id.value = newId();
    this.at = undefined;
    this.blank = this.#fields();
    show([]);
    this.file.dispatchEvent(new Event("change", { bubbles: true }));
    // Its counter counts anew.
    this.form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.#say(words.note_kept, "info", {});
    history.replaceState(null, "", location.pathname);
  }

  #refused(error, errors) {
    this.#say(error, "warn", errors);
  }

  #say(text, level, errors) {
    this.form.querySelector(".note-said")?.remove();
    for (const each of this.form.querySelectorAll(".said-here")) each.remove();
    for (const each of this.form.querySelectorAll("[aria-invalid]")) each.removeAttribute("aria-invalid");
    for (const [name, lines] of Object.entries(errors)) this.#sayBeside(name, lines.join(" "));
    const said = document.createElement("p");
    said.className = `callout note-said ${level}`;
    said.setAttribute("role", level === "warn" ? "alert" : "status");
    said.tabIndex = -1;
    said.textContent = text;
    this.form.prepend(said);
    said.focus();
    said.scrollIntoView({ block: "center" });
  }

  #sayBeside(name, text) {
    const field = document.getElementById(`id_${name}`);
    const box = field?.closest(".field");
    if (!box) return;
    const line = document.createElement("p");
    line.className = "error said-here";
    line.id = `id_${name}_said`;
    line.textContent = text;
    box.append(line);
    field.setAttribute("aria-describedby", line.id);
    if (field.matches("input, textarea, select")) field.setAttribute("aria-invalid", "true");
  }
}

const form = document.querySelector("form[data-new-note]");
if (form) new NewNote(form);
