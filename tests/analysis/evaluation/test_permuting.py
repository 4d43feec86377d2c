"""Chance: the test is exact, the interval is what it does not reject, and it covers as often as it says."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from scoreboard.analysis.evaluation.checks import LEADS, earlier, leave_one_out, placebo_table
from scoreboard.analysis.evaluation.imputing import average_effect, effect_path
from scoreboard.analysis.evaluation.permuting import (
    DETECTABLE,
    assignments,
    permutation_test,
    permuted_path,
    without_path,
)

from .conftest import invented, staggered

SPAN = np.arange(-5, 6)


def small(seed=1, effect=0.0):
    return invented([2004, 2004, 2004, 0, 0, 0, 0, 0, 0], range(2001, 2008), seed, effect)


def test_p_is_the_share_of_all_ways_to_deal_out_the_changes():
    sample = small(2, effect=1.5)
    ways = np.zeros((84, 9), int)
    for way, states in zip(ways, combinations(range(9), 3), strict=True):
        way[list(states)] = 2004
    every = np.abs(average_effect(sample.values[None], ways, sample.years)[:, 0])
    exact = (every >= every[0] - 1e-12).mean()  # the first way is the real one
    assert 0.01 < exact < 0.9
    found = permutation_test(sample, draws=6000, seed=1)
    assert found.p == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 6000) + 1e-3)
    assert found.effect == pytest.approx(average_effect(sample.values[None], ways[:1], sample.years)[0, 0])


@given(st.integers(0, 500))
@settings(max_examples=15)
def test_the_interval_holds_the_effects_that_are_not_rejected(seed):
    sample = staggered(seed, effect=1.0, holes=0.1)
    found = permutation_test(sample, draws=199, seed=seed)

    def p_of(size):
        return permutation_test(replace(sample, values=sample.values - size * sample.treated), 199, seed).p

    reach = found.high - found.low
    assert found.low <= found.effect <= found.high
    assert p_of(found.effect) == 1
    assert min(p_of(found.low + 1e-6 * reach), p_of(found.high - 1e-6 * reach)) > 0.05
    assert max(p_of(found.low - 1e-6 * reach), p_of(found.high + 1e-6 * reach)) <= 0.05


def test_few_ways_to_deal_out_reject_nothing():
    sample = invented([2004, 0, 0, 0], range(2001, 2008), 1, effect=50.0)
    found = permutation_test(sample, draws=500, seed=1)
    assert found.p > 0.05
    assert (found.low, found.high) == (-np.inf, np.inf)


def test_only_dealings_that_would_have_made_the_sample_are_drawn():
    sample = staggered(1)
    sample.values[14:, :5] = np.nan  # six states begin in 2006: no two years before 2005, 2006 or 2007
    drawn = assignments(sample, 300, 1)
    assert len(drawn) == 300
    assert (np.sort(drawn, axis=1) == np.sort(sample.cohorts)).all()
    assert set(np.unique(drawn[:, 14:])) == {0, 2008}
    assert (drawn[:, :14] > 0).any(axis=0).all()
    assert sample.admits(sample.cohorts)
    assert sample.admits(drawn).all()


def test_the_same_seed_gives_the_same_numbers_and_another_does_not():
    sample = staggered(1, effect=1.0)
    assert permutation_test(sample, 199, 3) == permutation_test(sample, 199, 3)
    assert permutation_test(sample, 199, 3).low != permutation_test(sample, 199, 4).low


def test_an_effect_of_a_constant_moves_the_interval_and_keeps_what_can_be_found():
    sample = staggered(6)
    moved = replace(sample, values=sample.values + 4 * sample.treated)
    one, other = (permutation_test(it, 299, 1) for it in (sample, moved))
    assert (other.low, other.high) == pytest.approx((one.low + 4, one.high + 4))
    assert other.detectable == pytest.approx(one.detectable)


def test_coverage_and_size_are_the_nominal_ones():
    runs, covered, rejected, leads, placebo = 200, 0, 0, 0, 0
    for seed in range(runs):
        found = permutation_test(staggered(seed, effect=1.0), 199, seed)
        covered += found.low <= 1.0 <= found.high
        nothing = staggered(seed + runs)
        rejected += permutation_test(nothing, 199, seed).p <= 0.05
        leads += permuted_path(nothing, SPAN, 199, seed)[3] <= 0.05
        placebo += permutation_test(earlier(nothing, 2), 199, seed).p <= 0.05
    low, high = stats.binom.ppf([0.0005, 0.9995], runs, 0.05)
    assert low <= runs - covered <= high
    for hits in (rejected, leads, placebo):
        assert low <= hits <= high


def test_an_effect_of_the_size_named_is_found_in_four_of_five_cases():
    size = permutation_test(staggered(1), 499, 1).detectable
    assert size == pytest.approx(DETECTABLE * 0.45, rel=0.4)
    found = sum(permutation_test(staggered(seed, effect=size), 199, seed).p <= 0.05 for seed in range(100))
    assert 62 <= found <= 94


def test_states_that_moved_apart_before_are_seen():
    sample = staggered(1)
    trend = (sample.years - 2001) * (sample.cohorts > 0)[:, None]
    moved = replace(sample, values=sample.values + 1.0 * trend)
    assert permuted_path(moved, SPAN, 199, 1)[3] < 0.05
    assert permutation_test(earlier(moved, 2), 199, 1).p < 0.05
    assert permuted_path(sample, SPAN, 199, 1)[3] > 0.05


def test_what_came_after_the_change_does_not_hide_what_was_before():
    large = permuted_path(staggered(1, effect=40.0), SPAN, 199, 1)[3]
    assert large == pytest.approx(permuted_path(staggered(1), SPAN, 199, 1)[3], abs=1e-9)


def test_the_path_is_taken_out_and_nothing_else():
    sample = staggered(2, effect=3.0)
    steps = np.arange(0, 8)
    path = effect_path(sample.values[None], sample.cohorts[None], sample.years, steps)[0, 0]
    rest = without_path(sample, steps, path)
    assert (rest[~sample.treated] == sample.values[~sample.treated]).all()
    left = effect_path(rest[None], sample.cohorts[None], sample.years, steps)[0, 0]
    assert left == pytest.approx(np.zeros(8), abs=1e-9)


@pytest.mark.parametrize("lead", LEADS)
def test_changes_moved_earlier_look_at_the_years_between_only(lead):
    sample = staggered(3)
    moved = earlier(sample, lead)
    assert len(moved.changed) == 6
    effect = permutation_test(moved, 99, 1).effect
    spoilt = replace(sample, values=np.where(sample.treated, sample.values + 1000, sample.values))
    assert permutation_test(earlier(spoilt, lead), 99, 1).effect == pytest.approx(effect)
    between = (sample.years >= sample.cohorts[:, None] - lead) & ~sample.treated
    shifted = replace(sample, values=sample.values + 5.0 * (between & (sample.cohorts > 0)[:, None]))
    assert permutation_test(earlier(shifted, lead), 99, 1).effect == pytest.approx(effect + 5)


def test_a_change_without_years_before_it_has_no_placebo():
    sample = invented([2003, 2003, 2003, *[0] * 8], range(2001, 2009), 1)
    table = placebo_table(sample, None, "", 99, 1).set_index("placebo")
    assert list(table["states"]) == [3, 0, 0]
    assert list(table["note"]) == ["", "too few states", "too few states"]
    assert table["p"].isna().tolist() == [False, True, True]


def test_leaving_out_one_state_is_the_estimate_without_it():
    sample = staggered(4, effect=1.0)
    table = leave_one_out(sample).set_index("state")
    assert list(table.index) == list(sample.states)
    assert table["changed"].sum() == 6
    less = np.arange(20) != 7
    alone = average_effect(sample.values[less][None], sample.cohorts[less][None], sample.years)[0, 0]
    assert table.loc["S07", "effect"] == pytest.approx(alone)
