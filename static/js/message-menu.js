// What a reader does with one message without leaving the thread: answer, quote, react, correct her
// own, copy its address. Each has its plain way on the message's own page.

import { announce } from "./app.js";
import { clear, keep } from "./drafts.js";
import { excerpt } from "./message-list.js";

export class MessageActs {
  #item = null;

  /** `taken(message)`: one came back changed; `composer()`: where she writes, or null. */
  constructor(page, words, { taken, composer }) {
    this.page = page;
    this.words = words;
    this.taken = taken;
    this.composer = composer;
    this.menu = document.getElementById("message-menu");
    this.menu.addEventListener("click", (event) => this.#chosen(event));
  }

  get #canWrite() {
    return Boolean(document.getElementById("react") && this.composer());
  }

  #address(item, act = "") {
    return `${this.page.dataset.url}messages/${item.dataset.id}/${act}`;
  }

  open(item, from) {
    if (this.menu.matches(":popover-open")) {
      this.menu.hidePopover();
      if (this.#item === item) return;
    }
    this.#item = item;
    const shown = item.dataset.state === "visible";
    const may = { read: shown, write: shown && this.#canWrite, mine: shown && this.#canWrite && item.classList.contains("mine") };
    for (const part of this.menu.querySelectorAll("[data-for]")) part.hidden = !may[part.dataset.for];
    for (const button of this.menu.querySelectorAll("[data-react]")) {
      const mine = item.querySelector(`.reactions [value="${button.dataset.react}"]`)?.name === "off";
      button.ariaPressed = String(mine);
    }
    this.menu.querySelector("[data-act=page]").href = this.#address(item);
    this.menu.showPopover({ source: from });
    this.menu.querySelector("button:not([hidden] *), a")?.focus();
  }

  #chosen(event) {
    const chosen = event.target.closest("[data-act], [data-react]");
    if (!chosen || chosen.dataset.act === "page") return;
    const item = this.#item;
    this.menu.hidePopover();
    if (chosen.dataset.react) this.#react(item, chosen.dataset.react, chosen.ariaPressed !== "true");
    else this[chosen.dataset.act](item);
  }

  reply(item) {
    if (item.dataset.state !== "visible") return;
    this.composer()?.answer({
      id: Number(item.dataset.id),
      position: Number(item.dataset.position),
      author: item.querySelector(".who").textContent,
      text: excerpt(item.querySelector(".msg-body").innerHTML),
    });
  }

  async quote(item) {
    const found = await this.#ask(this.#address(item));
    if (found) this.composer()?.insert(found.quotation);
  }

  /** As a quotation, for another discussion or another page. */
  async copy(item) {
    const found = await this.#ask(this.#address(item));
    if (!found) return;
    try {
      await navigator.clipboard.writeText(found.quotation);
      announce(this.words.quotation_copied, "success");
    } catch {
      announce(this.words.not_done, "error");
    }
  }

  async link(item) {
    const address = item.querySelector(".at").href;
    try {
      await navigator.clipboard.writeText(address);
      announce(this.words.copied, "success");
    } catch {
      // No clipboard here: the address of the page is that of the message.
      location.assign(address);
    }
  }

  toggle(item, button) {
    return this.#react(item, button.value, button.name === "on");
  }

  async #react(item, kind, on) {
    const answer = await this.#ask(this.#address(item, "reagir/"), { [on ? "on" : "off"]: kind });
    if (answer) this.taken(answer.message);
  }

  /** The text is corrected where it stands. */
  async edit(item) {
    if (item.querySelector("form.correcting")) return;
    const found = await this.#ask(this.#address(item));
    if (!found) return;
    const body = item.querySelector(".msg-body");
    const form = Object.assign(document.createElement("form"), { className: "correcting stack-s" });
    const area = Object.assign(document.createElement("textarea"), { name: "body", defaultValue: found.body, rows: 3, maxLength: 10_000, required: true });
    area.ariaLabel = this.words.edit;
    const error = Object.assign(document.createElement("p"), { className: "error", hidden: true, role: "alert" });
    const save = Object.assign(document.createElement("button"), { className: "button primary small", textContent: this.words.save });
    const cancel = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: this.words.cancel });
    const acts = Object.assign(document.createElement("p"), { className: "row" });
    acts.append(save, cancel);
    form.append(area, error, acts);
    // What is begun stays on this device, also when the form is closed by Escape or with the page.
    form.dataset.draft = `message:${item.dataset.id}`;
    keep(form);
    const close = () => {
      form.remove();
      body.hidden = false;
      item.querySelector(".msg-options").focus();
    };
    const done = () => {
      clear(form.dataset.draft);
      close();
    };
    cancel.addEventListener("click", done);
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      save.disabled = true;
      const said = (text) => {
        error.textContent = text;
        error.hidden = false;
      };
      const answer = await this.#ask(this.#address(item, "modifier/"), { body: area.value }, said);
      save.disabled = false;
      if (!answer) return;
      done();
      this.taken(answer.message);
    });
    body.hidden = true;
    body.after(form);
    area.setSelectionRange(area.value.length, area.value.length);
    area.focus({ preventScroll: true });
    form.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** What the server answers; where it refuses, that is said and nothing returned. */
  async #ask(address, fields, said = (text) => announce(text, "error")) {
    const options = { headers: { Accept: "application/json" } };
    if (fields) {
      options.method = "POST";
      options.body = new FormData();
      const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
      options.body.set("csrfmiddlewaretoken", token);
      for (const [name, value] of Object.entries(fields)) options.body.set(name, value);
    }
    let refusal = this.words.not_done;
    try {
      const response = await fetch(address, options);
      if (response.ok && !response.redirected) return await response.json();
      refusal = (await response.json()).error || refusal;
    } catch {
      // No connection, or a page that is not ours to read.
    }
    said(refusal);
    return null;
  }
}
