// What helps to write a message: marks, and names of people after an « @ ».

import { Marks } from "./marks.js";
import { Names } from "./names.js";

export class Toolbar extends Marks {
  constructor(form, page, words) {
    const area = form.elements.body;
    super(form.querySelector(".marks"), words, area);
    this.listen(area);
    this.names = new Names(area, `${page.dataset.url}personnes`, words);
    // Said, not shown: the place is for the buttons.
    form.querySelector("#composer-help").classList.add("sr");
  }

  name() {
    const before = this.area.value.slice(0, this.area.selectionStart);
    this.put(/(^|\s)$/.test(before) ? "@" : " @");
  }
}
