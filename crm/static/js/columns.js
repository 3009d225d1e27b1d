/** The columns chooser: find a column, move it by drag or with Alt and the arrows. The order is the order of its boxes. */
import { whenAdded } from "./page.js";

let dragged = null;

function find(form, text) {
  const wanted = text.trim().toLocaleLowerCase();
  for (const row of form.querySelectorAll("[data-column]")) {
    row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
  }
}

/** Moves a column up or down; the first, fixed one stays where it is. */
function move(row, by) {
  const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other?.querySelector("[data-grip]")) return;
  if (by < 0) other.before(row);
  else other.after(row);
  row.querySelector("[data-grip]").focus();
}

function onKey(event) {
  const row = event.target.closest?.("[data-columns] [data-column]");
  if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  move(row, event.key === "ArrowUp" ? -1 : 1);
}

function onDragOver(event) {
  const row = event.target.closest?.("[data-columns] [data-column]");
  if (!dragged || !row || row === dragged || row.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  const box = row.getBoundingClientRect();
  if (!row.querySelector("[data-grip]")) return;
  if (event.clientY < box.top + box.height / 2) row.before(dragged);
  else row.after(dragged);
}

function stopDrag() {
  dragged?.removeAttribute("data-dragging");
  dragged = null;
}

function enhance(form) {
  form.querySelector(".c-columns-find").hidden = false;
  form.querySelector("[data-columns-find]").addEventListener("input", (event) => find(form, event.target.value));
  for (const grip of form.querySelectorAll("[data-grip]")) {
    const row = grip.closest("[data-column]");
    grip.hidden = false;
    grip.addEventListener("pointerdown", () => row.setAttribute("draggable", "true"));
    row.addEventListener("dragstart", () => {
      dragged = row;
      row.setAttribute("data-dragging", "");
    });
    row.addEventListener("dragend", () => {
      row.removeAttribute("draggable");
      stopDrag();
    });
  }
}

/** Starts listening. */
export function start() {
  whenAdded((root) => root.querySelectorAll("[data-columns]").forEach(enhance));
  document.addEventListener("keydown", onKey);
  document.addEventListener("dragover", onDragOver);
}
