/* The finder of a site: `/` opens it; the index is loaded when it is first opened. */
(() => {
  "use strict";
  const MOST = 24;
  document.addEventListener("DOMContentLoaded", () => {
    const { make } = window.steppe, dialog = document.querySelector("dialog.finder");
    if (!dialog) return;
    const input = dialog.querySelector("input"), list = dialog.querySelector("ul"), said = dialog.querySelector(".said");
    let index = null, loading = null;
    const fold = word => word.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/ı/g, "i");
    const script = src => new Promise((done, fail) => {
      document.head.append(make("script", { src, onload: done, onerror: () => fail(new Error(src)) }));
    });
    const load = () => loading ||= script("minisearch.js").then(() => script("search.js")).then(() => {
      index = new MiniSearch({
        fields: ["title", "names", "about"], storeFields: ["title", "names", "about", "kind", "where", "weight"],
        processTerm: word => fold(word) || null,
        searchOptions: { boost: { title: 4, names: 3 }, prefix: true, fuzzy: word => word.length > 4 ? 0.2 : false, combineWith: "AND",
          boostDocument: (_id, _term, stored) => stored.weight },
      });
      index.addAll(window.steppe.entries());
    });
    const show = async () => {
      const words = input.value.trim();
      if (!words) { list.replaceChildren(); said.textContent = ""; return; }
      try { await load(); } catch { said.textContent = "The index search.js is not beside this page: write the site again."; return; }
      if (words !== input.value.trim()) return;
      let found = index.search(words);
      if (!found.length) found = index.search(words, { combineWith: "OR" });
      const exact = one => Number([one.title, one.names].some(name => fold(name || "") === fold(words)));
      found.sort((one, other) => exact(other) - exact(one));
      said.textContent = found.length ? `${found.length} found${found.length > MOST ? `, the first ${MOST} shown` : ""}` : `Nothing found for “${words}”. Try a state, a body or a source`;
      list.replaceChildren(...found.slice(0, MOST).map(one => make("li", {}, make("a", { href: one.where },
        make("b", {}, one.title), " ", make("span", { className: "kind" }, one.kind), ...(one.about ? [make("small", {}, one.about)] : [])))));
    };
    const open = () => { document.querySelector("details.menu")?.removeAttribute("open"); if (!dialog.open) dialog.showModal(); input.select(); load().catch(() => {}); };
    for (const button of document.querySelectorAll("button.find")) { button.hidden = false; button.addEventListener("click", open); }
    input.addEventListener("input", show);
    dialog.addEventListener("click", event => { if (event.target === dialog || event.target.closest("a")) dialog.close(); });
    dialog.querySelector("form").addEventListener("submit", event => {
      if (event.submitter && document.activeElement === event.submitter) return;
      event.preventDefault();
      list.querySelector("a")?.click();
    });
    dialog.addEventListener("keydown", event => {
      const links = [...list.querySelectorAll("a")], at = links.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !links.length) return;
      event.preventDefault();
      (at + step < 0 ? input : links[Math.min(at + step, links.length - 1)]).focus();
    });
    document.addEventListener("keydown", event => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
      event.preventDefault();
      open();
    });
  });
})();
