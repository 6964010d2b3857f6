// Charts drawn in the page: Vega-Lite specifications of the server, without eval (the AST
// interpreter) and without styles set inline, as the content security policy asks.
"use strict";

(function () {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;

  // Vega's own tooltip would set a style element; this one builds text nodes alone.
  function tooltip(handler, event, item, value) {
    tell(value, event.clientX + 12, event.clientY + 14);
  }

  function tell(value, x, y) {
    if (value == null || value === "") { tip.hidden = true; return; }
    tip.replaceChildren();
    if (typeof value === "object") {
      const list = document.createElement("dl");
      for (const [name, said] of Object.entries(value)) {
        if (said == null) continue;
        const term = document.createElement("dt");
        const text = document.createElement("dd");
        term.textContent = name;
        text.textContent = String(said);
        list.append(term, text);
      }
      tip.append(list);
    } else tip.textContent = String(value);
    tip.hidden = false;
    tip.style.left = Math.max(4, Math.min(x, innerWidth - 260)) + "px";
    tip.style.top = y + "px";
  }

  // --- marks by keyboard ------------------------------------------------------------------
  // A chart is one stop of the Tab key; arrow keys go from mark to mark and Enter follows the
  // link that a click follows. Only what leads somewhere is a mark here.
  function marks(svg) {
    const seen = new Set();
    const out = [];
    for (const node of svg.querySelectorAll("path, rect, line, circle, text, image")) {
      const item = node.__data__;
      if (!item || !item.href) continue;
      const box = node.getBoundingClientRect();
      const key = item.href + "@" + Math.round(box.left) + "," + Math.round(box.top);
      if (seen.has(key) || !(box.width || box.height)) continue;
      seen.add(key);
      const x = box.left + box.width / 2;
      out.push({ node, item, x, y: box.top + box.height / 2 });
    }
    return out.sort((a, b) => a.x - b.x || a.y - b.y);
  }

  // The next mark to one side: the nearest column left or right, else the nearest above or below.
  function beside(all, from, dx, dy) {
    const apart = (one) => (dx ? (one.x - from.x) * dx : (one.y - from.y) * dy);
    const there = all.filter((one) => apart(one) > 0.5);
    const off = (one) => (dx ? Math.abs(one.y - from.y) : Math.abs(one.x - from.x));
    // Up and down stays in the column where there is more in it.
    const column = dy ? there.filter((one) => off(one) < 2) : [];
    const near = (one) => (dx ? apart(one) * 1000 + off(one) : apart(one) + 2 * off(one));
    return (column.length ? column : there).sort((a, b) => near(a) - near(b))[0];
  }

  function said(value) {
    if (value == null) return "";
    if (typeof value !== "object") return String(value);
    return Object.entries(value).map(([name, told]) => name + ": " + told).join(", ");
  }

  function byKeyboard(figure, target, svg, loader) {
    const all = marks(svg);
    if (!all.length) return;
    const ring = document.createElement("div");
    ring.className = "ring";
    ring.hidden = true;
    const spoken = document.createElement("p");
    spoken.className = "off";
    spoken.setAttribute("aria-live", "polite");
    figure.append(ring, spoken);
    target.tabIndex = 0;
    target.setAttribute("role", "application");
    target.setAttribute("aria-label", "Picture with " + all.length + " marks: the arrow keys go from"
      + " mark to mark, Enter opens the sentences behind one");
    let at = null;
    function show(mark) {
      at = mark;
      mark.node.scrollIntoView({ block: "nearest", inline: "nearest" });
      const box = mark.node.getBoundingClientRect();
      const frame = figure.getBoundingClientRect();
      ring.style.left = box.left - frame.left + figure.scrollLeft - 4 + "px";
      ring.style.top = box.top - frame.top + figure.scrollTop - 4 + "px";
      ring.style.width = Math.max(box.width, 2) + 8 + "px";
      ring.style.height = Math.max(box.height, 2) + 8 + "px";
      ring.hidden = false;
      ring.dataset.href = mark.item.href;
      tell(mark.item.tooltip, box.right + 10, box.bottom + 8);
      spoken.textContent = said(mark.item.tooltip) || mark.node.getAttribute("aria-label") || "";
    }
    // A chart may be wider or narrower than when it was drawn.
    function fresh() {
      const now = marks(svg);
      return { now, here: at && now.find((one) => one.node === at.node) };
    }
    target.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { now, here } = fresh();
      const steps = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
      const step = steps[event.key];
      if (step) show(here ? beside(now, here, ...step) || here : now[now.length - 1]);
      else if (event.key === "Home") show(now[0]);
      else if (event.key === "End") show(now[now.length - 1]);
      else if (event.key === "Escape") { ring.hidden = true; tip.hidden = true; at = null; }
      else if (event.key === "Enter" && here) {
        loader.sanitize(here.item.href, { context: "href" }).then((to) => location.assign(to.href));
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    target.addEventListener("blur", () => { ring.hidden = true; tip.hidden = true; });
    target.addEventListener("focus", () => { if (at) show(fresh().here || at); });
  }

  function failed(figure, error) {
    const said = document.createElement("p");
    said.className = "failed";
    said.textContent = "The picture could not be drawn (" + error.message + "); the table says the same.";
    figure.replaceChildren(said);
  }

  async function draw(figure) {
    const target = figure.querySelector(".drawn");
    try {
      const answer = await fetch(figure.dataset.spec, { credentials: "same-origin" });
      if (!answer.ok) {
        const told = await answer.json().catch(() => null);
        throw new Error(told && told.error ? told.error.message : "error " + answer.status);
      }
      const spec = await answer.json();
      const compiled = vegaLite.compile(spec, { logger: vega.logger(vega.Error) }).spec;
      const runtime = vega.parse(compiled, null, { ast: true });
      const loader = vega.loader({ target: "_self", rel: "" });
      const view = new vega.View(runtime, {
        expr: vega.expressionInterpreter,
        renderer: "svg",
        container: target,
        hover: true,
        loader,
        tooltip,
      });
      await view.runAsync();
      const svg = target.querySelector("svg");
      if (svg) {
        svg.setAttribute("aria-hidden", "true");
        byKeyboard(figure, target, svg, loader);
      }
      figure.dataset.state = "drawn";
    } catch (error) {
      figure.dataset.state = "failed";
      failed(figure, error);
    }
  }

  document.body.append(tip);
  document.querySelectorAll("figure.chart[data-spec]").forEach(draw);
})();
