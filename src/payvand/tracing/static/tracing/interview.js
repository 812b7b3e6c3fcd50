// Rows of the interview form: one more on demand, and as many as a draft holds before it is filled in.

const total = (form, code) => form.elements.namedItem(`${code}-TOTAL_FORMS`);

const add = (form, code) => {
  const rows = form.querySelector(`[data-rows="${code}"]`);
  const template = form.querySelector(`template[data-row-of="${code}"]`);
  const count = total(form, code);
  const most = Number(form.elements.namedItem(`${code}-MAX_NUM_FORMS`).value);
  const place = Number(count.value);
  if (place >= most) return undefined;
  const holder = document.createElement("div");
  holder.innerHTML = template.innerHTML.replaceAll("__prefix__", String(place));
  const row = holder.firstElementChild;
  rows.append(row);
  count.value = String(place + 1);
  return row;
};

for (const form of document.querySelectorAll(".interview form")) {
  for (const button of form.querySelectorAll("[data-add-row]")) {
    button.hidden = false;
    button.addEventListener("click", () => add(form, button.dataset.addRow)?.querySelector("input:not([type=hidden]), select")?.focus());
  }
  form.addEventListener("draft:restore", (event) => {
    for (const rows of form.querySelectorAll("[data-rows]")) {
      const code = rows.dataset.rows;
      const places = Object.keys(event.detail).map((name) => name.match(`^${code}-(\\d+)-`)?.[1]).filter(Boolean).map(Number);
      while (Number(total(form, code).value) <= Math.max(-1, ...places)) if (!add(form, code)) break;
    }
  });
}

// The section that one writes in is marked in the rail.
const links = new Map([...document.querySelectorAll(".interview-rail a")].map((link) => [link.hash.slice(1), link]));
document.addEventListener("focusin", (event) => {
  const section = event.target.closest?.("[id^=section-]");
  if (!section || !links.has(section.id)) return;
  for (const [id, link] of links) {
    if (id === section.id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
});
