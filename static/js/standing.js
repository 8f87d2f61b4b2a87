// What surrounds the messages: the thread's head, how one follows it, and the place to write or the
// reason why not. When one of them changes, the page is asked again and only these parts are taken
// from it, so that each reader sees her own; what she is typing stays.

// Not all readers at the same moment.
const SPREAD = 1_000;

export class Standing {
  #timer = 0;
  #asked = 0;

  /** `on` holds composer(form): one that was not there before; said(text): why she may not write. */
  constructor(page, on) {
    this.page = page;
    this.on = on;
    this.write = page.dataset.write === "1";
  }

  /** The thread itself changed. */
  changed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refresh(), Math.random() * SPREAD);
  }

  /** Whether she may discuss here, as the server says it. */
  rights(write) {
    if (write === this.write) return;
    this.write = write;
    this.changed();
  }

  async #refresh() {
    const asked = ++this.#asked;
    let fresh;
    try {
      // Not a visit: nothing is read by it.
      const response = await fetch(this.page.dataset.url, { headers: { "X-Requested-With": "fetch" } });
      // Gone: the link says so. Otherwise it will be right when the page is loaded again.
      if (!response.ok || response.redirected) return;
      fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    } catch {
      if (asked === this.#asked) this.#timer = setTimeout(() => this.#refresh(), 5_000);
      return;
    }
    if (asked !== this.#asked) return;
    const head = document.querySelector(".thread-head");
    head.replaceChildren(...fresh.querySelector(".thread-head").children);
    this.#takeAttention(fresh.getElementById("attention"));
    this.#takeWriting(fresh.getElementById("writing"));
  }

  #takeAttention(fresh) {
    const attention = document.getElementById("attention");
    if (attention.dataset.attention !== fresh.dataset.attention) attention.replaceWith(fresh);
  }

  #takeWriting(fresh) {
    const writing = document.getElementById("writing");
    const composer = writing.querySelector("#composer");
    const newComposer = fresh.querySelector("#composer");
    const rest = [...fresh.children].filter((each) => each !== newComposer);
    for (const each of [...writing.children]) if (each !== composer) each.remove();
    if (composer) composer.hidden = !newComposer;
    else if (newComposer) writing.append(newComposer);
    writing.append(...rest);
    if (!composer && newComposer) this.on.composer(newComposer);
    const closed = writing.querySelector(".closed");
    if (closed) this.on.said(closed.textContent.trim().replace(/\s+/g, " "));
  }
}
