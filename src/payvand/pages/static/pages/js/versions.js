// Two versions of a field (<c-two-versions>): choosing one puts it into the field below, and writing there again
// chooses what is written. Without this script the choice is made by the server.

import { put } from "./form_fields.js";

const controlsOf = (choice) => [...(choice.form?.elements ?? [])].filter((control) => control.name === choice.dataset.field);

document.addEventListener("change", (event) => {
  const choice = event.target.closest?.("input[type=radio][data-field]");
  if (choice) put(controlsOf(choice), JSON.parse(choice.dataset.values));
});

document.addEventListener("input", (event) => {
  const { form, name } = event.target;
  if (!form || !name || event.target.dataset.field) return;
  const mine = form.querySelector(`input[type=radio][data-field="${CSS.escape(name)}"][value=mine]`);
  if (mine) mine.checked = true;
});
