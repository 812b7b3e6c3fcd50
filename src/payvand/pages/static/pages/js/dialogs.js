// A link with data-dialog="id" opens <dialog id="id">. Without this script, or on a page without that dialog, the link
// leads to the plain page in its href.

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("[data-dialog]");
  const dialog = link && document.getElementById(link.dataset.dialog);
  if (!(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  dialog.showModal();
});

// A click on the backdrop closes a dialog in which nothing was written.
document.addEventListener("click", (event) => {
  const dialog = event.target;
  if (!(dialog instanceof HTMLDialogElement)) return;
  const box = dialog.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside && !dialog.querySelector("form[data-changed]")) dialog.close();
});

// A dialog that came back with errors opens again by itself.
for (const dialog of document.querySelectorAll("dialog[data-open]")) dialog.showModal();
