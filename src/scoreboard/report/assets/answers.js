/* A state's answers on the What-if page, and the smallest set of changes that reaches a target.
   `host` is the page: its setting, its data, and what shows them again. */
window.scoreboardAnswers = (host) => {
  "use strict";
  const { element, shown } = window.scoreboardPage;
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
    const extra = Number.isNaN(coded) ? ["", "no answer in the source"] : [coded, "between two levels of the list"];
    return { coded, listed: off ? [extra, ...listed] : listed };
  }

  function question(column) {
    const { coded, listed } = levels(column);
    const answer = host.setting.answers.get(column) ?? coded;
    const field = element("fieldset", {}, element("legend", { textContent: host.lens().labels[column] }));
    for (const [score, condition] of listed) {
      const own = score === coded || (score === "" && Number.isNaN(coded));
      const input = element("input", { type: "radio", name: `item-${column}`, value: score });
      input.checked = score === answer || (score === "" && Number.isNaN(answer));
      input.addEventListener("change", () => {
        if (own) host.setting.answers.delete(column);
        else host.setting.answers.set(column, score);
        host.show();
      });
      const text = `${score === "" ? "" : `${shown(score, 0)}: `}${condition}${own ? " (as coded)" : ""}`;
      field.append(element("label", {}, input, element("span", { textContent: text })));
    }
    return field;
  }

  function fillAnswers() {
    const place = $(".sb-answers");
    if (!place) return;
    goalControls();
    const changeable = Object.keys(host.lens().items).length > 0;
    if (!changeable) return place.replaceChildren(element("p", { textContent:
      "Answers can be changed in the policy lens only: outcomes are measured, not decided." }));
    if (!host.setting.state) return place.replaceChildren(element("p", { textContent:
      "Choose a state in focus above to see and change its answers." }));
    const open = new Set([...place.querySelectorAll("details[open]")].map((it) => it.dataset.node));
    return place.replaceChildren(...sections().map(([column, items]) => {
      const made = element("details", { open: open.has(host.name(column)) || items.some((it) => host.setting.answers.has(it)) },
        element("summary", { textContent: `${host.label(column)}: ${items.length} items` }), ...items.map(question));
      made.dataset.node = host.name(column);
      return made;
    }));
  }

  /* what would it take */
  function goalControls() {
    const place = $(".sb-goal");
    const known = host.goals[host.setting.lens];
    const fits = Boolean(known) && known.year === host.setting.year && host.setting.state !== "";
    place.hidden = !known;
    if (!known) return;
    place.querySelector("button").disabled = !fits;
    host.fill(place.querySelector("select"), Object.entries(known.targets), place.querySelector("select").value || "median");
    place.querySelector(".sb-way").replaceChildren(fits ? "" : element("p", { textContent:
      `Worked out for ${known.year}, with the published weights and rules: choose that year and a state in focus.` }));
  }

  function takeWay() {
    const place = $(".sb-goal");
    const known = host.goals[host.setting.lens];
    const select = place.querySelector("select");
    const way = (known.ways[host.setting.state][host.setting.node] || {})[select.value] || { reason: "not enough data for a score" };
    const changes = way.changes || [];
    host.setting.weights = null;
    host.setting.rule = "own";
    host.setting.answers = new Map(changes);
    host.refresh();
    place.querySelector(".sb-way").replaceChildren(...(way.changes ? steps(way, known) : [element("p", { textContent:
      `${host.names[host.setting.state]}, ${host.label(host.setting.node)}: ${way.reason}.` })]));
  }

  function steps(way, known) {
    const reached = host.results().find((row) => row.state === host.setting.state).score;
    const own = host.year().leaves[host.year().states.indexOf(host.setting.state)];
    const list = way.changes.map(([column, score]) => {
      const condition = host.lens().items[column].find((level) => level[0] === score)[1];
      const who = known.holders[column][score]
        .map(([state, since, longer]) => `${host.names[state]} (${since}${longer ? " or before" : ""})`);
      return element("li", {}, element("strong", { textContent: host.lens().labels[column] }),
        ` from ${shown(own[column], 0)} to ${shown(score, 0)}: ${condition} `,
        element("span", { className: "sb-holders", textContent:
          who.length ? `There already, and since when: ${who.join(", ")}.` : "No state is there yet." }));
    });
    return [element("p", { textContent: `The smallest set of changes, in levels climbed, that brings ${host.names[host.setting.state]} to ` +
      `${shown(way.target)} on ${host.label(host.setting.node)}: it would score ${shown(reached)}. It is how the index would read, no advice.` }),
      element("ol", {}, ...list)];
  }

  return { fill: fillAnswers, takeWay };
};
