/* Two to four states side by side on one layer in one year. Needs figures.js and written.js; the choice is in the address. */
(() => {
  "use strict";
  const { make, figures, written } = window.steppe, { percent, amount, listed, text, run, nearest, MARKS, NBSP } = written;
  const form = document.getElementById("choice"), figure = document.getElementById("compared");
  const selects = [...form.querySelectorAll("select[name=state]")], layerOf = form.elements.layer, yearOf = form.elements.year;
  const names = new Map(figures.states), place = new Map(figures.states.map(([code], at) => [code, at]));
  const NS = "http://www.w3.org/2000/svg";

  for (const one of [...layerOf.options]) if (!figures.layers[one.value]) one.remove();
  const years = layer => [...new Set(Object.values(figures.layers[layer].powers).flatMap(one => one.years))].sort((a, b) => a - b);
  const cell = (layer, power, code, year) => {
    const part = figures.layers[layer].powers[power], at = part ? part.years.indexOf(year) : -1, own = place.get(code);
    if (code === power) return { itself: true };
    if (at < 0) return { why: "no year on record with this power" };
    const mark = (part.mark[own] || "")[at];
    return { share: part.share[own]?.[at] ?? null, money: part.amount[own]?.[at] ?? null, mark: mark && mark !== "." ? mark : "", why: text(run(part.missing[own], at)), credit: text(part.credit[at]) };
  };
  const shown = (one, own) => one.itself ? "–" : one.share !== null && one.share !== undefined ? `${percent(one.share)}${NBSP}%`
    : one.money !== null && one.money !== undefined ? amount(one.money, own.unit) : "no data";

  const read = () => {
    const given = new URLSearchParams(location.hash.slice(1)), wanted = (given.get("states") || "").split(",").filter(code => names.has(code));
    const states = [...new Set(wanted)].slice(0, 4);
    if (states.length >= 2) selects.forEach((one, at) => { one.value = states[at] || ""; });
    if (figures.layers[given.get("layer")]) layerOf.value = given.get("layer");
    span();
    if (given.get("year")) yearOf.value = nearest(years(layerOf.value), +given.get("year"));
  };
  const span = () => {
    const all = years(layerOf.value), was = +yearOf.value || figures.first[2];
    yearOf.replaceChildren(...all.map(one => make("option", { value: one }, String(one))));
    yearOf.value = nearest(all, was);
  };
  const chosen = () => {
    const states = [...new Set(selects.map(one => one.value).filter(Boolean))];
    return { states, layer: layerOf.value, year: +yearOf.value };
  };
  const write = ({ states, layer, year }) => history.replaceState(null, "", `#states=${states.join(",")}&layer=${layer}&year=${year}`);

  const told = ({ states, layer, year }, rows) => {
    const own = figures.layers[layer], known = rows.filter(row => row.cells.filter(one => typeof one.share === "number").length > 1);
    const gap = row => { const all = row.cells.map(one => one.share).filter(one => typeof one === "number"); return Math.max(...all) - Math.min(...all); };
    const top = known.sort((a, b) => gap(b) - gap(a))[0];
    if (!top) return `${own.title}, ${year}: no power has a share on record in two of ${listed(states.map(one => names.get(one)))}`;
    const parts = top.cells.map((one, at) => typeof one.share === "number" ? `${percent(one.share)}${NBSP}% in ${names.get(states[at])}` : null).filter(Boolean);
    return `${own.title}, ${year}: they differ most in the share of ${/^(EU|United)/.test(top.name) ? "the " : ""}${top.name}, ${listed(parts)}`;
  };

  const draw = ({ states }, rows, own) => {
    const shares = rows.flatMap(row => row.cells.map(one => one.share)).filter(one => typeof one === "number");
    const width = Math.min(900, Math.max(320, figure.clientWidth)), left = width < 500 ? 152 : 190, right = 60, bar = 16, gap = 14;
    const top = Math.max(1, ...shares), high = rows.length * (states.length * bar + gap) + 8;
    const svg = document.createElementNS(NS, "svg");
    const add = (tag, attributes, words) => {
      const one = document.createElementNS(NS, tag);
      for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
      if (words !== undefined) one.textContent = words;
      svg.append(one);
    };
    svg.setAttribute("width", width); svg.setAttribute("height", high); svg.setAttribute("viewBox", `0 0 ${width} ${high}`);
    let y = 6;
    for (const row of rows) {
      row.cells.forEach((one, at) => {
        const middle = y + at * bar + bar / 2, base = { "dominant-baseline": "central", "font-size": 12 };
        if (at === 0) add("text", { ...base, x: 0, y: middle, fill: `var(--${row.token})`, "font-weight": 600 }, row.name.replace("United States", "USA"));
        add("text", { ...base, x: left - 6, y: middle, fill: "var(--ink-2)", "text-anchor": "end" }, names.get(states[at]));
        if (typeof one.share === "number") {
          const wide = (width - left - right) * one.share / top;
          if (wide > 0) add("rect", { x: left, y: middle - bar / 2 + 2, width: Math.max(1, wide), height: bar - 4, fill: `var(--${row.token})`, opacity: [1, 0.72, 0.5, 0.34][at] });
          add("text", { ...base, x: left + wide + 6, y: middle, fill: "var(--ink)", "font-weight": 600 }, percent(one.share));
        } else add("text", { ...base, x: left + 4, y: middle, fill: "var(--ink-3)" }, one.itself ? "the power itself" : one.money ? amount(one.money, own.unit) : "no data");
      });
      y += states.length * bar + gap;
    }
    return svg;
  };

  const show = () => {
    const choice = chosen(), said = form.querySelector("output");
    if (choice.states.length < 2) { said.textContent = "Choose two states at least"; return; }
    said.textContent = "";
    const own = figures.layers[choice.layer];
    const rows = figures.powers.filter(([code]) => own.powers[code]).map(([code, name, token]) =>
      ({ code, name, token, cells: choice.states.map(state => cell(choice.layer, code, state, choice.year)) }));
    const finding = told(choice, [...rows]), credits = [...new Set(rows.flatMap(row => row.cells.map(one => one.credit)).flatMap(words => words.split("; ")).filter(Boolean))];
    const subtitle = `${own.measure}, with each power, ${choice.year}: ${listed(choice.states.map(one => names.get(one)))}`;
    document.querySelector("h1").textContent = finding;
    document.getElementById("measure").textContent = subtitle;
    document.getElementById("defects").textContent = own.defects;
    Object.assign(figure.dataset, { finding, subtitle, source: credits.join("; "), file: `steppe-${choice.states.join("-")}-${choice.layer}-${choice.year}` });
    const box = figure.querySelector(".drawing");
    box.setAttribute("aria-label", finding);
    box.replaceChildren(draw(choice, rows, own));
    const credit = figure.querySelector(":scope > .source");
    if (credit) credit.replaceChildren(make("b", {}, "Source:"), ` ${credits.join("; ")}`);
    const table = figure.querySelector("table");
    table.caption.textContent = `${finding}. ${subtitle}`;
    const money = rows.some(row => row.cells.some(one => typeof one.money === "number" && own.unit));
    table.tHead.replaceChildren(make("tr", {}, make("th", { scope: "col", className: "l" }, "Power"), ...choice.states.flatMap(code =>
      [make("th", { scope: "col" }, `${names.get(code)}, %`), ...(money ? [make("th", { scope: "col" }, `${names.get(code)}, amount`)] : [])])));
    table.tBodies[0].replaceChildren(...rows.map(row => make("tr", {}, make("th", { scope: "row" }, row.name), ...row.cells.flatMap(one => {
      const share = make("td", { title: one.why || (one.mark ? MARKS[one.mark] : "") }, shown({ ...one, money: null }, own).replace(`${NBSP}%`, ""));
      if (typeof one.share === "number") share.dataset.v = one.share; else if (!one.itself) share.className = "dots";
      const sum = make("td", {}, one.itself ? "–" : typeof one.money === "number" ? amount(one.money, own.unit) : "no data");
      if (!one.itself && typeof one.money !== "number") sum.className = "dots"; else if (typeof one.money === "number") sum.dataset.v = one.money;
      if (one.mark) (typeof one.share === "number" ? share : sum).append(make("sup", { className: "m" }, one.mark));
      return money ? [share, sum] : [share];
    }))));
    const why = [...new Set(rows.flatMap(row => row.cells.map((one, at) => one.why && typeof one.share !== "number" ? `${row.name}, ${names.get(choice.states[at])}: ${one.why}.` : "")).filter(Boolean))];
    document.getElementById("why").replaceChildren(...why.map(words => make("li", {}, words)));
    document.getElementById("gaps").hidden = !why.length;
    document.getElementById("pages").replaceChildren(...choice.states.flatMap((code, at) => [...(at ? [" · "] : []), ...(code === "MNG" ? [names.get(code)] : [make("a", { href: `${code}.html#year-${choice.layer}` }, names.get(code))])]));
  };

  form.addEventListener("input", event => { if (event.target === layerOf) span(); const choice = chosen(); if (choice.states.length > 1) write(choice); show(); });
  form.addEventListener("submit", event => event.preventDefault());
  addEventListener("hashchange", () => { read(); show(); });
  addEventListener("resize", show);
  form.hidden = false;
  read();
  show();
})();
