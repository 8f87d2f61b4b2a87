// What single keys do in a thread: `[data-key]` of the dialog that explains them says which. Loaded
// at the first of them (thread.js), which also makes sure that nobody is typing.

export class Keys {
  constructor(page, list) {
    this.page = page;
    this.list = list;
  }

  /** `does` is what a row of the dialog says, or the name of an arrow. */
  press({ does, event }) {
    switch (does) {
      case "next":
      case "ArrowDown":
        return this.#move(1);
      case "previous":
      case "ArrowUp":
        return this.#move(-1);
      case "Home":
        return this.#focus(this.#messages.at(0));
      case "End":
        return this.#focus(this.#messages.at(-1));
      case "search":
        return document.getElementById("search").focus();
      case "help":
        return document.getElementById("shortcuts").showModal();
    }
    if (event) this.#current?.dispatchEvent(new CustomEvent(event, { bubbles: true }));
  }

  get #messages() {
    return [...this.list.items.querySelectorAll(".msg")];
  }

  get #current() {
    return document.activeElement?.closest("#messages .msg");
  }

  /** From message to message; at either end, more of the thread is asked for. */
  #move(step) {
    const messages = this.#messages;
    const current = this.#current;
    if (!current) {
      const seen = messages.filter((each) => {
        const box = each.getBoundingClientRect();
        return box.bottom > 0 && box.top < innerHeight;
      });
      this.#focus(step > 0 ? seen.at(0) : seen.at(-1));
      return;
    }
    const next = messages[messages.indexOf(current) + step];
    if (next) this.#focus(next);
    else this.page.querySelector(step > 0 ? "#newer" : "#older")?.click();
  }

  #focus(message) {
    if (!message) return;
    message.tabIndex = -1;
    message.focus();
  }
}
