"use strict";
// Filters of the list; without this script the list is whole and the filters stay hidden.
(() => {
  const form = document.getElementById("filters");
  if (!form) return;
  const rows = [...document.querySelectorAll("#list tbody tr")];
  const count = document.getElementById("count");
  const all = count.textContent;

  const apply = () => {
    const chosen = [...new FormData(form)].filter(([, value]) => value);
    for (const row of rows) row.hidden = chosen.some(([name, value]) => row.dataset[name] !== value);
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = chosen.length ? `${shown} of ${rows.length} findings match.` : all;
  };

  form.hidden = false;
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply(); // a reloaded page keeps the choices
})();
