/* Runs the program of an index: the same rules, in the same order, as the Python engine that wrote it.
   A missing score is NaN. Formulas of an index stand in the program; here are only the kinds of rules. */
window.scoreboardEngine = (() => {
  "use strict";
  const TOLERANCE = 1e-12;

  /* A mean is arithmetic on the scale `to`; `absorbs`: one 0 makes it 0; `signed`: negative scores count. */
  const same = (x) => x;
  const reciprocal = (x) => 1 / x;
  const SCALES = {
    arithmetic: () => ({ to: same, back: same, signed: true }),
    geometric: ({ shift = 0 }) => ({ to: Math.log, back: Math.exp, absorbs: true, shift }),
    harmonic: ({ shift = 0 }) => ({ to: reciprocal, back: reciprocal, absorbs: true, shift }),
    power({ exponent }) {
      if (exponent === 0) return SCALES.geometric({});
      if (exponent === 1) return SCALES.arithmetic({});
      return { to: (x) => x ** exponent, back: (y) => y ** (1 / exponent), absorbs: exponent < 0 };
    },
  };
  const HOLDS = {
    "=": (a, b) => a === b, "<": (a, b) => a < b, "<=": (a, b) => a <= b,
    ">": (a, b) => a > b, ">=": (a, b) => a >= b,
  };

  function mean(scale, scores, weights) {
    const shift = scale.shift || 0;
    let sum = 0, mass = 0, absorbed = false;
    scores.forEach((score, i) => {
      if (Number.isNaN(score)) return;
      const x = score + shift;
      mass += weights[i];
      if (scale.absorbs && x === 0) {
        absorbed ||= weights[i] > 0;
        sum += scale.to(1) * weights[i];
      } else sum += (x < 0 && !scale.signed ? NaN : scale.to(x)) * weights[i];
    });
    const result = scale.back(sum / mass);
    return (absorbed && !Number.isNaN(result) ? 0 : result) - shift;
  }

  function lookup(rows, column) {
    const row = rows.find(([conditions]) =>
      conditions.every(([child, compare, number]) => HOLDS[compare](column[child], number)));
    return row ? row[1] : NaN;
  }

  function share(scores, nominal) {
    let absent = 0, whole = 0;
    scores.forEach((score, i) => {
      if (Number.isNaN(score)) absent += nominal[i];
      whole += nominal[i];
    });
    return (whole - absent) / whole;
  }

  function join(group, column) {
    const scores = group.children.map((child) => column[child]);
    const coverage = share(scores, group.nominal);
    const present = scores.filter((score) => !Number.isNaN(score)).length;
    const enough = coverage >= group.coverage - TOLERANCE && coverage > 0 && present >= group.least;
    if (!enough) return { score: NaN, coverage };
    const score = group.rule === "lookup" ? lookup(group.lookup, column)
      : mean(SCALES[group.rule](group.parameters), scores, group.weights);
    return { score, coverage };
  }

  /* Scores and coverage of one state, by column, from its leaf scores. */
  function evaluate(program, leaves) {
    const scores = [...leaves];
    const coverage = leaves.map((score) => (Number.isNaN(score) ? 0 : 1));
    for (const group of program.groups) {
      const joined = join(group, scores);
      scores.push(joined.score);
      coverage.push(joined.coverage);
    }
    return { scores, coverage };
  }

  /* The program with other weights of one group's children, or another rule where the index's own applies.
     `only`: the column of the one group whose rule changes; null for every one that follows the index. */
  function adapt(program, { node = null, weights = null, rule = null, only = null }) {
    const groups = program.groups.map((group, i) => {
      const column = program.leaves + i;
      const changed = { ...group };
      if (weights && column === node) changed.nominal = changed.weights = weights;
      if (rule && group.follows && (only === null || column === only))
        Object.assign(changed, { rule: rule.rule, parameters: rule.parameters });
      return changed;
    });
    return { ...program, groups };
  }

  /* 1 for the highest, ties share the best, null without a score or where too few states have one. */
  function ranks(scores, minimum) {
    const rounded = scores.map((score) => Math.round(score * 1e9) / 1e9);  // beyond is the noise of adding up
    const present = rounded.filter((score) => !Number.isNaN(score));
    return rounded.map((score) => (Number.isNaN(score) || present.length < minimum ? null
      : 1 + present.filter((other) => other > score).length));
  }

  /* Leaf scores of a line of data: numbers between commas, nothing where missing. */
  const parse = (line) => line.split(",").map((cell) => (cell === "" ? NaN : Number(cell)));

  return { adapt, evaluate, parse, ranks };
})();
