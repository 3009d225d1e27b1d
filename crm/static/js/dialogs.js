/** Dialogs keep the focus while they are open and give it back. */

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

/** Starts listening. */
export function start() {
  document.addEventListener("beforetoggle", rememberFocus, true);
  document.addEventListener("toggle", onToggle, true);
  document.addEventListener("keydown", onTab);
}
