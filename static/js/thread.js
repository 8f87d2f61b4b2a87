// A thread's page: brings changes into the list, sends messages, keeps drafts. Without it the page
// still reads and posts, by plain forms.

import { announce as tell } from "./app.js";
import * as drafts from "./drafts.js";
import { Follower } from "./live.js";
import { Composer } from "./composer.js";
import { MessageList, textOf } from "./message-list.js";

const READ_EVERY = 5_500;
const BURST = 3;
const TYPING_EVERY = 3_200;

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

/** A part of the page that is asked for when it is first wanted; where it did not come (no
 * connection), the next wish asks again. */
function late(load) {
  let asked = null;
  return () =>
    (asked ??= load().catch((error) => {
      asked = null;
      throw error;
    }));
}

function unready() {
  tell(words.unready, "error");
}

// Choices that stay on this device.
function keepChoice(box) {
  try {
    box.checked = localStorage.getItem(box.id) !== "off";
    box.addEventListener("change", () => {
      localStorage.setItem(box.id, box.checked ? "on" : "off");
    });
  } catch {
    // Storage refused: as the page says.
  }
}
keepChoice(announce);
keepChoice(document.getElementById("shown"));

function ended(text) {
  clearTimeout(bannerTimer);
  state.textContent = text;
  state.hidden = false;
}

let follower;
let composer = null;
function compose(form) {
  composer = new Composer(form, page, list, words);
  composer.onStored = stored;
  composer.restore(drafts.load(form.dataset.draft));
}

let standing = false;
const stand = late(async () => {
  standing = true;
  const { Standing } = await import("./standing.js");
  return new Standing(page, {
    composer: compose,
    said(text) {
      announcements.replaceChildren(
        Object.assign(document.createElement("p"), { textContent: text }),
      );
    },
  });
});

const past = late(async () => {
  const { History } = await import("./history.js");
  return new History(page, list, words, {
    loaded(seq) {
      list.apply([]);
      // What changed in them while they were on their way was not for this page then.
      if (seq < follower.thread.seq) follower.restart(seq);
      markRead();
    },
  });
});

/** The newest messages instead of what is loaded; whether they came. */
async function toLatest() {
  const seq = await past().then((part) => part.reload(), () => null);
  if (seq !== null) follower.restart(seq);
  return seq !== null;
}

/** My message is in the thread. Written from the middle of it, it is shown at its place: the end. */
async function stored(message) {
  // Who writes follows.
  if (!document.getElementById("attention").dataset.attention) stand().then((part) => part.changed(), () => {});
  if (list.isLatest || (await toLatest())) follower.take(message);
  else location.assign(`${page.dataset.url}?jusqu_a=fin#m${message.position}`);
}

// Whether I may be seen reading and typing; others are shown once there are any.
const shown = document.getElementById("shown");
function isShown() {
  return shown.checked && !document.hidden;
}

function tellPresence() {
  follower.tell({ type: "presence", reading: isShown() });
}

let present = null;
const presence = late(async () => {
  const { Presence } = await import("./presence.js");
  present = new Presence(page, list, words, isShown);
  return present;
});

let typedAt = 0;
document.addEventListener("input", ({ target }) => {
  if (target.name !== "body" || target.form?.id !== "composer" || !isShown() || !target.value.trim()) return;
  if (Date.now() - typedAt < TYPING_EVERY) return;
  typedAt = Date.now();
  follower.tell({ type: "typing" });
});
document.addEventListener("visibilitychange", tellPresence);
shown.addEventListener("change", tellPresence);

const on = {
  changes(messages) {
    const fresh = list.apply(messages);
    composer?.confirmed(messages);
    present?.changes(messages);
    const others = fresh.filter((message) => message.author.id !== me);
    if (others.length) speak(others);
    markRead();
  },
  async thread({ answer }) {
    list.markAnswer(answer);
    (await stand()).changed();
  },
  async rights(write) {
    if (standing || write !== (page.dataset.write === "1")) (await stand()).rights(write);
  },
  async reset() {
    (await stand()).changed();
    await toLatest();
  },
  revoked() {
    document.getElementById("writing").replaceChildren();
    document.getElementById("presence").remove();
    list.empty();
    document.querySelector("h1").textContent = words.revoked_title;
    ended(words.revoked);
  },
  signedOut() {
    present?.closed();
    composer?.disable();
    ended(words.signed_out);
  },
  presence(frame) {
    if (present || frame.count > (isShown() ? 1 : 0)) presence().then((part) => part.presence(frame), () => {});
  },
  typing(frame) {
    presence().then((part) => part.typing(frame), () => {});
  },
  opened: tellPresence,
  state(now) {
    if (now !== "live") present?.closed();
    banner({ waiting: words.waiting, polling: words.polling, crowded: words.crowded }[now]);
  },
};

// The read marker follows what is on screen, and never goes back.
let told = Number(page.dataset.read);
let toldAt = 0;
let readTimer = 0;
function markRead() {
  clearTimeout(readTimer);
  const seen = list.seen;
  // What lies between is not read because one went to the end of a page that is further on.
  if (document.hidden || seen <= told || !(list.isLatest || (told && list.first <= told + 1))) return;
  const wait = toldAt + READ_EVERY - Date.now();
  if (wait > 0) {
    readTimer = setTimeout(markRead, wait);
    return;
  }
  toldAt = Date.now();
  told = seen;
  if (!follower.read(told)) postRead(told);
}

function postRead(position) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token) return;
  const body = new URLSearchParams({ position, csrfmiddlewaretoken: token });
  fetch(page.dataset.mark, { method: "POST", body }).catch(() => {});
}

document.addEventListener("visibilitychange", markRead);
addEventListener("scroll", markRead, { passive: true });

// What is done with one message.
const acts = late(async () => {
  const { MessageActs } = await import("./message-menu.js");
  return new MessageActs(page, words, {
    taken: (message) => follower.take(message),
    composer: () => composer,
  });
});
function act(name, item, from) {
  acts().then((ready) => ready[name](item, from), unready);
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
document.addEventListener("message:options", ({ target }) => act("open", target, target.querySelector(".msg-options")));
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

// What may wait until the page is there.
function bringPast() {
  past().catch(() => addEventListener("online", bringPast, { once: true }));
}
addEventListener("load", () => setTimeout(bringPast, 1_000));

// Keys: nothing happens while one types, holds another key down, or looks at a dialog.
const ARROWS = new Set(["ArrowDown", "ArrowUp", "Home", "End"]);
const TYPED = "input, textarea, select, [contenteditable], dialog[open]";
const keysOn = document.getElementById("keys");
keepChoice(keysOn);
const keys = late(async () => {
  const { Keys } = await import("./keys.js");
  return new Keys(page, list);
});
document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (key === "ArrowUp" && target.matches("#composer textarea") && !target.value) {
    if (editLast()) event.preventDefault();
    return;
  }
  if (target.closest(TYPED)) return;
  const row = keysOn.checked ? document.querySelector(`#shortcuts [data-key="${CSS.escape(key)}"]`) : null;
  const asked = row?.dataset ?? (ARROWS.has(key) && target.matches(".msg") ? { does: key } : null);
  if (!asked) return;
  event.preventDefault();
  keys().then((part) => part.press(asked), unready);
});

/** My last message is corrected where it stands, if there is one. */
function editLast() {
  const mine = [...list.items.querySelectorAll('.msg.mine[data-state="visible"]')].at(-1);
  if (mine) act("edit", mine);
  return Boolean(mine);
}

const composerForm = document.getElementById("composer");
if (composerForm) compose(composerForm);
