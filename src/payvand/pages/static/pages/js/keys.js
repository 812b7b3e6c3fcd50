// The keyboard. "/" goes to the search box, "?" lists the keys; a page adds its own by markup alone:
// <button data-key="s">, <a data-key="j">: the key presses it. Keys do nothing while one writes.

const isWriting = (element) =>
  element?.isContentEditable || element?.matches?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select");

const press = (key) => {
  const candidates = document.querySelectorAll("[data-key]");
  const target = [...candidates].find((element) => element.dataset.key === key && !element.closest("dialog"));
  if (!target || target.disabled) return false;
  target.focus();
  target.click();
  return true;
};

// Over the page, so that nobody loses their place; on its own page if the list cannot be fetched.
const showShortcuts = async (address) => {
  const dialog = document.getElementById("shortcuts");
  try {
    const answer = await fetch(`${address}?part`);
    if (!answer.ok) throw new Error(answer.statusText);
    const list = new DOMParser().parseFromString(await answer.text(), "text/html");
    dialog.querySelector(".inside").replaceChildren(...list.body.childNodes);
    if (!dialog.open) dialog.showModal();
  } catch {
    location.assign(address);
  }
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
    if (address) showShortcuts(address);
    return Boolean(address);
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === "Escape" && event.target.id === "find") event.target.blur();
  if (isWriting(event.target)) return;
  // A dialog is open: the page behind it hears nothing.
  if (document.querySelector("dialog:modal")) return;
  // On a Cyrillic keyboard the same key must work: its place on the keyboard stands in for its letter.
  const letter = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key;
  const done = ACTIONS[event.key]?.() || (event.code === "Slash" && !event.shiftKey && ACTIONS["/"]()) || press(event.key) || press(letter);
  if (done) event.preventDefault();
});
