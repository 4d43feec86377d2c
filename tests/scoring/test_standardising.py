"""Rates of groups of unlike composition: standardised, decomposed, and composition read from totals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoreboard.definitions.sampling import ErrorDefault, SamplingError
from scoreboard.observations import Panel
from scoreboard.scoring.gaps import NothingToCompareError
from scoreboard.scoring.standardising import (
    COLUMNS,
    implied_share,
    kitagawa,
    standardised_error,
    standardised_gaps,
    standardised_rate,
)

RATES = st.lists(st.floats(0, 100), min_size=4, max_size=4).map(np.array)
WEIGHTS = st.lists(st.floats(0.01, 10), min_size=4, max_size=4).map(np.array)


def panel_of(
    mini, groups: dict[str, tuple[float, float, float]], column="sex", codes=("F", "M", "T")
) -> Panel:
    """A panel of one state and year: group → rates of two classes and the share of the first."""
    like = mini.panel().frame.query("indicator == 'employment_rate' and state == 'AT'").iloc[0]
    rows = [
        dict(like) | {"group": group, column: code, "value": rate}
        for group, (first, second, share) in groups.items()
        for code, rate in zip(codes, (first, second, share * first + (1 - share) * second), strict=True)
    ]
    return Panel(pd.DataFrame(rows), mini.framework)


@given(RATES, WEIGHTS, st.floats(0.1, 10))
def test_only_proportions_of_the_standard_population_count(rates, weights, scale):
    assert standardised_rate(rates, weights) == pytest.approx(standardised_rate(rates, scale * weights))
    assert standardised_error(rates, weights) == pytest.approx(standardised_error(rates, scale * weights))


@given(RATES, WEIGHTS)
def test_a_standardised_rate_lies_between_its_strata(rates, weights):
    assert rates.min() - 1e-9 <= standardised_rate(rates, weights) <= rates.max() + 1e-9
    assert 0 <= standardised_error(rates, weights) <= rates.max() + 1e-9


@given(RATES, WEIGHTS, RATES, WEIGHTS)
def test_the_parts_add_up_and_change_sides(rates, weights, others, other_weights):
    own, other = weights / weights.sum(), other_weights / other_weights.sum()
    parts = kitagawa(rates, own, others, other)
    back = kitagawa(others, other, rates, own)
    assert sum(parts) == pytest.approx(own @ rates - other @ others, abs=1e-9)
    assert parts == pytest.approx([-part for part in back], abs=1e-9)


@given(RATES, RATES, WEIGHTS)
def test_with_the_same_composition_all_is_rates(rates, others, weights):
    shares = weights / weights.sum()
    assert kitagawa(rates, shares, others, shares)[1] == 0


def test_the_error_holds_in_a_simulation():
    random = np.random.default_rng(7)
    rates, errors, weights = (
        np.array([50.0, 60.0, 80.0]),
        np.array([1.0, 2.0, 3.0]),
        np.array([5.0, 3.0, 2.0]),
    )
    drawn = standardised_rate(random.normal(rates, errors, size=(100_000, 3)), weights)
    assert drawn.std() == pytest.approx(standardised_error(errors, weights), rel=0.02)


def test_a_stratum_without_weight_may_be_missing():
    assert standardised_rate([50.0, np.nan], [1.0, 0.0]) == 50.0
    assert standardised_error([2.0, np.nan], [1.0, 0.0]) == 2.0
    assert np.isnan(standardised_error([2.0, np.nan], [1.0, 1.0]))
    assert np.isnan(standardised_rate([50.0, 60.0], [0.0, 0.0]))


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 1))
def test_the_implied_share_is_the_share(first, second, share):
    assume(abs(first - second) > 0.01)
    found, error = implied_share(share * first + (1 - share) * second, first, second)
    assert found == pytest.approx(share, abs=1e-6)
    assert error > 0


def test_the_error_of_an_implied_share_is_that_of_rounding():
    random = np.random.default_rng(3)
    first, second = random.uniform(50, 55, 50_000), random.uniform(70, 75, 50_000)
    whole = 0.3 * first + 0.7 * second
    found, error = implied_share(whole.round(1), first.round(1), second.round(1))
    assert ((found - 0.3) / error).std() == pytest.approx(1, abs=0.03)


def test_equal_rates_imply_no_share():
    assert np.isnan(implied_share(60.0, 60.0, 60.0)).all()


def test_a_gap_that_is_all_composition_goes_away(mini):
    panel = panel_of(mini, {"NEU27_2020_FOR": (50, 70, 0.75), "NAT": (50, 70, 0.25)})
    row = standardised_gaps(panel, "employment_rate").iloc[0]
    assert row["difference"] == pytest.approx(-10)
    assert row["standardised_difference"] == pytest.approx(0)
    assert (row["rates_part"], row["composition_part"]) == pytest.approx((0, -10))
    assert (row["share"], row["reference_share"]) == pytest.approx((0.75, 0.25))
    assert (row["class"], row["sex"], row["reference"], row["reason"]) == ("F", "T", "NAT", "")


def test_its_error_has_three_sources(mini):
    panel = panel_of(mini, {"NEU27_2020_FOR": (40, 60, 0.5), "NAT": (60, 80, 0.5)})
    declared = SamplingError(
        flags={}, groups={"NAT": ErrorDefault(absolute=2)}, default=ErrorDefault(absolute=3)
    )
    row = standardised_gaps(panel, "employment_rate", declared=declared).iloc[0]
    of_share = 20 * 0.1 / np.sqrt(12) * np.sqrt(1.5) / 20
    assert row["se"] == pytest.approx(np.sqrt(9 / 2 + 4 + of_share**2))
    assert row["high"] - row["low"] == pytest.approx(2 * 1.959964 * row["se"], rel=1e-6)


@pytest.mark.parametrize(
    ("groups", "reason"),
    [
        ({"NEU27_2020_FOR": (50, np.nan, 0.5), "NAT": (50, 70, 0.5)}, "a rate is missing"),
        ({"NEU27_2020_FOR": (60, 60.5, 0.5), "NAT": (50, 70, 0.5)}, "nearly the same rate"),
        ({"NEU27_2020_FOR": (50, 70, 1.2), "NAT": (50, 70, 0.5)}, "does not lie between"),
        ({"NEU27_2020_FOR": (50, 70, 0.5), "NAT": (50, 70, -0.1)}, "does not lie between"),
    ],
)
def test_an_unknown_composition_is_missing_with_a_reason(mini, groups, reason):
    row = standardised_gaps(panel_of(mini, groups), "employment_rate").iloc[0]
    assert reason in row["reason"]
    missing = row[["standardised_level", "standardised_difference", "se", "rates_part", "composition_part"]]
    assert missing.isna().all()


def test_two_classes_of_age_do_as_well(mini):
    groups = {"NEU27_2020_FOR": (40, 60, 0.8), "NAT": (40, 60, 0.4)}
    gaps = standardised_gaps(
        panel_of(mini, groups, "age", ("Y20-39", "Y40-64", "TOTAL")), "employment_rate", "age"
    )
    assert gaps.loc[0, "composition_part"] == pytest.approx(-8)
    assert gaps.loc[0, "class"] == "Y20-39"


@pytest.mark.parametrize(
    ("indicator", "over", "text"),
    [
        ("employment_rate", "age", "the data hold age Y20-64 and no population by age and group"),
        ("employment_rate", "duration", "the data hold duration TOTAL"),
        ("median_income", "sex", "is no rate in per cent"),
        ("overcrowding_rate", "sex", "nothing to compare; the data hold group FOR"),
    ],
)
def test_what_the_data_lack_is_said(mini, indicator, over, text):
    with pytest.raises(NothingToCompareError, match=text):
        standardised_gaps(mini.panel(), indicator, over)


def test_parts_of_real_gaps_add_up(root):
    from scoreboard.project import Project

    panel = Project(root).panel()
    for code in ("employment_gap_citizenship", "low_attainment_gap_birth"):
        gaps = standardised_gaps(panel, code)
        known = gaps[gaps["reason"] == ""]
        assert list(gaps.columns) == COLUMNS
        assert len(known) > 300
        assert (known["rates_part"] + known["composition_part"]).to_numpy() == pytest.approx(
            known["difference"]
        )
        assert known[["share", "reference_share"]].stack().between(0, 1).all()
        assert (known["reference_share"] - 0.5).abs().median() < 0.05  # women and men, nearly half and half
        assert (known["se"] > 0).all()
