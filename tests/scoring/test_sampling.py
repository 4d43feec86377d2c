"""Where standard errors come from, in which order, and how they go through a formula."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scoreboard.definitions.sampling import ErrorDefault, SamplingError
from scoreboard.scoring.sampling import (
    confidence_interval,
    declared_sampling,
    delta_error,
    interval_error,
    proportion_error,
    quantile,
    standard_errors,
)

SHARE = st.floats(0, 100)
ERROR = st.floats(0, 50)
SLOPE = st.floats(-10, 10)
COLUMNS = {"indicator": "employment_rate", "group": "NEU27_2020_FOR", "flags": "", "se": np.nan, "n": np.nan}


def rows(*given: dict) -> pd.DataFrame:
    return pd.DataFrame([COLUMNS | row for row in given])


def errors(mini, declared=None, /, **row) -> tuple[float, str]:
    found = standard_errors(rows({"value": 50.0, **row}), declared or SamplingError(), mini.framework)
    return float(found.values[0]), str(found.kinds[0])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"se": 2.5, "n": 100, "ci_low": 40.0, "ci_high": 60.0, "flags": "u"}, (2.5, "se")),
        ({"n": 100, "ci_low": 40.0, "ci_high": 60.0, "flags": "u"}, (5.1021, "interval")),
        ({"n": 100, "flags": "u"}, (5.0, "n")),
        ({"flags": "u"}, (7.0711, "flag")),  # as of 50 persons
        ({}, (1.5811, "default")),  # as of 1,000 persons
        ({"group": "NAT"}, (0.7071, "default")),  # as of 5,000 persons
        ({"flags": "b"}, (1.5811, "default")),  # a break does not make a value less sure
        ({"indicator": "job_access", "flags": "u"}, (0.0, "exact")),
        ({"indicator": "median_income", "value": 20_000.0}, (400.0, "default")),
        ({"indicator": "median_income", "value": 20_000.0, "flags": "u"}, (2_000.0, "flag")),
        ({"indicator": "median_income", "value": 20_000.0, "n": 100.0}, (400.0, "default")),
        ({"n": 0.0}, (1.5811, "default")),
        ({"value": np.nan, "se": 2.5}, (np.nan, "")),
        ({"value": 0.0, "n": 100}, (1.3467, "n")),
    ],
)
def test_the_first_source_that_knows_it(mini, row, expected):
    found, kind = errors(mini, **row)
    assert kind == expected[1]
    assert found == pytest.approx(expected[0], abs=5e-5, nan_ok=True)


def test_the_order_is_the_declared_one(mini):
    row = {"se": 2.5, "n": 100, "flags": "u"}
    assert errors(mini, SamplingError(sources=("n", "se")), **row) == (5.0, "n")
    assert errors(mini, SamplingError(sources=("flag", "se")), **row)[1] == "flag"
    value, kind = errors(mini, SamplingError(sources=("n",)), se=2.5)
    assert (np.isnan(value), kind) == (True, "")


def test_of_several_letters_the_largest_default_holds(mini):
    flags = {"e": ErrorDefault(absolute=1), "u": ErrorDefault(absolute=4), "b": ErrorDefault(absolute=2)}
    declared = SamplingError(flags=flags)
    found = [errors(mini, declared, flags=letters)[0] for letters in ("e", "be", "bu", "ube", "d")]
    assert found == pytest.approx([1, 2, 4, 4, 1.5811], abs=5e-5)


def test_a_share_and_its_complement_are_equally_sure(mini):
    assert errors(mini, value=5.0) == pytest.approx(errors(mini, value=95.0))
    assert errors(mini, value=5.0, flags="u") == pytest.approx(errors(mini, value=95.0, flags="u"))


def test_relative_and_absolute_defaults(mini):
    declared = SamplingError(default=ErrorDefault(relative=0.1, absolute=3), groups={})
    assert errors(mini, declared, value=60.0)[0] == pytest.approx(6)
    assert errors(mini, declared, value=20.0)[0] == pytest.approx(3)


def test_a_rounded_share_is_never_surer_than_its_rounding(mini):
    assert errors(mini, n=1e9)[0] == SamplingError().floor
    assert errors(mini, SamplingError(floor=0), n=1e9)[0] < 0.002
    assert errors(mini, se=0.001)[0] == 0.001  # but a published error is believed


def test_the_design_effect_acts_on_the_variance(mini):
    assert errors(mini, SamplingError(design_effect=4), n=100) == (10.0, "n")


def test_every_row_of_the_panel_has_an_error_or_no_value(mini):
    frame = mini.panel().frame
    found = standard_errors(frame, SamplingError(), mini.framework)
    assert (np.isnan(found.values) == frame["value"].isna()).all()
    assert ((found.kinds == "") == frame["value"].isna()).all()
    policy = frame["indicator"].isin(
        [c for c, it in mini.framework.indicators.items() if it.lens == "policy"]
    )
    assert set(found.kinds[policy & frame["value"].notna()]) == {"exact"}
    published = frame["se"].notna()
    assert published.sum() == 2
    assert found.values[published].tolist() == frame["se"][published].tolist()


def test_no_rows_are_no_errors(mini):
    found = standard_errors(mini.panel().frame.iloc[:0], SamplingError(), mini.framework)
    assert len(found.values) == len(found.kinds) == 0


def test_without_a_declaration_the_defaults_hold(mini):
    assert isinstance(declared_sampling(mini.framework), SamplingError)
    assert declared_sampling(type(mini.framework)()) == SamplingError()


@pytest.mark.parametrize(
    "wrong",
    [
        {"sources": ()},
        {"sources": ("guess",)},
        {"design_effect": 0},
        {"interval_level": 1},
        {"flags": {"low": {"relative": 0.1}}},
        {"flags": {"u": {"relative": -0.1}}},
        {"default": {"persons": 0}},
        {"floor": -1},
        {"unknown": 1},
    ],
)
def test_a_wrong_declaration_is_refused(wrong):
    with pytest.raises(ValidationError):
        SamplingError.model_validate(wrong)


@given(SHARE, st.floats(1, 1e6), st.floats(0.5, 5))
def test_more_persons_never_make_a_share_less_sure(share, persons, effect):
    few, many = proportion_error(share, persons, effect), proportion_error(share, 2 * persons, effect)
    assert 0 <= many <= few
    assert few > 0 or 0 < share < 1e-9 or 0 < 100 - share < 1e-9


@given(st.floats(0, 1))
def test_an_interval_gives_back_its_error(level):
    level = 0.05 + 0.9 * level
    low, high = confidence_interval(50.0, 3.0, level)
    assert interval_error(low, high, level) == pytest.approx(3.0)


@given(st.floats(0.01, 10), ERROR)
def test_the_interval_of_a_ratio_is_positive_and_holds_it(value, error):
    low, high = confidence_interval(value, min(error, 5 * value), logarithmic=True)
    assert 0 < low <= value <= high
    assert low * high == pytest.approx(value**2)


@given(SLOPE, SLOPE, ERROR, ERROR, st.floats(-1, 1))
def test_an_error_is_never_negative_nor_more_than_the_sum_of_both(g1, g2, s1, s2, correlation):
    found = delta_error((g1, g2), (s1, s2), correlation * s1 * s2)
    assert 0 <= found <= abs(g1) * s1 + abs(g2) * s2 + 1e-6


def test_a_covariance_that_no_two_estimates_have_is_refused():
    with pytest.raises(ValueError, match="at most the product"):
        delta_error((1.0, -1.0), (3.0, 4.0), covariance=13.0)


def test_an_input_that_does_not_count_may_be_unknown():
    assert delta_error((1.0, 0.0), (3.0, np.nan)) == 3.0
    assert np.isnan(delta_error((1.0, -1.0), (3.0, np.nan)))


def test_ninety_five_of_a_hundred_intervals_hold_the_share():
    random = np.random.default_rng(4)
    seen = random.binomial(400, 0.3, size=20_000) / 4.0
    low, high = confidence_interval(seen, proportion_error(seen, 400), 0.95)
    assert ((low <= 30) & (high >= 30)).mean() == pytest.approx(0.95, abs=0.01)
    assert quantile(0.9) == pytest.approx(1.6449, abs=1e-4)
