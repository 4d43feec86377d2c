/* Sortable tables (the headings become buttons), words explained, and one chart by itself. */
(() => {
  "use strict";
  const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

  function key(cell) {
    if (cell.classList.contains("sb-missing")) return null;
    if (!cell.classList.contains("sb-number")) return cell.querySelector("time")?.dateTime ?? cell.textContent.trim();
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

  /* A term explains itself on hover and focus; the pointer may rest on the explanation, which follows its term; Escape closes it. */
  function explain(link, number) {
    const words = (window.scoreboardTerms || {})[decodeURIComponent(link.hash.slice(1))];
    if (!words) return;
    const tip = document.createElement("span");
    Object.assign(tip, { className: "sb-tip", id: `sb-tip-${number}`, hidden: true, textContent: words });
    tip.setAttribute("role", "tooltip");
    link.setAttribute("aria-describedby", tip.id);
    const term = document.createElement("span");
    term.className = "sb-term";
    link.replaceWith(term);
    term.append(link, tip);
    const show = () => {
      tip.hidden = false;
      const box = link.getBoundingClientRect();
      tip.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8))}px`;
      const below = box.bottom + tip.offsetHeight < window.innerHeight;
      tip.style.top = `${below ? box.bottom : Math.max(0, box.top - tip.offsetHeight)}px`;
    };
    const hide = () => { tip.hidden = true; };
    const follow = () => {
      const { top, bottom } = link.getBoundingClientRect();
      if (!tip.hidden) (bottom < 0 || top > window.innerHeight ? hide : show)();
    };
    for (const event of ["pointerenter", "focusin"]) term.addEventListener(event, show);
    for (const event of ["pointerleave", "focusout"]) term.addEventListener(event, hide);
    document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
    document.addEventListener("scroll", follow, { passive: true, capture: true });
  }

  /* page.html?figure=ID shows this chart alone: what other sites embed. */
  function showAlone() {
    const figure = document.getElementById(new URLSearchParams(location.search).get("figure") || "");
    if (!figure) return;
    document.documentElement.classList.add("sb-alone");
    figure.classList.add("sb-shown");
  }

  function start() {
    document.querySelectorAll("table.sb-sortable").forEach(prepare);
    document.querySelectorAll(".bd-article a[href*='#term-']").forEach(explain);
    showAlone();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
