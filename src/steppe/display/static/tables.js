/* Tables that can be sorted and lists that can be filtered; the choice stands in the address.
   <table data-sort>: heads become buttons; a cell's data-v is its value, else its text.
   <form data-filter="ID">: each select and input filters the children of #ID that carry data-NAME (words apart by "|";
   a search looks into data-words, or the text where it is empty); <output> in the form says how many are left. */
(() => {
  "use strict";
  const value = (row, place) => {
    const cell = row.cells[place], text = cell?.dataset.v ?? cell?.textContent.trim() ?? "";
    const figure = Number(text);
    return text === "" || text === "no data" ? null : Number.isNaN(figure) ? text : figure;
  };
  const compare = (a, b) => (a === null) - (b === null) || (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
  const sortable = table => {
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    heads.forEach((head, place) => {
      const button = steppe.make("button", { type: "button", className: "sort" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const body = table.tBodies[0], rows = [...body.rows];
        const numbers = rows.some(row => typeof value(row, place) === "number");
        const was = head.getAttribute("aria-sort"), down = was ? was === "ascending" : numbers;
        rows.sort((one, other) => {
          const [a, b] = [value(one, place), value(other, place)];
          return a === null || b === null ? compare(a, b) : compare(a, b) * (down ? -1 : 1);
        });
        heads.forEach(one => one.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        body.append(...rows);
      });
    });
  };

  const filtered = form => {
    const place = document.getElementById(form.dataset.filter), said = form.querySelector("output");
    const rows = [...place.querySelectorAll("[data-words]")];
    const fields = [...form.elements].filter(one => one.name);
    const known = new Set(fields.map(one => one.name));
    const holds = (row, field) => {
      const wanted = field.value.trim();
      if (!wanted) return true;
      if (field.type === "search") return wanted.toLowerCase().split(/\s+/).every(word => (row.dataset.words || row.textContent.toLowerCase()).includes(word));
      return (row.dataset[field.name] || "").split("|").includes(wanted);
    };
    const apply = () => {
      let left = 0;
      for (const row of rows) {
        row.hidden = !fields.every(field => holds(row, field));
        left += !row.hidden;
      }
      if (left < rows.length) for (const fold of place.querySelectorAll("details[data-group]")) fold.open = true;
      for (const group of place.querySelectorAll("[data-group]")) group.hidden = !group.querySelector("[data-words]:not([hidden])");
      said.textContent = left === rows.length ? `All ${rows.length} shown` : `${left} of ${rows.length} shown`;
    };
    const read = () => {
      const given = new URLSearchParams(location.hash.slice(1));
      if (![...given.keys()].some(key => known.has(key))) return;
      for (const field of fields) field.value = given.get(field.name) || "";
    };
    const write = () => {
      const given = new URLSearchParams(fields.filter(field => field.value).map(field => [field.name, field.value]));
      history.replaceState(null, "", `${location.pathname}${location.search}${String(given) && `#${given}`}`);
    };
    form.addEventListener("input", () => { write(); apply(); });
    form.addEventListener("submit", event => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { write(); apply(); }));
    addEventListener("hashchange", () => { read(); apply(); });
    read();
    apply();
  };

  addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("table[data-sort]").forEach(sortable);
    document.querySelectorAll("form[data-filter]").forEach(form => { form.hidden = false; filtered(form); });
  });
})();
