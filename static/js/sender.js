// Sending what waits on this device: one at a time, in order, again with the same identifier until the
// server has answered. Discussions and journals send this way.

const RETRY_FIRST = 1_000;
const RETRY_LAST = 30_000;
// A line that brings nothing for this long is cut, however long the whole takes.
const STALLED = 60_000;

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Sender {
  #posting = false;
  #called = false;
  #retry = 0;
  #delay = RETRY_FIRST;

  /** `next()` gives what is to be sent, or nothing (it may be a promise); `send(next)` tells whether
   * the same must be sent again; `waits()` is told when nothing is sent for want of a connection. */
  constructor({ next, send, waits }) {
    Object.assign(this, { next, send, waits });
    addEventListener("online", () => this.post());
    addEventListener("offline", () => this.waits());
  }

  /** Something new is to be sent: at once. */
  afresh() {
    this.#delay = RETRY_FIRST;
    return this.post();
  }

  stop() {
    clearTimeout(this.#retry);
  }

  /** Offline, only if it `isAsked`. */
  async post(isAsked = false) {
    if (this.#posting) {
      this.#called = true;
      return;
    }
    clearTimeout(this.#retry);
    this.#posting = true;
    this.#called = false;
    let again = true;
    let next;
    try {
      next = await this.next();
      if (next && !navigator.onLine && !isAsked) {
        this.waits();
        return;
      }
      if (next) again = await this.send(next);
    } finally {
      this.#posting = false;
    }
    if (!next) {
      // Something may have come while we looked for it.
      if (this.#called) await this.post();
    } else if (again) {
      this.#retry = setTimeout(() => this.post(), this.#delay);
      this.#delay = Math.min(RETRY_LAST, this.#delay * 2);
    } else {
      this.#delay = RETRY_FIRST;
      await this.post();
    }
  }
}

/** Post `body` as fetch does, and tell the bar in `item`, if any, how far it is. */
export function post(url, body, item) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    const bar = item?.querySelector("progress");
    let timer = 0;
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), STALLED);
    };
    request.upload.addEventListener("progress", (event) => {
      watch();
      if (bar && event.lengthComputable) bar.value = event.loaded / event.total;
    });
    for (const end of ["error", "abort"]) request.addEventListener(end, () => fail(new Error(end)));
    request.addEventListener("load", () =>
      done({
        ok: request.status >= 200 && request.status < 300,
        status: request.status,
        redirected: new URL(request.responseURL).pathname !== new URL(url, location).pathname,
        json: async () => JSON.parse(request.responseText),
      }),
    );
    request.addEventListener("loadend", () => clearTimeout(timer));
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    watch();
    request.send(body);
  });
}
