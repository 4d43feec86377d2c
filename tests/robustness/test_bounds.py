"""Bounds under missing data: they hold every completion, and nothing narrower does."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoreboard.definitions.method import Normalisation, RuleParameters
from scoreboard.definitions.models import LookupRow, PolicyIndicator
from scoreboard.observations import Panel
from scoreboard.robustness.bounds import bounds, cells_of
from scoreboard.robustness.limits import lookup_candidates
from scoreboard.scoring import aggregate, compile_tree, rank_within, score

RULES = {
    "arithmetic": RuleParameters(),
    "geometric": RuleParameters(),
    "harmonic": RuleParameters(shift=1.0),
    "power": RuleParameters(exponent=0.5),
    "copeland": RuleParameters(),
    "benefit_of_the_doubt": RuleParameters(over="year"),
}


def with_rule(index, rule):
    return index.model_copy(update={"aggregation": rule, "parameters": RULES[rule]})


def with_gaps(panel, gaps):
    """Return the panel without the values of some of its rows."""
    frame = panel.frame.copy()
    frame.loc[frame.index[list(gaps)], "value"] = np.nan
    return Panel(frame, panel.framework)


def gaps(panel, lens):
    """Return sets of rows of one lens's observations."""
    rows = np.flatnonzero(
        [panel.framework.indicators[code].lens == lens for code in panel.frame["indicator"]]
    )
    return st.sets(st.sampled_from(rows.tolist()), min_size=1, max_size=12)


def completions(scores, cells, random, count):
    """Yield all scores, list of planes [1, unit], with the missing cells drawn anew; some at their limits."""
    indicators = scores.panel.framework.indicators
    for _ in range(count):
        leaves = np.where(cells.filled, np.nan, cells.low)
        for leaf, unit in np.argwhere(cells.filled):
            it = indicators[cells.tree.leaves[leaf]]
            levels = [level.score for level in it.levels] if isinstance(it, PolicyIndicator) else [0, 100]
            inner = [] if isinstance(it, PolicyIndicator) else [random.uniform(0, 100)]
            leaves[leaf, unit] = random.choice([*levels, *inner])
        yield aggregate(cells.tree, leaves[:, None], cells.peers)[0]


def check_completions(panel, index, random, count=6):
    """Assert that scores and ranks of every completion lie within the bounds; return how many cells were drawn."""
    scores = score(panel, index)
    cells = cells_of(scores, scores.tree, np.ones(len(scores.values), bool), absent=False)
    table = bounds(panel, index).set_index(["node", "state", "year"])
    for planes in completions(scores, cells, random, count):
        for group in scores.tree.groups:
            column = scores.tree.column(group.name)
            place = [(group.name, *unit) for unit in zip(cells.peers.states, cells.peers.years, strict=True)]
            row = table.loc[place]
            held = (row["reason"] == "").to_numpy()
            values = planes[column][0]
            assert np.array_equal(np.isnan(values[held]), np.zeros(held.sum(), bool))
            assert (row["score_low"].to_numpy()[held] <= values[held] + 1e-9).all()
            assert (values[held] <= row["score_high"].to_numpy()[held] + 1e-9).all()
            check_ranks(row, values, scores, cells)
    return int(cells.filled.sum())


def check_ranks(row, values, scores, cells):
    rivals = row["score"].notna().to_numpy() & (row["reason"] == "").to_numpy()
    for units in cells.peers.by_year:
        within = rank_within(np.where(rivals, values, np.nan)[units], scores.index.minimum_states)
        best, worst = (
            row[name].to_numpy(float, na_value=np.nan)[units] for name in ("rank_best", "rank_worst")
        )
        known = (within > 0) & ~np.isnan(best)
        assert (best[known] <= within[known]).all()
        assert (within[known] <= worst[known]).all()


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("lens", ["policy", "outcome"])
def test_bounds_hold_every_completion(mini, lens, rule):
    panel, index = mini.panel(), with_rule(mini.framework.indices[lens], rule)
    drawn = []

    @settings(max_examples=2 if rule == "benefit_of_the_doubt" else 12)
    @given(gaps(panel, lens), st.integers(0, 1000))
    def holds(rows, seed):
        drawn.append(check_completions(with_gaps(panel, rows), index, np.random.default_rng(seed)))

    holds()
    assert sum(drawn) > 1


