// A thread's page: brings changes into the list, sends messages, keeps drafts. Without it the page
// still reads and posts, by plain forms.

import * as drafts from "./drafts.js";
import { Follower } from "./live.js";
import { Composer } from "./composer.js";
import { MessageList } from "./message-list.js";
import { textOf } from "./message-parts.js";

const READ_EVERY = 5_500;
const BURST = 3;

const page = document.getElementById("thread");
const words = JSON.parse(document.getElementById("thread-words").textContent);
const list = new MessageList(page, words);
const state = document.getElementById("live-state");
const announcements = document.getElementById("announcements");
const announce = document.getElementById("announce");
const me = page.dataset.account;

// The banner waits a moment: a link that comes back at once is nobody's concern.
let bannerTimer = 0;
function banner(text) {
  clearTimeout(bannerTimer);
  if (!text) {
    state.hidden = true;
    state.textContent = "";
    return;
  }
  bannerTimer = setTimeout(() => {
    state.textContent = text;
    state.hidden = false;
  }, 1500);
}

// Screen readers: author, then text; a burst is summed up.
let waiting = [];
let speakTimer = 0;
function speak(messages) {
  if (!announce.checked) return;
  waiting.push(...messages);
  clearTimeout(speakTimer);
  speakTimer = setTimeout(() => {
    const said =
      waiting.length > BURST
        ? [words.burst.replace("%s", waiting.length)]
        : waiting.map((message) => `${message.author.name} : ${textOf(message.html)}`);
    waiting = [];
    announcements.replaceChildren(
      ...said.map((text) => Object.assign(document.createElement("p"), { textContent: text })),
    );
  }, 800);
}

try {
  announce.checked = localStorage.getItem("announce") !== "off";
  announce.addEventListener("change", () => {
    localStorage.setItem("announce", announce.checked ? "on" : "off");
  });
} catch {
  // Storage refused: announced by default.
}

function ended(text) {
  clearTimeout(bannerTimer);
  state.textContent = text;
  state.hidden = false;
}

let follower;
let composer = null;
function compose(form) {
  composer = new Composer(form, page, list, words);
  composer.onStored = (message) => follower.take(message);
  composer.restore(drafts.load(form.dataset.draft));
}

// Asked for once there is something for it.
let standing;
function stand() {
  standing ??= import("./standing.js").then(
    ({ Standing }) =>
      new Standing(page, {
        composer: compose,
        said(text) {
          announcements.replaceChildren(
            Object.assign(document.createElement("p"), { textContent: text }),
          );
        },
      }),
  );
  return standing;
}

const on = {
  changes(messages) {
    const fresh = list.apply(messages);
    composer?.confirmed(messages);
    const others = fresh.filter((message) => message.author.id !== me);
    if (others.length) speak(others);
    markRead();
  },
  async thread() {
    (await stand()).changed();
  },
  async rights(write) {
    if (standing || write !== (page.dataset.write === "1")) (await stand()).rights(write);
  },
  async reset() {
    (await stand()).changed();
    const seq = await list.reload(page.dataset.url);
    if (seq !== null) follower.restart(seq);
  },
  revoked() {
    document.getElementById("writing").replaceChildren();
    list.empty();
    document.querySelector("h1").textContent = words.revoked_title;
    ended(words.revoked);
  },
  signedOut() {
    composer?.disable();
    ended(words.signed_out);
  },
  state(now) {
    banner({ waiting: words.waiting, polling: words.polling }[now]);
  },
};

// The read marker follows what is on screen, and never goes back.
let told = Number(page.dataset.read);
let toldAt = 0;
let readTimer = 0;
function markRead() {
  clearTimeout(readTimer);
  if (document.hidden || !list.isLatest || list.last <= told) return;
  const wait = toldAt + READ_EVERY - Date.now();
  if (wait > 0) {
    readTimer = setTimeout(markRead, wait);
    return;
  }
  toldAt = Date.now();
  told = list.last;
  if (!follower.read(told)) postRead(told);
}

function postRead(position) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token) return;
  const body = new URLSearchParams({ position, csrfmiddlewaretoken: token });
  fetch(page.dataset.mark, { method: "POST", body }).catch(() => {});
}

document.addEventListener("visibilitychange", markRead);

// What is done with one message, asked for when it is first wanted.
let acts;
function act(name, item, from) {
  acts ??= import("./message-menu.js").then(
    ({ MessageActs }) =>
      new MessageActs(page, words, {
        taken: (message) => follower.take(message),
        composer: () => composer,
      }),
  );
  return acts.then((ready) => ready[name](item, from));
}
list.items.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const item = event.target.closest(".msg");
  const options = event.target.closest(".msg-options");
  const answered = event.target.closest(".msg-reply");
  if (options) {
    event.preventDefault();
    act("open", item, options);
  } else if (answered) {
    const shown = list.items.querySelector(`[data-id="${answered.dataset.to}"]`);
    if (!shown) return;
    event.preventDefault();
    location.hash = shown.id;
  }
});
document.addEventListener("message:reply", (event) => act("reply", event.target));
document.addEventListener("submit", (event) => {
  if (event.target.id !== "react" || !event.submitter) return;
  event.preventDefault();
  act("toggle", event.submitter.closest(".msg"), event.submitter);
});

follower = new Follower(
  {
    id: Number(page.dataset.thread),
    seq: Number(page.dataset.seq),
    changesUrl: page.dataset.changes,
  },
  on,
);
const composerForm = document.getElementById("composer");
if (composerForm) compose(composerForm);
