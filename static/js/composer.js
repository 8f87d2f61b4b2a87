// Sending messages: shown at once, posted in order with an id of their own, posted again with the
// same id until the server has answered. Each stays on this device until it is confirmed, under a
// name of its own: two pages of a thread do not lose each other's.

import * as drafts from "./drafts.js";
import { newId, Sender } from "./sender.js";

export class Composer {
  // What was sent and not yet confirmed: id → {text, reply, files}, oldest first. Files are on this
  // page only: what is kept on the device has their names.
  #unconfirmed = new Map();
  #attaching = null;
  #attached = null;
  #sending = null;
  #sender;
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
    this.reply = this.#asked();
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
    form.querySelector("[data-drop]").addEventListener("click", (event) => {
      event.preventDefault();
      this.answer(null);
    });
    this.body.addEventListener("focus", () => this.#dress());
    this.#sender = new Sender({
      next: () => this.#unconfirmed.entries().next().value,
      send: ([id, sent]) => this.#postOne(id, sent),
      waits: () => this.#waits(),
    });
    this.#watchFiles();
    list.stayAbove(form);
  }

  /** What helps to write, once somebody does; where it did not come, the next time. */
  async #dress() {
    if (this.toolbar) return;
    const { Toolbar } = await import("./toolbar.js").catch(() => ({}));
    if (Toolbar) this.toolbar ??= new Toolbar(this.form, this.page, this.words);
  }

  /** Files come by their buttons, by paste or by drop; the module that holds them is asked for when
   * somebody writes. */
  #watchFiles() {
    const take = (event, files) => {
      if (!files.length || this.form.hidden) return;
      event.preventDefault();
      this.#attach().then((attached) => {
        if (attached) attached.add(files);
        else this.#say(this.words.files_unready);
      });
    };
    this.form.addEventListener("focusin", () => this.#attach(), { once: true });
    this.form.addEventListener("change", (event) => {
      if (event.target.type !== "file") return;
      const files = [...event.target.files];
      event.target.value = "";
      take(event, files);
    });
    this.form.addEventListener("paste", (event) => {
      // Words copied from an office document come with their picture: the words are meant.
      const data = event.clipboardData;
      if (!data.types.includes("text/plain")) take(event, [...data.files]);
    });
    this.page.addEventListener("dragover", (event) => {
      if (event.dataTransfer.types.includes("Files")) event.preventDefault();
    });
    this.page.addEventListener("drop", (event) => take(event, [...event.dataTransfer.files]));
  }

  async #attach() {
    this.#attaching ??= import("./attachments.js");
    try {
      this.#sending = await this.#attaching;
    } catch {
      this.#attaching = null;
      return null;
    }
    this.#attached ??= new this.#sending.Attachments(this.form, this.words, {
      changed: () => this.#keep(),
      said: (text, problem) => {
        this.#say(problem ? text : "");
        if (!problem) document.getElementById("announcements").textContent = text;
      },
    });
    return this.#attached;
  }

  /** The message that the address asked to answer. */
  #asked() {
    const shown = this.form.querySelector(".replying");
    if (shown.hidden) return null;
    return {
      id: Number(this.form.elements.reply_to.value),
      position: Number(shown.dataset.position),
      author: shown.querySelector(".to").textContent,
      text: shown.querySelector(".words").textContent,
    };
  }

  /** What is written answers this message, {id, position, author, text}; null: none. */
  answer(reply) {
    this.#showReply(reply);
    this.#keep();
    this.body.focus();
  }

  #showReply(reply) {
    this.reply = reply;
    this.form.elements.reply_to.value = reply?.id ?? "";
    const shown = this.form.querySelector(".replying");
    shown.hidden = !reply;
    if (reply) {
      shown.querySelector(".to").textContent = reply.author;
      shown.querySelector(".words").textContent = reply.text;
    }
  }

  /** Add to what is being written. */
  insert(text) {
    const before = this.body.value.trimEnd();
    this.body.value = before ? `${before}\n\n${text}` : text;
    this.body.focus();
    this.body.setSelectionRange(this.body.value.length, this.body.value.length);
    this.body.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Bring back what was typed, and send again what was never confirmed. */
  restore(draft) {
    if (draft?.text && !this.body.value) {
      this.body.value = draft.text;
      this.form.elements.client_id.value = draft.clientId || newId();
    }
    if (draft?.reply && !this.reply) this.#showReply(draft.reply);
    if (draft?.files?.length) this.#chooseAgain(draft.files);
    const kept = drafts.loadAll(this.#sent("")).filter(([, each]) => each?.text || each?.names?.length);
    if (!kept.length) return;
    const { isAtEnd } = this.list;
    for (const [id, { text, reply, names }] of kept.sort(([, one], [, other]) => one.at - other.at)) {
      if (names?.length) {
        drafts.clear(this.#sent(id));
        if (!this.list.holds(id)) this.#giveBack(id, { text, reply }, names);
        continue;
      }
      this.#unconfirmed.set(id, { text, reply, files: [] });
      this.list.showSending(id, text, this.author, reply);
    }
    if (isAtEnd) this.list.toEnd();
    this.#sender.post();
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
    this.#sender.stop();
    this.form.querySelector("[type=submit]").disabled = true;
  }

  /** Words that a page sent with files, when it was left before the server had them. */
  #giveBack(id, { text, reply }, names) {
    if (reply && !this.reply) this.#showReply(reply);
    if (!this.body.value) this.form.elements.client_id.value = id;
    this.body.value = [text, this.body.value].filter(Boolean).join("\n\n");
    this.#keep();
    this.#chooseAgain(names);
  }

  #chooseAgain(names) {
    this.#say(this.words.files_again.replace("%s", names.join(", ")));
  }

  #keep() {
    const text = this.body.value;
    const files = this.#attached?.names ?? [];
    const { reply } = this;
    const clientId = this.form.elements.client_id.value;
    if (text || reply || files.length) drafts.save(this.name, { text, clientId, reply, files });
    else drafts.clear(this.name);
  }

  #say(text) {
    this.error.textContent = text;
    this.error.hidden = !text;
    this.body.toggleAttribute("aria-invalid", Boolean(text));
  }

  async #send() {
    // Pictures that are being made smaller.
    await (await this.#attaching?.then(() => this.#attached, () => null))?.ready;
    const text = this.body.value.trim();
    if (!text && !this.#attached?.names.length) {
      this.#say(this.words.empty);
      return;
    }
    const id = this.form.elements.client_id.value;
    const { reply } = this;
    const files = this.#attached?.take() ?? [];
    this.#unconfirmed.set(id, { text, reply, files });
    const names = files.map(({ file }) => file.name);
    drafts.save(this.#sent(id), { text, reply, names, at: Date.now() });
    this.body.value = "";
    this.#showReply(null);
    this.form.elements.client_id.value = newId();
    this.#say("");
    this.#keep();
    const item = this.list.showSending(id, text, this.author, reply);
    if (files.length) this.#sending.showSending(item, files, this.words);
    this.list.toEnd();
    if (this.#waiting || !navigator.onLine) this.#waits();
    this.#sender.afresh();
  }

  /** Whether the same message must be posted again. */
  async #postOne(id, { text, reply, files }) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    body.set("client_id", id);
    body.set("body", text);
    if (reply) body.set("reply_to", reply.id);
    for (const { file, alt } of files) {
      body.append("files", file, file.name);
      body.append("file_alt", alt);
    }
    let response;
    let answer;
    try {
      response = files.length
        ? await this.#sending.post(this.form.action, body, this.list.pending(id))
        : await fetch(this.form.action, {
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
    let actions = [[this.words.retry, () => this.#sender.post(true)]];
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
    const sent = [...this.#unconfirmed.values()];
    const files = sent.flatMap((each) => each.files);
    const reply = sent[0]?.reply;
    for (const each of [...this.#unconfirmed.keys()]) {
      this.list.forgetPending(each);
      this.#done(each);
    }
    if (files.length) this.#attached.give(files);
    if (reply && !this.reply) this.#showReply(reply);
    this.body.value = [...sent.map((each) => each.text), this.body.value].filter(Boolean).join("\n\n");
    this.form.elements.client_id.value = newId();
    this.#say(error);
    this.#keep();
    this.body.focus();
  }
}
