"""The two-stage estimate: least squares by another road, the library's, and laws that it keeps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.analysis.evaluation.imputing import average_effect, effect_path, unexplained
from scoreboard.analysis.evaluation.library import ESTIMATORS, estimates, library

from .conftest import invented, staggered

NUMBERS = st.floats(-50, 50, allow_nan=False)
SEEDS = st.integers(0, 10_000)


def effect_of(sample):
    return float(average_effect(sample.values[None], sample.cohorts[None], sample.years)[0, 0])


def by_least_squares(sample):
    """Return what is unexplained, from one dense regression on marks of states and years."""
    states, years = sample.values.shape
    at, when = np.nonzero(sample.seen & ~sample.treated)
    marks = np.zeros((len(at), states + years))
    marks[np.arange(len(at)), at] = marks[np.arange(len(at)), states + when] = 1
    found = np.linalg.lstsq(marks, sample.values[at, when], rcond=None)[0]
    return sample.values - found[:states, None] - found[states:]


@given(SEEDS, st.sampled_from([0.0, 0.15]))
def test_the_estimate_is_that_of_least_squares(seed, holes):
    sample = staggered(seed, effect=2.0, holes=holes)
    rest = unexplained(sample.values[None], sample.cohorts[None], sample.years)[0, 0]
    known = ~np.isnan(rest)
    assert known[sample.seen].mean() > 0.9
    assert rest[known] == pytest.approx(by_least_squares(sample)[known], abs=1e-8)


@pytest.mark.parametrize("holes", [0.0, 0.1])
def test_the_library_gives_the_same_two_stage_estimate(holes):
    sample = staggered(4, effect=2.0, holes=holes)
    with library() as pyfixest:
        found, _ = ESTIMATORS["two-stage"][2](pyfixest, sample.long())
    assert effect_of(sample) == pytest.approx(
        found, abs=1e-5
    )  # the library demeans in steps, until these are small


@given(SEEDS, st.lists(NUMBERS, min_size=20, max_size=20), st.lists(NUMBERS, min_size=12, max_size=12))
def test_effects_of_states_and_years_change_nothing(seed, by_state, by_year):
    sample = staggered(seed, holes=0.1)
    moved = sample.values + np.array(by_state)[:, None] + np.array(by_year)
    found = average_effect(moved[None], sample.cohorts[None], sample.years)[0, 0]
    assert found == pytest.approx(effect_of(sample), abs=1e-8)


@given(SEEDS, NUMBERS)
def test_an_effect_moves_the_estimate_by_as_much(seed, size):
    sample = staggered(seed)
    moved = sample.values + size * sample.treated
    found = average_effect(moved[None], sample.cohorts[None], sample.years)[0, 0]
    assert found == pytest.approx(effect_of(sample) + size, abs=1e-8)


@given(SEEDS, st.permutations(range(20)))
def test_the_order_of_the_states_changes_nothing(seed, order):
    sample = staggered(seed, holes=0.1)
    found = average_effect(sample.values[order][None], sample.cohorts[order][None], sample.years)[0, 0]
    assert found == pytest.approx(effect_of(sample), abs=1e-8)


def test_many_assignments_at_once_are_each_by_itself():
    sample, rng = staggered(5, holes=0.1), np.random.default_rng(1)
    dealt = np.stack([rng.permutation(sample.cohorts) for _ in range(6)])
    together = average_effect(sample.values[None], dealt, sample.years)[:, 0]
    alone = [average_effect(sample.values[None], one[None], sample.years)[0, 0] for one in dealt]
    assert together == pytest.approx(alone, abs=1e-10)


def test_the_path_holds_what_was_planted_by_years_since():
    sample = invented([2005] * 10 + [0] * 30, range(2001, 2011), seed=2, effect=lambda since: 3.0 * since)
    path = effect_path(sample.values[None], sample.cohorts[None], sample.years, np.arange(-4, 7))[0, 0]
    assert path[4:10] == pytest.approx(3.0 * np.arange(6), abs=1.5)
    assert np.abs(path[:4]).max() < 1.5
    assert np.isnan(path[10])  # no year is so long after the change
    assert path[:4].mean() == pytest.approx(
        0, abs=1e-9
    )  # what is left over lies around each state's own mean


def test_what_nothing_ties_to_the_others_is_not_estimated():
    sample = invented([2005, 0, 0, 0], range(2001, 2009), seed=2, effect=2.0)
    sample.values[0, :4], sample.values[1:, 4:6] = np.nan, np.nan  # the first has no year before its change
    rest = unexplained(sample.values[None], sample.cohorts[None], sample.years)[0, 0]
    assert np.isnan(rest[0]).all()
    assert np.isnan(effect_of(sample))
    islands = invented([0, 0, 0, 0], range(2001, 2009), seed=2)
    islands.values[:2, 4:], islands.values[2:, :4] = np.nan, np.nan
    cohorts = np.array([2003, 0, 0, 0])
    rest = unexplained(islands.values[None], cohorts[None], islands.years)[0, 0]
    assert not np.isnan(rest[0, :4]).any()
    islands.values[1, :2] = np.nan  # now no cell ties the first state's years before to those after
    rest = unexplained(islands.values[None], cohorts[None], islands.years)[0, 0]
    assert np.isnan(rest[0, 2:4]).all()


def test_growing_effects_mislead_the_naive_estimate_and_no_other():
    def growing(since):
        return 1.0 * (since + 1)

    cohorts = [2003] * 8 + [2006] * 8 + [2009] * 8 + [0] * 4
    found = {"two-way": [], "two-stage": [], "interaction-weighted": []}
    for seed in range(12):
        sample = invented(cohorts, range(2001, 2013), seed, growing)
        truth = growing((sample.years - sample.cohorts[:, None])[sample.treated]).mean()
        with library() as pyfixest:
            for name, errors in found.items():
                errors.append(ESTIMATORS[name][2](pyfixest, sample.long())[0] - truth)
    assert np.mean(found["two-way"]) < -1
    assert abs(np.mean(found["two-stage"])) < 0.25
    assert abs(np.mean(found["interaction-weighted"])) < 0.35


def test_estimators_stand_in_one_table_with_the_reason_where_one_cannot_be():
    table = estimates(staggered(3, effect=2.0)).set_index("estimator")
    assert list(table.index) == list(ESTIMATORS)
    assert (table["low"] < table["effect"]).all()
    assert (table["effect"] < table["high"]).all()
    assert table["effect"].to_numpy() == pytest.approx(2.0, abs=1.6)
    holes = estimates(staggered(3, effect=2.0, holes=0.2)).set_index("estimator")
    assert holes.loc["local projections", "note"] == "not estimated: it needs years without holes"
    assert np.isnan(holes.loc["local projections", "effect"])
    assert not np.isnan(holes.loc["two-stage", "effect"])
