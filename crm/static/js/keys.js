/** The keyboard map. A control declares its key with data-key ("N", "G O", "Ctrl Enter", "Esc"); letters work outside
 *  fields, and only when the reader has not turned them off. The help (?) lists the keys that the page offers. */
import { isField, isShown } from "./page.js";

const PATIENCE = 1200; // milliseconds between the two letters of a chord
const EVERYWHERE = new Set(["?", "Esc", "Z", "Ctrl Enter"]); // the help names them itself
let first = "";
let firstAt = 0;

/** Returns the key as it is written in data-key; letters by their place on keyboards of other scripts. */
function nameOf(event) {
  let key = event.key === "Escape" ? "Esc" : event.key;
  if (key.length === 1 && key.charCodeAt(0) > 127 && event.code.startsWith("Key")) key = event.code.slice(3);
  if (key.length === 1) key = key.toUpperCase();
  return event.ctrlKey || event.metaKey ? `Ctrl ${key}` : key;
}

/** Returns where keys look for their control: the open dialog, the form in focus (outside of one the page's foot, for
 *  its one filled button), or the page. */
function placeOf(key, target) {
  const dialog = [...document.querySelectorAll("[data-dialog]:popover-open, dialog[open]")].pop();
  if (dialog) return dialog;
  return key === "Ctrl Enter" ? target.closest?.("form") ?? document.querySelector(".c-foot") : document;
}

/** Finds the control that answers to a key: bulk acts while rows are ticked, else the first that can be seen. */
function controlFor(key, target) {
  const place = placeOf(key, target);
  if (!place) return null;
  const found = [...place.querySelectorAll(`[data-key="${CSS.escape(key)}"]`), ...partsElsewhere(place, key)];
  const working = found.filter(works);
  return working.find((one) => one.dataset.keyTicked !== undefined) ?? working[0] ?? null;
}

/** Says whether a control answers to its key now: it can be seen, or waits in a closed menu that can be seen; bulk acts
 *  answer while rows are ticked. */
function works(control) {
  if (control.disabled) return false;
  if (control.dataset.keyTicked !== undefined && !document.querySelector(".c-row-tick:checked")) return false;
  return isShown(control) || isShown(control.closest("[data-pop]:not([open])")?.querySelector("summary") ?? control);
}

/** Buttons may stand outside their form (in the footer) and belong to it by their form attribute. */
function partsElsewhere(place, key) {
  if (!(place instanceof HTMLFormElement)) return [];
  return [...place.elements].filter((one) => one.dataset.key === key && !place.contains(one));
}

function press(control, event) {
  event.preventDefault();
  if (control.matches("input, textarea, select")) control.focus();
  else control.click();
}

/** Joins two letters to a chord while the first is fresh. */
function chordOf(key, now) {
  const chord = first && now - firstAt < PATIENCE ? `${first} ${key}` : "";
  first = key === "G" && !chord ? key : "";
  firstAt = now;
  return chord;
}

function onKey(event) {
  if (event.defaultPrevented || event.altKey || event.isComposing || event.repeat) return;
  const key = nameOf(event);
  const control = key.startsWith("Ctrl ") || key === "Esc";
  if (isField(event.target) && !control) return;
  if (!control && document.documentElement.dataset.letters === "off") return;
  if (key === "Esc") return void onEscape(event);
  const chord = control ? "" : chordOf(key, event.timeStamp);
  const found = (chord && controlFor(chord, event.target)) || controlFor(key === "/" ? "Ctrl K" : key, event.target);
  if (found) press(found, event);
}

/** Esc leaves a field first, then unticks rows, then goes where the page says; an open dialog it closes by itself. */
function onEscape(event) {
  if (document.querySelector("dialog[open]")) return;
  if (isField(event.target)) return void event.target.blur();
  const clear = document.querySelector(".c-row-tick:checked") && document.querySelector("[data-bulk-clear]");
  const way = clear || controlFor("Esc", event.target);
  if (way) press(way, event);
}

/** Writes the page's own keys into the help, and takes out of it what does nothing on this page. */
function listKeys() {
  const hasLetters = document.documentElement.dataset.letters !== "off";
  for (const one of document.querySelectorAll("[data-keys-need]")) {
    const isLetter = one.dataset.keysLetters !== undefined;
    one.hidden = !document.querySelector(one.dataset.keysNeed) || (isLetter && !hasLetters);
  }
  const list = document.querySelector("[data-keys-list]");
  if (!list) return;
  const lines = new Map();
  for (const one of document.querySelectorAll("[data-key]")) {
    const word = one.getAttribute("aria-label") || one.querySelector(".c-nav-word, span")?.textContent || one.textContent;
    const key = one.dataset.key;
    const answers = works(one) && (hasLetters || key.startsWith("Ctrl "));
    if (word && answers && !lines.has(key) && !EVERYWHERE.has(key)) lines.set(key, word.trim());
  }
  list.replaceChildren(...[...lines].map(([key, word]) => line(key, word)));
  list.parentElement.hidden = lines.size === 0;
}

function line(key, word) {
  const row = document.createElement("div");
  const what = document.createElement("dt");
  const which = document.createElement("dd");
  what.textContent = word;
  which.className = "c-keys";
  for (const part of key.startsWith("Ctrl") ? [key] : key.split(" ")) {
    const cap = document.createElement("kbd");
    cap.className = "c-key";
    cap.textContent = part;
    which.append(cap);
  }
  row.append(what, which);
  return row;
}

/** Starts listening. */
export function start() {
  document.addEventListener("keydown", onKey);
  document.getElementById("c-keys")?.addEventListener("beforetoggle", (event) => event.newState === "open" && listKeys());
}
