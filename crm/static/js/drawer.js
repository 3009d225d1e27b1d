/** Links with data-drawer open the form of their page (data-drawer-form) in a dialog over this one: "Log a contact" from
 *  anywhere. What the server finds wrong is said there, with every word kept; once it has taken the form, the dialog goes,
 *  the page says what happened, and its parts with data-renew are drawn anew. Without script the links lead to the page. */
import { drop, note } from "./drafts.js";
import { tellAdded, words } from "./page.js";
import { say } from "./toasts.js";

const PREFIX = "drawer-";
const REFERENCES = ["for", "form", "list", "aria-describedby", "aria-labelledby"];
const FIRST = "input:not([type=hidden], [type=radio]), textarea, select";
const OURS = 500; // answers from here on say that the server cannot help now
let opener = null;
let isBusy = false;

function drawer() {
  return document.getElementById("c-drawer");
}

async function read(url, options) {
  const answer = await fetch(url, { headers: { Accept: "text/html" }, credentials: "same-origin", ...options });
  return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
}

/** Gives the ids of a fragment names of their own: the page beneath may have the same. */
function setApart(root) {
  for (const one of root.querySelectorAll("[id]")) one.id = PREFIX + one.id;
  for (const name of REFERENCES) {
    for (const one of root.querySelectorAll(`[${name}]`)) {
      one.setAttribute(name, one.getAttribute(name).split(" ").map((id) => PREFIX + id).join(" "));
    }
  }
  for (const link of root.querySelectorAll("a[href^='#']")) link.setAttribute("href", `#${PREFIX}${link.hash.slice(1)}`);
}

/** Lets a form come back to the page that the reader sees. */
function aim(form, url) {
  const action = new URL(form.getAttribute("action") || url, location.href);
  action.searchParams.set("back", location.pathname + location.search);
  form.setAttribute("action", action.pathname + action.search);
}

/** Draws the form of a page in the dialog, with the buttons of that page's foot; says whether there is one. */
function draw({ page }, url) {
  const form = page.querySelector("[data-drawer-form]");
  if (!form) return false;
  const parts = document.createDocumentFragment();
  parts.append(...[form, ...page.querySelectorAll(".c-foot > .c-btns")].map((one) => document.importNode(one, true)));
  aim(parts.firstElementChild, url);
  setApart(parts);
  drawer().querySelector("[data-drawer-title]").textContent = page.querySelector("main h1")?.textContent ?? "";
  drawer().querySelector("[data-drawer-body]").replaceChildren(parts.firstElementChild);
  drawer().querySelector("[data-drawer-foot]").replaceChildren(...parts.children);
  tellAdded(drawer());
  return true;
}

function firstOf(place) {
  return place.querySelector("[data-drawer-first]") ?? place.querySelector(FIRST);
}

/** The form cannot be had now: the page stays with what was typed, and the focus goes to its own form if it has one. */
function stay() {
  say(words("away"));
  document.querySelector("[data-composer] textarea")?.focus();
}

async function onClick(event) {
  if (event.target.closest?.("[data-drawer-close]")) return void drawer().close();
  const link = event.target.closest?.("a[data-drawer]");
  if (!link || !drawer()?.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (isBusy || drawer().open) return;
  const here = document.querySelector("main [data-drawer-form]");
  if (here) return void firstOf(here).focus();
  isBusy = true;
  const found = await read(link.href).catch(() => null);
  isBusy = false;
  if (!found || found.answer.status >= OURS) return void stay();
  if (!found.answer.ok || found.answer.redirected || !draw(found, link.href)) return void location.assign(link.href);
  const focused = document.activeElement;
  opener = focused && focused !== document.body ? focused : link.matches(".c-skip") ? null : link;
  drawer().showModal();
  firstOf(drawer())?.focus();
}

async function onSubmit(event) {
  const form = event.target;
  if (!drawer()?.contains(form)) return;
  // Here nothing leaves the page: drafts.js and submit.js are not asked.
  event.preventDefault();
  event.stopImmediatePropagation();
  if (isBusy) return;
  isBusy = true;
  event.submitter?.setAttribute("aria-busy", "true");
  const sent = new URLSearchParams(new FormData(form));
  if (event.submitter?.name) sent.append(event.submitter.name, event.submitter.value);
  const result = await read(form.action, { method: "POST", body: sent }).catch(() => null);
  isBusy = false;
  event.submitter?.removeAttribute("aria-busy");
  settle(form, result);
}

/** Shows what became of a form that was sent. */
function settle(form, result) {
  const field = document.activeElement?.id;
  if (result && !result.answer.redirected && draw(result, form.action)) {
    (drawer().querySelector("[data-summary]") ?? document.getElementById(field))?.focus();
  } else if (result?.answer.ok && result.answer.redirected) {
    drop(form);
    drawer().close();
    renew(result.page);
  } else {
    note(form, words(result ? "unsaved" : "offline"), []);
    drawer().querySelector("[data-drawer-body]").scrollTop = 0;
  }
}

/** Draws anew what the page tells of what was just done, except where somebody is typing; then says it. */
function renew(page) {
  for (const part of document.querySelectorAll("[data-renew]")) {
    const fresh = page.querySelector(`[data-renew="${part.dataset.renew}"]`);
    if (!fresh || part.querySelector("form[data-changed], [data-inline-form]")) continue;
    part.replaceChildren(...document.importNode(fresh, true).childNodes);
    tellAdded(part);
  }
  const toasts = document.querySelector("[data-toasts]");
  toasts.replaceChildren(...document.importNode(page.querySelector("[data-toasts]"), true).childNodes);
  tellAdded(toasts);
}

/** Empties the dialog: its words wait as a draft, and the focus goes back to where it was. */
function onClose() {
  drawer().querySelector("[data-drawer-body]").replaceChildren();
  drawer().querySelector("[data-drawer-foot]").replaceChildren();
  (opener?.isConnected ? opener : null)?.focus();
}

/** Starts listening, before drafts.js. */
export function start() {
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit);
  drawer()?.addEventListener("close", onClose);
}
