// The list of messages: what is loaded of a thread, changed in place by message id.

const days = new Intl.DateTimeFormat("fr-FR", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "Europe/Paris",
});
const isoDay = new Intl.DateTimeFormat("fr-CA", { dateStyle: "short", timeZone: "Europe/Paris" });
const clock = new Intl.DateTimeFormat("fr-FR", {
  hour: "numeric",
  minute: "2-digit",
  timeZone: "Europe/Paris",
});

/** The day in words, as the server says it: « lundi 1er juin 2026 ». */
function dayText(date) {
  const parts = days.formatToParts(date);
  return parts.map(({ type, value }) => (type === "day" && value === "1" ? "1er" : value)).join("");
}

function clockText(date) {
  const parts = Object.fromEntries(clock.formatToParts(date).map((part) => [part.type, part.value]));
  return `${Number(parts.hour)}\u00a0h\u00a0${parts.minute}`;
}

const EXCERPT = 140;

/** The text that `html` shows, on one line. */
export function textOf(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  for (const image of holder.content.querySelectorAll("img")) image.replaceWith(` ${image.alt} `);
  return holder.content.textContent.replace(/\s+/g, " ").trim();
}

/** Its first words, cut as the server cuts them (Message.excerpt). */
export function excerpt(html) {
  const letters = [...textOf(html)];
  return letters.length <= EXCERPT ? letters.join("") : `${letters.slice(0, EXCERPT - 1).join("").trimEnd()}…`;
}

/** The message that `item` answers: {id, position, author, text}, or null. */
function showReply(item, reply, url) {
  const link = item.querySelector(".msg-reply");
  link.hidden = !reply;
  link.dataset.to = reply?.id ?? "";
  if (!reply) return;
  link.querySelector(".to").textContent = reply.author;
  link.querySelector(".words").textContent = reply.text;
  link.href = `${url}?jusqu_a=${reply.position + 10}#m${reply.position}`;
}

/** A message changed: so do the quotations of it. */
function refreshReplies(items, message) {
  for (const link of items.querySelectorAll(`.msg-reply[data-to="${message.id}"]`)) {
    link.querySelector(".to").textContent = message.author.name;
    link.querySelector(".words").textContent = excerpt(message.html);
  }
}

/** The signs under a message; pressed, the ones that `account` put. */
function showReactions(item, reactions, { account, words, url }) {
  const list = item.querySelector(".reactions");
  const template = document.getElementById("reaction-template");
  const focused = list.contains(document.activeElement) ? document.activeElement.value : null;
  list.hidden = !reactions.length;
  list.replaceChildren(
    ...reactions.map((reaction) => {
      const row = template.content.firstElementChild.cloneNode(true);
      const button = row.querySelector("button");
      const label = words.reactions[reaction.kind];
      const mine = reaction.ids.includes(account);
      button.name = mine ? "off" : "on";
      button.value = reaction.kind;
      button.setAttribute("formaction", url);
      button.ariaPressed = String(mine);
      const more = reaction.more ? ` ${words.more.replace("%s", reaction.more)}` : "";
      button.title = `${label}\u00a0: ${reaction.names.join(", ")}${more}`;
      const [said, count] = button.children;
      button.prepend(document.querySelector(`#message-menu [data-react="${reaction.kind}"] svg`).cloneNode(true));
      said.textContent = label;
      count.textContent = reaction.ids.length;
      return row;
    }),
  );
  if (focused) list.querySelector(`[value="${focused}"]`)?.focus();
}

/** Mark the places where the reader herself is named. */
function markNames(within, account) {
  for (const name of within.querySelectorAll(".mention[data-person]")) {
    name.classList.toggle("me", name.dataset.person.split(" ").includes(account));
  }
}

export class MessageList {
  constructor(page, words) {
    this.page = page;
    this.words = words;
    this.items = page.querySelector("#messages");
    this.template = page.querySelector("#message-template");
    this.account = page.dataset.account;
    this.#makeJump();
    markNames(this.items, this.account);
    if (!location.hash) this.#toNews();
  }

