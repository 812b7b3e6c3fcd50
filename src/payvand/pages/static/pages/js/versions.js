// Two versions of a field (<c-two-versions>): choosing one puts it into the field below, and writing there again
// chooses what is written. Without this script the choice is made by the server.

const controlsOf = (choice) => [...(choice.form?.elements ?? [])].filter((control) => control.name === choice.dataset.field);

const put = (controls, values) => {
  const waiting = [...values];
  for (const control of controls) {
    if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
    else if (control.tagName === "SELECT" && control.multiple) for (const option of control.options) option.selected = values.includes(option.value);
    else control.value = waiting.shift() ?? "";
  }
};

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
