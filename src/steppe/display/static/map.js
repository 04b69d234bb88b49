/* The map of the home page: layer, power and year chosen, kept in the address, told in words. Needs figures.js and written.js. */
(() => {
  "use strict";
  const { make, figures, written } = window.steppe, { fixed, percent, amount, NBSP } = written, $ = id => document.getElementById(id);
  const atlas = $("map"), svg = atlas.querySelector("svg"), box = svg.parentElement, tip = $("tip");
  const links = new Map([...svg.querySelectorAll("a[data-s]")].map(one => [one.dataset.s, one]));
  const layerSelect = $("layer"), powerSelect = $("power-select"), slider = $("year"), ticks = $("ticks");
  const radios = [...document.querySelectorAll("input[name=power]")];
  const SPAN = [+slider.min, +slider.max];
  const names = new Map(figures.states), text = place => place < 0 ? "" : figures.texts[place];
  const pull = code => figures.powers.find(one => one[0] === code);
  let now = {}, view = "region";

  /* ------------------------------------------------------ a choice */
  const run = (runs, at) => { for (let i = 0; i < runs.length; i += 2) { at -= runs[i + 1]; if (at < 0) return runs[i]; } return -1; };
  const rows = ({ layer, power, year }) => {
    const own = figures.layers[layer], part = own.powers[power], at = part.years.indexOf(year);
    const found = figures.states.map(([code, name], place) => {
      const share = part.share[place][at] ?? null, money = part.amount[place][at] ?? null, mark = part.mark[place][at];
      return { code, name, itself: code === power, share, amount: money, value: own.shares ? share : money,
        mark: !mark || mark === "." ? "" : mark, missing: text(run(part.missing[place], at)), record: text(run(part.record[place], at)),
        low: part.low?.[place][at] ?? null, high: part.high?.[place][at] ?? null };
    }).filter(one => !one.itself);
    found.sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
    const held = found.filter(one => one.value !== null);
    for (const one of held) one.rank = 1 + held.filter(other => other.value > one.value).length;
    return { found, held, own, part, at };
  };
  const level = (value, bounds) => 1 + bounds.filter(bound => value >= bound).length;
  const nearest = (years, year) => years.reduce((best, one) => Math.abs(one - year) < Math.abs(best - year) ? one : best, years[years.length - 1]);
  const possible = wanted => {
    const layer = figures.layers[wanted.layer] ? wanted.layer : figures.first[0], powers = figures.layers[layer].powers;
    const power = powers[wanted.power] ? wanted.power : powers[figures.first[1]] ? figures.first[1] : Object.keys(powers)[0];
    return { layer, power, year: nearest(powers[power].years, Number.isFinite(wanted.year) ? wanted.year : figures.first[2]) };
  };
  const shown = (one, own) => one.value === null ? (one.amount === null ? "no data" : "no share") : own.shares ? `${percent(one.value)}${NBSP}%` : amount(one.value, own.unit);
  const MARKS = { i: "in part imputed", m: "modelled or estimated", a: "assumed" };
  const told = (one, choice) => {
    const { own, held } = choice;
    const parts = [`${one.name}: ${shown(one, own)}`];
    if (one.mark) parts[0] += ` (${MARKS[one.mark]})`;
    if (own.shares && one.amount !== null && own.unit) parts.push(amount(one.amount, own.unit));
    parts.push(text(choice.part.when[choice.at]));
    if (one.rank) parts.push(`rank ${one.rank} of ${held.length}`);
    if (one.value === null && one.missing) parts.push(one.missing);
    return parts;
  };

  /* ------------------------------------------------------- drawing */
  const paint = choice => {
    const { found, own, part, at } = choice, power = pull(now.power);
    atlas.dataset.power = now.power;
    for (const [code, link] of links) {
      const one = found.find(each => each.code === code);
      link.setAttribute("class", !one ? "own" : one.value === null ? "nd" : `c${level(one.value, own.bounds)}`);
      link.setAttribute("aria-label", one ? told(one, choice).join(", ") : `${names.get(code)}: the power itself`);
    }
    for (const path of svg.querySelectorAll("[data-power]")) path.toggleAttribute("hidden", path.dataset.power !== now.power);
    const said = part.says[at].replace(/(\d) %/g, `$1${NBSP}%`);
    const sub = text(part.sub[at]).replace(/(\d) %/g, `$1${NBSP}%`);
    $("finding").textContent = said;
    $("measure").textContent = sub;
    $("credit").textContent = text(part.credit[at]);
    $("defects").textContent = own.defects;
    Object.assign(atlas.dataset, { finding: said, subtitle: sub, source: `${text(part.credit[at])}. Borders: UN General Assembly practice; hatched: disputed. Dots: no data`,
      file: `steppe-${now.layer}-${now.power}-${now.year}` });
    box.setAttribute("aria-label", said);
    const units = own.shares ? "%" : own.unit, steps = [...own.bounds.map((bound, place) => place ? own.bounds[place - 1] : null), own.bounds[own.bounds.length - 1]];
    $("classes").replaceChildren(...steps.map((bound, place) => make("span", { className: `k${place + 1}` },
      (bound === null ? (own.shares ? "0" : `< ${fixed(own.bounds[0], 0)}`) : fixed(bound, 0)) + (place === steps.length - 1 ? ` ${units} or more` : ""))));
    $("self").textContent = `${power[1]} itself`;
    $("rows").replaceChildren(...found.map(one => {
      const head = make("th", { scope: "row" }, make("a", { href: links.get(one.code).getAttribute("href") }, one.name));
      const cell = make("td", { className: one.value === null ? "dots" : `h k${level(one.value, own.bounds)}` }, shown(one, own).replace(/[\s\u00a0]*%$/, ""));
      if (one.value !== null) cell.dataset.v = one.value;
      if (one.value === null) cell.title = one.missing;
      if (one.mark && one.value !== null) cell.append(make("sup", { className: "m" }, one.mark));
      const beside = make("td", { className: "money" }, own.shares && own.unit ? one.amount === null ? "no data" : amount(one.amount, own.unit) : "");
      if (one.amount !== null) beside.dataset.v = one.amount;
      const row = make("tr", {}, head, cell, ...(own.shares && own.unit ? [beside] : []));
      row.dataset.s = one.code;
      return row;
    }));
    $("unit").textContent = own.shares ? "%" : own.unit;
    $("beside").hidden = !(own.shares && own.unit);
    $("beside").textContent = /^million/.test(own.unit || "") ? "amount" : own.unit || "";
    $("caption").textContent = sub;
    const gaps = [...new Set(found.filter(one => one.value === null && one.missing).map(one => one.missing))];
    $("gaps").textContent = gaps.length ? `No data: ${gaps.slice(0, 3).join("; ")}` : "";
    how(choice);
    label(choice);
  };

  const how = ({ found, own, part, at }) => {
    const top = found[0], state = top.code, records = [...new Set(found.map(one => one.record).filter(Boolean))];
    const put = (id, words) => {
      const cell = $(id).closest("dd");
      $(id).textContent = words;
      cell.hidden = cell.previousElementSibling.hidden = !words;
    };
    put("how-value", top.value === null ? "" : `${top.name}: ${own.shares ? `${top.value} %` : `${top.value} ${own.unit}`}`);
    put("how-formula", !own.shares ? `${own.title}, in ${own.unit}` : own.parts ? `part of ${pull(now.power)[1]} in all of the state’s ${own.whole}` : own.whole);
    put("how-record", records.join("; "));
    put("how-range", top.low === null ? "" : `${percent(top.low)} to ${percent(top.high)} % over the records for ${top.name}`);
    put("how-source", text(part.credit[at]));
    put("how-command", `steppe dependence ${state} --on ${now.power} --layer ${now.layer} --year ${now.year}`);
    $("cite-words").textContent = `${document.querySelector("meta[name=generator]").content}. ${part.says[at]}. Map of the home page, #${address()}. ${text(part.credit[at])}`;
  };

  const controls = () => {
    const own = figures.layers[now.layer], years = own.powers[now.power].years;
    layerSelect.value = now.layer;
    powerSelect.value = now.power;
    for (const one of [...radios, ...powerSelect.options]) one.disabled = !own.powers[one.value];
    for (const one of radios) one.checked = one.value === now.power;
    slider.value = now.year;
    slider.setAttribute("aria-valuetext", `${now.year}; ${years.length} years, ${years[0]} to ${years[years.length - 1]}`);
    slider.disabled = years.length < 2;
    $("year-now").textContent = now.year;
    const spots = [];
    for (let year = SPAN[0]; year <= SPAN[1]; year += 1) {
      const one = make("i", { className: years.includes(year) ? "" : "gap" }, year % 5 ? "" : String(year));
      one.style.left = `${100 * (year - SPAN[0]) / (SPAN[1] - SPAN[0])}%`;
      spots.push(one);
    }
    ticks.replaceChildren(...spots);
    const gaps = SPAN[1] - SPAN[0] + 1 - years.length;
    $("year-said").textContent = years.length < 2 ? `only ${years[0]}` : gaps ? "open circles: years without data" : "";
  };

  /* ---------------------------------------------- labels that fit */
  const pen = document.createElement("canvas").getContext("2d");
  const label = choice => {
    const [, , wide] = svg.getAttribute("viewBox").split(" ").map(Number), pixels = box.clientWidth || 880, unit = wide / pixels;
    svg.style.setProperty("--u", unit);
    for (const pattern of svg.querySelectorAll("pattern")) pattern.setAttribute("patternTransform", `${pattern.dataset.turn || ""} scale(${unit})`);
    const [left, top, , high] = svg.getAttribute("viewBox").split(" ").map(Number), taken = [];
    const family = getComputedStyle(document.body).fontFamily;
    const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    const most = choice.held[0]?.code;
    const order = [...links.values()].sort((a, b) => (b.dataset.s === most) - (a.dataset.s === most) || +b.dataset.room - +a.dataset.room);
    const marks = [];
    for (const link of order) {
      const one = choice.found.find(each => each.code === link.dataset.s), value = one && one.value !== null && choice.own.shares ? `${percent(one.value)} %${one.mark ? "ⁱᵐᵃ"["ima".indexOf(one.mark)] : ""}` : "";
      const [x, y] = link.dataset.at.split(" ").map(Number), room = +link.dataset.room;
      for (const [name, figure] of [[names.get(link.dataset.s), value], ["", value], [link.dataset.s, ""]]) {
        if (!name && !figure) continue;
        pen.font = `600 11px ${family}`;
        const half = (Math.max(pen.measureText(name).width, pen.measureText(figure).width) / 2 + 3) * unit;
        const tall = (name && figure ? 14 : 8) * unit, spot = [x - half, y - tall, x + half, y + tall];
        const inside = spot[0] > left && spot[2] < left + wide && spot[1] > top && spot[3] < top + high;
        const first = link.dataset.s === most;
        if (!inside || taken.some(other => meet(spot, other)) || (!first && 2 * half > 1.25 * room)) continue;
        taken.push(spot);
        const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
        group.setAttribute("class", `name ${link.getAttribute("class")}`);
        [name, figure].filter(Boolean).forEach((words, place, all) => {
          const line = document.createElementNS("http://www.w3.org/2000/svg", "text");
          line.setAttribute("x", x);
          line.setAttribute("y", y + (all.length > 1 ? (place ? 10 : -3) : 4) * unit);
          if (words === figure) line.setAttribute("class", "figure");
          line.textContent = words;
          group.append(line);
        });
        marks.push(group);
        break;
      }
    }
    $("names").replaceChildren(...marks);
  };

  /* --------------------------------------------------- the address */
  const address = () => `layer=${now.layer}&power=${now.power}&year=${now.year}${view === "region" ? "" : `&view=${view}`}`;
  const asked = () => {
    const words = new URLSearchParams(location.hash.slice(1));
    return { layer: words.get("layer"), power: words.get("power"), year: words.has("year") ? +words.get("year") : NaN, view: words.get("view") };
  };
  let rest = 0;
  const show = (wanted, keep = true) => {
    now = possible({ ...now, ...wanted });
    const choice = rows(now);
    controls();
    paint(choice);
    if (keep) history.replaceState(null, "", `#${address()}`);
    atlas.querySelector("a.view").href = `#${address()}`;
    hide();
    clearTimeout(rest);
    rest = setTimeout(() => { $("said").textContent = keep ? `${choice.part.says[choice.at]}` : ""; }, 600);
  };
  const look = name => {
    const button = document.querySelector(`[data-view="${name}"]`) || document.querySelector("[data-view]");
    view = button.dataset.view;
    svg.setAttribute("viewBox", button.dataset.box);
    for (const one of document.querySelectorAll("[data-view]")) one.setAttribute("aria-pressed", one === button);
  };

  /* -------------------------------------------------- what is told */
  const hide = () => { tip.hidden = true; for (const row of document.querySelectorAll("tr.on")) row.classList.remove("on"); };
  const tell = code => {
    const choice = rows(now), one = choice.found.find(each => each.code === code), link = links.get(code);
    const [head, ...more] = one ? told(one, choice) : [`${names.get(code)}: the power itself`];
    tip.replaceChildren(make("b", {}, head), ...(more.length ? [make("span", {}, more.join(" · "))] : []), make("a", { href: link.getAttribute("href"), tabIndex: -1 }, "Open its page"));
    tip.hidden = false;
    const [left, top, wide, high] = svg.getAttribute("viewBox").split(" ").map(Number), [x, y] = link.dataset.at.split(" ").map(Number);
    const across = (x - left) / wide * box.clientWidth, down = (y - top) / high * box.clientHeight, need = tip.offsetWidth;
    tip.style.left = `${Math.max(4, Math.min(across - need / 2, box.clientWidth - need - 4))}px`;
    tip.style.top = `${down + 18 + tip.offsetHeight > box.clientHeight ? Math.max(4, down - tip.offsetHeight - 18) : down + 18}px`;
    for (const row of document.querySelectorAll("#rows tr")) row.classList.toggle("on", row.dataset.s === code);
    return one;
  };
  const walk = (link, dx, dy) => {
    const at = each => each.dataset.at.split(" ").map(Number), [x, y] = at(link);
    const far = each => { const [u, v] = at(each), along = (u - x) * dx + (v - y) * dy, off = Math.abs((u - x) * dy) + Math.abs((v - y) * dx); return along > 0 ? along + 2 * off : Infinity; };
    return [...links.values()].filter(each => each !== link).sort((a, b) => far(a) - far(b)).find(each => far(each) < Infinity);
  };

  const start = () => {
    let touched = null;
    for (const [code, link] of links) {
      link.addEventListener("pointerenter", event => { if (event.pointerType !== "touch") tell(code); });
      link.addEventListener("focus", () => tell(code));
      link.addEventListener("pointerleave", event => { if (event.pointerType !== "touch" && document.activeElement !== link) hide(); });
      link.addEventListener("blur", event => { if (!tip.contains(event.relatedTarget)) hide(); });
      link.addEventListener("pointerdown", event => { touched = event.pointerType === "touch" && (tip.hidden || tip.dataset.s !== code) ? code : null; });
      link.addEventListener("click", event => { if (touched === code) { event.preventDefault(); tell(code); tip.dataset.s = code; touched = null; } });
      link.addEventListener("keydown", event => {
        const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
        if (event.key === "Escape") hide();
        const next = way && walk(link, ...way);
        if (!way) return;
        event.preventDefault();
        if (next) { link.setAttribute("tabindex", -1); next.setAttribute("tabindex", 0); next.focus(); }
      });
    }
    [...links.values()].forEach((link, place) => link.setAttribute("tabindex", place ? -1 : 0));
    layerSelect.addEventListener("change", () => show({ layer: layerSelect.value }));
    powerSelect.addEventListener("change", () => show({ power: powerSelect.value }));
    for (const one of radios) one.addEventListener("change", () => show({ power: one.value }));
    slider.addEventListener("input", () => {
      const years = figures.layers[now.layer].powers[now.power].years, asked = +slider.value;
      const on = years.filter(year => asked > now.year ? year > now.year : year < now.year);
      show({ year: on.length && Math.abs(asked - now.year) === 1 ? (asked > now.year ? on[0] : on[on.length - 1]) : nearest(years, asked) });
    });
    for (const button of document.querySelectorAll("[data-view]")) button.addEventListener("click", () => { look(button.dataset.view); show({}); });
    document.querySelector("form.choose").addEventListener("submit", event => event.preventDefault());
    addEventListener("hashchange", () => { const wanted = asked(); if (wanted.layer) { look(wanted.view || "region"); show(wanted, false); } });
    addEventListener("resize", () => label(rows(now)));
    document.fonts?.ready.then(() => label(rows(now)));
    const wanted = asked();
    look(wanted.view || "region");
    now = { layer: figures.first[0], power: figures.first[1], year: figures.first[2] };
    show(wanted.layer ? { ...wanted, power: wanted.power || now.power, year: Number.isNaN(wanted.year) ? now.year : wanted.year } : {}, Boolean(wanted.layer));
    window.steppe.map = { show, rows: () => rows(now), now: () => now, shown };
  };
  start();
})();
