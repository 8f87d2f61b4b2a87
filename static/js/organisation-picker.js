// Turns the organisation field into a combobox (ARIA 1.2: the list follows what is typed).
// Without this module the same field is answered by the form itself, with results to tick.

const WAIT = 120;
let count = 0;

class Picker {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector('input[type="text"]');
    this.name = this.input.name.slice(0, -"_text".length);
    this.madeFor = root.querySelector(`input[name="${CSS.escape(this.name)}_for"]`);
    this.chosen = root.querySelector(`input[type="hidden"][name="${CSS.escape(this.name)}"]`);
    if (!this.chosen) {
      this.chosen = Object.assign(document.createElement("input"), { type: "hidden", name: this.name });
      this.chosen.disabled = true; // the ticked result counts until something else is typed
      root.append(this.chosen);
    }
    this.options = [];
    this.active = -1;
    this.build();
    this.listen();
  }

  build() {
    const id = `${this.input.id || `picker-${(count += 1)}`}-options`;
    this.list = document.createElement("ul");
    this.list.id = id;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.root.dataset.list);
    this.list.hidden = true;
    this.status = document.createElement("p");
    this.status.className = "sr";
    this.status.setAttribute("role", "status");
    this.input.after(this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
    })) this.input.setAttribute(name, value);
  }

  listen() {
    this.input.addEventListener("input", () => {
      this.forget();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), WAIT);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // A press on an option must not take the focus away before the click is told.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest('[role="option"]');
      if (option) this.choose(this.options.indexOf(option));
    });
  }

  // What is typed is no longer what was chosen.
  forget() {
    if (this.input.value === this.madeFor.value) return;
    this.root.querySelector(".picker-results")?.remove();
    this.chosen.disabled = false;
    this.chosen.value = "";
    this.madeFor.value = "";
  }

  async search() {
    const text = this.input.value.trim();
    this.request?.abort();
    if (!text) return this.close();
    const request = (this.request = new AbortController());
    const query = new URLSearchParams({ q: text, nature: this.root.dataset.kinds });
    try {
      const answer = await fetch(`${this.root.dataset.url}?${query}`, {
        signal: request.signal, headers: { Accept: "application/json" },
      });
      if (!answer.ok) throw new Error(answer.statusText);
      this.show((await answer.json()).results);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.close();
      this.say(this.root.dataset.failed, true);
    }
  }

  show(results) {
    this.results = results;
    this.options = results.map((result, index) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const name = document.createElement("span");
      name.textContent = result.name;
      const detail = document.createElement("span");
      detail.className = "meta";
      detail.textContent = result.detail;
      option.append(name, " ", detail);
      return option;
    });
    this.list.replaceChildren(...this.options);
    this.move(-1);
    const open = results.length > 0 && document.activeElement === this.input;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    const { none, one, many } = this.root.dataset;
    if (results.length > 1) this.say(many.replace("{n}", results.length));
    else this.say(results.length ? one : none, results.length === 0);
  }

  // Told to screen readers; shown as well when there is nothing else to see.
  say(text, visible = false) {
    this.status.className = visible ? "help" : "sr";
    this.status.textContent = text;
  }

  close() {
    this.request?.abort();
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.move(-1);
  }

  move(index) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.options[index];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  choose(index) {
    const result = this.results[index];
    this.input.value = this.madeFor.value = result.label;
    this.root.querySelector(".picker-results")?.remove();
    this.chosen.disabled = false;
    this.chosen.value = result.id;
    this.close();
    this.say(this.root.dataset.chosen.replace("{name}", result.label));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  key(event) {
    const open = !this.list.hidden;
    const last = this.options.length - 1;
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return this.search();
      const down = event.key === "ArrowDown";
      if (down) this.move(this.active >= last ? 0 : this.active + 1);
      else this.move(this.active <= 0 ? last : this.active - 1);
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Tab" && open && this.active >= 0) {
      this.choose(this.active);
    }
  }
}

const known = new WeakSet();

export function enhance(within = document) {
  for (const root of within.querySelectorAll("[data-organisation-picker]")) {
    if (known.has(root)) continue;
    known.add(root);
    new Picker(root);
  }
}

enhance();
document.addEventListener("htmx:load", (event) => enhance(event.target.parentElement ?? document));
