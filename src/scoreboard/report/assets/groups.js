/* Limits the charts and tables of a page to the members of a group of states; the address keeps the choice. */
(() => {
  "use strict";
  const root = document.documentElement;
  const FIELDS = ["state", "id", "name"]; // where a row of a chart says of which state it is
  let groups = {};
  let states = new Map(); // name or code of a state → its code
  let members = null; // codes of the states that are shown; null for all

  const shown = (word) => !members || !states.has(word) || members.has(states.get(word));
  const kept = (row) => FIELDS.every((field) => shown(row?.[field]));

  /* Leaves out what is not of a member, wherever a specification holds rows of data. */
  function prune(part) {
    if (part === null || typeof part !== "object") return;
    for (const [key, value] of Object.entries(part)) {
      if (key === "values" && Array.isArray(value)) part[key] = value.filter(kept);
      else prune(value);
    }
  }

  const field = (part) => part?.encoding?.y?.field ?? part?.layer?.map(field).find(Boolean);

  /* Names on a vertical axis keep the room that each had. */
  function shorten(spec) {
    const names = new Set([...states.values()]);
    if (FIELDS.includes(field(spec)) && typeof spec.height === "number" && names.size)
      spec.height = Math.max(40, (spec.height * members.size) / names.size);
  }

  function limit(spec) {
    if (!members) return;
    for (const [name, rows] of Object.entries(spec.datasets ?? {}))
      if (Array.isArray(rows)) spec.datasets[name] = rows.filter(kept);
    prune(spec);
    shorten(spec);
  }

  function limitTables() {
    for (const head of document.querySelectorAll(".sb-table tbody th[scope=row]"))
      head.parentElement.hidden = !shown(head.textContent.trim());
  }

  function choose(code, control) {
    const group = groups[code];
    members = group ? new Set(group.members) : null;
    control.querySelector("[role=status]").textContent = group ? group.says : "";
    limitTables();
    if (group) root.dataset.group = code;
    else delete root.dataset.group; // charts.js draws again
  }

  function remember(code) {
    const url = new URL(location.href);
    if (code) url.searchParams.set("group", code);
    else url.searchParams.delete("group");
    history.replaceState(null, "", url);
  }

  function start() {
    const control = document.querySelector(".sb-groups");
    if (!control) return;
    const data = JSON.parse(control.querySelector("script").textContent);
    groups = data.groups;
    states = new Map(Object.entries(data.states).flatMap(([code, name]) => [[code, code], [name, code]]));
    const select = control.querySelector("select");
    const wish = new URL(location.href).searchParams.get("group");
    if (wish && groups[wish]) select.value = wish;
    select.addEventListener("change", () => {
      choose(select.value, control);
      remember(select.value);
    });
    control.querySelector(".sb-choose").hidden = false;
    choose(select.value, control);
  }

  window.scoreboardGroups = { limit, title: () => groups[root.dataset.group]?.title ?? "" };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
