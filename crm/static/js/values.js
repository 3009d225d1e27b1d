/** What the fields of a form hold, and how it comes back into them: by name, because a form may be drawn with other boxes
 *  than those that stood in it. Passwords, files and what the page itself put there are left out. */
import { tick } from "./finder.js";

const LEFT_OUT = "[type=hidden], [type=password], [type=file], [type=submit], [type=button], [type=search]";

function fieldsOf(form) {
  return [...form.elements].filter((one) => one.name && !one.matches(LEFT_OUT));
}

/** What a field holds: a box its tick (and whose it is, for one that was looked up and added), a field its words. */
function valueOf(field) {
  const { name, value } = field;
  if (isBox(field)) return { name, value, isOn: field.checked, words: field.closest("label")?.querySelector("bdi")?.textContent };
  return { name, values: field.matches("select[multiple]") ? [...field.selectedOptions].map((one) => one.value) : [value] };
}

function isBox(field) {
  return field.matches("[type=checkbox], [type=radio]");
}

/** Returns what stands in a form, for fill(). */
export function valuesOf(form) {
  return fieldsOf(form).map(valueOf);
}

/** Puts back what stood in a form. */
export function fill(form, values) {
  for (const kept of values) {
    const fields = fieldsOf(form).filter((one) => one.name === kept.name);
    if ("isOn" in kept) bringBackBox(form, fields.find((one) => one.value === kept.value), kept);
    else if (fields.length) bringBackWords(fields[0], kept.values);
  }
}

/** Ticks a box again; one that was looked up is not drawn with the form and is added anew. */
function bringBackBox(form, box, kept) {
  if (box) box.checked = kept.isOn;
  const field = form.querySelector(`[data-find-many="${CSS.escape(kept.name)}"]`);
  if (!box && kept.isOn && field) tick(field, kept.value, kept.words ?? kept.value);
}

function bringBackWords(field, values) {
  if (!field.matches("select[multiple]")) field.value = values[0];
  else for (const one of field.options) one.selected = values.includes(one.value);
}
