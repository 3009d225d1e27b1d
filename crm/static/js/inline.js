/** Facts of a record are edited in their place: the pen's page holds the form, this brings it here. Esc brings the fact
 *  back. Without script the pen leads to the page. */
import { drop } from "./drafts.js";
import { tellAdded, words } from "./page.js";
import { say } from "./toasts.js";

const before = new WeakMap();

async function fetchForm(url) {
  const answer = await fetch(url, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-inline-form]");
}

async function onClick(event) {
  const pen = event.target.closest?.("a[data-inline]");
  if (!pen || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const form = await fetchForm(pen.href).catch(() => undefined);
  if (form === undefined) return void say(words("away"));
  if (!form) return void location.assign(pen.href);
  const place = pen.parentElement;
  const drawn = document.importNode(form, true);
  before.set(drawn, [...place.childNodes]);
  place.replaceChildren(drawn);
  tellAdded(place);
  drawn.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function giveBack(form) {
  const place = form.parentElement;
  drop(form);
  place.replaceChildren(...before.get(form));
  place.querySelector("a[data-inline]")?.focus();
}

function onKey(event) {
  const form = event.target.closest?.("[data-inline-form]");
  if (event.key !== "Escape" || !before.has(form)) return;
  event.preventDefault();
  giveBack(form);
}

function onCancel(event) {
  const form = event.target.closest?.("[data-inline-form] a")?.closest("form");
  if (!before.has(form)) return;
  event.preventDefault();
  giveBack(form);
}

/** Starts listening. */
export function start() {
  document.addEventListener("click", onClick);
  document.addEventListener("click", onCancel);
  document.addEventListener("keydown", onKey);
}
