/* Draws each chart of a page, again when the page turns dark or light, and saves and shares it. */
(() => {
  "use strict";
  const root = document.documentElement;
  const folder = document.currentScript.src.replace(/[^/]*$/, "");
  const REST = 3000; // milliseconds after which charts that nobody has come near are drawn as well

  /* Vega and the shapes are loaded for the first chart that is about to be seen: the page stands before them. */
  const loading = {};
  const load = (name) => loading[name] ||= new Promise((resolve, reject) => {
    const failed = () => reject(new Error(`${name} could not be loaded`));
    const src = folder + window.scoreboardLibraries[name];
    document.head.append(Object.assign(document.createElement("script"), { src, onload: resolve, onerror: failed }));
  });
  const pause = (milliseconds = 0) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  async function libraries(figure) {
    await Promise.all(["vega", ...(figure.dataset.shapes ? ["shapes"] : [])].map(load));
    await pause(); // reading Vega and drawing are long enough each: the reader may act in between
  }

  const plain = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

  function merge(base, over) {
    const joined = { ...base };
    for (const [key, value] of Object.entries(over))
      joined[key] = plain(value) && plain(joined[key]) ? merge(joined[key], value) : value;
    return joined;
  }

  function specification(figure, mode = root.dataset.theme) {
    const spec = JSON.parse(figure.querySelector(".sb-spec").textContent);
    window.scoreboardGroups?.limit(spec);
    for (const name of (figure.dataset.shapes || "").split(" ").filter(Boolean))
      spec.datasets = { ...spec.datasets, [name]: window.scoreboardShapes };
    if (figure.dataset.shapes && spec.height > figure.clientWidth) spec.height = figure.clientWidth; // a phone
    if (mode === "dark")
      spec.config = merge(spec.config || {}, window.scoreboardDark);
    return spec;
  }

  function numbers(figure) {
    const quote = (cell) => `"${(cell.dataset.value || cell.textContent).trim().replaceAll('"', '""')}"`;
    const value = (cell) => (cell.classList.contains("sb-missing") ? "" : quote(cell));
    return [...figure.querySelectorAll(".sb-data tr:not([hidden])")]
      .map((row) => [...row.cells].map(value).join(",")).join("\r\n");
  }

  /* Text as lines of at most so many letters: Vega does not wrap. */
  function lines(words, most) {
    const wrapped = [];
    for (const word of words.trim().split(/\s+/)) {
      const last = wrapped.at(-1);
      if (last !== undefined && last.length + word.length < most) wrapped[wrapped.length - 1] = `${last} ${word}`;
      else wrapped.push(word);
    }
    return wrapped.filter(Boolean);
  }

  const said = (figure, part) => figure.querySelector(part)?.textContent ?? "";

  /* The chart drawn apart for paper: light, with its title and source, as wide as a page. */
  async function picture(figure) {
    await libraries(figure);
    const place = document.createElement("div");
    place.className = "sb-paper";
    document.body.append(place);
    const limited = window.scoreboardGroups?.title() ?? "";
    const under = [...lines(limited, 120), ...lines(said(figure, ".sb-subtitle"), 120), ...lines(said(figure, ".sb-source"), 120)];
    const spec = specification(figure, "light");
    spec.title = { text: lines(said(figure, ".sb-title"), 90), subtitle: under };
    spec.background = "white";
    try {
      const { view, finalize } = await window.vegaEmbed(place, spec, { actions: false, ast: true, renderer: "svg" });
      const svg = await view.toSVG();
      finalize();
      return svg;
    } finally {
      place.remove();
    }
  }

  async function pixels(svg) {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width * 2, image.height * 2]; // sharp on paper
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  }

  const contents = {
    csv: async (figure) => new Blob(["\ufeff" + numbers(figure)], { type: "text/csv;charset=utf-8" }),
    svg: async (figure) => new Blob([await picture(figure)], { type: "image/svg+xml" }),
    png: async (figure) => pixels(await picture(figure)),
  };

  async function save(figure, format) {
    const link = document.createElement("a");
    link.download = `${fileName(figure)}.${format}`;
    link.href = URL.createObjectURL(await contents[format](figure));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  const fileName = (figure) =>
    (said(figure, ".sb-title") || "chart").trim().toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 80);

  function address(figure, alone) {
    const url = new URL(location.href);
    url.search = alone ? `?figure=${figure.id}` : "";
    url.hash = alone ? "" : figure.id;
    return url.href;
  }

  function embedding(figure) {
    const frame = document.createElement("iframe");
    frame.src = address(figure, true);
    frame.title = said(figure, ".sb-title");
    frame.width = "100%";
    frame.height = String(Math.ceil(figure.offsetHeight + 40));
    return frame.outerHTML;
  }

  async function copy(figure, button) {
    const status = figure.querySelector(".sb-tools [role=status]");
    const words = button.dataset.copy === "link" ? address(figure, false) : embedding(figure);
    try {
      await navigator.clipboard.writeText(words);
      status.textContent = button.dataset.done;
    } catch {
      status.textContent = words; // a browser that allows no copying: the reader can do it
    }
  }

  function equip(figure) {
    const tools = figure.querySelector(".sb-tools");
    if (!tools) return;
    if (!figure.querySelector(".sb-data")) tools.querySelector("[data-save=csv]").remove();
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.save) save(figure, button.dataset.save).catch((error) => console.error(error));
      else if (button) copy(figure, button);
    });
  }

  /* One picture with one name: the numbers stand in the table, mark by mark would be noise. */
  function namePicture(plot) {
    const svg = plot.querySelector("svg.marks");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", plot.getAttribute("aria-label") || "Chart");
    for (const part of svg.children) part.setAttribute("aria-hidden", "true");
    for (const name of ["role", "aria-label", "aria-roledescription"]) plot.removeAttribute(name);
    if (plot.scrollWidth > plot.clientWidth) plot.tabIndex = 0; // scrolls, so keys must reach it
  }

  /* Vega measures its container when the window changes, so any other change of width is told as one. */
  const measureAgain = () => requestAnimationFrame(() => window.dispatchEvent(new Event("resize")));

  /* What a drawing depends on: dark or light, and the group of states that the reader has chosen. */
  const wanted = () => [root.dataset.theme || "light", root.dataset.group].filter(Boolean).join(" ");

  async function draw(figure) {
    const plot = figure.querySelector(".sb-plot");
    await libraries(figure);
    if (figure.drawing) (await figure.drawing).finalize();
    const width = plot.clientWidth;
    const mode = root.dataset.theme || "light";
    const drawn = wanted();
    figure.drawing = window.vegaEmbed(plot, specification(figure), {
      actions: false, ast: true, renderer: "svg", tooltip: { theme: mode },
    });
    await figure.drawing;
    namePicture(plot);
    figure.dataset.drawn = drawn;
    if (plot.clientWidth !== width) measureAgain();
  }

  function watch(figure) {
    equip(figure);
    const plot = figure.querySelector(".sb-plot");
    let width = 0;
    let near = false;
    let queue = Promise.resolve();
    const update = async () => {
      if (figure.dataset.drawn !== wanted()) await draw(figure);
    };
    const again = () => {
      if (near && plot.clientWidth) queue = queue.then(update).catch((error) => console.error(error));
      return queue;
    };
    waiting.set(plot, () => {
      waiting.delete(plot);
      near = true;
      return again();
    });
    new ResizeObserver(() => {
      if (!width) again(); // a chart in a closed tab is drawn when the tab opens
      else if (plot.clientWidth && plot.clientWidth !== width) measureAgain();
      width = plot.clientWidth;
    }).observe(plot);
    new MutationObserver(again).observe(root, { attributeFilter: ["data-theme", "data-group"] });
  }

  const waiting = new Map(); // the place of each chart that is not drawn yet → what draws it

  function look(rootMargin) {
    const found = (seen) => seen.filter((it) => it.isIntersecting).forEach((it) => waiting.get(it.target)?.());
    const observer = new IntersectionObserver(found, { rootMargin });
    waiting.forEach((_, plot) => observer.observe(plot));
  }

  async function others() {
    for (const draws of waiting.values()) {
      await draws();
      await pause(50);
    }
  }

  /* A chart well in sight is drawn at once; once the reader moves, also those a screen away; then all others. */
  function start() {
    document.querySelectorAll(".sb-chart").forEach(watch);
    look("-10% 0px");
    for (const sign of ["scroll", "pointerdown", "keydown"])
      window.addEventListener(sign, () => look("100% 0px"), { once: true, passive: true });
    window.addEventListener("beforeprint", () => waiting.forEach((draws) => draws()));
    setTimeout(others, REST);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
