// Signs of the Markdown subset put around what is selected in a text, by buttons and shortcuts.

const KEYS = { b: "bold", i: "italic", k: "link" };

export class Marks {
  /** `marks` holds the buttons (templates/components/_marks.html); `words` what they put where nothing
   * is selected. They serve `area`, which may change. */
  constructor(marks, words, area = null) {
    this.area = area;
    this.words = words;
    marks.hidden = false;
    // The selection stays where it is.
    marks.addEventListener("pointerdown", (event) => event.preventDefault());
    marks.addEventListener("click", (event) => {
      const button = event.target.closest("[data-mark]");
      if (button) this[button.dataset.mark]();
    });
  }

  /** Answer the shortcuts of a text. */
  listen(area) {
    area.addEventListener("keydown", (event) => {
      const mark = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && KEYS[event.key.toLowerCase()];
      if (!mark) return;
      event.preventDefault();
      this[mark]();
    });
  }

  bold() {
    this.#around("**", "**", this.words.bold);
  }

  italic() {
    this.#around("*", "*", this.words.italic);
  }

  link() {
    const { value, selectionStart: from, selectionEnd: to } = this.area;
    const text = value.slice(from, to);
    if (/^https?:\/\/\S+$/.test(text)) this.put(`[](${text})`, from + 1, from + 1);
    else this.put(`[${text}](https://)`, from + text.length + 3, from + text.length + 11);
  }

  list() {
    this.#lines("- ", this.words.item);
  }

  quote() {
    this.#lines("> ", this.words.quoted);
  }

  /** Put around the selection, or take away if it is there already. */
  #around(open, close, sample) {
    const { value, selectionStart: from, selectionEnd: to } = this.area;
    const inside = value.slice(from, to);
    const has = value.slice(from - open.length, from) === open && value.slice(to, to + close.length) === close;
    if (has) {
      this.area.setSelectionRange(from - open.length, to + close.length);
      this.put(inside, from - open.length, to - open.length);
      return;
    }
    const text = inside || sample;
    this.put(open + text + close, from + open.length, from + open.length + text.length);
  }

  /** Put before each line of the selection. */
  #lines(mark, sample) {
    const { value, selectionStart, selectionEnd } = this.area;
    const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const end = value.indexOf("\n", selectionEnd);
    const to = end < 0 ? value.length : end;
    const lines = (value.slice(from, to) || sample).split("\n");
    const text = lines.map((line) => mark + line).join("\n");
    this.area.setSelectionRange(from, to);
    this.put(text, from + mark.length, from + text.length);
  }

  /** Replace the selection, as typing would: it can be undone. */
  put(text, from, to = from) {
    this.area.focus();
    if (!document.execCommand("insertText", false, text)) {
      this.area.setRangeText(text, this.area.selectionStart, this.area.selectionEnd, "end");
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (from !== undefined) this.area.setSelectionRange(from, to);
  }
}
