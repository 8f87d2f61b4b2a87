// Who else reads the thread and who is typing in it, as the socket tells it: light and lossy.

const TYPING_LASTS = 6_000;
const NAMED = 5;

export class Presence {
  #count = 0;
  #people = [];
  // Person → {name, timer}.
  #typists = new Map();

  /** `isShown` says whether I am among those who read. */
  constructor(page, list, words, isShown) {
    this.list = list;
    this.me = page.dataset.account;
    this.words = words;
    this.isShown = isShown;
    this.readers = document.getElementById("readers");
    this.unnamed = this.readers.querySelector("p").textContent;
    this.typists = document.getElementById("typing");
    // Its names open above the place to write, not behind it.
    this.readers.addEventListener("toggle", () => this.readers.open && this.list.toEnd());
  }

  /** Whoever is at the end of the thread stays there when a line comes or goes. */
  #staying(draw) {
    const { isAtEnd } = this.list;
    draw();
    if (isAtEnd) this.list.toEnd();
  }

  /** The socket is gone: what it said is no longer known. */
  closed() {
    this.#count = 0;
    this.#people = [];
    this.#drawReaders();
  }

  presence({ count, people }) {
    this.#count = Math.max(0, count - (this.isShown() ? 1 : 0));
    this.#people = people.filter((person) => person.id !== this.me).slice(0, NAMED);
    this.#drawReaders();
  }

  #drawReaders() {
    this.#staying(() => this.#fillReaders());
  }

  #fillReaders() {
    const words = this.words;
    this.readers.hidden = this.#count === 0;
    this.readers.querySelector("summary").textContent =
      this.#count === 1 ? words.reader : words.readers.replace("%s", this.#count);
    const names = this.#people.map((person) => person.name);
    const others = this.#count - names.length;
    const more = others === 1 ? words.other : words.others.replace("%s", others);
    let text = names.join(", ");
    if (others > 0 && names.length) text = `${text} ${more}`;
    this.readers.querySelector("p").textContent = text || this.unnamed;
  }

  typing({ who }) {
    clearTimeout(this.#typists.get(who.id)?.timer);
    const timer = setTimeout(() => this.#stops(who.id), TYPING_LASTS);
    this.#typists.set(who.id, { name: who.name, timer });
    this.#drawTypists();
  }

  /** Who has sent her message types it no more. */
  changes(messages) {
    for (const message of messages) this.#stops(message.author.id);
  }

  #stops(id) {
    if (this.#typists.delete(id)) this.#drawTypists();
  }

  #drawTypists() {
    const names = [...this.#typists.values()].map((each) => each.name);
    const said = [null, this.words.types, this.words.both_type][names.length] ?? this.words.many_type;
    const text = names.length ? names.slice(0, 2).reduce((line, name) => line.replace("%s", () => name), said) : "";
    this.#staying(() => {
      this.typists.textContent = text;
    });
  }
}