@pytest.mark.parametrize("method", ["min_max", "percentile_rank", "distance_to_best"])
@pytest.mark.parametrize("over", ["year", "panel"])
def test_bounds_hold_every_completion_where_a_group_is_scaled(mini, method, over):
    panel, index = mini.panel(), mini.framework.outcome
    overall = index.tree[0]
    scaled = overall.children[0].model_copy(update={"normalisation": Normalisation(method=method, over=over)})
    root = overall.model_copy(update={"children": (scaled, *overall.children[1:])})
    index = index.model_copy(update={"tree": (root,)})
    gone = (panel.frame["indicator"] == "overcrowding_rate") & (panel.frame["state"] == "AT")
    gone |= (panel.frame["indicator"] == "median_income") & (panel.frame["state"] == "SE")
    assert check_completions(with_gaps(panel, np.flatnonzero(gone)), index, np.random.default_rng(1), 40) == 5


@pytest.mark.parametrize("lens", ["policy", "outcome"])
@pytest.mark.parametrize("rule", RULES)
def test_where_nothing_is_missing_bounds_are_the_score(mini, lens, rule):
    table = bounds(mini.panel(), with_rule(mini.framework.indices[lens], rule))
    year = table[table["year"] == 2019]
    whole = year[year.groupby(["node", "year"])["filled"].transform("max") == 0]
    assert len(whole) >= 9
    for bound in ("score_low", "score_high"):
        np.testing.assert_array_equal(whole[bound], whole["score"])
    for bound in ("rank_best", "rank_worst"):
        pd.testing.assert_series_equal(whole[bound], whole["rank"], check_names=False)


def test_the_mini_policy_index_by_hand(mini):
    """In 2018 BE has 50 for jobs, 100 for rent and for teachers, and nothing for schools, three times teachers.

    Education lies between (3·0 + 100)/4 and 100, overall between (50 + 25 + 100)/3 and (50 + 100 + 100)/3;
    SE has (100 + 100 + 50)/3 for certain, AT (50 + 37.5 + 50)/3.
    """
    table = bounds(mini.panel(), mini.framework.policy, [2018], ["education", "overall"])
    assert set(table["year"]) == {2018}
    row = table.set_index(["node", "state"])
    np.testing.assert_allclose(
        row.loc[("education", "BE"), ["score_low", "score_high"]].astype(float), [25, 100]
    )
    np.testing.assert_allclose(
        row.loc[("overall", "BE"), ["score_low", "score_high"]].astype(float), [175 / 3, 250 / 3]
    )
    assert row.loc[("overall", "BE"), ["rank", "rank_best", "rank_worst", "filled"]].tolist() == [
        2,
        1,
        2,
        0.25,
    ]
    assert row.loc[("overall", "SE"), ["rank_best", "rank_worst"]].tolist() == [1, 1], "a tie is not ahead"
    assert row.loc[("education", "BE"), ["rank_best", "rank_worst"]].tolist() == [1, 3], (
        "it alone joins the ranked"
    )
    assert np.isnan(row.loc[("education", "BE"), "score"])
    assert row.loc[("education", "AT"), ["rank_best", "rank_worst"]].tolist() == [2, 2]


def test_a_look_up_need_not_rise_with_its_children(mini):
    """With the middle level best, the extremes are at neither end of the missing child."""
    panel, index = mini.panel(), mini.framework.policy
    rows = tuple(
        LookupRow(when={"teacher_recruitment": level}, score=points, condition="a level")
        for level, points in (("0", 40), ("50", 90), ("100", 10))
    )

    def change(node):
        if node.node == "teachers":
            return node.model_copy(update={"lookup": rows})
        return node.model_copy(update={"children": tuple(change(child) for child in node.children)})

    index = index.model_copy(update={"tree": tuple(change(root) for root in index.tree)})
    where = (panel.frame["indicator"] == "teacher_recruitment") & (panel.frame["state"] == "AT")
    table = bounds(with_gaps(panel, np.flatnonzero(where)), index, [2019], ["teachers"]).set_index("state")
    levels = {level.score for level in panel.framework.indicators["teacher_recruitment"].levels}
    assert levels == {0, 50, 100}
    assert table.loc["AT", ["score_low", "score_high"]].tolist() == [10, 90]
    assert table.loc["SE", ["score_low", "score_high"]].tolist() == [40, 40]


