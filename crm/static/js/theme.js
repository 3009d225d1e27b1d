/** Looks are tried at once: a choice of theme or density (data-try="theme") shows on the page before it is saved. */

/** Starts listening. */
export function start() {
  document.addEventListener("change", (event) => {
    const group = event.target.closest?.("[data-try]");
    if (group && event.target.value) document.documentElement.setAttribute(`data-${group.dataset.try}`, event.target.value);
  });
}
