"""The engine of the pages: the same scores and ranks as Python's, in a real browser, for hundreds of settings."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import numpy as np
import pytest

from scoreboard.definitions.method import RuleParameters
from scoreboard.report.interactive.dataset import items, line
from scoreboard.report.interactive.program import CHOICES, choices, obstacles, program
from scoreboard.report.runtime import ASSETS
from scoreboard.scoring.methods.ranking import rank_within
from scoreboard.scoring.peers import Peers
from scoreboard.scoring.plan import compile_plan
from scoreboard.scoring.tree import Condition, Group, Tree, aggregate

NOISE = 1e-11
SETTINGS = 240
"""Random settings that are tried."""
RUN = """({program, change, leaves}) => {
  const run = scoreboardEngine.adapt(program, change);
  const all = leaves.map((line) => scoreboardEngine.evaluate(run, scoreboardEngine.parse(line)));
  const plain = (rows) => rows.map((row) => row.map((x) => (Number.isNaN(x) ? null : x)));
  const columns = run.columns.map((_, c) => all.map((unit) => unit.scores[c]));
  return {
    scores: plain(all.map((unit) => unit.scores)), coverage: plain(all.map((unit) => unit.coverage)),
    ranks: columns.map((scores) => scoreboardEngine.ranks(scores, run.minimum)),
  };
}"""


@pytest.fixture(scope="module")
def engine(chromium):
    page = chromium.new_page()
    page.add_script_tag(path=ASSETS / "engine.js")
    yield lambda **setting: page.evaluate(RUN, setting)
    page.close()


def numbers(rows):
    return np.array([[np.nan if x is None else x for x in row] for row in rows], float)


def in_python(tree, minimum, leaves):
    """Return scores and coverage [unit, column] and ranks [column, unit], by the engine of the project."""
    peers = Peers(np.array([f"{n:03}" for n in range(len(leaves))]), np.full(len(leaves), 2019))
    planes, shares = aggregate(tree, leaves.T[:, None], peers)
    scores = np.concatenate(planes).T
    return scores, np.concatenate(shares).T, rank_within(scores.T, minimum)


def check(engine, tree, minimum, leaves, change, changed):
    """Compare one setting, every unit and column; returns how many scores there were."""
    found = engine(program=program(tree, minimum), change=change, leaves=[line(row) for row in leaves])
    scores, coverage, ranks = in_python(changed, minimum, leaves)
    np.testing.assert_allclose(numbers(found["scores"]), scores, rtol=0, atol=1e-9)
    np.testing.assert_allclose(numbers(found["coverage"]), coverage, rtol=0, atol=1e-9)
    assert_ranks(found["ranks"], scores, ranks)
    return int(np.isfinite(scores[:, len(tree.leaves) :]).sum())


def assert_ranks(found, scores, expected):
    """Ranks are equal; only scores that differ by less than the noise of a logarithm may stand either way."""
    found = np.array([[rank or 0 for rank in row] for row in found])
    high = scores.T[:, :, None]
    others = scores.T[:, None, :]
    with np.errstate(invalid="ignore"):
        noise = ((np.abs(high - others) < NOISE) & (high != others)).any(axis=2)
        best = 1 + (others > high + NOISE).sum(axis=2)
        worst = (others > high - NOISE).sum(axis=2)
    np.testing.assert_array_equal(found[~noise], expected[~noise])
    assert ((found == 0) == (expected == 0)).all()
    split = noise & (found > 0)
    assert (found[split] >= best[split]).all()
    assert (found[split] <= worst[split]).all()
    assert noise.mean() < 0.5


def drawn(rng, tree, top, levels):
    """Draw a setting: what the page is told, and the same change of the tree in Python."""
    weights = [rng.choice([0, 0.25, 0.5, 1, 2, 3, 4]) for _ in tree.group(top).children]
    weights = rng.choice([None, weights])
    rule = rng.choice([None, *CHOICES])
    only = rng.choice([None, top])
    change = {"node": top, "weights": weights, "only": only, "rule": choices()[rule] if rule else None}

    def changed(group):
        column = tree.column(group.name)
        if weights and column == top:
            group = replace(group, nominal=np.array(weights, float), weights=np.array(weights, float))
        if rule and group.follows and only in (None, column):
            _, name, parameters = CHOICES[rule]
            group = replace(group, rule=name, parameters=parameters)
        return group

    return change, tree.with_groups(changed)


def answered(rng, leaves, levels):
    """Change some answers to other levels, and lose some values."""
    leaves = leaves.copy()
    for _ in range(rng.randrange(12) if levels else 0):
        column = rng.choice(list(levels))
        leaves[rng.randrange(len(leaves)), int(column)] = rng.choice(levels[column])[0]
    for _ in range(rng.randrange(60)):
        leaves[rng.randrange(leaves.shape[0]), rng.randrange(leaves.shape[1])] = np.nan
    return leaves


@pytest.mark.browser
@pytest.mark.parametrize("lens", ["policy", "outcome"])
def test_random_settings_give_the_scores_and_ranks_of_python(engine, edition, lens):
    rng = random.Random(1)
    scores = edition.scores(lens)
    levels = items(edition, scores)
    top = scores.tree.column("overall")
    compared = 0
    for _ in range(SETTINGS // 2):
        year = rng.choice(np.unique(scores.block.years).tolist())
        leaves = answered(rng, scores.prepared.scores[:, 0, scores.block.years == year].T, levels)
        change, changed = drawn(rng, scores.tree, top, levels)
        compared += check(engine, scores.tree, scores.index.minimum_states, leaves, change, changed)
    assert compared > 100 * SETTINGS // 2


def random_condition(rng, children):
    return Condition(rng.choice(children), rng.choice(["=", "<", "<=", ">", ">="]), rng.choice([0, 33, 50]))


def random_tree(rng):
    """Draw a tree of all rules with any parameters, thresholds, weights and look-ups."""
    leaves = tuple(f"leaf_{n}" for n in range(12))
    rules = {
        "arithmetic": RuleParameters(),
        "geometric": RuleParameters(shift=rng.choice([None, 0.5, 1, 20])),
        "harmonic": RuleParameters(shift=rng.choice([None, 0.5, 1, 20])),
        "power": RuleParameters(exponent=rng.choice([-2, -1, -0.5, 0, 0.5, 1, 2, 3.5])),
        "lookup": RuleParameters(),
    }
    groups = []
    for n in range(6):
        pool = range(2 * n, 2 * n + 2) if n < 5 else range(12, 17)
        children = (*pool, *rng.sample(range(12), rng.randrange(2)))
        rule = rng.choice(list(rules)) if n < 5 else rng.choice([it for it in rules if it != "lookup"])
        nominal = np.array([rng.choice([0.33, 0.67, 1, 2]) for _ in children])
        lookup = tuple(
            (
                (
                    Condition(
                        rng.choice(children), rng.choice(["=", "<", "<=", ">", ">="]), rng.choice([0, 33, 50])
                    ),
                ),
                score,
            )
            for score in (0, 33, 67)
        )
        groups.append(
            Group(f"group_{n}", children, nominal, nominal, rule, rules[rule], rule != "lookup",
                  rng.choice([0, 0.5, 0.6, 1]), rng.choice([0, 0, 2]), lookup if rule == "lookup" else ())
        )  # fmt: skip
    return Tree(leaves, tuple(groups))


@pytest.mark.browser
@pytest.mark.parametrize("lens", ["policy", "outcome"])
def test_the_published_scores_and_ranks_come_out_to_the_last_bit(engine, edition, lens):
    scores = edition.scores(lens)
    for units in scores.block.peers.by_year:
        leaves = scores.prepared.scores[:, 0, units].T
        plain = program(scores.tree, scores.index.minimum_states)
        found = engine(program=plain, change={}, leaves=[line(row) for row in leaves])
        np.testing.assert_array_equal(numbers(found["scores"]), scores.values[units])
        np.testing.assert_array_equal(numbers(found["ranks"]), scores.ranks[units].T)


@pytest.mark.browser
def test_any_tree_of_the_offered_rules_runs_alike(engine):
    rng = random.Random(2)
    compared = 0
    for n in range(80):
        tree = random_tree(rng)
        cells = np.random.default_rng(n).choice([0, 33, 50, 67, 100, np.nan, 12.345678901234567], (30, 12))
        change, changed = drawn(rng, tree, 17, {})
        compared += check(engine, tree, rng.choice([1, 10, 31]), cells, change, changed)
    assert compared > 5_000


def test_what_compares_states_is_named(mini):
    index = mini.framework.indices["policy"].model_copy(update={"aggregation": "copeland"})
    tree = compile_plan(index, mini.framework).tree
    named = obstacles(tree, list(tree.columns))
    assert "teachers" not in named
    assert named == [group.name for group in tree.groups if group.name != "teachers"]
    assert obstacles(mini.scores("policy").tree, list(tree.columns)) == []


def test_a_program_is_plain_data(edition):
    made = program(edition.scores("policy").tree, 10)
    assert json.loads(json.dumps(made)) == made
    assert {group["rule"] for group in made["groups"]} == {"arithmetic", "lookup"}


def test_every_number_survives_its_way_into_the_page(edition):
    leaves = edition.scores("outcome").prepared.scores[:, 0].T
    assert np.isfinite(leaves).sum() > 5_000
    back = [[float(cell) if cell else np.nan for cell in line(row).split(",")] for row in leaves]
    np.testing.assert_array_equal(np.array(back), leaves)
