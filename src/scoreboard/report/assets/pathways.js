/* The page of pathways: conditions are filters as data, in the address too; assets/filters.js answers them. */
(() => {
  "use strict";
  const page = window.scoreboardPage;
  const engine = window.scoreboardFilters;
  const { element, say } = page;
  const $ = (selector) => document.querySelector(selector);
  const ALWAYS = ["duration_min", "duration_max", "labour_market_test", "quota", "family_work", "long_term_residence"];
  const BESIDE = 6;
  const OPERATORS = { number: [">=", "<=", "=", "!=", ">", "<", "is"], date: [">=", "<=", "is"], category: ["in", "is"], list: ["has", "is"] };
  const STATUSES = ["recorded", "left_to_state", "not_recorded"];
  let data, names, rows, form, fields, setting, conditions;

  /* The row with what its act says and what the state overrides. */
  function joined(row) {
    const act = data.acts[row.key];
    const facts = row.standing === "not_bound" ? {} : { ...act.facts, ...row.own };
    return { ...act, ...row, note: row.note || act.note, facts };
  }

  /* setting <-> filters <-> address */
  const day = () => setting.day ? [{ field: "since", op: "<=", value: setting.day }, { field: "until", op: ">=", value: setting.day }] : [];
  const chosen = (field, values) => (values.length ? [{ field, op: "in", value: values }] : []);
  const filters = () => [...chosen("state", setting.states), ...chosen("pathway", setting.pathways), ...day(), ...setting.conditions];

  /* One value of a category is one of several, as the controls have it. */
  function offered(filter) {
    const plain = filter && Object.hasOwn(fields, filter.field) && filter.op === "=" && ["category", "list"].includes(fields[filter.field].kind);
    return plain ? { ...filter, op: fields[filter.field].kind === "list" ? "has" : "in", value: [filter.value].flat() } : filter;
  }

  function known(filter) {
    const { field, op, value } = filter || {};
    if (!Object.hasOwn(fields, field)) return engine.RECORD.includes(field) && typeof op === "string" && value !== undefined;
    return OPERATORS[fields[field].kind].includes(op) && value !== undefined;
  }

  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    setting = { states: [], pathways: [], day: given.has("filters") ? "" : data.day || "", conditions: [], view: given.get("view") || "table" };
    let asked = [];
    try { asked = JSON.parse(given.get("filters") || "[]"); } catch { /* an address that was cut: all records */ }
    for (const filter of Array.isArray(asked) ? asked.map(offered).filter(known) : []) {
      const several = Array.isArray(filter.value) ? filter.value : [filter.value];
      if (filter.field === "state" && filter.op === "in") setting.states = several;
      else if (filter.field === "pathway" && filter.op === "in") setting.pathways = several;
      else if (filter.field === "since" && filter.op === "<=") setting.day = filter.value;
      else if (!(filter.field === "until" && filter.value === setting.day)) setting.conditions.push(filter);
    }
  }

  function write() {
    const asked = encodeURIComponent(JSON.stringify(filters()));
    history.replaceState(null, "", `#filters=${asked}&view=${setting.view}`);
    $("[data-said=command]").textContent = say("command", { filters: JSON.stringify(filters()) });
  }

  /* controls */
  const option = (value, label, selected) => element("option", { value, textContent: label, selected });
  const labelled = (text, control) => element("label", {}, text, " ", control);

  function tick(name, value, label, on) {
    return element("label", { className: "sb-tick" }, element("input", { type: "checkbox", name, value, checked: on }), ` ${label}`);
  }

  function fieldSelect(field) {
    const parts = new Map();
    for (const it of data.fields) parts.set(it.part, [...(parts.get(it.part) || []), it]);
    return element("select", { name: "field" }, ...[...parts].map(([part, own]) =>
      element("optgroup", { label: part }, ...own.map((it) => option(it.field, it.label, it.field === field)))));
  }

  /* What may be chosen: the values that some record has, in the order of the field's own list. */
  function choices(field) {
    const found = new Set(rows.flatMap((row) => (row.facts[field] && row.facts[field].value !== null ? [row.facts[field].value].flat() : [])));
    return [...fields[field].values.filter((it) => found.has(it)), ...[...found].filter((it) => !fields[field].values.includes(it)).sort()];
  }

  function valueControl({ field, op, value }) {
    const { kind, unit } = fields[field];
    if (op === "is")
      return labelled(say("value"), element("select", { name: "value" }, ...STATUSES.map((it) => option(it, data.statuses[it], it === value))));
    if (kind === "number") return labelled(`${say("value")} (${unit.replaceAll("_", " ")})`,
      element("input", { name: "value", type: "number", step: "any", value: value === "" ? "" : Number(value) }));
    if (kind === "date") return labelled(say("value"), element("input", { name: "value", type: "date", value }));
    const several = [value].flat();
    return element("fieldset", { className: "sb-ticks" }, element("legend", { textContent: say("values") }),
      ...choices(field).map((it) => tick("value", it, it.replaceAll("_", " "), several.includes(it))));
  }

  function conditionBox(filter, i) {
    const operators = OPERATORS[fields[filter.field].kind];
    const op = element("select", { name: "op" }, ...operators.map((it) => option(it, data.operators[it], it === filter.op)));
    const remove = element("button", { type: "button", textContent: say("remove") });
    remove.addEventListener("click", () => { setting.conditions.splice(i, 1); controls(); show(); $("[data-do=add]").focus(); });
    const box = element("fieldset", { className: "sb-condition" }, element("legend", { textContent: say("condition", { n: i + 1 }) }),
      labelled(say("field"), fieldSelect(filter.field)), labelled(say("comparison"), op), valueControl(filter), remove);
    box.addEventListener("change", ({ target }) => changedCondition(box, i, target.name));
    return box;
  }

  function changedCondition(box, i, name) {
    const field = box.querySelector("[name=field]").value;
    const fresh = { field, op: OPERATORS[fields[field].kind][0], value: start(field) };
    const op = box.querySelector("[name=op]").value;
    if (name === "field") setting.conditions[i] = fresh;
    else if (name === "op") setting.conditions[i] = { field, op, value: op === "is" ? STATUSES[0] : start(field) };
    else setting.conditions[i] = { field, op, value: entered(box, field, op) };
    if (name !== "value") {
      const again = conditionBox(setting.conditions[i], i);
      box.replaceWith(again);
      again.querySelector(`[name=${name}]`).focus();
    }
    show();
  }

  const start = (field) => ({ number: 0, date: data.day || "" })[fields[field].kind] ?? [];

  function entered(box, field, op) {
    const { kind } = fields[field];
    if (op !== "is" && (kind === "category" || kind === "list"))
      return [...box.querySelectorAll("[name=value]:checked")].map((it) => it.value);
    const { value } = box.querySelector("[name=value]");
    return kind === "number" && op !== "is" ? Number(value) : value;
  }

  /* A condition without a value asks nothing yet. */
  const asking = () => filters().filter(({ value }) => !(Array.isArray(value) && !value.length) && value !== "");

  function controls() {
    for (const input of form.querySelectorAll("[name=state]")) input.checked = setting.states.includes(input.value);
    for (const input of form.querySelectorAll("[name=pathway]")) input.checked = setting.pathways.includes(input.value);
    form.elements.day.value = setting.day;
    form.elements.view.value = setting.view;
    const boxes = setting.conditions.filter((it) => Object.hasOwn(fields, it.field));
    conditions.replaceChildren(...boxes.map((it) => conditionBox(it, setting.conditions.indexOf(it))));
  }

  /* results */
  const name = (row) => names[row.state] || row.state;
  const wanted = () => [...new Set([...setting.conditions.map((it) => it.field).filter((it) => it in fields), ...ALWAYS])];

  function validity(row) {
    if (row.standing === "not_bound") return say("outside");
    if (!row.since) return data.statuses.not_recorded;
    return row.until ? say("ended", row) : say("lasting", row);
  }

  function told(row, field) {
    const fact = row.facts[field];
    return row.standing === "not_bound" ? "" : fact ? fact.words : data.statuses.not_recorded;
  }

  function cell(row, field) {
    const open = row.standing !== "not_bound" && (!row.facts[field] || row.facts[field].status !== "recorded");
    return element("td", { className: open ? "sb-open" : "", textContent: told(row, field) });
  }

  function table(caption, found) {
    const shown = wanted();
    const heads = [say("state"), say("pathway"), say("valid"), ...shown.map((it) => fields[it].label)];
    const body = element("tbody", {}, ...found.map((row) => element("tr", {}, element("th", { scope: "row", textContent: name(row) }),
      element("td", { textContent: row.title }), element("td", { textContent: validity(row) }), ...shown.map((it) => cell(row, it)))));
    return scroll(caption, element("table", { className: "sb-table" }, element("caption", {}, element("span", { textContent: caption })),
      element("thead", {}, element("tr", {}, ...heads.map((it) => element("th", { scope: "col", textContent: it })))), body));
  }

  function scroll(caption, inner) {
    const made = element("div", { className: "sb-scroll", tabIndex: 0, role: "group" }, inner);
    made.setAttribute("aria-label", caption);
    return made;
  }

  function factItem(row, field) {
    const fact = row.facts[field];
    const place = field in row.own ? say("own_source") : fact.article ? say("article", fact) : row.act;
    const link = fact.url.startsWith("http") ? element("a", { href: fact.url, textContent: fact.source }) : fact.source;
    return [element("dt", { textContent: fields[field].label }),
      element("dd", {}, fact.words, fact.note ? `. ${fact.note}` : "", element("small", {}, ` ${place}; ${say("source")}: `, link,
        `; ${say("confidence")}: ${fact.confidence.replaceAll("_", " ")}`))];
  }

  function card(row) {
    const all = element("details", {}, element("summary", { textContent: say("all_fields") }));
    all.addEventListener("toggle", () => {
      if (all.childElementCount === 1)
        all.append(element("dl", {}, ...data.fields.filter((it) => it.field in row.facts).flatMap((it) => factItem(row, it.field))));
    });
    const basis = row.url ? element("a", { href: row.url, textContent: row.act }) : row.act;
    return element("article", { className: "sb-card" }, element("h3", { textContent: `${name(row)}: ${row.title}` }),
      element("p", {}, basis, `, ${validity(row)}`, row.note ? `. ${row.note}` : ""),
      element("dl", {}, ...wanted().flatMap((it) => [element("dt", { textContent: fields[it].label }), element("dd", { textContent: told(row, it) })])), all);
  }

  function beside(found) {
    const shown = found.slice(0, BESIDE);
    const caption = say("beside", { n: shown.length });
    const lines = data.fields.filter((it) => it.main || shown.some((row) => it.field in row.facts)).map(({ field, label }) => {
      const words = shown.map((row) => told(row, field));
      const known = words.filter((_, i) => shown[i].facts[field] && shown[i].facts[field].status === "recorded");
      const differs = new Set(known).size > 1;
      const mark = differs ? say("differ") : known.length === shown.length ? say("alike") : "";
      return element("tr", {}, element("th", { scope: "row", textContent: label }), element("td", { textContent: mark }),
        ...words.map((it) => element("td", { className: differs && known.includes(it) ? "sb-differs" : "", textContent: it })));
    });
    const heads = [say("field"), "", ...shown.map((row) => `${name(row)}: ${row.title}`)];
    return scroll(caption, element("table", { className: "sb-table" }, element("caption", {}, element("span", { textContent: caption })),
      element("thead", {}, element("tr", {}, ...heads.map((it) => element(it ? "th" : "td", it ? { scope: "col", textContent: it } : {})))), element("tbody", {}, ...lines)));
  }

  const VIEWS = { table: (found) => table(say("caption"), found), cards: (found) => element("div", { className: "sb-cards" }, ...found.map(card)), beside };
  const answered = (filters_, wish) => rows.filter((row) => engine.meets(row, filters_) === wish);

  function show() {
    const begun = performance.now();
    const found = answered(asking(), "yes");
    const maybe = answered(asking(), "unknown");
    const view = VIEWS[setting.view] || VIEWS.table;
    $("#sb-found").replaceChildren(found.length ? view(found) : element("p", { textContent: say("nothing") }));
    const more = $("#sb-maybe");
    more.hidden = !maybe.length;
    more.querySelector("summary").textContent = say("more", { n: maybe.length });
    more.querySelector("div").replaceChildren();
    if (more.open) fillMaybe();
    write();
    const took = performance.now() - begun;
    const counts = [say("matches", { n: found.length }), maybe.length ? say("more", { n: maybe.length }) : "", say("took", { ms: Math.max(1, Math.round(took)) })];
    $(".sb-outcome").textContent = counts.filter(Boolean).join(" ");
    Object.assign(document.documentElement.dataset, { took, found: found.length, maybe: maybe.length });
  }

  function fillMaybe() {
    $("#sb-maybe div").replaceChildren(table(say("maybe_caption"), answered(asking(), "unknown")));
  }

  /* CSV: the table of the program, for the records that match */
  function csvRow(row) {
    const main = data.fields.filter((it) => it.main).map((it) => it.field);
    const values = main.map((it) => (row.facts[it] && row.facts[it].value !== null ? [row.facts[it].value].flat().join(data.between) : ""));
    const open = (status) => (row.standing === "not_bound" ? [] : main.filter((it) => (row.facts[it] ? row.facts[it].status : "not_recorded") === status));
    const overridden = main.filter((it) => row.facts[it] && row.facts[it].overrides);
    const last = [open("left_to_state"), open("not_recorded"), overridden, row.sources].map((it) => it.join(data.between));
    return [...data.columns.slice(0, data.columns.length - main.length - last.length).map((it) => row[it] ?? ""), ...values, ...last];
  }

  function csv() {
    const quoted = (it) => (/[",\r\n]/.test(it) ? `"${String(it).replaceAll('"', '""')}"` : it);
    const lines = [data.columns, ...answered(asking(), "yes").map(csvRow)].map((line) => line.map(quoted).join(","));
    const url = URL.createObjectURL(new Blob([lines.join("\n"), "\n"], { type: "text/csv" }));
    element("a", { href: url, download: "pathways.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  function changed({ target }) {
    if (target.closest(".sb-condition")) return;
    const ticked = (group) => [...form.querySelectorAll(`[name=${group}]:checked`)].map((it) => it.value);
    Object.assign(setting, { states: ticked("state"), pathways: ticked("pathway"), day: form.elements.day.value, view: form.elements.view.value });
    show();
  }

  function add() {
    setting.conditions.push({ field: "duration_min", op: ">=", value: 0 });
    controls();
    show();
    conditions.lastElementChild.querySelector("select").focus();
  }

  function begin() {
    form = $("#sb-pathways");
    if (!form) return;
    data = JSON.parse($("script.sb-pathways").textContent);
    names = JSON.parse($("script.sb-names").textContent);
    fields = Object.fromEntries(data.fields.map((it) => [it.field, it]));
    rows = data.rows.map(joined);
    conditions = $("#sb-conditions");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", changed);
    $("[data-do=add]").addEventListener("click", add);
    $("[data-do=link]").addEventListener("click", ({ target }) => page.copyLink(target));
    $("[data-do=csv]").addEventListener("click", csv);
    $("#sb-maybe").addEventListener("toggle", ({ target }) => { if (target.open) fillMaybe(); });
    addEventListener("hashchange", () => { read(); controls(); show(); });
    read();
    controls();
    show();
    document.documentElement.dataset.ready = "pathways";
  }
  page.whenReady(begin);
})();
