/* Filters as data: field, operator, value. The same answers as scoreboard.records.pathways.filters, which says what
   they mean. Unknown (null) is neither met nor failed, and never matches. */
window.scoreboardFilters = (() => {
  "use strict";
  const LASTS = "9999-12-31";
  const RECORD = ["state", "pathway", "version", "title", "act", "origin", "standing", "since", "until", "confidence"];
  const ORDER = ["<", "<=", ">", ">="];

  function record(row, field) {
    if (row.standing === "not_bound" && (field === "since" || field === "until")) return "";
    return field === "until" ? row.until || LASTS : row[field];
  }

  const same = (value, asked) => (Array.isArray(value) ? value.includes(asked) : value === asked);

  function before(value, op, asked) {
    if (value === "" || typeof value !== typeof asked) return false;
    const [low, high] = op.startsWith("<") ? [value, asked] : [asked, value];
    return low < high || (op.endsWith("=") && low === high);
  }

  function holds(value, op, asked) {
    const several = Array.isArray(asked) ? asked : [asked];
    if (op === "has") return Array.isArray(value) && several.every((it) => value.includes(it));
    if (op === "in") return several.some((it) => same(value, it));
    if (op === "=" || op === "!=") return same(value, several[0]) === (op === "=");
    return before(value, op, several[0]);
  }

  function answer(row, { field, op, value }) {
    let found, status;
    if (RECORD.includes(field)) {
      found = record(row, field);
      status = found === null ? "not_recorded" : "recorded";
    } else if (row.standing === "not_bound") return "no";
    else {
      const fact = row.facts[field];
      found = fact ? fact.value : null;
      status = fact ? fact.status : "not_recorded";
    }
    if (op === "is") return status === value ? "yes" : "no";
    if (found === null) return "unknown";
    return holds(found, op, value) ? "yes" : "no";
  }

  /* no if one filter fails, unknown if one is unknown and none fails */
  function meets(row, filters) {
    let met = "yes";
    for (const filter of filters) {
      const given = answer(row, filter);
      if (given === "no") return "no";
      if (given === "unknown") met = given;
    }
    return met;
  }

  return { ORDER, RECORD, meets };
})();
