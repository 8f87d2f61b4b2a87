// The page that comes in place of those that cannot be loaded. It is the same for everyone: what it
// knows of its reader is what her device keeps while she is signed in (drafts.js), where she may write
// in a journal. The note waits with the others (notes-store.js).
import { newId } from "./sender.js";

const section = document.getElementById("noter");
const form = section.querySelector("form");
const choice = form.elements.place;

function known() {
  try {
    return JSON.parse(localStorage.getItem("places"));
  } catch {
    return null; // refused by the browser, which then keeps nothing
  }
}

function offer({ account, places }) {
  // Read by the modules of a journal, which come after.
  document.body.dataset.account = account;
  for (const { address, title, guest } of places) {
    // The experimentation that she asked for, if it is hers.
    const asked = location.pathname.startsWith(address.replace(/journal\/.*/, ""));
    const option = new Option(title, address, asked, asked);
    option.toggleAttribute("data-guest", guest);
    choice.add(option);
  }
  const now = new Date();
  const today = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  form.elements.occurred_on.defaultValue = today;
  form.elements.client_id.value = newId();
  choice.addEventListener("change", tellReaders);
  tellReaders();
  addEventListener("note-kept", () => onwards());
  section.hidden = false;
  import(section.dataset.moduleNotes);
}

/** A guest does not choose who reads her note. */
function tellReaders() {
  const guest = "guest" in choice.selectedOptions[0].dataset;
  document.getElementById("lecteurs").hidden = guest;
  document.getElementById("lecteurs-invitee").hidden = !guest;
  for (const each of form.elements.audience) each.disabled = guest;
}

let timer;

/** The page that was asked for, which sends what waits; not while she writes. A line is often said to
 * be back before anything passes: the server is asked first, again and again. */
async function onwards(delay = 1_000) {
  clearTimeout(timer);
  timer = setTimeout(() => onwards(Math.min(30_000, delay * 2)), delay);
  if (!navigator.onLine || form.elements.text.value) return;
  const answers = await fetch(section.dataset.alive, { cache: "no-store" }).then(
    (response) => response.ok,
    () => false,
  );
  if (answers && !form.elements.text.value) location.reload();
}

const places = known();
if (places?.places.length) offer(places);
// Asked for by its own address, it stays.
if (location.pathname !== section.dataset.own) {
  addEventListener("online", () => onwards());
  onwards();
}
