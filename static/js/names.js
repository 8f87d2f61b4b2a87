// What may be named: after an « @ », the readers of the thread and the experimentations, one word of
// whose name begins so.

const BEGUN = /(?:^|[\s(«])@([^\s@][^\n@]{0,40})?$/u;
const WAIT = 150;

export class Names {
  #timer = 0;
  #asked = 0;
  #from = 0;

  constructor(area, url, words) {
    this.area = area;
    this.url = url;
    this.words = words;
    this.list = Object.assign(document.createElement("ul"), { id: "names", className: "names", hidden: true });
    this.list.role = "listbox";
    this.list.ariaLabel = "@";
    this.said = Object.assign(document.createElement("p"), { className: "sr", role: "status" });
    area.after(this.list, this.said);
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-controls", "names");
    area.addEventListener("input", () => this.#look());
    area.addEventListener("blur", () => this.#close());
    // Before the form hears it.
    area.addEventListener("keydown", (event) => this.#key(event), { capture: true });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#choose(option);
    });
    // What was typed while this came.
    if (document.activeElement === area) this.#look();
  }

  get #options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get #current() {
    return this.list.querySelector("[aria-selected=true]");
  }

  #look() {
    clearTimeout(this.#timer);
    const before = this.area.value.slice(0, this.area.selectionStart);
    const begun = this.area.selectionStart === this.area.selectionEnd ? BEGUN.exec(before) : null;
    if (!begun) return this.#close();
    const typed = begun[1] ?? "";
    this.#from = before.length - typed.length;
    this.#timer = setTimeout(() => this.#ask(typed), WAIT);
  }

  async #ask(typed) {
    const asked = ++this.#asked;
    let found;
    try {
      const response = await fetch(`${this.url}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) return;
      found = await response.json();
    } catch {
      return;
    }
    if (asked === this.#asked && document.activeElement === this.area) this.#show(found, typed);
  }

  #show({ people, places, invite }, typed) {
    const rows = [...people, ...places].map(({ name }, index) => {
      const row = Object.assign(document.createElement("li"), { id: `name-${index}`, textContent: name });
      row.role = "option";
      row.ariaSelected = String(index === 0);
      row.dataset.name = name;
      if (index >= people.length) {
        const kind = Object.assign(document.createElement("span"), { className: "meta", textContent: this.words.place });
        row.append(" ", kind);
      }
      return row;
    });
    const found = rows.length;
    // Past a word and a space nobody is meant: these are words.
    if (!rows.length && (!invite || /\s/.test(typed))) return this.#close();
    if (invite && rows.length < 3) {
      const row = document.createElement("li");
      row.role = "option";
      row.id = "name-invite";
      row.dataset.url = invite;
      // To be asked for: Enter still begins a line.
      row.ariaSelected = "false";
      row.textContent = this.words.invite;
      rows.push(row);
    }
    this.list.replaceChildren(...rows);
    this.list.hidden = false;
    this.said.textContent = found ? this.words.suggestions.replace("%s", found) : this.words.nobody;
    this.#point();
  }

  #point() {
    const current = this.#current;
    if (!current) return this.area.removeAttribute("aria-activedescendant");
    this.area.setAttribute("aria-activedescendant", current.id);
    current.scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    if (this.list.hidden) return;
    const current = this.#current;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const options = this.#options;
      const next = options[(options.indexOf(current) + step + options.length) % options.length] ?? options[0];
      if (current) current.ariaSelected = "false";
      next.ariaSelected = "true";
      this.#point();
    } else if (current && ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab")) {
      this.#choose(current);
    } else if (event.key === "Escape") {
      this.#close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #choose(option) {
    if (option.dataset.url) {
      // What is being written stays in the draft.
      location.assign(option.dataset.url);
      return;
    }
    const to = this.area.selectionStart;
    this.area.setRangeText(`${option.dataset.name} `, this.#from, to, "end");
    this.#close();
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.list.hidden = true;
    this.said.textContent = "";
    this.area.removeAttribute("aria-activedescendant");
  }
}
