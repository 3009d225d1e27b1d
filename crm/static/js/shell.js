/** The frame of a page: keys as Apple prints them, the focus on what is to correct, and the side panel's tab. */
import { setCurrent, whenAdded } from "./page.js";

function printAppleKeys(root) {
  if (!/Mac|iPhone|iPad/.test(navigator.platform)) return;
  for (const key of root.querySelectorAll(".c-key")) key.textContent = key.textContent.replace("Ctrl", "⌘");
}

/** Marks the tab of the side panel as the current one while it is shown in the page's place. */
function markSideTab() {
  const side = document.querySelector(".c-side-link > .c-tab");
  if (!side) return;
  const isOpen = location.hash === "#side";
  setCurrent(side, isOpen);
  for (const tab of side.closest(".c-tabs").querySelectorAll(".c-tab[data-here], .c-tab[aria-current='page']")) {
    tab.dataset.here = "";
    if (isOpen) tab.removeAttribute("aria-current");
    else tab.setAttribute("aria-current", "page");
  }
}

/** Starts. */
export function start() {
  whenAdded(printAppleKeys);
  document.querySelector("[data-summary][autofocus]")?.focus();
  markSideTab();
  window.addEventListener("hashchange", markSideTab);
}
