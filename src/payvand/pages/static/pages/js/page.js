// Small habits of every page: menus close, messages close, the error summary takes the focus, requests tell when they fail.

const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
};

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details[data-menu]"));
  if (event.target.closest("[data-prints]")) window.print();
  const closer = event.target.closest("[data-closes]");
  if (!closer) return;
  const target = closer.closest(closer.dataset.closes);
  if (target instanceof HTMLDialogElement) target.close();
  else target?.remove();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Something fetched in the page failed: say so, rather than leave the person waiting.
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, () => {
    const words = document.getElementById("request-failed");
    if (words) document.getElementById("messages")?.replaceChildren(words.content.cloneNode(true));
  });
}

document.getElementById("form-errors")?.focus();
