/** From record to record along the list that one came from: a list leaves its rows in this tab, a record finds its
 *  neighbours among them (K and J). Without script there is the list itself. */

const KEY = "crm:list";

function leave() {
  const rows = [...document.querySelectorAll("[data-list] .c-row-link")].map((link) => new URL(link.href).pathname);
  const records = rows.filter((path) => /^\/contacts\/\d+$/.test(path));
  if (!records.length || document.querySelector("[data-neighbours]")) return;
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...new Set(records)]));
  } catch {
    // The store is full or closed: records have no neighbours then.
  }
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

function find() {
  const box = document.querySelector("[data-neighbours]");
  const rows = box ? read() : [];
  const at = rows.indexOf(location.pathname);
  if (at < 0) return;
  for (const [name, path] of [["before", rows[at - 1]], ["after", rows[at + 1]]]) {
    const link = box.querySelector(`[data-neighbour="${name}"]`);
    if (path) link.href = path;
    else link.remove();
  }
  const place = box.querySelector("[data-neighbours-place]");
  place.textContent = place.dataset.neighboursPlace.replace("{here}", at + 1).replace("{every}", rows.length);
  box.hidden = false;
}

/** Looks once: pages are drawn whole. */
export function start() {
  leave();
  find();
}
