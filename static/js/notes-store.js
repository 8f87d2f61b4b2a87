// Notes of a journal that are not sent yet, kept on this device with their pictures. Each belongs to
// an account and is never given to another: its author alone sees and sends it, and signing out
// removes it. A mark beside the drafts (drafts.js) says that there are some, so that pages of those
// who keep nothing here load none of this.
//
// A note is {id, account, address, about, state, fields, alts, error, at}: `state` is "draft",
// "waiting" or "refused", `fields` are [name, value] pairs of the form at `address`, `about` the
// title of the experimentation. Its files, {pictures, documents}, are kept apart: they do not change
// at every key.

import { account, load, save, clear } from "./drafts.js";

const NAME = "chantiers-notes";
const MARK = "notes";

let opened;

function database() {
  opened ??= new Promise((done, fail) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("notes", { keyPath: "id" });
      request.result.createObjectStore("files");
    };
    request.onsuccess = () => {
      // Whoever signs out elsewhere removes all of it.
      request.result.onversionchange = () => {
        request.result.close();
        opened = undefined;
      };
      done(request.result);
    };
    request.onerror = () => fail(request.error);
    request.onblocked = () => fail(new Error("blocked"));
  });
  opened.catch(() => (opened = undefined));
  return opened;
}

/** Do `work(notes, files)`, requests on both stores, as one; what its request, if any, gives. */
async function within(mode, work) {
  const db = await database();
  return new Promise((done, fail) => {
    const transaction = db.transaction(["notes", "files"], mode);
    const request = work(transaction.objectStore("notes"), transaction.objectStore("files"));
    transaction.oncomplete = () => done(request?.result);
    transaction.onabort = () => fail(transaction.error);
  });
}

/** Those of this account, oldest first; [] where the browser keeps nothing. */
export async function all() {
  try {
    const mine = account();
    const notes = await within("readonly", (store) => store.getAll());
    return notes.filter((note) => mine && note.account === mine).sort((one, other) => one.at - other.at);
  } catch {
    return [];
  }
}

/** The files of a note, in their order. */
export async function filesOf(id) {
  const none = { pictures: [], documents: [] };
  return (await within("readonly", (_notes, files) => files.get(id)).catch(() => none)) ?? none;
}

/** Keep a note of this account, and its files if given; false where the browser refuses. */
export async function put(note, files) {
  const mine = account();
  if (!mine) return false;
  try {
    await within("readwrite", (notes, kept) => {
      notes.put({ ...note, account: mine });
      if (files) kept.put(files, note.id);
    });
    mark();
    return true;
  } catch {
    return false;
  }
}

export async function remove(id) {
  await within("readwrite", (notes, files) => {
    notes.delete(id);
    files.delete(id);
  }).catch(() => {});
  if (!(await all()).length) clear(MARK);
}

function mark() {
  if (!load(MARK)) save(MARK, { notes: true });
}

/** Remove those of every account but this one. */
export async function forgetOthers() {
  const mine = account();
  await within("readwrite", (notes, files) => {
    const request = notes.openCursor();
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return;
      if (cursor.value.account !== mine) {
        files.delete(cursor.value.id);
        cursor.delete();
      }
      cursor.continue();
    };
  }).catch(() => {});
}

/** Remove everything: its author signs out. */
export async function forgetAll() {
  await within("readwrite", (notes, files) => {
    notes.clear();
    files.clear();
  }).catch(() => {});
}
