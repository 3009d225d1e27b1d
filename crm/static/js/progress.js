/** A bar that asks how far the work is: data-poll is an address that answers {value, max, words, done, next} as JSON.
 *  Short work is seen to end soon; who waits long is asked for less and less often. */

const FIRST = 250;
const MOST = 2000;

function show(row, state) {
  const bar = row.querySelector("progress");
  bar.max = state.max;
  bar.value = state.value;
  const words = row.querySelector("[data-poll-words]");
  if (words && words.textContent !== state.words) words.textContent = state.words;
}

async function ask(row, pause) {
  const answer = await fetch(row.dataset.poll, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
  if (answer?.ok) {
    const state = await answer.json();
    show(row, state);
    if (state.done) return void (state.next ? location.assign(state.next) : location.reload());
  }
  const next = Math.min(pause * 1.5, MOST);
  if (!answer || answer.ok || answer.status >= 500) setTimeout(ask, document.hidden ? MOST * 5 : next, row, next);
}

/** Starts asking. */
export function start() {
  for (const row of document.querySelectorAll("[data-poll]")) setTimeout(ask, FIRST, row, FIRST);
}
