// The marks of a form with several long texts: one row of buttons, above the text being written.

import { Marks } from "./marks.js";

for (const bar of document.querySelectorAll(".editor-marks")) {
  const form = bar.closest("form");
  const marks = new Marks(bar, bar.dataset);
  bar.hidden = true;
  for (const area of form.querySelectorAll("textarea")) marks.listen(area);
  form.addEventListener("focusin", (event) => {
    if (!event.target.matches("textarea") || event.target === marks.area) return;
    marks.area = event.target;
    marks.area.before(bar);
    bar.hidden = false;
  });
}
