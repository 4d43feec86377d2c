/* Sortable tables (the headings become buttons) and names for the theme's unnamed controls. */
(() => {
  "use strict";
  const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

  function key(cell) {
    if (cell.classList.contains("sb-missing")) return null;
    if (!cell.classList.contains("sb-number")) return cell.textContent.trim();
    return Number(cell.dataset.value ?? cell.textContent.replace("−", "-"));
  }

  function compare(a, b) {
    return typeof a === "number" && typeof b === "number" ? a - b : order.compare(a, b);
  }

  function sort(table, heading, column) {
    const number = heading.classList.contains("sb-number");
    const before = heading.getAttribute("aria-sort");
    const direction = before ? (before === "ascending" ? -1 : 1) : number ? -1 : 1;
    const rows = [...table.tBodies[0].rows].map((row) => ({ row, key: key(row.cells[column]) }));
    rows.sort((a, b) => {
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null);
      return direction * compare(a.key, b.key);
    });
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
    table.tBodies[0].append(...rows.map((item) => item.row));
  }

  function prepare(table) {
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sort(table, heading, column));
      heading.append(button);
    });
  }

  function nameToggles() {
    for (const summary of document.querySelectorAll(".bd-sidenav details > summary")) {
      const link = summary.closest("li").querySelector("a");
      summary.setAttribute("aria-label", `Pages under ${link.textContent.trim()}`);
    }
  }

  function start() {
    document.querySelectorAll("table.sb-sortable").forEach(prepare);
    nameToggles();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
