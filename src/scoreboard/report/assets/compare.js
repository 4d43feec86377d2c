/* The Compare page: two to four states beside each other; the choice stands in the address. */
(() => {
  "use strict";
  const SHAPES = ["●", "■", "▲", "◆"];
  const DASHES = ["", "7 3", "2 3", "9 3 2 3"];
  const page = window.scoreboardPage;
  const { drawn, element, say, shown } = page;
  let lenses, names, form, setting;

  const $ = (selector) => document.querySelector(selector);
  const part = (name) => $(`.sb-compare[data-part="${name}"]`);
  const lens = () => lenses[setting.lens];
  const label = (node) => node.label + (node.proxy ? say("proxy") : "");
  const cell = (state, i, year = setting.year) => ((lens().scores[year] || {})[state] || [])[i] || null;
  const band = ([, , , low, high]) => (low === null ? say("no_rank") : say("rank_band", { band: page.band([low, high]) }));
  const interval = ([, low, high]) => (low === null ? say("no_interval") : `${shown(low)}–${shown(high)}`);
  const key = (i) => element("span", { className: `sb-key sb-series-${i + 1}`, textContent: SHAPES[i], ariaHidden: "true" });

  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    const chosen = given.get("lens") in lenses ? given.get("lens") : Object.keys(lenses)[0];
    const year = Number(given.get("year"));
    const known = lenses[chosen].years.includes(year) ? year : lenses[chosen].years[0];
    const asked = (given.get("states") || "").split(",").filter((state) => state in names);
    const others = Object.keys(names).filter((state) => !asked.includes(state));
    const states = [...new Set(asked)].slice(0, SHAPES.length);
    setting = { lens: chosen, year: known, states: [...states, ...others.slice(0, Math.max(0, 2 - states.length))] };
  }

  function write() {
    const { lens, year, states } = setting;
    history.replaceState(null, "", `#lens=${lens}&year=${year}&states=${states.join(",")}`);
  }

  function controls() {
    const { elements } = form;
    elements.lens.value = setting.lens;
    elements.year.replaceChildren(...lens().years.map((it) => element("option", { value: it, textContent: it })));
    elements.year.value = setting.year;
    SHAPES.forEach((_, i) => {
      const select = elements[`state-${i + 1}`];
      const none = i < 2 ? [] : [element("option", { value: "", textContent: say("none") })];
      select.replaceChildren(...none, ...Object.entries(names).map(([code, name]) => {
        const taken = setting.states.includes(code) && setting.states[i] !== code;
        return element("option", { value: code, textContent: name, disabled: taken });
      }));
      select.value = setting.states[i] || "";
    });
  }

  /* Where the intervals of all chosen states with a score lie apart: [node, states in order], else null. */
  function apart(i) {
    const scored = setting.states.filter((state) => cell(state, i) && cell(state, i)[1] !== null);
    if (scored.length < 2) return null;
    const ordered = scored.sort((a, b) => cell(b, i)[0] - cell(a, i)[0]);
    return ordered.every((state, n) => n === 0 || cell(ordered[n - 1], i)[1] > cell(state, i)[2]) ? ordered : null;
  }

  const named = (states) => states.map((state) => names[state]);

  function finding() {
    const told = lens().nodes.map((node, i) => [node, apart(i)]).filter(([, order]) => order);
    const who = { states: named(setting.states).join(", "), year: setting.year };
    if (!told.length) return say("not_apart", { ...who, lens: lens().name });
    const clauses = told.map(([node, order]) => `${node.inside} (${named(order).join(say("above"))})`);
    return say("apart", { ...who, fields: clauses.join("; ") });
  }

  function legend() {
    return element("p", { className: "sb-legend" }, ...setting.states.map((state, i) =>
      element("a", { href: `states/${state}.html` }, key(i), ` ${names[state]}`)));
  }

  function dots() {
    const fields = lens().nodes.map((node, i) => element("div", { className: "sb-dots-field" },
      element("div", { className: "sb-dots-name", textContent: label(node) }),
      element("div", { className: "sb-dots-rows" }, ...setting.states.map((state, n) => dotRow(cell(state, i), n)))));
    const figure = element("div", { className: "sb-dots", role: "img" }, ...fields,
      element("div", { className: "sb-dots-scale" }, ...[0, 25, 50, 75, 100].map((it) => element("span", { textContent: it }))));
    figure.setAttribute("aria-label", say("dots", { states: named(setting.states).join(", ") }));
    return figure;
  }

  function dotRow(values, n) {
    const row = element("div", { className: `sb-dot-row sb-series-${n + 1}` });
    if (!values) return element("div", { className: "sb-dot-row sb-dot-none", textContent: say("missing") });
    const [score, low, high] = values;
    if (low !== null) {
      const range = element("span", { className: "sb-dot-range" });
      range.style.left = `${low}%`;
      range.style.width = `${high - low}%`;
      row.append(range);
    }
    const dot = element("span", { className: "sb-dot", textContent: SHAPES[n] });
    dot.style.left = `${score}%`;
    row.append(dot);
    return row;
  }

  function table(caption, head, rows) {
    const heads = head.map((text) => element("th", { scope: "col", textContent: text }));
    const lines = rows.map(([first, ...cells]) => element("tr", {}, element("th", { scope: "row" }, first),
      ...cells.map((it) => (it instanceof Node ? it : element("td", { textContent: it })))));
    const made = element("div", { className: "sb-scroll", tabIndex: 0, role: "group" }, element("table", { className: "sb-table" },
      element("caption", {}, element("span", { textContent: caption })),
      element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...lines)));
    made.setAttribute("aria-label", caption);
    return made;
  }

  function standing() {
    const words = (values) => (values ? `${shown(values[0])} (${interval(values)}), ${band(values)}` : say("missing"));
    return table(say("standing", { lens: lens().name, year: setting.year, share: lens().share }),
      [say("field"), ...setting.states.map((state) => names[state])],
      lens().nodes.map((node, i) => [label(node), ...setting.states.map((state) => words(cell(state, i)))]));
  }

  /* trends: one small chart a field, one line a state */
  const BOX = { width: 300, height: 150, left: 28, right: 8, top: 8, bottom: 20 };

  function trend(node, i) {
    const all = [...lens().years].sort();
    const [first, last] = [all[0], all.at(-1)];
    const x = (year) => BOX.left + ((BOX.width - BOX.left - BOX.right) * (year - first)) / Math.max(1, last - first);
    const y = (score) => BOX.top + (BOX.height - BOX.top - BOX.bottom) * (1 - score / 100);
    const grid = [0, 50, 100].flatMap((score) => [
      drawn("line", { x1: BOX.left, x2: BOX.width - BOX.right, y1: y(score), y2: y(score), class: "sb-grid" }),
      drawn("text", { x: BOX.left - 5, y: y(score) + 4, "text-anchor": "end" }, String(score))]);
    const ends = [...new Set([first, last])].map((year) =>
      drawn("text", { x: x(year), y: BOX.height - 4, "text-anchor": year === first ? "start" : "end" }, String(year)));
    const lines = setting.states.flatMap((state, n) => series(state, i, n, all, x, y));
    const picture = drawn("svg", { viewBox: `0 0 ${BOX.width} ${BOX.height}`, role: "img",
      "aria-label": say("trend", { field: label(node) }) }, ...grid, ...ends, ...lines);
    return element("div", { className: "sb-trend" }, element("p", { className: "sb-trend-name", textContent: label(node) }), picture);
  }

  function series(state, i, n, all, x, y) {
    const known = all.map((year) => [year, cell(state, i, year)]).filter(([, values]) => values);
    const dots = known.map(([year, values]) => drawn("text", { x: x(year), y: y(values[0]) + 3.5, "text-anchor": "middle",
      class: `sb-mark sb-series-${n + 1}` }, SHAPES[n]));
    const points = known.map(([year, values]) => `${x(year)},${y(values[0])}`).join(" ");
    return [drawn("polyline", { points, class: `sb-line sb-series-${n + 1}`, "stroke-dasharray": DASHES[n] }), ...dots];
  }

  function trends() {
    const all = [...lens().years].sort();
    const rows = lens().nodes.flatMap((node, i) => setting.states.map((state) =>
      [`${label(node)}, ${names[state]}`, ...all.map((year) => (cell(state, i, year) ? shown(cell(state, i, year)[0]) : "–"))]));
    return [legend(), element("div", { className: "sb-trends" }, ...lens().nodes.map(trend)),
      element("details", { className: "sb-data" }, element("summary", { textContent: say("numbers") }),
        table(say("trends", { lens: lens().name }), [say("field_and_state"), ...all], rows))];
  }

  /* policy, item by item */
  const answer = (state, column) => (((lens().answers[setting.year] || {})[state] || "").split(",")[column] || "");

  function box(name, words) {
    const input = element("input", { type: "checkbox", name, checked: Boolean(setting[name]) });
    input.addEventListener("change", () => {
      setting[name] = input.checked;
      part("items").replaceChildren(...items());
      part("items").querySelector(`[name=${name}]`).focus();
    });
    return element("label", { className: "sb-only" }, input, ` ${words}`);
  }

  function items() {
    if (!lens().items.length)
      return [element("p", { textContent: say("policy_only") })];
    const rows = lens().items.map((item) => {
      const given = setting.states.map((state) => answer(state, item.column));
      const known = given.filter((it) => it !== "");
      return { item, given, differs: new Set(known).size > 1, some: known.length > 0 };
    }).filter((row) => row.some);
    const shownRows = setting.only ? rows.filter((row) => row.differs) : rows;
    const differing = rows.filter((row) => row.differs).length;
    const made = table(say("items", { year: setting.year, differing, all: rows.length }),
      [say("item"), say("alike_or_not"), ...setting.states.map((state) => names[state])], shownRows.map(itemRow));
    made.querySelector("table").classList.toggle("sb-worded", Boolean(setting.words));
    const fields = new Set();
    made.querySelectorAll("tbody tr").forEach((row, n) => {
      const { field } = shownRows[n].item;
      if (!fields.has(field)) row.before(element("tr", { className: "sb-field" },
        element("th", { scope: "colgroup", colSpan: setting.states.length + 2, textContent: field })));
      fields.add(field);
    });
    return [box("only", say("only")), box("words", say("words")), made];
  }

  function itemRow({ item, given, differs }) {
    const meaning = ([textContent, lang]) => [": ", lang ? element("span", { textContent, lang }) : textContent];
    const words = (it) => (setting.words && item.levels[it] ? meaning(item.levels[it]) : []);
    const level = (it) => (it === "" ? [say("missing")] : [String(Math.round(Number(it))), ...words(it)]);
    const marked = (parts, kind = "") => element("td", { className: `${differs ? "sb-differs" : ""} ${kind}` }, ...parts);
    return [element("a", { href: `codebook/${item.code}.html`, textContent: item.title }),
      marked([say(differs ? "differ" : "alike")], "sb-alike"), ...given.map((it) => marked(level(it)))];
  }

  function show() {
    $(".sb-outcome").textContent = finding();
    part("standing").replaceChildren(legend(), dots(), standing());
    part("trends").replaceChildren(...trends());
    part("items").replaceChildren(...items());
    write();
  }

  function changed({ target }) {
    if (target.name === "lens") {
      setting.lens = target.value;
      if (!lens().years.includes(setting.year)) setting.year = lens().years[0];
    } else if (target.name === "year") setting.year = Number(target.value);
    else {
      const chosen = SHAPES.map((_, i) => form.elements[`state-${i + 1}`].value).filter(Boolean);
      setting.states = [...new Set(chosen)];
    }
    controls();
    show();
  }

  function start() {
    form = $("#sb-choose");
    if (!form) return;
    lenses = Object.fromEntries([...document.querySelectorAll("script.sb-compare")]
      .map((it) => [it.dataset.lens, JSON.parse(it.textContent)]));
    names = JSON.parse($("script.sb-names").textContent);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", changed);
    $("[data-do=link]").addEventListener("click", ({ target }) => page.copyLink(target));
    addEventListener("hashchange", () => { read(); controls(); show(); });
    read();
    controls();
    show();
    document.documentElement.dataset.ready = "compare";
  }
  page.whenReady(start);
})();
