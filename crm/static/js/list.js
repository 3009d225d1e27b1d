/** Lists: a cursor moved with J and K, ticks with X and Shift, "tick all", and the count of the bulk bar. */
import { isField, whenAdded } from "./page.js";

const ROWS = "[data-list] [data-row], .c-items > .c-item, .c-changes > .c-change";
let lastTick = null;

function rows() {
  return [...document.querySelectorAll(ROWS)].filter((row) => row.getClientRects().length > 0);
}

function current() {
  return document.activeElement?.closest(ROWS) ?? document.querySelector("[data-cursor]");
}

/** Puts the cursor, and the focus with it, so that Enter opens the row and a reader hears it. */
function moveTo(row) {
  for (const one of document.querySelectorAll("[data-cursor]")) one.removeAttribute("data-cursor");
  row.setAttribute("data-cursor", "");
  (row.querySelector(".c-row-link") ?? row.querySelector("a, button"))?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(current());
  moveTo(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]);
  return true;
}

function toggle() {
  // Where a row is a promise, its tick says that it is done.
  const box = current()?.querySelector(".c-row-tick, [data-row-done]");
  box?.click();
  return Boolean(box);
}

function open() {
  const link = current()?.querySelector(".c-row-link");
  link?.click();
  return Boolean(link);
}

const ACTS = { j: () => step(1), k: () => step(-1), x: toggle };

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
  if (document.documentElement.dataset.letters === "off" || document.querySelector("[data-dialog]:popover-open, dialog[open]")) return;
  if (event.key === "Enter" && event.target === document.body && open()) return void event.preventDefault();
  const letter = event.key.charCodeAt(0) > 127 ? event.code.replace("Key", "") : event.key;
  const act = ACTS[letter.toLowerCase()];
  // A page may give the letter to a control of its own, such as the next record.
  if (!act || document.querySelector(`[data-key="${letter.toUpperCase()}"]`)) return;
  if (act()) event.preventDefault();
}

/** Tells the bar how many rows are ticked, and the head's box whether all, some or none are. */
function count(list) {
  const boxes = [...list.querySelectorAll(".c-row-tick")];
  const ticked = boxes.filter((box) => box.checked).length;
  const all = list.querySelector("[data-tick-all]");
  if (all) {
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }
  const words = list.closest(".c-list")?.querySelector("[data-bulk-count]");
  const number = ticked.toLocaleString(document.documentElement.lang);
  if (words) words.textContent = words.dataset.bulkCount.replace("{n}", number);
}

/** Ticks the rows between the last one and this one, while Shift is held. */
function tickRange(list, box) {
  const boxes = [...list.querySelectorAll(".c-row-tick")];
  const [from, to] = [boxes.indexOf(lastTick), boxes.indexOf(box)].sort((a, b) => a - b);
  if (from >= 0) for (const one of boxes.slice(from, to + 1)) one.checked = box.checked;
}

function onClick(event) {
  const box = event.target.closest?.(".c-row-tick, [data-tick-all]");
  const list = box?.closest("[data-list]");
  if (!list) return;
  if (box.matches("[data-tick-all]")) {
    for (const one of list.querySelectorAll(".c-row-tick")) one.checked = box.checked;
  } else {
    if (event.shiftKey && lastTick) tickRange(list, box);
    lastTick = box;
  }
  count(list);
}

/** Starts listening, and counts what the browser kept ticked from before. */
export function start() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("reset", () => setTimeout(() => document.querySelectorAll("[data-list]").forEach(count)));
  whenAdded((root) => root.querySelectorAll("[data-list]").forEach(count));
  window.addEventListener("pageshow", () => document.querySelectorAll("[data-list]").forEach(count));
}