def test_candidates_of_a_look_up_meet_every_row_that_can_be_met(mini):
    tree = compile_tree(mini.framework.policy)
    group = next(it for it in tree.groups if it.name == "teachers")
    limits = np.tile([[0.0], [100.0]], len(tree.columns))
    items = lookup_candidates(group, tree.columns, limits, mini.framework)
    levels = [
        [it.score for it in mini.framework.indicators[c].levels]
        for c in map(tree.columns.__getitem__, group.children)
    ]
    assert {tuple(column) for column in items.T} == set(product(*levels))
    plain = lookup_candidates(group, ("x",) * len(tree.columns), limits, mini.framework)
    numbers = {it.number for row, _ in group.lookup for it in row if it.column == group.children[0]}
    assert numbers == {0, 50, 100}
    assert set(plain[0]) == {0, 25, 50, 75, 100}


def test_an_indicator_that_nobody_has_is_filled_on_demand_only(mini):
    panel = mini.panel()
    nobody = with_gaps(panel, np.flatnonzero(panel.frame["indicator"] == "overcrowding_rate"))
    index = mini.framework.outcome
    index = index.model_copy(update={"missing": index.missing.model_copy(update={"coverage": 0.5})})
    left = bounds(nobody, index, [2019], ["overall"])
    np.testing.assert_array_equal(left["score_low"], left["score_high"])
    assert (left["filled"] == 0).all()
    filled = bounds(nobody, index, [2019], ["overall"], absent=True)
    np.testing.assert_allclose(filled["score_high"] - filled["score_low"], 50.0)
    assert (filled["filled"] == 0.5).all()
    strict = index.model_copy(update={"missing": index.missing.model_copy(update={"coverage": 0.6})})
    assert set(bounds(nobody, strict, [2019], ["overall"])["reason"]) == {"coverage"}


def test_a_state_with_nothing_observed_has_no_bounds(mini):
    table = bounds(mini.panel(), mini.framework.outcome, [2020]).set_index(["node", "state"])
    row = table.loc[("housing", "BE")]
    assert row["reason"] == "no-observations"
    assert row[["score_low", "score_high", "rank_best", "rank_worst"]].isna().all()
    np.testing.assert_allclose(
        table.loc[("overall", "BE"), ["score_low", "score_high"]].astype(float), [28.125, 78.125]
    )


@pytest.mark.parametrize("method", ["z_score", "rank", "percentile_rank", "borda"])
def test_a_normalisation_without_limits_says_so(mini, method):
    index = mini.framework.outcome.model_copy(update={"normalisation": Normalisation(method=method)})
    table = bounds(mini.panel(), index, [2020]).set_index(["node", "state"])
    assert table.loc[("overall", "BE"), "reason"] == "no-bounds"
    assert np.isnan(table.loc[("overall", "BE"), "score_low"])
    assert table.xs("overall")[["rank_best", "rank_worst"]].isna().all(axis=None), "one rival may be anywhere"
    assert table.loc[("labour_market", "BE"), "reason"] == ""


def test_limits_of_min_max_are_its_lowest_and_highest_score(mini):
    how = Normalisation(method="min_max", lowest_score=10.0, highest_score=90.0)
    index = mini.framework.outcome.model_copy(update={"normalisation": how})
    row = bounds(mini.panel(), index, [2020], ["overall"]).set_index("state").loc["BE"]
    np.testing.assert_allclose(row["score_high"] - row["score_low"], 0.5 * 80)


def test_a_rule_that_is_not_monotone_has_no_bounds(mini):
    index = mini.framework.outcome.model_copy(
        update={"aggregation": "mazziotta_pareto", "parameters": RuleParameters(penalty="lower")}
    )
    table = bounds(mini.panel(), index, [2020], ["overall"])
    assert set(table["reason"]) == {"no-bounds"}


def test_one_year_has_the_bounds_that_it_has_among_all(mini):
    for lens in ("policy", "outcome"):
        everything = bounds(mini.panel(), mini.framework.indices[lens])
        alone = bounds(mini.panel(), mini.framework.indices[lens], [2019])
        pd.testing.assert_frame_equal(alone, everything[everything["year"] == 2019].reset_index(drop=True))


def test_what_the_index_does_not_have_is_refused(mini):
    with pytest.raises(KeyError, match="nowhere"):
        bounds(mini.panel(), mini.framework.policy, nodes=["nowhere"])
    with pytest.raises(KeyError, match="1999"):
        bounds(mini.panel(), mini.framework.policy, [1999])
