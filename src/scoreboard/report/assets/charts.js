/* Draws each chart of a page, and draws it again when the page turns dark or light. */
(() => {
  "use strict";
  const root = document.documentElement;

  const plain = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

  function merge(base, over) {
    const joined = { ...base };
    for (const [key, value] of Object.entries(over))
      joined[key] = plain(value) && plain(joined[key]) ? merge(joined[key], value) : value;
    return joined;
  }

  function specification(figure) {
    const spec = JSON.parse(figure.querySelector(".sb-spec").textContent);
    for (const name of (figure.dataset.shapes || "").split(" ").filter(Boolean))
      spec.datasets = { ...spec.datasets, [name]: window.scoreboardShapes };
    if (figure.dataset.shapes && spec.height > figure.clientWidth) spec.height = figure.clientWidth; // a phone
    if (root.dataset.theme === "dark")
      spec.config = merge(spec.config || {}, window.scoreboardDark);
    return spec;
  }

  function numbers(figure) {
    const quote = (cell) => `"${(cell.dataset.value || cell.textContent).trim().replaceAll('"', '""')}"`;
    const value = (cell) => (cell.classList.contains("sb-missing") ? "" : quote(cell));
    return [...figure.querySelectorAll(".sb-data tr")]
      .map((row) => [...row.cells].map(value).join(",")).join("\r\n");
  }

  function nameMenu(figure, name) {
    const summary = figure.querySelector(".vega-embed summary");
    if (!summary) return;
    summary.setAttribute("aria-label", "Save this chart");
    if (!figure.querySelector(".sb-data")) return;
    const link = document.createElement("a");
    link.textContent = "Save as CSV";
    link.download = `${name}.csv`;
    link.href = "data:text/csv;charset=utf-8," + encodeURIComponent("\ufeff" + numbers(figure));
    figure.querySelector(".vega-actions").append(link);
  }

  /* One picture with one name: the numbers stand in the table, mark by mark would be noise. */
  function namePicture(plot) {
    const wrapper = plot.querySelector(".chart-wrapper");
    const svg = wrapper.querySelector("svg.marks");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", wrapper.getAttribute("aria-label") || "Chart");
    for (const part of svg.children) part.setAttribute("aria-hidden", "true");
    for (const name of ["role", "aria-label", "aria-roledescription"]) wrapper.removeAttribute(name);
    if (wrapper.scrollWidth > wrapper.clientWidth) wrapper.tabIndex = 0; // scrolls, so keys must reach it
  }

  /* Vega measures its container when the window changes, so any other change of width is told as one. */
  const measureAgain = () => requestAnimationFrame(() => window.dispatchEvent(new Event("resize")));

  async function draw(figure) {
    const plot = figure.querySelector(".sb-plot");
    const title = figure.querySelector(".sb-title");
    const name = (title ? title.textContent : "chart").trim().toLowerCase().replace(/[^a-z0-9]+/g, "-");
    const width = plot.clientWidth;
    const mode = root.dataset.theme || "light";
    if (figure.drawing) (await figure.drawing).finalize();
    figure.drawing = window.vegaEmbed(plot, specification(figure), {
      actions: { export: true, source: false, compiled: false, editor: false },
      ast: true, renderer: "svg", downloadFileName: name, tooltip: { theme: mode },
    });
    await figure.drawing;
    namePicture(plot);
    nameMenu(figure, name);
    figure.dataset.drawn = mode;
    if (plot.clientWidth !== width) measureAgain();
  }

  function watch(figure) {
    const plot = figure.querySelector(".sb-plot");
    let width = 0;
    let queue = Promise.resolve();
    const update = async () => {
      if (figure.dataset.drawn !== (root.dataset.theme || "light")) await draw(figure);
    };
    const again = () => {
      if (plot.clientWidth) queue = queue.then(update).catch((error) => console.error(error));
    };
    new ResizeObserver(() => {
      if (!width) again(); // a chart in a closed tab is drawn when the tab opens
      else if (plot.clientWidth && plot.clientWidth !== width) measureAgain();
      width = plot.clientWidth;
    }).observe(plot);
    new MutationObserver(again).observe(root, { attributeFilter: ["data-theme"] });
  }

  const start = () => document.querySelectorAll(".sb-chart").forEach(watch);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
