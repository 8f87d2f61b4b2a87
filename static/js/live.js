// The live link of a page: one socket for its threads, resumed from the last seq it holds, and
// polling where sockets are refused. The contract is docs/realtime.md.

const FIRST_DELAY = 500;
const LAST_DELAY = 30_000;
// Heads come every 5 s: a socket that says nothing for so long is dead.
const SILENCE = 16_000;
const POLL_FIRST = 5_000;
// Tries that never opened before polling begins beside them.
const REFUSALS = 2;

const INBOX = new Set(["inbox", "advanced", "read", "shown"]);

const CLOSE_ABUSE = 1008;
const CLOSE_SESSION_ENDED = 4401;
// As many newer pages of this person are open as one process serves: this one polls.
const CLOSE_TOO_MANY = 4429;

/**
 * Follows one thread. `thread` is {id, seq, changesUrl}; `on` holds
 * changes(messages), thread(state), rights(write), reset(), revoked(), signedOut(),
 * state("live" | "waiting" | "polling" | "crowded"), presence(frame), typing(frame), and opened(): the socket
 * takes frames about the thread again.
 */
export class Follower {
  #socket = null;
  #tries = 0;
  #refusals = 0;
  #retry = 0;
  #watch = 0;
  #poll = 0;
  #pollDelay = POLL_FIRST;
  #polling = false;
  #crowded = false;
  #unreachable = false;
  #over = false;

  constructor(thread, on) {
    this.thread = thread;
    this.on = on;
    addEventListener("online", () => this.#soon());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#soon();
    });
    addEventListener("pagehide", () => this.#socket?.close());
    addEventListener("pageshow", (event) => {
      if (event.persisted) this.#soon();
    });
    this.#open();
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Say how far the reader is; false if the socket cannot. */
  read(position) {
    if (!this.isOpen) return false;
    this.#send({ type: "read", thread: this.thread.id, position });
    return true;
  }

  /** Say something light about the thread, which may be lost. */
  tell(frame) {
    if (this.isOpen) this.#send({ ...frame, thread: this.thread.id });
  }

  /** Apply a message that came another way (the answer to a post). */
  take(message) {
    this.on.changes([message]);
  }

  /** A fresh page was loaded: go on from its seq. */
  restart(seq) {
    this.thread.seq = seq;
    if (this.isOpen) this.#subscribe();
  }

  stop() {
    this.#over = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#watch);
    this.#stopPolling();
    this.#socket?.close();
  }

  #soon() {
    if (this.#over || this.#socket) return;
    clearTimeout(this.#retry);
    this.#open();
  }

  #open() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    let opened = false;
    const socket = new WebSocket(`${scheme}//${location.host}/ws/`);
    this.#socket = socket;
    this.#listen();
    socket.onopen = () => {
      opened = true;
      this.#refusals = 0;
      this.#crowded = false;
      this.#subscribe();
      this.#send({ type: "subscribe", inbox: true });
      this.on.opened();
    };
    socket.onmessage = (event) => {
      this.#listen();
      this.#frame(JSON.parse(event.data));
    };
    socket.onclose = (event) => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      clearTimeout(this.#watch);
      if (!opened) this.#refusals += 1;
      this.#closed(event.code);
    };
  }

  #closed(code) {
    if (this.#over) return;
    if (code === CLOSE_SESSION_ENDED) {
      this.stop();
      this.on.signedOut();
      return;
    }
    if (code === CLOSE_TOO_MANY) {
      this.#crowded = true;
      this.#startPolling();
      // A page that nobody looks at leaves the sockets to the others until it is shown.
      if (document.hidden) return;
    }
    if (code === CLOSE_ABUSE || code === CLOSE_TOO_MANY) this.#tries = 10;
    const delay = Math.min(LAST_DELAY, FIRST_DELAY * 2 ** this.#tries) * (0.5 + Math.random() / 2);
    this.#tries += 1;
    this.#retry = setTimeout(() => this.#open(), delay);
    if (this.#refusals >= REFUSALS) this.#startPolling();
    if (!this.#polling) this.on.state("waiting");
  }

  #listen() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      const socket = this.#socket;
      this.#socket = null;
      socket?.close();
      this.#closed(0);
    }, SILENCE);
  }

  #send(frame) {
    this.#socket.send(JSON.stringify(frame));
  }

  #subscribe() {
    this.#send({ type: "subscribe", thread: this.thread.id, after: this.thread.seq });
  }

  #frame(frame) {
    // Badges share this socket (badges.js).
    if (INBOX.has(frame.type)) document.dispatchEvent(new CustomEvent("inbox", { detail: frame }));
    if (frame.thread !== undefined && frame.thread !== this.thread.id) return;
    switch (frame.type) {
      case "changes":
        this.#tries = 0;
        this.#stopPolling();
        this.on.state("live");
        this.#apply(frame);
        break;
      case "head":
        if (frame.seq > this.thread.seq) this.#subscribe();
        break;
      case "reset":
        this.#tries = 0;
        this.on.reset();
        break;
      case "presence":
      case "typing":
        this.on[frame.type](frame);
        break;
      case "rights":
        this.on.rights(frame.write);
        break;
      case "revoked":
        this.#revoked();
        break;
      case "error":
        if (frame.code === "not_found") this.#revoked();
        break;
    }
  }

  /** A frame that begins after what we hold leaves a hole: ask again instead. */
  #apply(frame) {
    if (frame.from > this.thread.seq) {
      this.#subscribe();
      return;
    }
    this.on.changes(frame.messages);
    if (frame.state) this.on.thread(frame.state);
    if (frame.write !== undefined) this.on.rights(frame.write);
    this.thread.seq = Math.max(this.thread.seq, frame.to);
    if (frame.more && this.isOpen) this.#subscribe();
  }

  #revoked() {
    this.stop();
    this.on.revoked();
  }

  #startPolling() {
    if (this.#polling) return;
    this.#polling = true;
    this.#pollDelay = POLL_FIRST / 1.3;
    this.#pollOnce();
  }

  #stopPolling() {
    this.#polling = false;
    clearTimeout(this.#poll);
  }

  async #pollOnce() {
    let next = Math.min(LAST_DELAY, this.#pollDelay * 1.3);
    try {
      const response = await fetch(`${this.thread.changesUrl}?after=${this.thread.seq}`, {
        headers: { Accept: "application/json" },
      });
      if (!this.#polling) return;
      if (response.status === 404) return this.#revoked();
      if (response.status === 401) {
        this.stop();
        return this.on.signedOut();
      }
      if (!response.ok) throw new Error(response.status);
      const answer = await response.json();
      this.on.state(this.#crowded ? "crowded" : "polling");
      if (this.#unreachable) {
        // The server is back: perhaps its sockets are too.
        this.#unreachable = false;
        this.#tries = 0;
        this.#soon();
      }
      if (answer.type === "reset") {
        this.on.reset();
      } else {
        if (answer.messages.length) next = POLL_FIRST;
        this.#apply(answer);
        if (answer.more) next = 0;
      }
    } catch {
      this.#unreachable = true;
      if (this.#polling) this.on.state("waiting");
    }
    if (!this.#polling) return;
    this.#pollDelay = Math.max(POLL_FIRST, next);
    this.#poll = setTimeout(() => this.#pollOnce(), next);
  }
}
