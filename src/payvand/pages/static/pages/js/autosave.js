// What is written in <form data-autosave="key"> is saved on the node as one writes, and filled in on the next visit.
// A page that adds fields by itself can listen for "draft:restore" on the form, before the values are filled in.

import { fieldsOf, fill, same } from "./form_fields.js";

const PAUSE = 1500;
const LONGEST_PAUSE = 10000;
const RETRY = 8000;
const body = document.body;
const words = document.getElementById("draft-words")?.dataset ?? {};

const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

// After sign-in in another tab the page's own token is stale; the cookie's is always the one that counts.
const token = (form) => {
  const fresh = cookie("csrftoken");
  const input = form.elements.namedItem("csrfmiddlewaretoken");
  if (fresh && input) input.value = fresh;
  return fresh || input?.value || "";
};

class Autosave {
  constructor(form) {
    this.form = form;
    this.visit = crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) => (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));
    this.address = body.dataset.drafts.replace("KEY", encodeURIComponent(form.dataset.autosave));
    this.saved = fieldsOf(form);
    this.state = form.querySelector("[data-form-state]");
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("submit", (event) => { if (!event.defaultPrevented) this.stop(); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.save({ keepalive: true }); });
  }

  say(text, tone = "") {
    if (!this.state) return;
    this.state.textContent = text ?? "";
    this.state.dataset.tone = tone;
  }

  later() {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.since ??= Date.now();
    const left = Math.max(0, LONGEST_PAUSE - (Date.now() - this.since));
    this.timer = setTimeout(() => this.save(), Math.min(PAUSE, left));
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    this.flying?.abort();
  }

  go() {
    this.stopped = false;
  }

  again() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), RETRY);
  }

  send(fields, more = {}) {
    this.flying = new AbortController();
    return fetch(this.address, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token(this.form) },
      body: JSON.stringify({ fields, visit: this.visit, writer: body.dataset.writer }),
      signal: this.flying.signal,
      ...more,
    });
  }

  async save(more = {}) {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.since = undefined;
    const fields = fieldsOf(this.form);
    if (same(fields, this.saved)) return;
    try {
      this.heard(await this.send(fields, more), fields);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.say(words.offline, "amber");
      this.again();
    }
  }

  heard(answer, fields) {
    if (answer.ok) {
      this.saved = fields;
      if (same(fields, fieldsOf(this.form))) delete this.form.dataset.changed;
      if (answer.status === 204) this.say(`${words.saved} · ${new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })}`);
    } else if (answer.status === 409) {
      this.say(words.other, "danger");
      this.again();
    } else if (answer.status === 400 || answer.status === 413) {
      this.say(words.tooMuch, "amber");
    } else {
      // A redirect leads to sign-in; a refused token comes from a session that ended.
      this.say(answer.type === "opaqueredirect" || answer.status === 403 ? words.signedOut : words.offline, "amber");
      this.again();
    }
  }

  async restore() {
    // A form that came back with errors shows what was typed already.
    if (this.form.querySelector(".wrong, #form-errors") || "fresh" in this.form.dataset) return;
    const answer = await fetch(this.address, { redirect: "manual" }).catch(() => undefined);
    if (answer?.status !== 200) return;
    const draft = await answer.json();
    if (same(draft.fields, this.saved)) return;
    const asItCame = this.saved;
    this.form.dispatchEvent(new CustomEvent("draft:restore", { detail: draft.fields }));
    fill(this.form, draft.fields);
    this.saved = fieldsOf(this.form);
    this.form.dataset.changed = "";
    this.form.dispatchEvent(new CustomEvent("draft:restored"));
    this.tell(draft, asItCame);
  }

  tell(draft, asItCame) {
    const notice = document.getElementById("draft-restored").content.cloneNode(true);
    const time = notice.querySelector("time");
    time.dateTime = draft.saved_at;
    time.textContent = new Date(draft.saved_at).toLocaleString(document.documentElement.lang === "ru" ? "ru" : "en-GB", { dateStyle: "medium", timeStyle: "short" });
    notice.firstElementChild.setAttribute("role", "status");
    notice.querySelector("[data-discard-draft]").addEventListener("click", async (event) => {
      const alert = event.target.closest(".alert");
      fill(this.form, asItCame);
      this.saved = fieldsOf(this.form);
      delete this.form.dataset.changed;
      this.form.dispatchEvent(new CustomEvent("draft:restored"));
      await this.send(null).catch(() => this.say(words.offline, "amber"));
      this.visit = crypto.randomUUID?.() ?? this.visit;
      alert.remove();
    });
    this.form.prepend(notice);
  }
}

if (body.dataset.writer) {
  const running = [...document.querySelectorAll("form[data-autosave]")].map((form) => new Autosave(form));
  for (const autosave of running) autosave.restore();
  window.addEventListener("pageshow", (event) => { if (event.persisted) for (const autosave of running) autosave.go(); });
}
