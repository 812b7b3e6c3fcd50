// The keyboard. "/" goes to the search box, "?" lists the keys; a page adds its own by markup alone:
// <button data-key="s">, <a data-key="j">: the key presses it. Keys do nothing while one writes.

const isWriting = (element) =>
  element?.isContentEditable || element?.matches?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select");

const press = (key) => {
  const candidates = document.querySelectorAll("[data-key]");
  const target = [...candidates].find((element) => element.dataset.key === key && !element.closest("dialog:not([open])"));
  if (!target || target.disabled) return false;
  target.focus();
  target.click();
  return true;
};

const ACTIONS = {
  "/": () => {
    const find = document.getElementById("find");
    find?.focus();
    find?.select();
    return Boolean(find);
  },
  "?": () => {
    const address = document.body.dataset.shortcuts;
    if (address && location.pathname !== address) location.assign(address);
    return Boolean(address);
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === "Escape" && event.target.id === "find") event.target.blur();
  if (isWriting(event.target)) return;
  // A dialog is open: the page behind it hears only the keys of what is in it.
  if (document.querySelector("dialog:modal") && !document.querySelector("dialog:modal [data-key]")) return;
  // On a Cyrillic keyboard the same key must work: its place on the keyboard stands in for its letter.
  const letter = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key;
  const done = ACTIONS[event.key]?.() || (event.code === "Slash" && !event.shiftKey && ACTIONS["/"]()) || press(event.key) || press(letter);
  if (done) event.preventDefault();
});
