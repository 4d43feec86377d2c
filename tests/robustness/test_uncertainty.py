"""Uncertainty analysis: reproducible to the bit, the same scoring as ever, and tables that add up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scoreboard import uncertainty
from scoreboard.definitions.method import (
    AlternativeRule,
    Imputation,
    Normalisation,
    Robustness,
    RuleParameters,
    Treatment,
    VaryAggregation,
    VaryGoalposts,
    VaryImputation,
    VaryInclusion,
    VaryNormalisation,
    VaryTreatment,
    VaryWeights,
)
from scoreboard.definitions.sampling import ErrorDefault, SamplingError
from scoreboard.observations import Panel
from scoreboard.scoring import score

LENSES = ["policy", "outcome"]
EVERYTHING = {
    "sampling": SamplingError(),
    "imputation": VaryImputation(alternatives=(Imputation(method="mean"), Imputation(method="multiple"))),
    "treatment": VaryTreatment(alternatives=(Treatment(winsorise=1, then=None, skewness=0.1, kurtosis=0.1),)),
    "normalisation": VaryNormalisation(alternatives=(Normalisation(method="min_max"),)),
    "weights": VaryWeights(within=0.25),
    "aggregation": VaryAggregation(
        alternatives=(AlternativeRule(rule="power", parameters=RuleParameters(exponent=0.5)),)
    ),
    "inclusion": VaryInclusion(leave_out="one"),
    "goalposts": VaryGoalposts(within=0.1),
}


def varied(index, **factors):
    """The index with these factors and no others."""
    return index.model_copy(update={"robustness": Robustness(draws=200, seed=1, interval=0.9, **factors)})


def bits(analysis):
    return [
        array.tobytes() for part in analysis.parts() for array in (part.samples.scores, part.samples.ranks)
    ]


@pytest.fixture(scope="module")
def everything(mini):
    return varied(mini.framework.outcome, **EVERYTHING)


@pytest.fixture(scope="module")
def all_tables(mini, everything):
    return uncertainty(mini.panel(), everything).tables()


@pytest.mark.parametrize("lens", LENSES)
def test_the_same_seed_gives_the_same_draws(mini, lens):
    index = mini.framework.indices[lens]
    first, again, other = (bits(uncertainty(mini.panel(), index, seed=seed)) for seed in (1, 1, 2))
    assert first == again == bits(uncertainty(mini.panel(), index))  # the seed of the index is 1
    assert first != other


@pytest.mark.parametrize(
    "how", [{"workers": 1}, {"workers": 2}, {"chunk": 1}, {"chunk": 7}, {"chunk": 10_000}]
)
def test_workers_and_chunks_change_no_bit(mini, everything, how):
    assert bits(uncertainty(mini.panel(), everything, **how)) == bits(uncertainty(mini.panel(), everything))


def test_the_memory_limit_changes_no_figure(mini, everything, all_tables):
    parts = list(uncertainty(mini.panel(), everything, memory=1).parts())
    assert len(parts) > 3  # a node at a time
    for name, table in uncertainty(mini.panel(), everything, memory=1).tables().items():
        pd.testing.assert_frame_equal(table, all_tables[name], check_exact=True)


def test_more_draws_begin_with_the_same_ones(mini, everything):
    few, many = (
        next(uncertainty(mini.panel(), everything, draws=draws).parts()).samples for draws in (120, 300)
    )
    np.testing.assert_array_equal(few.scores, many.scores[..., :120])


@pytest.mark.parametrize("lens", LENSES)
@pytest.mark.parametrize("factors", [{"weights": EVERYTHING["weights"]}, EVERYTHING])
def test_one_year_has_the_same_draws_as_in_all_years(mini, lens, factors):
    factors = {
        name: how for name, how in factors.items() if lens == "outcome" or name in ("weights", "inclusion")
    }
    index = varied(mini.framework.indices[lens], **factors)
    whole = uncertainty(mini.panel(), index).intervals
    alone = uncertainty(mini.panel(), index, years=[2019]).intervals
    pd.testing.assert_frame_equal(
        alone, whole[whole["year"] == 2019].reset_index(drop=True), check_exact=True
    )


@pytest.mark.parametrize("name", EVERYTHING)
def test_every_factor_alone_moves_something(mini, name):
    index = varied(mini.framework.outcome, **{name: EVERYTHING[name]})
    part = next(uncertainty(mini.panel(), index).parts())
    nominal = part.of_index(part.nominal.values)
    assert (np.abs(part.samples.scores - nominal[..., None]) > 1e-9).any()


def test_without_a_factor_every_draw_is_the_published_score(mini):
    index = varied(mini.framework.outcome, weights=VaryWeights(within=0.25))
    analysis = uncertainty(mini.panel(), index)
    published = score(mini.panel(), mini.framework.outcome)
    replayed = analysis.study.replay({})
    np.testing.assert_array_equal(replayed.values, published.values)


@pytest.mark.parametrize("draw", [0, 7, 199])
def test_a_draw_played_again_is_the_draw(mini, everything, draw):
    analysis = uncertainty(mini.panel(), everything)
    replayed = analysis.replay(draw)
    for part in analysis.parts():
        again = part.of_index(replayed.values)
        given = ~np.isnan(part.of_index(part.nominal.values))  # who is not scored takes no part
        np.testing.assert_array_equal(part.samples.scores[..., draw][given], again[given])


def test_every_cell_of_a_draw_can_be_explained(mini, everything):
    replayed = uncertainty(mini.panel(), everything).replay(3)
    unit = int(np.flatnonzero(~np.isnan(replayed.values[:, -1]))[0])
    state, year = str(replayed.block.states[unit]), int(replayed.block.years[unit])
    step = replayed.explain(state, year, replayed.tree.columns[-1])
    assert step.score == replayed.values[unit, -1]
    assert sum(child.share for child in step.children) == pytest.approx(1.0)


@pytest.mark.parametrize("lens", LENSES)
def test_weights_that_vary_surround_the_nominal_score_and_rank(mini, lens):
    index = varied(mini.framework.indices[lens], weights=VaryWeights(within=0.25))
    table = uncertainty(mini.panel(), index, draws=500).intervals
    scored = table[table["score"].notna()]
    assert len(scored) > 20
    assert (scored["score_low"] <= scored["score"] + 1e-9).all()
    assert (scored["score"] <= scored["score_high"] + 1e-9).all()
    ranked = scored[scored["rank"].notna()]
    assert (ranked["rank_low"] <= ranked["rank"]).all()
    assert (ranked["rank"] <= ranked["rank_high"]).all()
    missing = table[table["score"].isna()]
    assert len(missing) > 0
    assert missing[["score_low", "score_high", "rank_low", "rank_high"]].isna().all(axis=None)


def test_equal_children_give_an_interval_of_no_width(mini):
    """Whatever the weights, the mean of equal scores is that score."""
    panel = mini.panel()
    frame = panel.frame.copy()
    levels = frame["indicator"].map(lambda code: mini.framework.indicators[code].lens) == "policy"
    frame.loc[levels & frame["value"].notna(), "value"] = 100.0
    index = varied(mini.framework.policy, weights=VaryWeights(within=0.5))
    table = uncertainty(Panel(frame, panel.framework), index).intervals
    scored = table[table["score"].notna()]
    for column in ("score_low", "score_high"):
        np.testing.assert_allclose(scored[column], scored["score"], rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ({"weights": VaryWeights(within=0.05)}, {"weights": VaryWeights(within=0.5)}),
        ({"weights": VaryWeights(dirichlet=500)}, {"weights": VaryWeights(dirichlet=5)}),
        ({"goalposts": VaryGoalposts(within=0.02)}, {"goalposts": VaryGoalposts(within=0.2)}),
        (
            {"sampling": SamplingError(default=ErrorDefault(relative=0.001), groups={}, flags={})},
            {"sampling": SamplingError(default=ErrorDefault(relative=0.05), groups={}, flags={})},
        ),
    ],
)
def test_more_uncertainty_gives_wider_intervals(mini, narrow, wide):
    widths = []
    for factors in (narrow, wide):
        table = uncertainty(mini.panel(), varied(mini.framework.outcome, **factors)).intervals
        widths.append((table["score_high"] - table["score_low"]).sum())
    assert 0 < 2 * widths[0] < widths[1]


def test_a_published_standard_error_is_the_spread_of_the_draws(mini):
    """One indicator, its goalposts far away, so that nothing is clipped: score = (x − lo)/(hi − lo)·100."""
    index = varied(mini.framework.outcome, sampling=SamplingError())
    panel = mini.panel()
    frame = panel.frame.assign(se=2.0)
    part = uncertainty(Panel(frame, panel.framework), index, draws=4000)
    block = part.study.scenario(()).sampled.measured(np.arange(4000))
    level = next(n for n, it in enumerate(part.study.scenario(()).block.measures) if it.name == "level")
    gap = next(n for n, it in enumerate(part.study.scenario(()).block.measures) if it.name == "gap")
    for column, error in ((level, 2.0), (gap, 2.0 * np.sqrt(2.0))):
        spread = np.nanstd(block[column], axis=0)
        typical = np.nanmedian(spread)
        assert typical == pytest.approx(error, rel=0.05)


def test_the_same_observation_is_drawn_once_for_all_that_is_made_of_it(mini):
    index = varied(mini.framework.outcome, sampling=SamplingError())
    scenario = uncertainty(mini.panel(), index).study.scenario(())
    drawn = scenario.sampled.measured(np.arange(20))
    rows = scenario.block.rows
    seen = {}
    for column, measure in enumerate(scenario.block.measures):
        if measure.name == "level":
            for unit in np.flatnonzero(rows[:, column, 0] >= 0):
                key = int(rows[unit, column, 0])
                value = drawn[column, :, unit]
                np.testing.assert_array_equal(seen.setdefault(key, value), value)
    assert seen


def test_ranks_add_up_to_one(all_tables):
    ranks = all_tables["ranks"]
    total = ranks.groupby(["node", "year", "state"])["probability"].sum()
    np.testing.assert_allclose(total, 1.0)
    last = ranks.groupby(["node", "year", "state"])["at_most"].max()
    np.testing.assert_allclose(last, 1.0)


def test_of_two_states_one_is_ahead_or_both_are_tied(all_tables):
    pairs = all_tables["pairs"]
    other = pairs.rename(columns={"state": "other", "other": "state"})
    both = pairs.merge(other, on=["lens", "year", "node", "state", "other"], suffixes=("", "_back"))
    assert len(both) == len(pairs) > 0
    np.testing.assert_allclose(both["probability"] + both["probability_back"] + both["tied"], 1.0)


def test_ties_are_mutual(all_tables):
    ties = all_tables["ties"]
    for (_, _), part in ties.groupby(["node", "year"]):
        tied = {row.state: set(row.tied_with.split()) for row in part.itertuples()}
        assert all(state in tied[other] for state, others in tied.items() for other in others)
        assert set(part["group"]) == set(range(1, part["group"].max() + 1))


def test_expected_rank_is_the_mean_of_the_ranks(all_tables):
    ranks = all_tables["ranks"].assign(part=lambda it: it["rank"] * it["probability"])
    expected = ranks.groupby(["node", "year", "state"])["part"].sum()
    table = all_tables["intervals"].set_index(["node", "year", "state"])["rank_expected"].dropna()
    np.testing.assert_allclose(table, expected.reindex(table.index))


def test_a_change_is_real_only_if_its_interval_leaves_out_zero(all_tables):
    changes = all_tables["changes"]
    assert len(changes) > 0
    np.testing.assert_array_equal(changes["real"], (changes["low"] > 0) | (changes["high"] < 0))
    assert (changes["low"] <= changes["median"]).all()
    assert (changes["median"] <= changes["high"]).all()


def test_what_is_common_to_both_years_does_not_blur_their_change(mini):
    """The weights of a draw are those of all years: with the same scores twice, nothing changes in any draw."""
    panel = mini.panel()
    years = sorted(panel.frame["year"].unique())
    index = varied(
        mini.framework.policy, weights=VaryWeights(within=0.5), inclusion=VaryInclusion(leave_out="one")
    )
    one = panel.frame[panel.frame["year"] == index.years.last]
    frame = pd.concat(
        [one.assign(year=year) for year in years if year <= index.years.last], ignore_index=True
    )
    changes = uncertainty(Panel(frame, panel.framework), index).tables("changes")["changes"]
    assert len(changes) > 0
    np.testing.assert_array_equal(changes[["low", "high"]], 0.0)


def test_a_factor_that_is_not_declared_is_refused(mini):
    with pytest.raises(KeyError, match="goalposts"):
        uncertainty(mini.panel(), mini.framework.policy, factors=["goalposts"])
    with pytest.raises(KeyError, match="no_such_node"):
        uncertainty(mini.panel(), mini.framework.policy, nodes=["no_such_node"])


def test_goalposts_of_a_logarithm_move_on_its_scale(mini):
    """Moved by a tenth of their distance in the unit, 1 to 1,000 would fall below 0, which has no logarithm."""
    how = Normalisation(method="goalposts", transform="log", low=1.0, high=1000.0)
    tree = tuple(with_leaf(root, how) for root in mini.framework.outcome.tree)
    index = varied(mini.framework.outcome, goalposts=VaryGoalposts(within=0.1))
    part = next(uncertainty(mini.panel(), index.model_copy(update={"tree": tree})).parts())
    given = ~np.isnan(part.of_index(part.nominal.values))
    assert given.any()
    assert not np.isnan(part.samples.scores[given]).any()


def with_leaf(node, how):
    """The node with another normalisation of the employment rate."""
    children = tuple(with_leaf(child, how) for child in node.children)
    update = {"normalisation": how} if node.indicator == "employment_rate" else {"children": children}
    return node.model_copy(update=update)
