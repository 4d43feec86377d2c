/* A state's answers on the What-if page, and the smallest set of changes that reaches a target.
   `host` is the page: its setting, its data, and what shows them again. */
window.scoreboardAnswers = (host) => {
  "use strict";
  const { element, say, shown } = window.scoreboardPage;
  const $ = (selector) => document.querySelector(selector);

  function below(column) {
    const { leaves, groups } = host.lens().program;
    return column < leaves ? [column] : groups[column - leaves].children.flatMap(below);
  }

  function sections() {
    const taken = new Set();
    const fresh = (column) => below(column).filter((leaf) => host.lens().items[leaf] && !taken.has(leaf) && taken.add(leaf));
    const roots = [...host.fields().children, ...host.lens().nodes.filter((column) => column !== host.lens().top)];
    return [...new Set(roots)].map((column) => [column, fresh(column)]).filter(([, items]) => items.length);
  }

  function levels(column) {
    const coded = host.year().leaves[host.year().states.indexOf(host.setting.state)][column];
    const listed = [...host.lens().items[column]].reverse();
    const off = !listed.some(([score]) => score === coded);
    const extra = Number.isNaN(coded) ? ["", say("no_answer"), ""] : [coded, say("between"), ""];
    return { coded, listed: off ? [extra, ...listed] : listed };
  }

  /* A text of the definitions, marked if it is not in the language of the page. */
  const inLanguage = (textContent, lang) => (lang ? element("span", { textContent, lang }) : textContent);

  function question(column) {
    const { coded, listed } = levels(column);
    const answer = host.setting.answers.get(column) ?? coded;
    const field = element("fieldset", {}, element("legend", { textContent: host.lens().labels[column] }));
    for (const [score, condition, lang] of listed) {
      const own = score === coded || (score === "" && Number.isNaN(coded));
      const input = element("input", { type: "radio", name: `item-${column}`, value: score });
      input.checked = score === answer || (score === "" && Number.isNaN(answer));
      input.addEventListener("change", () => {
        if (own) host.setting.answers.delete(column);
        else host.setting.answers.set(column, score);
        host.show();
      });
      const text = element("span", {}, score === "" ? "" : `${shown(score, 0)}: `, inLanguage(condition, lang),
        own ? say("as_coded") : "");
      field.append(element("label", {}, input, text));
    }
    return field;
  }

  function fillAnswers() {
    const place = $(".sb-answers");
    if (!place) return;
    goalControls();
    const changeable = Object.keys(host.lens().items).length > 0;
    if (!changeable) return place.replaceChildren(element("p", { textContent: say("policy_only") }));
    if (!host.setting.state) return place.replaceChildren(element("p", { textContent: say("choose_state") }));
    const open = new Set([...place.querySelectorAll("details[open]")].map((it) => it.dataset.node));
    return place.replaceChildren(...sections().map(([column, items]) => {
      const made = element("details", { open: open.has(host.name(column)) || items.some((it) => host.setting.answers.has(it)) },
        element("summary", { textContent: say("items", { field: host.label(column), n: items.length }) }), ...items.map(question));
      made.dataset.node = host.name(column);
      return made;
    }));
  }

  /* what would it take */
  function goalControls() {
    const place = $(".sb-goal");
    const known = host.goals();
    const fits = Boolean(known) && host.setting.state !== "";
    place.hidden = !known;
    if (!known) return;
    place.querySelector("button").disabled = !fits;
    host.fill(place.querySelector("select"), Object.entries(known.targets), place.querySelector("select").value || "median");
    place.querySelector(".sb-way").replaceChildren(fits ? "" : element("p", { textContent: say("worked_out", { year: known.year }) }));
  }

  function takeWay() {
    const place = $(".sb-goal");
    const known = host.goals();
    const select = place.querySelector("select");
    const way = (known.ways[host.setting.state][host.setting.node] || {})[select.value] || { reason: say("unscored_goal") };
    const changes = way.changes || [];
    host.setting.weights = null;
    host.setting.rule = "own";
    host.setting.answers = new Map(changes);
    host.refresh();
    place.querySelector(".sb-way").replaceChildren(...(way.changes ? steps(way, known) : [element("p", { textContent:
      say("no_way", { state: host.names[host.setting.state], field: host.label(host.setting.node), reason: way.reason }) })]));
  }

  function steps(way, known) {
    const reached = host.results().find((row) => row.state === host.setting.state).score;
    const own = host.year().leaves[host.year().states.indexOf(host.setting.state)];
    const list = way.changes.map(([column, score]) => {
      const [, condition, lang] = host.lens().items[column].find((level) => level[0] === score);
      const who = known.holders[column][score]
        .map(([state, year, longer]) => say(longer ? "since_before" : "since", { state: host.names[state], year }));
      return element("li", {}, element("strong", { textContent: host.lens().labels[column] }),
        ` ${say("step", { before: shown(own[column], 0), after: shown(score, 0) })} `, inLanguage(condition, lang), " ",
        element("span", { className: "sb-holders", textContent:
          who.length ? say("there", { states: who.join(", ") }) : say("nobody") }),
        ...(known.register[column] ? [" ", element("a", { href: known.register[column], textContent: say("register") })] : []));
    });
    const words = say("way", { state: host.names[host.setting.state], target: shown(way.target),
      field: host.label(host.setting.node), score: shown(reached) });
    return [element("p", { textContent: words }),
      element("ol", {}, ...list)];
  }

  return { fill: fillAnswers, takeWay };
};
