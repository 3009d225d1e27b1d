/** Dialogs keep the focus while they are open and give it back. Links with data-drawer open the form of their page in a
 *  dialog over this one ("Log a contact" from anywhere); without script they lead to that page. */
import { tellAdded } from "./page.js";

const STOPS = "a[href], button:not([disabled]), input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
const gaveFocus = new WeakMap();

function onToggle(event) {
  const dialog = event.target;
  if (!dialog.matches?.("[data-dialog]")) return;
  if (event.newState === "open") {
    const wanted = dialog.querySelector("[autofocus], .c-dialog-body input:not([type=hidden]), .c-dialog-body textarea");
    (wanted ?? dialog.querySelector(STOPS))?.focus();
  } else {
    gaveFocus.get(dialog)?.focus();
  }
}

function rememberFocus(event) {
  if (event.target.matches?.("[data-dialog]") && event.newState === "open") gaveFocus.set(event.target, document.activeElement);
}

/** Keeps Tab inside the open dialog. */
function onTab(event) {
  if (event.key !== "Tab") return;
  const dialog = event.target.closest?.("[data-dialog]:popover-open");
  if (!dialog) return;
  const stops = [...dialog.querySelectorAll(STOPS)].filter((one) => one.getClientRects().length > 0);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0]).focus();
}

/** Takes the form out of another page. A form without an action posts to the page it came from. */
async function fetchForm(url) {
  const answer = await fetch(url, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("[data-drawer-form]");
  if (form && !form.getAttribute("action")) form.setAttribute("action", url);
  return form && { form, title: page.querySelector("main h1")?.textContent ?? "" };
}

async function onClick(event) {
  const link = event.target.closest?.("a[data-drawer]");
  const drawer = document.getElementById("c-drawer");
  if (!link || !drawer?.showPopover || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const found = await fetchForm(link.href).catch(() => null);
  if (!found) return void location.assign(link.href);
  drawer.querySelector(".c-title").textContent = found.title;
  drawer.querySelector(".c-dialog-body").replaceChildren(document.importNode(found.form, true));
  tellAdded(drawer);
  drawer.showPopover();
}

/** Starts listening. */
export function start() {
  document.addEventListener("beforetoggle", rememberFocus, true);
  document.addEventListener("toggle", onToggle, true);
  document.addEventListener("keydown", onTab);
  document.addEventListener("click", onClick);
}
