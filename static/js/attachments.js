// Files of a message that is being written: listed, described, taken off; then sent with their
// progress. Asked for by composer.js when somebody writes. Without it the form sends its own field.

export { post } from "./sender.js";
import { lighter } from "./pictures.js";

const MOST = 5;
const LARGEST = 25_000_000;

const numbers = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });
const isPicture = (file) => /^image\/(jpeg|png|webp|gif)$/.test(file.type);

function make(tag, values = {}, ...children) {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...children);
  return made;
}

function preview(file) {
  const image = make("img", { alt: "", src: URL.createObjectURL(file) });
  for (const end of ["load", "error"]) {
    image.addEventListener(end, () => URL.revokeObjectURL(image.src), { once: true });
  }
  return image;
}

export class Attachments {
  // {file, alt}, in their order.
  #chosen = [];
  /** Settled once what was added last is ready to be sent. */
  ready = Promise.resolve();

  /** `on` holds changed() and said(text). */
  constructor(form, words, on) {
    this.input = form.elements.files;
    this.list = form.querySelector("#composer-files");
    this.words = words;
    this.on = on;
  }

  get names() {
    return this.#chosen.map(({ file }) => file.name);
  }

  add(files) {
    this.ready = this.ready.then(() => this.#add(files));
    return this.ready;
  }

  async #add(files) {
    const fit = [];
    let problem = "";
    for (const file of await Promise.all(files.map(lighter))) {
      if (file.size > LARGEST) problem = this.words.file_heavy.replace("%s", file.name);
      else if (this.#chosen.length + fit.length === MOST) problem = this.words.files_most;
      else fit.push({ file, alt: "" });
    }
    this.give(fit);
    this.on.said(problem || this.words.files_added.replace("%s", this.names.join(", ")), Boolean(problem));
  }

  /** Put these back, or among the others. */
  give(chosen) {
    this.#chosen = [...this.#chosen, ...chosen].slice(0, MOST);
    this.#show();
  }

  /** What goes with the message that is sent now. */
  take() {
    const taken = this.#chosen;
    this.#chosen = [];
    this.#show();
    return taken;
  }

  /** The field holds the same, for the plain form. */
  #show() {
    const held = new DataTransfer();
    for (const { file } of this.#chosen) held.items.add(file);
    this.input.files = held.files;
    this.list.replaceChildren(...this.#chosen.map((each) => this.#row(each)));
    this.list.hidden = !this.#chosen.length;
    this.on.changed();
  }

  #row(each) {
    const { file } = each;
    const [unit, share] = file.size < 1_000_000 ? ["kilobytes", 1000] : ["megabytes", 1_000_000];
    const size = this.words[unit].replace("%s", numbers.format(Math.ceil((10 * file.size) / share) / 10));
    const side = make("div", { className: "stack-xs" });
    side.append(make("span", { className: "breakable" }, `${file.name} (${size})`));
    const described = make("input", { name: "file_alt", value: each.alt, maxLength: 300 });
    if (isPicture(file)) {
      described.placeholder = this.words.file_describe;
      described.ariaLabel = `${this.words.file_describe} (${file.name})`;
      described.addEventListener("input", () => {
        each.alt = described.value;
      });
      described.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.preventDefault();
      });
    } else {
      described.type = "hidden";
    }
    side.append(described);
    const remove = make("button", { type: "button", className: "button quiet small" });
    remove.append(this.words.file_remove, make("span", { className: "sr" }, ` ${file.name}`));
    remove.addEventListener("click", () => {
      this.#chosen = this.#chosen.filter((other) => other !== each);
      this.#show();
      this.input.focus();
    });
    return make("li", {}, isPicture(file) ? preview(file) : "", side, remove);
  }
}

/** In a message that is being sent: what goes with it, and a bar. */
export function showSending(item, chosen, words) {
  const list = make("ul", { className: "attachments" });
  for (const { file } of chosen) {
    list.append(make("li", {}, isPicture(file) ? preview(file) : file.name));
  }
  const bar = make("progress", { max: 1, value: 0, ariaLabel: words.files_sending });
  item.querySelector(".msg-body").append(list, bar);
}
