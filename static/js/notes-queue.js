// Notes that wait on this device: shown on every page of their author, sent as soon as there is a
// connection, once each (the server knows them by their identifier), one page at a time.

import { announce, words } from "./app.js";
import { account } from "./drafts.js";
import { post, Sender } from "./sender.js";
import * as store from "./notes-store.js";

// A session that ended, or another person's: nothing is sent until she is back.
let closed = "";
const sender = new Sender({ next: nextWaiting, send, waits: draw });

async function nextWaiting() {
  return closed ? null : (await store.all()).find((note) => note.state === "waiting");
}

/** Something may wait: show it and send it. */
export async function look() {
  await draw();
  return sender.afresh();
}

/** Whether it must be sent again. */
async function send(note) {
  // Two pages of one person do not send at the same time; without locks, the server knows both.
  if (!navigator.locks) return sendOne(note);
  return navigator.locks.request("chantiers-notes", async () => {
    const still = (await store.all()).find((each) => each.id === note.id && each.state === "waiting");
    return still ? sendOne(still) : false;
  });
}

async function sendOne(note) {
  const outcome = await postNote(note);
  if (outcome.again) {
    closed = outcome.closed ?? "";
    await draw();
    return !closed;
  }
  if (outcome.answer) {
    await store.remove(note.id);
    announce(words.note_sent.replace("{title}", note.about), "success");
    dispatchEvent(new CustomEvent("note-sent", { detail: note }));
  } else {
    await store.put({ ...note, state: "refused", error: outcome.error });
  }
  await draw();
  return false;
}

/** What the server says of a note: {answer}, {again} with why it is `closed` to us, or {error} with
 * what it refuses, also by field (`errors`). `asks`: its author is before its page. */
export async function postNote(note, { asks = false } = {}) {
  // The page that comes for want of a connection has none: the next one sends.
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (!token) return { again: true, closed: words.note_elsewhere };
  const body = new FormData();
  for (const [name, value] of note.fields) body.append(name, value);
  const { pictures, documents } = await store.filesOf(note.id);
  for (const file of pictures) body.append("pictures", file, file.name);
  for (const file of documents) body.append("file", file, file.name);
  for (const alt of note.alts) body.append("photo_alt", alt);
  body.set("client_id", note.id);
  // Whoever signed in meanwhile does not send it in her name.
  body.set("account", note.account);
  body.set("csrfmiddlewaretoken", token.value);
  if (asks) body.set("asks", "1");
  let response;
  let answer;
  try {
    response = await post(note.address, body);
    if (!response.redirected) answer = await response.json().catch(() => null);
  } catch {
    return { again: true };
  }
  if (response.redirected || response.status === 403) return { again: true, closed: words.note_sign_in };
  if (response.status === 409 && answer?.other) return { again: true, closed: words.note_other };
  if (response.ok && answer) return { answer };
  if (response.status >= 500 || response.status === 429 || response.ok) return { again: true };
  return { error: answer?.error || words[`error${response.status}`] || words.error, errors: answer?.errors ?? {} };
}

function make(tag, values = {}, ...children) {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...children);
  return made;
}

function row(note) {
  const text = note.fields.find(([name]) => name === "text")?.[1] ?? "";
  const line = make("li", { className: "stack-xs" });
  line.append(make("p", { className: "kept-note" }, make("strong", {}, note.about), make("br"), text));
  if (note.error) line.append(make("p", { className: "error" }, note.error));
  const take = make("a", { className: "button small", href: `${note.address}?note=${note.id}` }, words.note_take);
  const drop = make("button", { className: "button small quiet", type: "button" }, words.note_drop);
  drop.addEventListener("click", async () => {
    if (!confirm(words.note_drop_sure)) return;
    await store.remove(note.id);
    draw();
  });
  line.append(make("div", { className: "row" }, take, drop));
  return line;
}

function numbered(one, many, n) {
  return n === 1 ? one : many.replace("{n}", n);
}

/** The banner under the bar of the page: how many wait, how many came back, and each of them. */
export async function draw() {
  const notes = await store.all();
  const waiting = notes.filter((note) => note.state === "waiting");
  const refused = notes.filter((note) => note.state === "refused");
  let banner = document.getElementById("notes-en-attente");
  if (!waiting.length && !refused.length) {
    banner?.remove();
    return;
  }
  if (!banner) {
    banner = make("section", { id: "notes-en-attente", className: "offline kept-notes" });
    banner.setAttribute("aria-label", words.notes_kept);
    banner.append(make("div", { className: "row" }), make("details", {}, make("summary", {}, words.notes_show), make("ul", { className: "stack-s" })));
    banner.firstElementChild.setAttribute("role", "status");
    (document.getElementById("hors-ligne") ?? document.querySelector(".top")).after(banner);
  }
  const said = [
    waiting.length && numbered(words.note_waits, words.notes_wait, waiting.length),
    refused.length && numbered(words.note_refused, words.notes_refused, refused.length),
  ].filter(Boolean);
  const line = banner.firstElementChild;
  const text = [said.join(" "), closed].filter(Boolean).join(" ");
  if (line.dataset.said !== text) {
    line.dataset.said = text;
    line.replaceChildren(make("p", {}, text));
    if (waiting.length && !closed) {
      const now = make("button", { className: "button small", type: "button" }, words.note_send_now);
      now.addEventListener("click", () => sender.post(true));
      line.append(now);
    }
  }
  banner.querySelector("ul").replaceChildren(...[...refused, ...waiting].map(row));
}
