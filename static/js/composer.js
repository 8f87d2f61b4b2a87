// Sending messages: shown at once, posted in order with an id of their own, posted again with the
// same id until the server has answered. Each stays on this device until it is confirmed, under a
// name of its own: two pages of a thread do not lose each other's.

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
  #waiting = false;
  onStored = () => {};

  constructor(form, page, list, words) {
    this.form = form;
    this.page = page;
    this.list = list;
    this.words = words;
    this.name = form.dataset.draft;
    this.body = form.elements.body;
    this.error = form.querySelector("#composer-error");
    this.queue = form.querySelector("#queue");
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
    addEventListener("offline", () => this.#waits());
  }

  /** Bring back what was typed, and send again what was never confirmed. */
  restore(draft) {
    if (draft?.text && !this.body.value) {
      this.body.value = draft.text;
      this.form.elements.client_id.value = draft.clientId || newId();
    }
    const kept = drafts.loadAll(this.#sent("")).filter(([, each]) => each?.text);
    if (!kept.length) return;
    const { isAtEnd } = this.list;
    for (const [id, { text }] of kept.sort(([, one], [, other]) => one.at - other.at)) {
      this.#unconfirmed.set(id, text);
      this.list.showSending(id, text, this.author);
    }
    if (isAtEnd) this.list.toEnd();
    this.#post();
  }

  /** The server has these: by its answer, or by the socket that was faster. */
  confirmed(messages) {
    for (const message of messages) this.#done(message.client_id);
  }

  /** The name under which a message is kept that was sent and not confirmed. */
  #sent(id) {
    return `${this.name}:sent:${id}`;
  }

  #done(id) {
    if (!this.#unconfirmed.delete(id)) return;
    drafts.clear(this.#sent(id));
    if (!this.#unconfirmed.size) this.#waiting = false;
    this.#drawQueue();
  }

  #drawQueue() {
    const n = this.#unconfirmed.size;
    this.queue.hidden = !this.#waiting;
    const text = n === 1 ? this.words.one_waits : this.words.many_wait.replace("%s", n);
    if (this.#waiting && this.queue.textContent !== text) this.queue.textContent = text;
  }

  disable() {
    clearTimeout(this.#retry);
    this.form.querySelector("button").disabled = true;
  }

  #keep() {
    const text = this.body.value;
    if (text) drafts.save(this.name, { text, clientId: this.form.elements.client_id.value });
    else drafts.clear(this.name);
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
    drafts.save(this.#sent(id), { text, at: Date.now() });
    this.body.value = "";
    this.form.elements.client_id.value = newId();
    this.#say("");
    this.#keep();
    this.list.showSending(id, text, this.author);
    this.list.toEnd();
    if (this.#waiting || !navigator.onLine) this.#waits();
    this.#delay = RETRY_FIRST;
    this.#post();
  }

  /** One at a time, in the order they were written; offline, only if it `isAsked`. */
  async #post(isAsked = false) {
    if (this.#posting) return;
    clearTimeout(this.#retry);
    const next = this.#unconfirmed.entries().next().value;
    if (!next) return;
    if (!navigator.onLine && !isAsked) {
      this.#waits();
      return;
    }
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
      this.#waits();
      return true;
    }
    if (answer) {
      this.#done(id);
      this.onStored(answer.message);
      return false;
    }
    if (response.status >= 500) {
      this.#waits();
      return true;
    }
    await this.#refused(response);
    return false;
  }

  /** What is not sent says so, and that it will be. */
  #waits() {
    if (!this.#unconfirmed.size) return;
    this.#waiting = true;
    this.#drawQueue();
    const text = navigator.onLine ? this.words.retrying : this.words.offline;
    let actions = [[this.words.retry, () => this.#post(true)]];
    for (const id of this.#unconfirmed.keys()) {
      this.list.showFailed(id, text, actions);
      actions = [];
    }
  }

  /** It will never be taken as it is: the text comes back to the composer, with what was written
   * after it, which is not sent before it. */
  async #refused(response) {
    let error = this.words.refused;
    try {
      error = (await response.json()).error || error;
    } catch {
      // Not ours to read: a page of errors, a proxy.
    }
    const texts = [...this.#unconfirmed.values(), this.body.value].filter(Boolean);
    for (const each of [...this.#unconfirmed.keys()]) {
      this.list.forgetPending(each);
      this.#done(each);
    }
    this.body.value = texts.join("\n\n");
    this.form.elements.client_id.value = newId();
    this.#say(error);
    this.#keep();
    this.body.focus();
  }
}