  /** A thread opens where its reader left it: at what is new, else at its end. A page from the
   * middle of its history begins at its top. */
  #toNews() {
    const news = document.getElementById("nouveau");
    if (news) news.scrollIntoView({ block: "center", behavior: "instant" });
    else if (this.isLatest) this.toEnd();
  }

  /** Whether the newest messages are on the page: otherwise new ones have no place in it. */
  get isLatest() {
    return this.page.dataset.latest === "1";
  }

  get #stored() {
    return [...this.items.querySelectorAll(".msg[data-position]:not([data-position=''])")];
  }

  get first() {
    return Number(this.#stored[0]?.dataset.position ?? 1);
  }

  get last() {
    return Number(this.#stored.at(-1)?.dataset.position ?? 0);
  }

  /** Bring messages in their present state; returns those that are new on the page. */
  apply(messages) {
    const atEnd = this.isAtEnd;
    const fresh = [];
    for (const message of messages) {
      refreshReplies(this.items, message);
      const item = this.#find(message);
      if (item) {
        const isPending = !item.dataset.id;
        if (!isPending && Number(item.dataset.seq) >= message.changed_seq) continue;
        // Before it has a position of its own.
        const isInside = this.#isInside(message.position);
        this.#fill(item, message);
        if (isPending && !isInside) {
          // Sent, but its place is not on this page.
          item.remove();
        } else if (isPending) {
          this.#place(item, message);
          fresh.push(message);
        }
      } else if (this.#isInside(message.position)) {
        this.#place(this.#make(message), message);
        fresh.push(message);
      }
    }
    markNames(this.items, this.account);
    this.#count();
    if (fresh.length) {
      const mine = fresh.some((message) => message.author.id === this.account);
      if (atEnd || mine) this.toEnd();
      else this.jump.hidden = false;
    }
    return fresh;
  }

  #isInside(position) {
    if (position > this.last) return this.isLatest;
    return position >= this.first;
  }

  #find(message) {
    return (
      this.items.querySelector(`[data-id="${message.id}"]`) ??
      this.items.querySelector(`[data-client="${CSS.escape(message.client_id)}"]:not([data-id]), [data-client="${CSS.escape(message.client_id)}"][data-id=""]`)
    );
  }

  #make(message) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    this.#fill(item, message);
    return item;
  }

  #fill(item, message) {
    const at = new Date(message.created_at);
    item.id = `m${message.position}`;
    Object.assign(item.dataset, {
      id: message.id,
      position: message.position,
      seq: message.changed_seq,
      client: message.client_id,
      state: message.state,
      at: message.created_at,
    });
    item.classList.toggle("mine", message.author.id === this.account);
    const avatar = item.querySelector(".avatar");
    avatar.className = `avatar ${message.author.hue}`;
    avatar.textContent = message.author.initials;
    item.querySelector(".who").textContent = message.author.name;
    item.querySelector(".from").textContent = message.author.signature;
    const url = this.page.dataset.url;
    const link = item.querySelector(".at");
    link.href = `${url}?jusqu_a=${message.position + 10}#m${message.position}`;
    link.hidden = false;
    const time = item.querySelector("time");
    time.dateTime = message.created_at;
    time.title = `${dayText(at)}, ${clockText(at)}`;
    time.textContent = clockText(at);
    const edited = item.querySelector(".edited");
    edited.hidden = !message.edited_at;
    if (message.edited_at) edited.href = `${url}messages/${message.id}/?versions#versions`;
    // Rendered and cleaned by the server, the same for every reader.
    item.querySelector(".msg-body").innerHTML = message.html;
    showReply(item, message.reply, url);
    const react = `${url}messages/${message.id}/reagir/`;
    showReactions(item, message.reactions, { account: this.account, words: this.words, url: react });
    const options = item.querySelector(".msg-options");
    options.href = `${url}messages/${message.id}/`;
    options.querySelector(".sr").textContent = this.words.options.replace("%s", message.author.name);
    const status = item.querySelector(".msg-status");
    status.hidden = true;
    status.replaceChildren();
  }

  /** Put `item` where its position says, under its day's line. */
  #place(item, message) {
    const next = this.#stored.find(
      (other) => other !== item && Number(other.dataset.position) > message.position,
    );
    const pending = this.items.querySelector('.msg[data-id=""]');
    const before = next ?? (pending === item ? null : pending);
    if (before) before.before(item);
    else this.items.append(item);
    const wanted = isoDay.format(new Date(message.created_at));
    let line = item.previousElementSibling;
    while (line && !line.dataset.day) line = line.previousElementSibling;
    if (line?.dataset.day !== wanted) {
      const made = document.createElement("li");
      made.className = "day";
      made.dataset.day = wanted;
      made.textContent = dayText(new Date(message.created_at));
      item.before(made);
    }
  }

  /** A line above it says which message is the answer, if it is on the page; null: none is. */
  markAnswer(id) {
    document.getElementById("reponse")?.remove();
    const line = document.getElementById("answer-template").content.firstElementChild.cloneNode(true);
    line.id = "reponse";
    this.items.querySelector(`.msg[data-id="${id}"]`)?.before(line);
  }

  /** Show at once what is being sent. */
  showSending(clientId, text, author, reply) {
    let item = this.items.querySelector(`[data-client="${CSS.escape(clientId)}"]`);
    if (!item) {
      item = this.template.content.firstElementChild.cloneNode(true);
      item.dataset.client = clientId;
      item.dataset.id = "";
      item.dataset.position = "";
      item.removeAttribute("id");
      item.classList.add("mine");
      const avatar = item.querySelector(".avatar");
      avatar.className = `avatar ${author.hue}`;
      avatar.textContent = author.initials;
      item.querySelector(".who").textContent = author.name;
      item.querySelector(".at").hidden = true;
      showReply(item, reply, this.page.dataset.url);
      this.items.append(item);
    }
    item.dataset.state = "sending";
    const body = item.querySelector(".msg-body");
    body.replaceChildren(
      ...text.split(/\n{2,}/).map((part) => {
        return Object.assign(document.createElement("p"), { textContent: part });
      }),
    );
    this.#status(item, this.words.sending);
    return item;
  }

  /** The message that is being sent under this id, if it is shown so. */
  pending(clientId) {
    return this.items.querySelector(`[data-client="${CSS.escape(clientId)}"][data-id=""]`);
  }

  /** Whether the server has a message of this id, as far as the page knows. */
  holds(clientId) {
    return Boolean(this.items.querySelector(`[data-client="${CSS.escape(clientId)}"]:not([data-id=""])`));
  }

  /** Say that it was not sent; `actions` are [label, function]. */
  showFailed(clientId, text, actions) {
    const item = this.pending(clientId);
    if (!item) return;
    item.dataset.state = "failed";
    const status = this.#status(item, text);
    for (const [label, act] of actions) {
      const button = Object.assign(document.createElement("button"), {
        type: "button",
        className: "button quiet",
        textContent: label,
      });
      button.addEventListener("click", act);
      status.append(" ", button);
    }
  }

  forgetPending(clientId) {
    this.pending(clientId)?.remove();
  }

  #status(item, text) {
    const status = item.querySelector(".msg-status");
    status.textContent = text;
    status.hidden = false;
    return status;
  }

  #count() {
    const count = document.getElementById("thread-count");
    if (!count || !this.isLatest) return;
    const n = this.last;
    count.textContent = (n > 1 ? this.words.messages : this.words.message).replace("%s", n);
  }

  /** Show these instead of what was loaded; what is being sent stays. */
  replaceAll(items) {
    const pending = [...this.items.querySelectorAll('.msg[data-id=""]')];
    this.items.replaceChildren(...items, ...pending);
    markNames(this.items, this.account);
  }

  /** The last message that is, or was, on the screen. */
  get seen() {
    const shown = this.#stored.findLast((item) => item.getBoundingClientRect().top < innerHeight);
    return Number(shown?.dataset.position ?? 0);
  }

  empty() {
    this.items.replaceChildren();
    this.page.querySelectorAll(".thread-older, .thread-newer").forEach((each) => each.remove());
    this.jump.hidden = true;
  }

  /** How far the end of the thread, composer included, is below the screen. */
  get #below() {
    const bar = document.querySelector("nav.bar");
    const covered = bar && getComputedStyle(bar).position === "fixed" ? bar.offsetHeight : 0;
    return this.page.getBoundingClientRect().bottom + covered - innerHeight;
  }

  get isAtEnd() {
    return this.#below < 160;
  }

  /** Go to the newest message and the place to write. */
  toEnd() {
    this.jump.hidden = true;
    scrollTo({ top: scrollY + this.#below + 12, behavior: "instant" });
  }

  /** Whoever is at the end stays there when the place to write grows. */
  stayAbove(form) {
    let height = form.offsetHeight;
    new ResizeObserver(() => {
      const grown = form.offsetHeight - height;
      height += grown;
      if (grown > 0 && this.#below - grown < 40) this.toEnd();
    }).observe(form);
  }

  #makeJump() {
    this.jump = Object.assign(document.createElement("button"), {
      type: "button",
      className: "button jump",
      textContent: this.words.jump,
      hidden: true,
    });
    this.jump.addEventListener("click", () => this.toEnd());
    addEventListener("scroll", () => {
      if (this.isAtEnd) this.jump.hidden = true;
    }, { passive: true });
    document.getElementById("live-state").before(this.jump);
  }
}
