/** Menus and popovers are details elements that work alone. This lifts the open panel to the top layer, so that no
 *  scrolling part cuts it, closes it with Esc or a press outside, and walks a menu with the arrows. */
import { isRightToLeft } from "./page.js";

const GAP = 6;
const EDGE = 8;

function panelOf(pop) {
  return pop.querySelector(":scope > .c-pop-panel");
}

/** Puts the panel at its button, inside the window: under it, or above where there is more room. */
function place(pop) {
  const panel = panelOf(pop);
  const anchor = pop.querySelector(":scope > summary").getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const atStart = pop.classList.contains("c-pop-start") !== isRightToLeft();
  const left = atStart ? anchor.left : anchor.right - size.width;
  const below = anchor.bottom + GAP;
  const above = anchor.top - GAP - size.height;
  const fits = below + size.height <= innerHeight - EDGE;
  const top = (pop.classList.contains("c-pop-up") || !fits) && above >= EDGE ? above : Math.min(below, innerHeight - EDGE - size.height);
  panel.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - EDGE - size.width))}px`;
  panel.style.top = `${Math.max(EDGE, top)}px`;
}

function close(pop, giveFocusBack) {
  pop.open = false;
  if (giveFocusBack) pop.querySelector(":scope > summary").focus();
}

function onToggle(event) {
  if (event.target.matches?.("[data-pop]")) fit(event.target);
}

/** Lifts the panel of a pop that is open, lays down that of a closed one. */
function fit(pop) {
  const panel = panelOf(pop);
  if (!panel.showPopover) return;
  if (!pop.open) {
    panel.removeAttribute("popover");
    return;
  }
  if (panel.matches(":popover-open")) return;
  for (const other of document.querySelectorAll("[data-pop][open]")) {
    if (other !== pop && !other.contains(pop)) close(other, false);
  }
  panel.popover = "manual";
  panel.showPopover();
  place(pop);
  panel.querySelector("input:not([type=hidden], [type=checkbox], [hidden] *)")?.focus();
}

function onKey(event) {
  const pop = event.target.closest?.("[data-pop][open]") ?? (event.key === "Escape" ? document.querySelector("[data-pop][open]") : null);
  if (!pop) return;
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    close(pop, true);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    walk(pop, event);
  }
}

/** Moves the focus through the lines of a menu, round its ends. */
function walk(pop, event) {
  if (event.altKey || event.target.matches("select, textarea, input:not([type=checkbox])")) return;
  const lines = [...panelOf(pop).querySelectorAll(".c-menu-item")];
  if (!lines.length) return;
  event.preventDefault();
  const by = event.key === "ArrowDown" ? 1 : -1;
  const at = lines.indexOf(document.activeElement);
  lines[at < 0 ? (by > 0 ? 0 : lines.length - 1) : (at + by + lines.length) % lines.length].focus();
}

function closeOutside(event) {
  for (const pop of document.querySelectorAll("[data-pop][open]")) {
    if (!pop.contains(event.target)) close(pop, false);
  }
}

/** A line that was chosen closes its menu: a download leaves the page as it is. */
function closeChosen(event) {
  const pop = event.target.closest?.("a.c-menu-item")?.closest("[data-pop][open]");
  if (pop && !event.defaultPrevented) close(pop, true);
}

/** Starts listening. */
export function start() {
  document.addEventListener("toggle", onToggle, true);
  document.querySelectorAll("[data-pop][open]").forEach(fit);
  document.addEventListener("pointerdown", closeOutside);
  document.addEventListener("focusin", closeOutside);
  document.addEventListener("click", closeChosen);
  document.addEventListener("keydown", onKey);
  window.addEventListener("resize", () => document.querySelectorAll("[data-pop][open]").forEach(place));
  document.addEventListener("scroll", (event) => {
    for (const pop of document.querySelectorAll("[data-pop][open]")) {
      if (!panelOf(pop).contains(event.target)) place(pop);
    }
  }, true);
}
