/** Toasts stay 8 seconds, and as long as they are hovered or focused; the time begins again when they are left. */
import { whenAdded } from "./page.js";

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

/** Starts the clocks. */
export function start() {
  whenAdded((root) => root.querySelectorAll("[data-toast]").forEach(enhance));
}
