// What the desk adds where scripts run: the slider, keys, remembered choices. Everything here also
// works without it, by plain forms and links.
"use strict";

(function () {
  const DAY = 86400000;

  // --- the day as of which the desk is shown ----------------------------------------------
  function slider() {
    const form = document.querySelector("form.asof");
    if (!form || !form.dataset.first || !form.dataset.last) return;
    const field = form.querySelector("input[type=date]");
    const range = form.querySelector("input[type=range]");
    const first = Date.parse(form.dataset.first + "T00:00:00Z");
    const last = Date.parse(form.dataset.last + "T00:00:00Z");
    if (!(last > first)) return;
    range.min = 0;
    range.max = Math.round((last - first) / DAY);
    const now = field.value ? Date.parse(field.value + "T00:00:00Z") : last;
    range.value = Math.round((now - first) / DAY);
    range.hidden = false;
    const tell = () => {
      const day = new Date(first + range.value * DAY).toISOString().slice(0, 10);
      field.value = day;
      range.setAttribute("aria-valuetext", day);
    };
    range.setAttribute("aria-valuetext", field.value || form.dataset.last);
    range.addEventListener("input", tell);
    // Every key moves the slider by a step: the page waits until no more come, and gives the
    // slider the focus again, so that the next key moves it on.
    let byKey = false, soon = 0;
    const show = () => {
      clearTimeout(soon);
      if (byKey) sessionStorage.setItem("slider", "focus");
      form.requestSubmit();
    };
    range.addEventListener("keydown", () => { byKey = true; });
    range.addEventListener("pointerdown", () => { byKey = false; });
    range.addEventListener("change", () => {
      tell();
      clearTimeout(soon);
      if (byKey) soon = setTimeout(show, 700); else show();
    });
    if (sessionStorage.getItem("slider")) {
      sessionStorage.removeItem("slider");
      range.focus();
    }
  }

  // --- what is selected: rows of tables, sentences of the reader --------------------------
  function items() {
    const sentences = [...document.querySelectorAll(".sentence.coded")];
    return sentences.length ? sentences : [...document.querySelectorAll("main .act, main tbody tr")];
  }
  let at = -1;
  function select(index) {
    const all = items();
    if (!all.length) return;
    at = Math.max(0, Math.min(all.length - 1, index));
    all.forEach((one) => {
      one.removeAttribute("aria-current");
      one.removeAttribute("aria-selected");
    });
    const one = all[at];
    one.setAttribute(one.matches("tr") ? "aria-selected" : "aria-current", "true");
    one.scrollIntoView({ block: "nearest" });
    const link = one.querySelector("a, button, summary");
    if (link) link.focus({ preventScroll: true });
  }

  function judge(verdict) {
    const one = document.querySelector('.sentence[aria-current="true"]');
    const button = one && one.querySelector(`[data-verdict="${verdict}"]`);
    if (!button) return;
    if (button.matches("summary")) {
      button.parentElement.open = true;
      const field = button.parentElement.querySelector("select, input:not([type=hidden])");
      if (field) field.focus();
    } else button.click();
  }

  let waiting = "";
  function keys(event) {
    const inField = event.target.closest("input, select, textarea, dialog[open]");
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key;
    if (waiting === "g") {
      waiting = "";
      const place = { d: "/", i: "/incidents", c: "/claims", a: "/documents" }[key];
      if (place) { location.assign(place); return; }
    }
    if (key === "g") { waiting = "g"; setTimeout(() => { waiting = ""; }, 1200); return; }
    if (key === "?") document.getElementById("keys").showModal();
    else if (key === "/") {
      const field = document.querySelector("main input[type=search]");
      if (field) field.focus(); else return;
    } else if (key === "j") select(at + 1);
    else if (key === "k") select(at - 1);
    else if (key === "a") judge("accept");
    else if (key === "f") judge("fix");
    else if (key === "r") judge("reject");
    else return;
    event.preventDefault();
  }

  // One name for all judgements of the reader; without scripts each form has its own field.
  function analyst() {
    const row = document.getElementById("analyst-row");
    if (!row) return;
    const field = row.querySelector("input");
    const forms = [...document.querySelectorAll(".sentence form")];
    row.hidden = false;
    forms.forEach((form) => {
      const own = form.querySelector(".who");
      own.type = "hidden";
      form.addEventListener("submit", (event) => {
        own.value = field.value.trim();
        if (!own.value) { event.preventDefault(); field.focus(); }
      });
    });
  }

  function start() {
    slider();
    analyst();
    const here = document.getElementById("at");
    if (here) at = items().indexOf(here.closest(".sentence"));
    document.addEventListener("keydown", keys);
    document.addEventListener("htmx:configRequest", (event) => {
      const csrf = document.querySelector('meta[name="csrf"]');
      if (csrf) event.detail.headers["X-CSRF-Token"] = csrf.content;
    });
  }
  start();
})();
