// Parts of a message that follow its state: what it answers, what readers thought of it, whom it names.

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
export function showReply(item, reply, url) {
  const link = item.querySelector(".msg-reply");
  link.hidden = !reply;
  link.dataset.to = reply?.id ?? "";
  if (!reply) return;
  link.querySelector(".to").textContent = reply.author;
  link.querySelector(".words").textContent = reply.text;
  link.href = `${url}?jusqu_a=${reply.position + 10}#m${reply.position}`;
}

/** A message changed: so do the quotations of it. */
export function refreshReplies(items, message) {
  for (const link of items.querySelectorAll(`.msg-reply[data-to="${message.id}"]`)) {
    link.querySelector(".to").textContent = message.author.name;
    link.querySelector(".words").textContent = excerpt(message.html);
  }
}

/** The signs under a message; pressed, the ones that `account` put. */
export function showReactions(item, reactions, { account, words, url }) {
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
export function markNames(within, account) {
  for (const name of within.querySelectorAll(".mention")) {
    name.classList.toggle("me", name.dataset.person.split(" ").includes(account));
  }
}
