// What stands in the fields of a form, read and written: shared by autosave and by the choice between two versions.

const SKIPPED = new Set(["csrfmiddlewaretoken", "form_token"]);
const UNKEPT = new Set(["file", "password", "submit", "button", "image", "reset"]);
const isTick = (control) => control.type === "checkbox" || control.type === "radio";
const isMany = (control) => control.tagName === "SELECT" && control.multiple;

// Hidden fields only where the form names them: data-autosave-with="request_version seen_facts".
const kept = (form) => {
  const hidden = new Set((form.dataset.autosaveWith ?? "").split(" ").filter(Boolean));
  return [...form.elements].filter((control) => {
    if (!control.name || control.disabled || SKIPPED.has(control.name) || control.tagName === "BUTTON") return false;
    return control.type === "hidden" ? hidden.has(control.name) : !UNKEPT.has(control.type);
  });
};

const valuesOf = (control) => {
  if (isTick(control)) return control.checked ? [control.value] : [];
  if (isMany(control)) return [...control.selectedOptions].map((option) => option.value);
  return [control.value];
};

// The values of one field, by its controls in their order: boxes and choices by value, texts one after the other.
export const put = (controls, values) => {
  const waiting = [...values];
  for (const control of controls) {
    if (isTick(control)) control.checked = values.includes(control.value);
    else if (isMany(control)) for (const option of control.options) option.selected = values.includes(option.value);
    else if (waiting.length) control.value = waiting.shift();
  }
};

export const fieldsOf = (form) => {
  const fields = {};
  for (const control of kept(form)) (fields[control.name] ??= []).push(...valuesOf(control));
  return fields;
};

export const fill = (form, fields) => {
  const controls = grouped(kept(form));
  for (const [name, values] of Object.entries(fields)) put(controls.get(name) ?? [], values);
};

const grouped = (controls) => {
  const groups = new Map();
  for (const control of controls) groups.set(control.name, [...(groups.get(control.name) ?? []), control]);
  return groups;
};

export const same = (one, other) => JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
