/** Toasts stay 8 seconds, and as long as they are hovered or focused; the time begins again when they are left. */
import { tellAdded, whenAdded } from "./page.js";

const LIFE = 8000;

function enhance(toast) {
  let clock = 0;
  const wait = () => {
    clearTimeout(clock);
    clock = setTimeout(() => toast.remove(), LIFE);
  };
  const stay = () => clearTimeout(clock);
  toast.addEventListener("pointerenter", stay);
  toast.addEventListener("focusin", stay);
  toast.addEventListener("pointerleave", () => toast.matches(":focus-within") || wait());
  toast.addEventListener("focusout", () => toast.matches(":hover") || wait());
  wait();
}

/** Says something that the server did not: the network is away, so the page stays. */
export function say(text) {
  const toast = Object.assign(document.createElement("div"), { className: "c-toast c-on-ink" });
  toast.setAttribute("role", "status");
  toast.dataset.toast = "";
  toast.append(Object.assign(document.createElement("i"), { className: "bi bi-wifi-off" }));
  toast.firstChild.setAttribute("aria-hidden", "true");
  toast.append(Object.assign(document.createElement("span"), { textContent: text }));
  const place = document.querySelector("[data-toasts]");
  place.replaceChildren(toast);
  tellAdded(place);
}

/** Starts the clocks. */
export function start() {
  whenAdded((root) => root.querySelectorAll("[data-toast]").forEach(enhance));
}
