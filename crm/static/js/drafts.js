/** Words that are typed are never lost. A form with data-form keeps a draft in this tab until the server has taken it:
 *  it comes back after an error page, a lost network or a closed page, and leaving with unsaved words asks first. */
import { whenAdded, words } from "./page.js";
import { fill, valuesOf } from "./values.js";

const PREFIX = "crm:draft:";
const OWNER = "crm:reader";
let leaving = false;

function keyOf(form) {
  return PREFIX + (form.getAttribute("action") || location.pathname) + "#" + form.dataset.form;
}

/** Drafts belong to who wrote them: those of anybody else who had this tab before go. */
function forgetOthers() {
  const reader = document.documentElement.dataset.reader;
  if (!reader || sessionStorage.getItem(OWNER) === reader) return;
  forgetAll();
  sessionStorage.setItem(OWNER, reader);
}

function forgetAll() {
  Object.keys(sessionStorage).filter((one) => one.startsWith(PREFIX)).forEach((one) => sessionStorage.removeItem(one));
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

/** Keeps what stands in the form; state is "typed", then "sent" when it went out, or "failed" when that went wrong. */
function keep(form, state) {
  try {
    sessionStorage.setItem(keyOf(form), JSON.stringify({ state, place: location.pathname + location.search, values: valuesOf(form) }));
  } catch {
    // The store is full or closed: the form works without a draft.
  }
}

function bringBack(form, draft) {
  fill(form, draft.values);
  form.dataset.changed = "";
}

/** Forgets the draft of a form that the server has taken. */
export function drop(form) {
  sessionStorage.removeItem(keyOf(form));
  delete form.dataset.changed;
}

/** Says something above a form, with buttons as [word, act]. */
export function note(form, text, acts) {
  const box = document.createElement("div");
  box.className = "c-note c-tone-blue";
  box.setAttribute("role", "status");
  box.append(Object.assign(document.createElement("span"), { textContent: text }));
  for (const [word, act] of acts) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "c-link", textContent: word });
    button.addEventListener("click", () => {
      act();
      box.remove();
    });
    box.append(button);
  }
  form.querySelector("[data-draft-note]")?.remove();
  box.dataset.draftNote = "";
  form.prepend(box);
}

/** Looks for a draft of a form that was just drawn. With errors on it, the server has kept the words itself. */
function enhance(form) {
  const draft = read(keyOf(form));
  if (form.querySelector("[data-summary][autofocus]")) return void (form.dataset.changed = "");
  const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  // Back after the server has taken it: what the browser fills in again would be sent a second time.
  const empty = () => "changed" in form.dataset || form.reset();
  if (!draft) return void (back && window.addEventListener("pageshow", empty, { once: true }));
  if (draft.state === "failed" || (draft.state === "sent" && back)) {
    bringBack(form, draft);
    note(form, words("kept"), []);
  } else if (draft.state === "sent") {
    drop(form);
  } else {
    note(form, words("draft"), [[words("bring-back"), () => bringBack(form, draft)], [words("drop"), () => drop(form)]]);
  }
}

/** On an error page, what was sent did not arrive; on any other page it is safe. The page of two versions holds it itself. */
function settle() {
  if (document.querySelector("[data-versions]")) return;
  const status = performance.getEntriesByType("navigation")[0]?.responseStatus ?? 200;
  const hasFailed = status >= 400 || document.body.matches("[data-failed]");
  const here = new Set([...document.querySelectorAll("form[data-form]")].map(keyOf));
  for (const key of Object.keys(sessionStorage).filter((one) => one.startsWith(PREFIX))) {
    const draft = read(key);
    if (draft?.state !== "sent" || here.has(key)) continue;
    if (!hasFailed) sessionStorage.removeItem(key);
    else fail(key, draft);
  }
}

/** Notes that a form did not arrive; whoever must sign in again comes back to it. */
function fail(key, draft) {
  sessionStorage.setItem(key, JSON.stringify({ ...draft, state: "failed" }));
  const way = document.querySelector('[data-way][href^="/sign-in"]');
  if (way) way.search = new URLSearchParams({ next: draft.place });
}

function onSubmit(event) {
  const form = event.target;
  if (form.matches("[data-sign-out]")) forgetAll();
  if (!form.matches("[data-form]")) return;
  if (!navigator.onLine) {
    event.preventDefault();
    keep(form, "typed");
    return void note(form, words("offline"), []);
  }
  keep(form, "sent");
  leaving = true;
}

function onLeave(event) {
  if (!leaving && document.querySelector("form[data-changed]")) event.preventDefault();
}

/** Starts listening. */
export function start() {
  forgetOthers();
  settle();
  whenAdded((root) => root.querySelectorAll("form[data-form]").forEach(enhance));
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-form]")) return;
    form.dataset.changed = "";
    keep(form, "typed");
  });
  document.addEventListener("submit", onSubmit);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-form-cancel]");
    const own = link?.closest("form[data-form]");
    if (link) (own ? [own] : document.querySelectorAll("form[data-changed]")).forEach(drop);
  });
  window.addEventListener("beforeunload", onLeave);
}
