/* The What-if page: reads the setting from the address, runs the engine, shows what follows. */
(() => {
  "use strict";
  const engine = window.scoreboardEngine;
  const page = window.scoreboardPage;
  const { element, say, shown } = page;
  const $ = (selector) => document.querySelector(selector);
  const data = (selector) => JSON.parse($(`script.sb-${selector}`).textContent);
  const years = new Map(); // parsed once, when first looked at
  let lenses, names, rules, form, setting, answers, announcing;

  const option = (value, label) => element("option", { value, textContent: label });
  const band = (pair) => (pair ? page.band(pair) : "–");

  /* the setting */
  const lens = () => lenses[setting.lens];
  const name = (column) => lens().program.columns[column];
  const label = (column) => lens().labels[column] + (lens().proxies.includes(column) ? say("proxy") : "");
  const fields = () => lens().program.groups[lens().top - lens().program.leaves];

  function year() {
    const key = `${setting.lens} ${setting.year}`;
    if (!years.has(key)) {
      const found = data(`year[data-lens="${setting.lens}"][data-year="${setting.year}"]`);
      years.set(key, { ...found, leaves: found.leaves.map(engine.parse) });
    }
    return years.get(key);
  }

  /* The ways of the chosen lens and year, worked out by Python; parsed when first asked for. */
  const ways = new Map();
  function goals() {
    const place = $(`script.sb-goals[data-lens="${setting.lens}"][data-year="${setting.year}"]`);
    if (place && !ways.has(place)) {
      ways.set(place, { ...data(`aims[data-lens="${setting.lens}"]`), ...JSON.parse(place.textContent) });
    }
    return ways.get(place);
  }

  function published(lensName) {
    return { lens: lensName, year: lenses[lensName].years[0], node: lenses[lensName].nodes[0], state: "",
      weights: null, rule: "own", where: "top", answers: new Map() };
  }

  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    const start = published(given.get("lens") in lenses ? given.get("lens") : Object.keys(lenses)[0]);
    setting = start;
    if (lens().years.includes(Number(given.get("year")))) start.year = Number(given.get("year"));
    const node = lens().program.columns.indexOf(given.get("node"));
    if (lens().nodes.includes(node)) start.node = node;
    if (year().states.includes(given.get("state"))) start.state = given.get("state");
    if (given.get("rule") in rules) start.rule = given.get("rule");
    if (given.get("where") === "all") start.where = "all";
    const weights = (given.get("weights") || "").split(",").map(Number);
    if (given.has("weights") && weights.length === fields().children.length && weights.every((w) => w >= 0 && w <= 4))
      start.weights = weights;
    for (const pair of start.state ? (given.get("answers") || "").split(",") : []) {
      const [code, score] = pair.split(":");
      const column = lens().program.columns.indexOf(code);
      const levels = lens().items[column] || [];
      if (levels.some((level) => level[0] === Number(score))) start.answers.set(column, Number(score));
    }
  }

  function address() {
    const parts = { lens: setting.lens, year: setting.year, node: name(setting.node) };
    if (setting.state) parts.state = setting.state;
    if (setting.weights) parts.weights = setting.weights.join(",");
    if (setting.rule !== "own") Object.assign(parts, { rule: setting.rule, where: setting.where });
    if (setting.answers.size)
      parts.answers = [...setting.answers].map(([column, score]) => `${name(column)}:${score}`).join(",");
    return Object.entries(parts).map(([key, value]) => `${key}=${value}`).join("&");
  }

  /* the scores */
  function program() {
    const rule = setting.rule === "own" ? null : rules[setting.rule];
    const only = setting.where === "top" ? lens().top : null;
    return engine.adapt(lens().program, { node: lens().top, weights: setting.weights, rule, only });
  }

  function scored(run, changed) {
    const all = year().leaves.map((leaves, i) => {
      const own = [...leaves];
      if (changed && year().states[i] === setting.state)
        for (const [column, score] of setting.answers) own[column] = score;
      return engine.evaluate(run, own).scores[setting.node];
    });
    return { scores: all, ranks: engine.ranks(all, run.minimum) };
  }

  function results() {
    const now = scored(program(), true);
    const before = scored(lens().program, false);
    const bands = year().bands[setting.node];
    return year().states.map((state, i) => ({
      state, score: now.scores[i], rank: now.ranks[i], published: before.scores[i], before: before.ranks[i], band: bands[i],
    }));
  }

  /* showing */
  function bar(row) {
    const cell = element("td", { className: "sb-bar-cell" });
    cell.dataset.value = row.score;
    const bar = element("span", { className: "sb-bar" });
    bar.style.setProperty("--share", `${Math.min(100, Math.max(0, row.score))}%`);
    if (!Number.isNaN(row.published)) {
      const mark = element("i");
      mark.style.setProperty("--share", `${Math.min(100, Math.max(0, row.published))}%`);
      bar.append(mark);
    }
    cell.append(bar, element("span", { className: "sb-bar-number", textContent: shown(row.score) }));
    return cell;
  }

  function line(row) {
    const number = (value) => element("td", { className: "sb-number", textContent: value });
    const link = element("a", { href: `states/${row.state}.html`, textContent: names[row.state] });
    const head = element("th", { scope: "row" }, link);
    const change = Number.isNaN(row.published) ? "–" : shown(row.score - row.published);
    const made = element("tr", {}, number(row.rank ?? "–"), head, bar(row),
      number(Number.isNaN(row.published) ? "–" : shown(row.published)), number(change), number(band(row.band)));
    made.dataset.state = row.state;
    if (row.state === setting.state) made.className = "sb-own";
    return made;
  }

  function sentence(rows) {
    const moved = rows.filter((row) => row.rank !== row.before && row.rank !== null).length;
    const own = rows.find((row) => row.state === setting.state);
    const others = moved ? say("moved", { n: moved }) : say("none_moved");
    if (!own) return others;
    const state = names[own.state];
    if (Number.isNaN(own.score)) return say("unscored", { state, others });
    const n = rows.filter((row) => !Number.isNaN(row.score)).length;
    const place = own.rank === null ? say("no_rank") : say("rank", { rank: own.rank, n });
    const was = Number.isNaN(own.published) ? say("unpublished")
      : say("published", { score: shown(own.published), band: band(own.band) });
    return say("standing", { state, score: shown(own.score), place, was, others });
  }

  function show() {
    const rows = results();
    const ordered = rows.filter((row) => !Number.isNaN(row.score))
      .sort((a, b) => b.score - a.score || a.state.localeCompare(b.state));
    $(".sb-ranking tbody").replaceChildren(...ordered.map(line));
    const what = label(setting.node) + (setting.node === lens().top ? "" : ` (${lens().name})`);
    $(".sb-ranking caption span").textContent = say("caption", { what, year: setting.year });
    const without = rows.filter((row) => Number.isNaN(row.score)).map((row) => names[row.state]);
    $(".sb-without").textContent = without.length ? say("without", { states: without.join(", ") }) : "";
    const text = sentence(rows);
    $(".sb-outcome").textContent = text;
    clearTimeout(announcing);
    announcing = setTimeout(() => { $("p[role=status]").textContent = text; }, 400);
    history.replaceState(null, "", `#${address()}`);
  }

  /* controls */
  function fill(select, pairs, value) {
    select.replaceChildren(...pairs.map(([key, text]) => option(key, text)));
    select.value = value;
  }

  function slider(column, i) {
    const output = element("output");
    const input = element("input", { type: "range", min: 0, max: 4, step: 0.25 });
    const own = element("label", {}, element("span", { textContent: label(column) }), input, output);
    input.addEventListener("input", () => {
      setting.weights ||= [...starting()];
      setting.weights[i] = Number(input.value);
      weigh();
      show();
    });
    return own;
  }

  /* The index's weights on the sliders' scale: the greatest that does not fit becomes 4. */
  function starting() {
    const given = fields().weights;
    const most = Math.max(...given);
    return most > 4 ? given.map((w) => (4 * w) / most) : given;
  }

  function weigh() {
    const weights = setting.weights || starting();
    form.querySelectorAll(".sb-sliders label").forEach((own, i) => {
      const [input, output] = [own.querySelector("input"), own.querySelector("output")];
      input.value = weights[i];
      output.textContent = page.written(String(Number(weights[i].toFixed(2))));
      input.setAttribute("aria-valuetext", say("weight", { weight: output.textContent }));
    });
    for (const button of form.querySelectorAll(".sb-presets button"))
      button.setAttribute("aria-pressed", String(button.dataset.weights === (setting.weights || []).join(",")));
  }

  function preset(text, weights) {
    const button = element("button", { type: "button", textContent: text });
    button.dataset.weights = (weights || []).join(",");
    button.addEventListener("click", () => { setting.weights = weights && [...weights]; weigh(); show(); });
    return button;
  }

  function presets() {
    const children = fields().children;
    const only = (column) => say("only", { field: lens().inside[column] });
    return [preset(say("as_published"), null), preset(say("equal"), children.map(() => 1)),
      ...children.map((column, i) => preset(only(column), children.map((_, j) => Number(i === j))))];
  }

  function controls() {
    const { elements } = form;
    elements.lens.value = setting.lens;
    fill(elements.year, lens().years.map((it) => [it, it]), setting.year);
    fill(elements.node, lens().nodes.map((column) => [column, label(column)]), setting.node);
    fill(elements.state, [["", say("none_chosen")], ...year().states.map((it) => [it, names[it]])], setting.state);
    fill(elements.rule, [["own", say("as_published")], ...Object.entries(rules).map(([key, rule]) => [key, rule.label])], setting.rule);
    elements.where.value = setting.where;
    elements.where.disabled = setting.rule === "own";
    const weighted = fields().rule !== "lookup";
    form.querySelector(".sb-presets").replaceChildren(...(weighted ? presets() : []));
    form.querySelector(".sb-sliders").replaceChildren(...(weighted ? fields().children.map(slider) : []));
    weigh();
    answers.fill();
  }

  /* actions */
  function table() {
    const head = ["state", "name", "lens", "year", "node", "score", "rank", "published_score", "published_rank_low", "published_rank_high", "setting"];
    const cell = (value) => (value === null || Number.isNaN(value) ? "" : `"${String(value).replaceAll('"', '""')}"`);
    const rows = results().map((row) => [row.state, names[row.state], setting.lens, setting.year, name(setting.node), row.score,
      row.rank, row.published, ...(row.band || [null, null]), address()]);
    return [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
  }

  const ACTIONS = {
    reset() { setting = published(setting.lens); refresh(); },
    link: page.copyLink,
    csv() {
      const url = URL.createObjectURL(new Blob(["\ufeff", table()], { type: "text/csv" }));
      element("a", { href: url, download: `what-if-${setting.lens}-${setting.year}.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    },
    goal: () => answers.takeWay(),
  };

  function changed({ target }) {
    if (target.name === "lens") setting = published(target.value);
    else if (["year", "node"].includes(target.name)) setting[target.name] = Number(target.value);
    else if (["state", "rule", "where"].includes(target.name)) setting[target.name] = target.value;
    else return;
    if (["year", "state"].includes(target.name)) setting.answers = new Map();
    if (!year().states.includes(setting.state)) setting.state = "";
    refresh();
  }

  function refresh() {
    controls();
    show();
  }

  function start() {
    form = $("#sb-what-if");
    if (!form) return;
    const all = (kind) => Object.fromEntries([...document.querySelectorAll(`script.sb-${kind}`)]
      .map((it) => [it.dataset.lens, JSON.parse(it.textContent)]));
    [lenses, names, rules] = [all("lens"), data("names"), data("rules")];
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", changed);
    for (const button of document.querySelectorAll("[data-do]"))
      button.addEventListener("click", () => ACTIONS[button.dataset.do](button));
    addEventListener("hashchange", () => { read(); refresh(); });
    answers = window.scoreboardAnswers({ fields, fill, label, lens, name, results, show, year, names, goals, refresh,
      get setting() { return setting; } });
    read();
    refresh();
    document.documentElement.dataset.ready = "what-if";
  }
  page.whenReady(start);
})();
