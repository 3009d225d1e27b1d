/** What several modules ask of the page: its words, its fields, and when something was added to it. */

/** Returns a sentence in the page's language; the layout carries them as data-words-<name>. */
export function words(name) {
  return document.getElementById("c-words")?.getAttribute(`data-${name}`) ?? "";
}

/** Says whether the reader types into this element, so that letters belong to it. */
export function isField(element) {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element.matches("textarea, select")) return true;
  return element.matches("input") && !element.matches("[type=checkbox], [type=radio], [type=button], [type=submit]");
}

/** Says whether an element can be seen, so that a key presses nothing hidden. */
export function isShown(element) {
  return element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
}

/** Says whether the page runs from right to left. */
export function isRightToLeft() {
  return document.documentElement.dir === "rtl";
}

/** Marks a tab as the current one among its neighbours, or as one of the others. */
export function setCurrent(tab, isCurrent) {
  if (isCurrent) tab.setAttribute("aria-current", "true");
  else tab.removeAttribute("aria-current");
}

/** Calls back for the page now, and for every fragment that another module adds later. */
export function whenAdded(callback) {
  callback(document);
  document.addEventListener("c:added", (event) => callback(event.target));
}

/** Tells the other modules that a fragment was added. */
export function tellAdded(element) {
  element.dispatchEvent(new CustomEvent("c:added", { bubbles: true }));
}
