/** The board: cards move by drag and with Alt and the arrows. Both press the button of the card's own menu, so that
 *  the server is asked in one way only, and answers with what it allows. */
import { isRightToLeft, setCurrent } from "./page.js";

const KEY = "crm:moved-card";
let dragged = null;

function buttonFor(card, column) {
  return card.querySelector(`.c-task-menu button[name=to][value="${CSS.escape(column.dataset.column)}"]`);
}

function moveTo(card, column) {
  const button = buttonFor(card, column);
  if (!button) return false;
  sessionStorage.setItem(KEY, card.dataset.card);
  button.form.requestSubmit(button);
  return true;
}

function columns() {
  return [...document.querySelectorAll("[data-board] [data-column]")];
}

/** Moves the focus with the arrows alone, the card with Alt and the arrows. */
function onKey(event) {
  const card = event.target.closest?.("[data-card]");
  const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!card || event.ctrlKey || event.metaKey || event.target.closest(".c-pop-panel")) return;
  if (sideways) {
    const by = isRightToLeft() ? -sideways : sideways;
    event.preventDefault();
    if (event.altKey) moveBeside(card, by);
    else focusBeside(card, by);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = event.key === "ArrowDown" ? card.nextElementSibling : card.previousElementSibling;
    event.preventDefault();
    focus(next);
  }
}

function focus(card) {
  card?.querySelector(".c-task-link")?.focus();
}

/** Finds the next column in that direction that the card may enter. */
function moveBeside(card, by) {
  const all = columns();
  for (let at = all.indexOf(card.closest("[data-column]")) + by; all[at]; at += by) {
    if (moveTo(card, all[at])) return;
  }
}

function focusBeside(card, by) {
  const all = columns();
  const here = card.closest("[data-column]");
  const row = [...here.children].indexOf(card);
  for (let at = all.indexOf(here) + by; all[at]; at += by) {
    const cards = all[at].children;
    if (cards.length) return void focus(cards[Math.min(row, cards.length - 1)]);
  }
}

function onDragStart(event) {
  dragged = event.target.closest?.("[data-card]");
  dragged?.setAttribute("data-dragging", "");
  if (dragged) event.dataTransfer.effectAllowed = "move";
}

function columnUnder(event) {
  const column = event.target.closest?.(".c-column")?.querySelector("[data-column]");
  return dragged && column && buttonFor(dragged, column) ? column : null;
}

function onDragOver(event) {
  const column = columnUnder(event);
  for (const one of columns()) one.toggleAttribute("data-over", one === column);
  if (column) event.preventDefault();
}

function onDrop(event) {
  const column = columnUnder(event);
  if (!column) return;
  event.preventDefault();
  moveTo(dragged, column);
}

function onDragEnd() {
  dragged?.removeAttribute("data-dragging");
  for (const one of columns()) one.removeAttribute("data-over");
  dragged = null;
}

/** Gives the focus back to the card that was moved, after the server's answer. */
function refocus() {
  const moved = sessionStorage.getItem(KEY);
  if (!moved) return;
  sessionStorage.removeItem(KEY);
  focus(document.querySelector(`[data-card="${CSS.escape(moved)}"]`));
}

/** Marks the tab of the column that a phone shows. */
function markColumn() {
  const tabs = [...document.querySelectorAll(".c-board-switch .c-tab")];
  const here = tabs.find((one) => one.hash === location.hash) ?? tabs[0];
  for (const one of tabs) setCurrent(one, one === here);
}

/** Starts listening, on pages with a board. */
export function start() {
  if (!document.querySelector("[data-board]")) return;
  document.addEventListener("keydown", onKey);
  document.addEventListener("dragstart", onDragStart);
  document.addEventListener("dragover", onDragOver);
  document.addEventListener("drop", onDrop);
  document.addEventListener("dragend", onDragEnd);
  markColumn();
  window.addEventListener("hashchange", markColumn);
  refocus();
}
