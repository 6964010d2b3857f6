// Charts drawn in the page: Vega-Lite specifications of the server, without eval (the AST
// interpreter) and without styles set inline, as the content security policy asks.
"use strict";

(function () {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;

  // Vega's own tooltip would set a style element; this one builds text nodes alone.
  function tooltip(handler, event, item, value) {
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
    tip.style.left = Math.min(event.clientX + 12, innerWidth - 260) + "px";
    tip.style.top = event.clientY + 14 + "px";
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
      if (svg) svg.setAttribute("aria-hidden", "true");
      figure.dataset.state = "drawn";
    } catch (error) {
      figure.dataset.state = "failed";
      failed(figure, error);
    }
  }

  document.body.append(tip);
  document.querySelectorAll("figure.chart[data-spec]").forEach(draw);
})();
