/** A form is sent once: a second press while the answer is awaited does nothing, and the button shows that it works. */

const sent = new WeakSet();

function onSubmit(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) return void event.preventDefault();
  sent.add(form);
  event.submitter?.setAttribute("aria-busy", "true");
}

/** Makes forms ready again when the browser brings the page back. */
function reset() {
  for (const form of document.forms) {
    sent.delete(form);
    for (const one of form.elements) one.removeAttribute("aria-busy");
  }
}

/** Starts listening, on the window: drafts.js may hold a form back before, while the network is away. */
export function start() {
  window.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", (event) => event.persisted && reset());
}
