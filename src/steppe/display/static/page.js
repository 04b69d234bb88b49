/* Every page: theme, tables that are cut at an edge, and what can be taken away from a figure. No request to anywhere. */
(() => {
  "use strict";
  const root = document.documentElement;
  const kept = (name, value) => {
    try { return value === undefined ? localStorage.getItem(name) : localStorage.setItem(name, value); } catch { return null; }
  };
  const theme = kept("steppe-theme");
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;

  const make = (tag, attributes = {}, ...parts) => {
    const one = Object.assign(document.createElement(tag), attributes);
    one.append(...parts);
    return one;
  };

  /* ------------------------------------------------------------ theme */
  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const startTheme = () => {
    for (const button of document.querySelectorAll("button.theme")) {
      const say = () => { button.textContent = isDark() ? "Light" : "Dark"; button.setAttribute("aria-label", `${button.textContent} theme`); };
      button.hidden = false;
      say();
      button.addEventListener("click", () => {
        root.dataset.theme = isDark() ? "light" : "dark";
        kept("steppe-theme", root.dataset.theme);
        say();
      });
    }
  };

  /* ----------------------------------------------- tables that are cut */
  const startCuts = () => {
    const boxes = [...document.querySelectorAll(".scroll")];
    const look = box => {
      const cut = box.scrollWidth > box.clientWidth + 1;
      box.classList.toggle("more", cut && box.scrollLeft + box.clientWidth < box.scrollWidth - 2);
      if (cut && !box.hasAttribute("tabindex")) {
        const label = box.querySelector("caption")?.textContent || box.closest("section")?.querySelector("h2, h3")?.textContent || "Table";
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        if (!box.hasAttribute("aria-label")) box.setAttribute("aria-label", label.trim().slice(0, 120));
      }
    };
    const all = () => boxes.forEach(look);
    boxes.forEach(box => box.addEventListener("scroll", () => look(box), { passive: true }));
    addEventListener("resize", all);
    document.addEventListener("toggle", all, true);
    all();
  };

  /* --------------------------------------------- what is taken away */
  const version = () => document.querySelector("meta[name=generator]")?.content || "steppe";
  const give = (name, kind, content) => {
    const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: kind }));
    const link = make("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 20000);
  };

  const word = cell => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll("sup, small, .iv").forEach(part => part.before(" "));
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  const csv = table => [...table.rows].map(row => [...row.cells].map(cell => {
    const text = cell.dataset.v ?? word(cell).replace(/^−/, "-");
    return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  }).join(",")).join("\r\n");

  const LOOK = ["fill", "stroke", "stop-color", "color"];
  /* A drawing with its colours written out, light whatever the page is, under its finding and over its source. */
  const picture = figure => {
    const drawing = [...figure.querySelectorAll(".drawing svg, :scope > svg")].find(one => one.getBoundingClientRect().width);
    const was = root.dataset.theme;
    root.dataset.theme = "light";
    const style = getComputedStyle(root), copy = drawing.cloneNode(true);
    const sources = [drawing, ...drawing.querySelectorAll("*")], copies = [copy, ...copy.querySelectorAll("*")];
    const drop = [];
    sources.forEach((one, place) => {
      const own = getComputedStyle(one);
      if (own.display === "none") drop.push(copies[place]);
      LOOK.forEach(name => { if (own[name === "stop-color" ? "stopColor" : name]) copies[place].style.setProperty(name, own.getPropertyValue(name)); });
      ["font-family", "font-size", "font-weight", "text-anchor", "stroke-width", "stroke-dasharray", "paint-order", "opacity", "vector-effect"].forEach(name => {
        if (one.tagName !== "g") copies[place].style.setProperty(name, own.getPropertyValue(name));
      });
      copies[place].removeAttribute("class");
    });
    drop.forEach(one => one.remove());
    const ink = style.getPropertyValue("--ink"), quiet = style.getPropertyValue("--ink-2"), paper = style.getPropertyValue("--paper");
    if (was) root.dataset.theme = was; else delete root.dataset.theme;
    const box = drawing.viewBox.baseVal && drawing.viewBox.baseVal.width ? drawing.viewBox.baseVal : { x: 0, y: 0, width: drawing.width.baseVal.value, height: drawing.height.baseVal.value };
    const scale = Math.max(1, 420 / box.width), width = Math.max(420, box.width * scale), PAD = 16;
    const NS = "http://www.w3.org/2000/svg", whole = document.createElementNS(NS, "svg");
    let y = PAD;
    const lines = (text, size, weight, colour, family) => {
      const most = Math.floor(width / (size * 0.54)), found = [];
      for (const part of (text || "").split(/\s+/)) {
        const last = found[found.length - 1];
        if (last !== undefined && last.length + part.length < most) found[found.length - 1] = `${last} ${part}`; else found.push(part);
      }
      for (const line of found.filter(Boolean)) {
        y += size * 1.25;
        const text = document.createElementNS(NS, "text");
        text.setAttribute("x", PAD); text.setAttribute("y", y);
        text.setAttribute("style", `font:${weight} ${size}px ${family};fill:${colour}`);
        text.textContent = line;
        whole.append(text);
      }
    };
    const serif = style.getPropertyValue("--serif").replace(/"/g, "'"), sans = style.getPropertyValue("--sans").replace(/"/g, "'");
    const words = figure.dataset;
    lines(words.finding, 17, 600, ink, serif);
    lines(words.subtitle, 12, 400, quiet, sans);
    y += 10;
    copy.setAttribute("x", PAD); copy.setAttribute("y", y);
    copy.setAttribute("width", box.width * scale); copy.setAttribute("height", box.height * scale);
    copy.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
    whole.append(copy);
    y += box.height * scale + 6;
    lines(words.source ? `Source: ${words.source.replace(/\.$/, "")}. ${version()}` : version(), 11, 400, quiet, sans);
    y += PAD;
    const full = width + 2 * PAD;
    whole.setAttribute("xmlns", NS);
    whole.setAttribute("width", full); whole.setAttribute("height", y); whole.setAttribute("viewBox", `0 0 ${full} ${y}`);
    const ground = document.createElementNS(NS, "rect");
    ground.setAttribute("width", "100%"); ground.setAttribute("height", "100%"); ground.setAttribute("fill", paper);
    whole.prepend(ground);
    return { text: new XMLSerializer().serializeToString(whole), width: full, height: y };
  };
  const png = async figure => {
    const { text, width, height } = picture(figure), image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = make("canvas", { width: 2 * width, height: 2 * height });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise(done => canvas.toBlob(done, "image/png"));
  };

  const startFigures = () => {
    for (const figure of document.querySelectorAll("figure.fig")) {
      const tools = figure.querySelector(".tools"), place = tools.querySelector(".how, .cite");
      const button = (words, act) => {
        const one = make("button", { type: "button", className: "take" }, words);
        one.addEventListener("click", act);
        tools.insertBefore(one, place);
      };
      const name = () => figure.dataset.file || figure.id;
      if (figure.querySelector("table")) button("CSV", () => give(`${name()}.csv`, "text/csv", `\ufeff${csv(figure.querySelector("table"))}\r\n`));
      if (figure.querySelector("svg")) {
        button("SVG", () => give(`${name()}.svg`, "image/svg+xml", picture(figure).text));
        button("PNG", async () => give(`${name()}.png`, "image/png", await png(figure)));
      }
      const link = tools.querySelector("a.view");
      link?.addEventListener("click", () => {
        navigator.clipboard?.writeText(new URL(link.getAttribute("href"), location.href).href).then(() => {
          link.textContent = "Link copied";
          setTimeout(() => { link.textContent = "Link"; }, 2000);
        }, () => {});
      });
    }
    for (const table of document.querySelectorAll("table[data-file]")) {
      const one = make("button", { type: "button", className: "take" }, "CSV");
      one.addEventListener("click", () => give(`${table.dataset.file}.csv`, "text/csv", `\ufeff${csv(table)}\r\n`));
      (table.closest(".scroll") || table).after(make("div", { className: "tools" }, one));
    }
  };

  window.steppe = { make, give, kept };
  document.addEventListener("DOMContentLoaded", () => { startTheme(); startCuts(); startFigures(); });
})();
