// Sending messages: shown at once, posted with an id of their own, posted again with the same id
// until the server has answered. What is not confirmed stays in the draft.

import * as drafts from "./drafts.js";

const RETRY_FIRST = 1_000;
const RETRY_LAST = 30_000;

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Composer {
  // What was sent and not yet confirmed: id → text, oldest first.
  #unconfirmed = new Map();
  #posting = false;
  #retry = 0;
  #delay = RETRY_FIRST;
  onStored = () => {};

  constructor(form, page, list, words) {
    this.form = form;
    this.page = page;
    this.list = list;
    this.words = words;
    this.name = form.dataset.draft;
    this.body = form.elements.body;
    this.error = form.querySelector("#composer-error");
    this.author = JSON.parse(page.dataset.me);
    form.elements.client_id.value ||= newId();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.#send();
      }
    });
    this.body.addEventListener("input", () => {
      this.#say("");
      this.#keep();
    });
    addEventListener("online", () => this.#post());
  }

  /** Bring back what was typed, and send again what was never confirmed. */
  restore(draft) {
    if (!draft) return;
    if (draft.text && !this.body.value) {
      this.body.value = draft.text;
      this.form.elements.client_id.value = draft.clientId || newId();
    }
    for (const [id, text] of draft.unconfirmed ?? []) {
      this.#unconfirmed.set(id, text);
      this.list.showSending(id, text, this.author);
    }
    this.#post();
  }

  /** The server has these: by its answer, or by the socket that was faster. */
  confirmed(messages) {
    let changed = false;
    for (const message of messages) changed = this.#unconfirmed.delete(message.client_id) || changed;
    if (changed) this.#keep();
  }

  disable() {
    clearTimeout(this.#retry);
    this.form.querySelector("button").disabled = true;
  }

  #keep() {
    if (!this.body.value && !this.#unconfirmed.size) {
      drafts.clear(this.name);
      return;
    }
    drafts.save(this.name, {
      text: this.body.value,
      clientId: this.form.elements.client_id.value,
      unconfirmed: [...this.#unconfirmed],
    });
  }

  #say(text) {
    this.error.textContent = text;
    this.error.hidden = !text;
    this.body.toggleAttribute("aria-invalid", Boolean(text));
  }

  #send() {
    const text = this.body.value.trim();
    if (!text) {
      this.#say(this.words.empty);
      return;
    }
    if (!this.list.isLatest) {
      // The end of the thread is not on this page: the plain form goes there.
      this.form.submit();
      return;
    }
    const id = this.form.elements.client_id.value;
    this.#unconfirmed.set(id, text);
    this.body.value = "";
    this.form.elements.client_id.value = newId();
    this.#say("");
    this.#keep();
    this.list.showSending(id, text, this.author);
    this.#delay = RETRY_FIRST;
    this.#post();
  }

  /** One at a time, in the order they were written. */
  async #post() {
    if (this.#posting) return;
    clearTimeout(this.#retry);
    const next = this.#unconfirmed.entries().next().value;
    if (!next) return;
    this.#posting = true;
    const [id, text] = next;
    let again = true;
    try {
      again = await this.#postOne(id, text);
    } finally {
      this.#posting = false;
    }
    if (again) {
      this.#retry = setTimeout(() => this.#post(), this.#delay);
      this.#delay = Math.min(RETRY_LAST, this.#delay * 2);
    } else {
      this.#delay = RETRY_FIRST;
      this.#post();
    }
  }

  /** Whether the same message must be posted again. */
  async #postOne(id, text) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    body.set("client_id", id);
    body.set("body", text);
    let response;
    let answer;
    try {
      response = await fetch(this.form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(20_000),
      });
      if (response.ok && !response.redirected) answer = await response.json();
    } catch {
      this.#waits(id);
      return true;
    }
    if (answer) {
      this.#unconfirmed.delete(id);
      this.#keep();
      this.onStored(answer.message);
      return false;
    }
    if (response.status >= 500) {
      this.#waits(id);
      return true;
    }
    await this.#refused(id, text, response);
    return false;
  }

  #waits(id) {
    this.list.showFailed(id, this.words.retrying, [[this.words.retry, () => this.#post()]]);
  }

  /** It will never be taken as it is: the text comes back to the composer. */
  async #refused(id, text, response) {
    let error = this.words.refused;
    try {
      error = (await response.json()).error || error;
    } catch {
      // Not ours to read: a page of errors, a proxy.
    }
    this.#unconfirmed.delete(id);
    this.list.forgetPending(id);
    this.body.value = this.body.value ? `${text}\n\n${this.body.value}` : text;
    this.form.elements.client_id.value = newId();
    this.#say(error);
    this.#keep();
    this.body.focus();
  }
}
