// Two guards for every form that sends by POST: it is sent once, and it is not left by accident.
// <form data-guard> asks before unsaved changes are lost; <form data-many> may be sent again at once.

const isGuarded = (form) => form instanceof HTMLFormElement && form.matches("[data-guard]");
const isPost = (form) => form instanceof HTMLFormElement && form.method === "post";

const note = (event) => {
  const form = event.target.form;
  if (isGuarded(form)) form.dataset.changed = "";
};
document.addEventListener("input", note);
document.addEventListener("change", note);

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-changed]:not([data-sent])")) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !isPost(form) || form.matches("[data-many]")) return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-busy", "true");
});

const release = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
};

// The back button brings the page as it was left: its forms may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) release(form);
});

// A form that htmx sends stays on the page: it may be sent again when the answer is there.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (!form) return;
  release(form);
  if (event.detail.successful) delete form.dataset.changed;
});

// A browser fills fields in anew after a crash or an error page: what differs from what the server sent is unsaved.
for (const form of document.querySelectorAll("form[data-guard]")) {
  if (form.querySelector(".wrong")) form.dataset.changed = "";
}
