/** The composer: its button says what it will log, by the kind that is chosen. */

function fit(input) {
  const word = input.closest("[data-composer]")?.querySelector("[data-composer-send] > span");
  if (word && input.dataset.press) word.textContent = input.dataset.press;
}

/** Starts listening. */
export function start() {
  document.addEventListener("change", (event) => event.target.matches?.("[data-composer] [data-press]") && fit(event.target));
  // The browser may have kept another kind from before.
  window.addEventListener("pageshow", () => document.querySelectorAll("[data-composer] [data-press]:checked").forEach(fit));
}
