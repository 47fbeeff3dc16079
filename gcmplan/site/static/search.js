/* Search in the list of events, and combinations of its filters. The address keeps them, so that it can be sent on. */
"use strict";

(() => {
  const form = document.getElementById("search");
  const count = document.getElementById("count");
  const list = document.getElementById("events");
  const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = [...list.querySelectorAll("tr[data-kind]")].map(row => ({ row, text: fold(row.textContent) }));

  /* A month or a part without a row that is shown is not shown itself. */
  const hideEmpty = selector => {
    for (const part of list.querySelectorAll(selector)) {
      part.hidden = !part.querySelector("tr[data-kind]:not([hidden])");
    }
  };

  const apply = () => {
    const words = fold(form.elements.q.value).split(/\s+/).filter(Boolean);
    const chosen = [...form.querySelectorAll("select")].filter(one => one.value);
    let shown = 0;
    for (const { row, text } of rows) {
      row.hidden = !(words.every(word => text.includes(word)) && chosen.every(one => row.dataset[one.name] === one.value));
      shown += row.hidden ? 0 : 1;
    }
    hideEmpty("tbody");
    hideEmpty(".part");
    count.textContent = words.length || chosen.length ? `${shown} of ${rows.length} shown` : `All ${rows.length} shown`;
  };

  const keep = () => {
    const state = new URLSearchParams();
    for (const one of form.querySelectorAll("input, select")) {
      if (one.value) state.set(one.name, one.value);
    }
    history.replaceState(null, "", state.size ? `?${state}` : location.pathname);
  };

  const restore = () => {
    const state = new URLSearchParams(location.search);
    for (const one of form.querySelectorAll("input, select")) one.value = state.get(one.name) ?? "";
    for (const one of form.querySelectorAll("select")) {
      if (one.selectedIndex < 0) one.value = "";
    }
    apply();
  };

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { apply(); keep(); }, 150);
  });
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { apply(); keep(); }));
  restore();
})();
