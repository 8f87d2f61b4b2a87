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

// <button data-quote="words of a note" data-note="its field">: quotes it where one writes, and says so
// of that part.
for (const button of document.querySelectorAll("button[data-quote]")) {
  const { form } = button;
  const areas = [...form.querySelectorAll("textarea")].filter((area) => area.closest(".form.card"));
  let written = areas[0];
  form.addEventListener("focusin", (event) => {
    if (areas.includes(event.target)) written = event.target;
  });
  button.hidden = false;
  button.addEventListener("click", () => {
    const words = button.dataset.quote.trim().replaceAll(/^/gm, "> ");
    // After the line where she is.
    const line = written.value.indexOf("\n", written.selectionEnd);
    const at = line < 0 ? written.value.length : line;
    const before = written.value.slice(0, at).trimEnd();
    const after = written.value.slice(at).trimStart();
    written.value = [before, words, after].filter(Boolean).join("\n\n");
    const end = (before ? before.length + 2 : 0) + words.length;
    written.focus();
    written.setSelectionRange(end, end);
    written.dispatchEvent(new Event("input", { bubbles: true }));
    const supports = form.querySelector(
      `input[name="${button.dataset.note}"][value="${written.name}"]`,
    );
    if (supports) supports.checked = true;
  });
}
