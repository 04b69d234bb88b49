/* The inputs of a study: each choice has an answer that was computed beforehand. The choice is in the address. */
(() => {
  "use strict";
  const { make } = window.steppe, data = JSON.parse(document.getElementById("inputs-data").textContent);
  const form = document.getElementById("inputs-form"), figure = document.getElementById("inputs-figure");
  const keys = data.keys.map(([key]) => key), NS = "http://www.w3.org/2000/svg";
  const words = (key, value) => data.keys.find(one => one[0] === key)[2].find(one => one[0] === value)[1];
  const set = values => keys.forEach((key, at) => { form.elements[key].value = values[at]; });
  const chosen = () => keys.map(key => form.elements[key].value);

  const draw = rows => {
    const width = Math.min(640, Math.max(300, figure.clientWidth)), narrow = width < 480, row = 19, left = 118, right = narrow ? 60 : 190;
    const low = Math.min(0, ...rows.map(one => one[2])), high = Math.max(0, ...rows.map(one => one[3])), span = high - low || 1;
    const x = value => left + (value - low) / span * (width - left - right), tall = rows.length * row + 26;
    const svg = document.createElementNS(NS, "svg");
    const add = (tag, attributes, text) => {
      const one = document.createElementNS(NS, tag);
      for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
      if (text !== undefined) one.textContent = text;
      svg.append(one);
    };
    svg.setAttribute("width", width); svg.setAttribute("height", tall); svg.setAttribute("viewBox", `0 0 ${width} ${tall}`);
    add("path", { d: `M${x(0)} 0V${tall - 22}`, stroke: "var(--ink-3)" });
    const step = 10 ** Math.floor(Math.log10(span / 2)), ticks = [low, high].map(end => Math.trunc(end / step) * step);
    for (const tick of new Set([...ticks, 0])) {
      add("path", { d: `M${x(tick)} ${tall - 22}v4`, stroke: "var(--ink-3)" });
      add("text", { x: x(tick), y: tall - 6, "text-anchor": "middle", "font-size": 11.5, fill: "var(--ink-2)" }, `${tick > 0 ? "+" : ""}${+tick.toPrecision(3)}`.replace("-", "\u2212"));
    }
    rows.forEach(([name, value, from, to, figureText, span], at) => {
      const y = at * row + row / 2, sure = from > 0 || to < 0, ink = sure ? "var(--ink)" : "var(--ink-3)", base = { "dominant-baseline": "central", "font-size": 12 };
      add("text", { ...base, x: left - 8, y, "text-anchor": "end", fill: "var(--ink)" }, name);
      add("path", { d: `M${x(from)} ${y}H${x(to)}`, stroke: ink, "stroke-width": 1.5 });
      add("circle", { cx: x(value), cy: y, r: 4.5, fill: ink });
      add("text", { ...base, x: narrow ? width : width - 118, y, "text-anchor": "end", "font-weight": 600, fill: "var(--ink)" }, figureText);
      if (!narrow) add("text", { ...base, x: width, y, "text-anchor": "end", fill: "var(--ink-2)" }, span);
    });
    return svg;
  };

  const show = () => {
    const values = chosen(), cell = data.cells[values.join("|")], said = keys.map((key, at) => words(key, values[at])).join(", ");
    const box = figure.querySelector(".drawing"), table = figure.querySelector("table"), says = document.getElementById("inputs-says");
    if (!cell) {
      says.textContent = `No answer was computed for ${said}.`;
      box.replaceChildren();
      table.tBodies[0].replaceChildren();
      return;
    }
    const own = values.every((one, at) => one === data.first[at]);
    says.replaceChildren(make("b", {}, `${cell.verdict}. `), cell.says);
    const subtitle = `${data.unit}; ${said}${own ? " (as in the study)" : ""}. Median, and the interval of 90 % of the draws`;
    document.getElementById("inputs-note").textContent = `${subtitle}. No check of other choices is in this verdict: compare them here.`;
    box.setAttribute("aria-label", `${cell.verdict}. ${cell.says}`);
    box.replaceChildren(draw(cell.rows));
    Object.assign(figure.dataset, { finding: `${cell.verdict}. ${cell.says}`, subtitle, source: `steppe, study ${figure.dataset.file.replace(/-inputs$/, "")}` });
    table.caption.textContent = subtitle;
    table.tHead.replaceChildren(make("tr", {}, ...["State", "Median", "90 % interval"].map((one, at) => make("th", { scope: "col", className: at ? "" : "l" }, one))));
    table.tBodies[0].replaceChildren(...cell.rows.map(([name, value, , , text, span]) => {
      const median = make("td", {}, text);
      median.dataset.v = value;
      return make("tr", {}, make("th", { scope: "row" }, name), median, make("td", {}, span));
    }));
  };
  const read = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    if (!keys.some(key => given.has(key))) return false;
    set(keys.map((key, at) => data.keys[at][2].some(one => one[0] === given.get(key)) ? given.get(key) : data.first[at]));
    return true;
  };
  form.addEventListener("input", () => {
    history.replaceState(null, "", `#${new URLSearchParams(keys.map((key, at) => [key, chosen()[at]]))}`);
    show();
  });
  form.addEventListener("reset", event => { event.preventDefault(); set(data.first); history.replaceState(null, "", "#inputs"); show(); });
  form.addEventListener("submit", event => event.preventDefault());
  addEventListener("hashchange", () => { if (read()) show(); });
  addEventListener("resize", show);
  form.hidden = false;
  set(data.first);
  read();
  show();
})();
