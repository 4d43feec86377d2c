"""Groups beside a reference: pairs, measures, standard errors, scores and reasons."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.definitions.sampling import ErrorDefault, SamplingError
from scoreboard.observations import Panel
from scoreboard.scoring.gaps import COLUMNS, MEASURES, NothingToCompareError, group_gaps, measure_of
from scoreboard.scoring.sampling import delta_error

LEVEL = st.floats(1, 99)
DIRECTION = st.sampled_from([+1, -1])
GROUP, REFERENCE = "NEU27_2020_FOR", "NAT"


@pytest.fixture
def panel_of(mini):
    """A panel of employment rates: one row per dictionary, of AT in 2019 unless it says otherwise."""

    def build(*given: dict) -> Panel:
        like = mini.panel().frame.query("indicator == 'employment_rate' and state == 'AT' and year == 2019")
        plain = dict(like.iloc[0]) | {"flags": "", "se": np.nan, "n": np.nan}
        return Panel(pd.DataFrame([plain | row for row in given]), mini.framework)

    return build


def at(gaps: pd.DataFrame, **keys) -> pd.Series:
    found = gaps[np.logical_and.reduce([gaps[name] == value for name, value in keys.items()])]
    assert len(found) == 1
    return found.iloc[0]


@given(LEVEL, LEVEL, DIRECTION)
def test_parity_and_exchange(group, reference, direction):
    for name, parity, back in (("difference", 0, -1), ("log_ratio", 0, -1)):
        measure = measure_of(name).value
        assert measure(group, group, direction) == parity
        assert measure(group, reference, direction) == pytest.approx(
            back * measure(reference, group, direction)
        )
    ratio = measure_of("ratio").value
    assert ratio(group, group, direction) == 1
    assert ratio(group, reference, direction) * ratio(reference, group, direction) == pytest.approx(1)
    assert ratio(group, reference, direction) == pytest.approx(ratio(reference, group, -direction))


@given(LEVEL, LEVEL, DIRECTION)
def test_more_of_what_is_good_is_never_a_worse_gap(group, reference, direction):
    better = group + direction * 0.5
    for name in ("difference", "ratio", "log_ratio"):
        measure = measure_of(name).value
        assert measure(better, reference, direction) > measure(group, reference, direction)


@given(LEVEL, LEVEL, DIRECTION)
def test_achievement_is_whole_only_without_a_gap_at_the_best_level(group, average, direction):
    best = 99.0 if direction > 0 else 1.0
    measure = measure_of("achievement", best).value
    assert measure(group, average, direction) <= 100 + 1e-9
    assert measure(average, average, direction) >= measure(group, average, direction)
    assert measure(best, best, direction) == pytest.approx(100)


@pytest.mark.parametrize("name", MEASURES)
@given(group=LEVEL, reference=LEVEL, direction=DIRECTION)
def test_slopes_are_those_of_the_measure(name, group, reference, direction):
    if abs(group - reference) < 0.01:  # the kink of the gap to the average
        group += 0.02
    measure, step = measure_of(name, 99.5 if direction > 0 else 0.5), 1e-5
    slopes = measure.slopes(np.array(group), np.array(reference), direction)
    by_group, by_reference = (
        (
            measure.value(group + a, reference + b, direction)
            - measure.value(group - a, reference - b, direction)
        )
        / (2 * step)
        for a, b in ((step, 0), (0, step))
    )
    assert slopes[0] == pytest.approx(by_group, rel=1e-4, abs=1e-6)
    assert slopes[1] == pytest.approx(by_reference, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("direction", [+1, -1])
@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("correlation", [0.0, 0.6])
def test_the_delta_method_holds_in_a_simulation(name, direction, correlation):
    errors = np.array([1.5, 0.8])
    covariance = correlation * errors.prod()
    random = np.random.default_rng(11)
    cover = [[errors[0] ** 2, covariance], [covariance, errors[1] ** 2]]
    group, reference = random.multivariate_normal([60.0, 75.0], cover, size=200_000).T
    measure = measure_of(name, 80.0 if direction > 0 else 20.0)
    found = delta_error(measure.slopes(np.array(60.0), np.array(75.0), direction), tuple(errors), covariance)
    assert found == pytest.approx(measure.value(group, reference, direction).std(), rel=0.02)


def test_every_group_stands_beside_the_reference(mini):
    gaps = group_gaps(mini.panel(), "employment_rate")
    assert list(gaps.columns) == COLUMNS
    assert set(gaps["measure"]) == {"difference", "ratio", "log_ratio"}
    assert set(gaps["group"]) == {GROUP}
    row = at(gaps, state="BE", year=2020, measure="difference")
    assert (row["level"], row["reference_level"], row["value"], row["score"]) == (56, 71, -15, 25)
    assert row["se"] == pytest.approx(np.sqrt(56 * 44 / 1000 + 71 * 29 / 5000))
    assert (row["se_kind"], row["reference_se_kind"], row["reference"]) == ("default", "default", REFERENCE)


def test_scores_are_those_of_the_engine(mini):
    """A gap indicator and the gap of the same observations are one number."""
    scores = mini.scores("outcome").frame.set_index(["node", "state", "year"])["score"]
    compared = 0
    for code, measure in (
        ("employment_gap", "difference"),
        ("income_ratio", "ratio"),
        ("employment_rate", "level"),
    ):
        gaps = group_gaps(mini.panel(), code, measures=[measure])
        for row in gaps[(gaps["sex"] == "T") & gaps["value"].notna()].itertuples():
            assert row.score == pytest.approx(scores[code, row.state, row.year], abs=1e-9)
            compared += 1
    assert compared >= 15


def test_women_stand_beside_men_of_the_same_group(mini):
    gaps = group_gaps(mini.panel(), "employment_rate", by="sex", measures=["difference", "level"])
    row = at(gaps, measure="difference")
    assert (row["sex"], row["reference"], row["group"]) == ("F", "M", GROUP)
    assert (row["level"], row["reference_level"], row["value"]) == (50, 70, -20)
    assert row["se"] == pytest.approx(np.sqrt(2 * 2.5**2))
    assert (row["se_kind"], row["flags"], row["reference_flags"]) == ("se", "u", "u")
    assert np.isnan(row["score"])  # the goalposts of the gap to nationals say nothing about women and men
    assert at(gaps, measure="level")["score"] == 25


@pytest.mark.parametrize("by", ["age", "duration"])
def test_age_and_duration_need_a_named_reference(panel_of, by):
    panel = panel_of({by: "LESS", "value": 50.0}, {by: "MORE", "value": 75.0}, {by: "TOTAL", "value": 60.0})
    with pytest.raises(
        NothingToCompareError, match=f"by {by}: name a reference; the data hold {by} LESS, MORE"
    ):
        group_gaps(panel, "employment_rate", by=by)
    row = group_gaps(panel, "employment_rate", by=by, reference="MORE", measures=["ratio"]).iloc[0]
    assert (row[by], row["value"]) == ("LESS", pytest.approx(2 / 3))


def test_totals_are_no_groups(panel_of):
    panel = panel_of(*({"group": group, "value": 50.0} for group in ("TOTAL", REFERENCE, GROUP)))
    assert set(group_gaps(panel, "employment_rate")["group"]) == {GROUP}


def test_what_is_missing_says_why(panel_of):
    panel = panel_of(
        {"group": GROUP, "value": np.nan},
        {"group": "FOR", "value": 50.0},
        {"group": REFERENCE, "value": 70.0},
        {"group": GROUP, "value": 50.0, "year": 2020},
        {"group": GROUP, "value": 50.0, "state": "BE"},
        {"group": REFERENCE, "value": 0.0, "state": "BE"},
        {"group": GROUP, "value": 0.0, "state": "SE"},
        {"group": REFERENCE, "value": 50.0, "state": "SE"},
    )
    gaps = group_gaps(panel, "employment_rate")
    assert at(gaps, state="AT", group=GROUP, year=2019, measure="ratio")["reason"] == "no value of the group"
    assert at(gaps, state="AT", year=2020, measure="difference")["reason"] == "no value of the reference"
    assert at(gaps, state="AT", group="FOR", measure="ratio")["reason"] == ""
    assert at(gaps, state="BE", measure="ratio")["reason"] == "the divisor is 0"
    assert at(gaps, state="BE", measure="difference")["reason"] == ""
    assert at(gaps, state="SE", measure="log_ratio")["reason"] == "0 has no logarithm"
    assert at(gaps, state="SE", measure="ratio")["value"] == 0
    missing = gaps[gaps["reason"] != ""]
    assert missing[["value", "se", "low", "high", "score"]].isna().all(axis=None)
    assert gaps[gaps["reason"] == ""][["value", "se", "low", "high"]].notna().all(axis=None)


def test_achievement_is_held_against_the_best_average_of_all_states_and_years(panel_of):
    panel = panel_of(
        {"group": GROUP, "value": 60.0},
        {"group": REFERENCE, "value": 80.0},
        {"group": "TOTAL", "value": 75.0},
        {"group": "TOTAL", "value": 48.0, "state": "BE"},
        {"group": "TOTAL", "value": 76.0, "state": "SE", "year": 2015},
        {"group": GROUP, "value": 48.0, "state": "BE"},
    )
    gaps = group_gaps(panel, "employment_rate", measures=["level", "relative_gap", "achievement"])
    assert at(gaps, state="AT", measure="relative_gap")["value"] == pytest.approx(0.2)
    row = at(gaps, state="AT", measure="achievement")
    assert row["value"] == row["score"] == pytest.approx(1 + np.sqrt(75 / 76) * 0.8 * 99)
    assert (row["reference"], row["reference_level"]) == ("TOTAL", 75)
    assert at(gaps, state="BE", measure="achievement")["value"] == pytest.approx(1 + np.sqrt(48 / 76) * 99)


def test_where_less_is_better_the_best_average_is_the_lowest(panel_of):
    plain = {"indicator": "overcrowding_rate"}
    panel = panel_of(
        plain | {"group": "FOR", "value": 40.0},
        plain | {"group": REFERENCE, "value": 18.0},
        plain | {"group": "TOTAL", "value": 20.0},
        plain | {"group": "TOTAL", "value": 5.0, "state": "BE"},
    )
    row = group_gaps(panel, "overcrowding_rate", measures=["achievement"]).iloc[0]
    assert row["value"] == pytest.approx(1 + np.sqrt(80 / 95) * 0.75 * 99)


def test_goalposts_of_the_other_direction_do_not_score(mini):
    framework = mini.framework
    turned = framework.indicators["income_ratio"].model_copy(update={"direction": "less_is_better"})
    framework = replace(framework, indicators=framework.indicators | {"income_ratio": turned})
    panel = Panel(mini.panel().frame, framework)
    scored = group_gaps(panel, "income_ratio", measures=["ratio"])["score"]
    beside = group_gaps(panel, "median_income", measures=["ratio"])["score"]
    assert (scored.notna().sum(), beside.notna().sum()) == (6, 0)


def test_an_average_may_come_from_another_indicator(panel_of):
    panel = panel_of(
        {"group": GROUP, "value": 60.0},
        {"group": REFERENCE, "value": 80.0},
        {"group": "TOTAL", "value": 75.0, "indicator": "overcrowding_rate"},
        {"group": "TOTAL", "value": 75.0, "indicator": "median_income"},
    )
    with pytest.raises(NothingToCompareError, match="employment_rate has no population average"):
        group_gaps(panel, "employment_rate", measures=["achievement"])
    gaps = group_gaps(panel, "employment_rate", measures=["achievement"], average="overcrowding_rate")
    assert gaps.loc[0, "value"] == pytest.approx(80.2)
    with pytest.raises(NothingToCompareError, match="cannot be related to median_income"):
        group_gaps(panel, "employment_rate", measures=["achievement"], average="median_income")


def test_declared_errors_and_correlation_are_used(mini):
    declared = SamplingError(
        sources=("default",), default=ErrorDefault(absolute=3), groups={REFERENCE: ErrorDefault(absolute=4)}
    )
    panel = mini.panel()
    alone = group_gaps(panel, "employment_rate", measures=["difference"], declared=declared, interval=0.9)
    joint = group_gaps(panel, "employment_rate", measures=["difference"], declared=declared, correlation=0.5)
    known = alone["value"].notna()
    assert alone["se"][known].to_numpy() == pytest.approx(5)
    assert joint["se"][known].to_numpy() == pytest.approx(np.sqrt(13))
    assert (alone["high"] - alone["low"])[known].to_numpy() == pytest.approx(2 * 1.644854 * 5, rel=1e-6)


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        (("employment_rat",), KeyError, "did you mean 'employment_rate'"),
        (("job_access",), NothingToCompareError, "asks what the law grants"),
        (("overcrowding_rate",), NothingToCompareError, "nothing to compare; the data hold group FOR"),
        (("employment_rate", "age"), NothingToCompareError, "nothing to compare; the data hold age Y20-64"),
        (("employment_rate", "group", "NATIVE"), NothingToCompareError, "with NATIVE: name a reference"),
        (("employment_rate", "group", None, ["odds"]), ValueError, "no measure odds; there are level"),
    ],
)
def test_what_cannot_be_compared_is_said(mini, arguments, error, text):
    with pytest.raises(error, match=text):
        group_gaps(mini.panel(), *arguments)


def test_gaps_of_the_real_data(root):
    from scoreboard.project import Project

    panel = Project(root).panel()
    observed = set(panel.frame["indicator"])
    compared = 0
    for code, it in panel.framework.indicators.items():
        if getattr(it, "observations_of", None) not in observed:
            continue
        gaps = group_gaps(panel, code, measures=["level", "difference", "ratio", "log_ratio"])
        known = gaps[gaps["value"].notna()]
        assert ((known["reason"] == "") & (known["se"] >= 0)).all(), code
        assert ((known["low"] <= known["value"]) & (known["value"] <= known["high"])).all(), code
        measure = {"gap": "difference"}.get(it.measure, it.measure)
        own = known[(known["group"] == it.group) & (known["measure"] == measure)]
        assert own["score"].between(0, 100).all(), code
        compared += len(own)
    assert compared > 3000
