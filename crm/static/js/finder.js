/** Fields that look for people and organisations while somebody types. A field with data-find asks that address and lists
 *  what it answers; a press takes it: as a ticked box among those chosen (data-find-many), or as the one that is meant
 *  (data-find-name). Without script the form itself looks and asks. */
import { tellAdded } from "./page.js";

const PAUSE = 160; // milliseconds without a key before the server is asked
const waits = new WeakMap();

function listOf(field) {
  let list = field.parentElement.querySelector(":scope > [data-find-list]");
  if (!list) {
    list = document.createElement("ul");
    list.className = "c-menu c-finder";
    list.dataset.findList = "";
    field.after(list);
  }
  return list;
}

function close(field) {
  field.parentElement.querySelector(":scope > [data-find-list]")?.remove();
}

async function ask(field) {
  const text = field.value.trim();
  if (!text) return close(field);
  const url = new URL(field.dataset.find, location.href);
  url.searchParams.set("q", text);
  const answer = await fetch(url, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || field.value.trim() !== text) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  listOf(field).replaceChildren(...[...page.body.children].map((one) => document.importNode(one, true)));
}

/** Adds somebody to those chosen in a field that takes several, ticked. */
export function tick(field, id, name) {
  const place = field.form.querySelector(`[data-find-chosen="${field.dataset.findMany}"]`);
  const there = place.querySelector(`input[value="${CSS.escape(id)}"]`);
  if (there) return void (there.checked = true);
  const label = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", className: "c-tick", checked: true });
  box.name = field.dataset.findMany;
  box.value = id;
  label.className = "c-choice";
  label.append(box, Object.assign(document.createElement("bdi"), { textContent: name }));
  place.append(label);
  tellAdded(label);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function mean(field, id) {
  let hidden = field.form.querySelector(`input[type=hidden][name="${field.dataset.findName}"]`);
  if (!hidden) {
    hidden = Object.assign(document.createElement("input"), { type: "hidden", name: field.dataset.findName });
    field.after(hidden);
  }
  hidden.value = id;
}

function take(field, found) {
  const name = found.querySelector("[data-found-name]").textContent;
  if (field.dataset.findMany) {
    tick(field, found.dataset.found, name);
    field.value = "";
  } else {
    mean(field, found.dataset.found);
    field.value = name;
  }
  close(field);
  field.focus();
}

function onInput(event) {
  const field = event.target;
  if (!field.matches?.("[data-find]")) return;
  field.form.querySelector(`input[type=hidden][name="${field.dataset.findName}"]`)?.remove();
  clearTimeout(waits.get(field));
  waits.set(field, setTimeout(() => ask(field), PAUSE));
}

function onClick(event) {
  const found = event.target.closest?.("[data-found]");
  const field = found?.closest("[data-find-list]")?.parentElement.querySelector("[data-find]");
  if (field) take(field, found);
}

/** Down leads into the list, up and down through it, Esc back to the field. */
function onKey(event) {
  const list = event.target.closest?.("[data-find-list]") ?? event.target.parentElement?.querySelector?.(":scope > [data-find-list]");
  if (!list) return;
  const field = list.parentElement.querySelector("[data-find]");
  const rows = [...list.querySelectorAll("[data-found]")];
  const at = rows.indexOf(document.activeElement);
  if (event.key === "Escape") {
    event.preventDefault();
    close(field);
    field.focus();
  } else if (event.key === "ArrowDown" && rows.length) {
    event.preventDefault();
    rows[Math.min(at + 1, rows.length - 1)].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (at === 0 ? field : rows[at - 1]).focus();
  } else if (event.key === "Enter" && event.target === field && field.dataset.findMany && rows.length) {
    event.preventDefault();
    take(field, rows[0]);
  }
}

/** Starts listening. */
export function start() {
  document.addEventListener("input", onInput);
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
}
