// What is loaded of a thread: older messages come above and newer ones below by themselves as one
// nears them, and what is read stays where it is. The links remain, for the keyboard and for
// whoever has no script.

// How near, and how long after a failure the next try by itself may come.
const NEAR = "600px 0px";
const RETRY = 5_000;

export class History {
  #loading = false;
  #near;
  #news;
  #newsSeen = false;

  /** `on` holds loaded(seq): messages came, as they were at `seq` of the thread. */
  constructor(page, list, words, on) {
    this.page = page;
    this.list = list;
    this.words = words;
    this.on = on;
    page.addEventListener("click", (event) => {
      const link = event.target.closest("#older, #newer");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.#load(link, true);
    });
    this.#near = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) if (entry.isIntersecting) this.#load(entry.target, false);
      },
      { rootMargin: NEAR },
    );
    this.#news = new IntersectionObserver((entries) => this.#sawNews(entries.at(-1)));
    this.#watch();
  }

  #watch() {
    this.#near.disconnect();
    for (const link of this.page.querySelectorAll("#older, #newer")) this.#near.observe(link);
    const news = document.getElementById("nouveau");
    if (news && !this.#newsSeen) this.#news.observe(news);
  }

  async #load(link, isAsked) {
    if (this.#loading) return;
    this.#loading = true;
    link.setAttribute("aria-busy", "true");
    const fresh = await this.#fetch(link.href);
    this.#loading = false;
    link.removeAttribute("aria-busy");
    if (!fresh) {
      if (isAsked) location.assign(link.href);
      else this.#near.unobserve(link);
      setTimeout(() => this.#watch(), RETRY);
      return;
    }
    if (!link.isConnected) return;
    const hadFocus = link === document.activeElement;
    const isOlder = link.id === "older";
    const first = isOlder ? this.#above(fresh) : this.#below(fresh);
    if (hadFocus) this.#focus(document.getElementById(link.id) ?? first);
    this.on.loaded(Number(fresh.dataset.seq));
    this.#watch();
  }

  #focus(element) {
    if (element?.matches(".msg")) element.tabIndex = -1;
    element?.focus({ preventScroll: true });
  }

  /** The first view of the newest messages again; their seq, or null if they could not be had. */
  async reload() {
    const fresh = await this.#fetch(`${this.page.dataset.url}?jusqu_a=fin`);
    if (!fresh) return null;
    this.list.replaceAll(fresh.querySelector("#messages").children);
    this.page.dataset.latest = fresh.dataset.latest;
    this.#replace(".thread-older", fresh);
    this.#replace(".thread-newer", fresh);
    this.list.toEnd();
    this.#watch();
    return Number(fresh.dataset.seq);
  }

  async #fetch(url) {
    try {
      // Not a visit: what comes is not read yet.
      const response = await fetch(url, { headers: { "X-Requested-With": "fetch" } });
      if (!response.ok || response.redirected) return null;
      const html = await response.text();
      return new DOMParser().parseFromString(html, "text/html").getElementById("thread");
    } catch {
      return null;
    }
  }

  #replace(selector, fresh) {
    this.page.querySelector(selector).replaceChildren(...fresh.querySelector(selector).children);
  }

  /** Older messages come above the ones that are read, which stay where they are. */
  #above(fresh) {
    const { items } = this.list;
    const from = document.documentElement.scrollHeight - scrollY;
    const older = this.#withoutTwice([...fresh.querySelector("#messages").children]);
    const oldest = items.firstElementChild;
    const lastDay = older.filter((item) => item.dataset.day).at(-1)?.dataset.day;
    if (oldest?.dataset.day && oldest.dataset.day === lastDay) oldest.remove();
    const next = items.querySelector(".msg");
    items.prepend(...older);
    this.#replace(".thread-older", fresh);
    scrollTo({ top: document.documentElement.scrollHeight - from, behavior: "instant" });
    return next;
  }

  /** Newer messages come below, until the latest: the page is live from then on. */
  #below(fresh) {
    const { items, last } = this.list;
    const found = [...fresh.querySelector("#messages").children];
    const first = found.findIndex((item) => Number(item.dataset.position) > last);
    // With the lines that stand above it.
    let from = first;
    while (from > 0 && !found[from - 1].matches(".msg")) from -= 1;
    let newer = first < 0 ? [] : this.#withoutTwice(found.slice(from));
    const lastDay = [...items.querySelectorAll("[data-day]")].at(-1)?.dataset.day;
    newer = newer.filter((item) => item.dataset.day !== lastDay);
    const pending = items.querySelector('.msg[data-id=""]');
    if (pending) pending.before(...newer);
    else items.append(...newer);
    this.page.dataset.latest = fresh.dataset.latest;
    this.#replace(".thread-newer", fresh);
    return newer.find((item) => item.matches(".msg"));
  }

  /** The line of what is new stands once on a page. */
  #withoutTwice(items) {
    return items.filter((item) => item.id !== "nouveau" || !document.getElementById("nouveau"));
  }

  /** A way to what is new since the last visit, until it was on the screen. */
  #sawNews(entry) {
    if (entry.isIntersecting) {
      this.#newsSeen = true;
      this.#news.disconnect();
      this.toNews?.remove();
      return;
    }
    if (this.toNews) return;
    this.toNews = Object.assign(document.createElement("button"), {
      type: "button",
      className: "button to-news",
      textContent: this.words.to_news,
    });
    this.toNews.addEventListener("click", () => {
      const line = document.getElementById("nouveau");
      line?.scrollIntoView({ block: "center", behavior: "instant" });
      let message = line?.nextElementSibling;
      while (message && !message.matches(".msg")) message = message.nextElementSibling;
      this.#focus(message);
    });
    this.list.items.before(this.toNews);
  }
}
