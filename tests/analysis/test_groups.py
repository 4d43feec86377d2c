"""Averages over groups of states: worked by hand, with their coverage and intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.analysis.groups import Weighing, average_scores, average_values, counts_of
from scoreboard.definitions.groups import Groups, Period, StateGroup
from scoreboard.robustness import uncertainty

STATES = ("AT", "BE", "SE")
NO_COUNTS = pd.DataFrame(columns=["indicator", "state", "year", "value"])


def weighing(states=STATES, counts=NO_COUNTS, **changes) -> Weighing:
    group = StateGroup(title="Group", states=states, **changes)
    return Weighing(Groups({"G": group}, {"G": dict.fromkeys(states, (Period(),))}), counts)


def people(**counts: float) -> pd.DataFrame:
    rows = [("people", state, 2015, value) for state, value in counts.items()]
    return pd.DataFrame(rows, columns=["indicator", "state", "year", "value"])


def values(**of: float) -> pd.DataFrame:
    return pd.DataFrame({"state": list(of), "year": 2019, "value": list(of.values()), "se": 3.0, "sex": "T"})


def average(frame: pd.DataFrame, weighing: Weighing) -> pd.Series:
    return average_values(frame, weighing, "G", ["sex"]).iloc[0]


def test_equal_weights_give_the_mean_and_its_error():
    found = average(values(AT=10, BE=20, SE=60), weighing())
    assert found["average"] == pytest.approx(30)
    assert found["se"] == pytest.approx(np.sqrt(3 * 9) / 3)
    assert found["high"] - found["average"] == pytest.approx(1.959964 * found["se"], rel=1e-6)
    assert (found["members"], found["with_data"], found["share"]) == (3, 3, 1.0)


def test_people_count_the_same_when_the_group_says_so():
    found = average(values(AT=10, BE=20, SE=60), weighing(weights="people", counts=people(AT=1, BE=1, SE=2)))
    assert found["average"] == pytest.approx(37.5)
    assert found["se"] == pytest.approx(3 * np.sqrt(1 + 1 + 4) / 4)
    assert found["weights_of"] == "2015"


def test_a_member_without_data_is_named_and_lowers_the_coverage():
    found = average(values(AT=10, SE=60), weighing(weights="people", counts=people(AT=1, BE=1, SE=2)))
    assert found["average"] == pytest.approx((10 + 2 * 60) / 3)
    assert (found["with_data"], found["share"], found["without_data"]) == (2, 0.75, "BE")


@pytest.mark.parametrize(
    ("of", "changes", "reason"),
    [
        ({"AT": 10.0}, {}, "33% of the weight has a value, 50% is needed"),
        ({"CH": 10.0}, {}, "no member has a value"),
        ({"AT": 1.0, "BE": 2.0}, {"weights": "people", "counts": people(AT=1, BE=1)}, "no weight of SE"),
    ],
)
def test_too_little_gives_no_average_and_says_why(of, changes, reason):
    found = average(values(**of), weighing(**changes))
    assert np.isnan([found["average"], found["se"], found["low"], found["high"]]).all()
    assert reason in found["reason"]


def test_an_unknown_error_gives_no_interval():
    frame = values(AT=10, BE=20, SE=60)
    frame.loc[0, "se"] = np.nan
    found = average(frame, weighing())
    assert found["average"] == pytest.approx(30)
    assert np.isnan(found["low"])


@given(st.lists(st.floats(-100, 100), min_size=3, max_size=3), st.floats(0.1, 1e6))
def test_the_scale_of_weights_does_not_matter(scores, scale):
    frame = values(**dict(zip(STATES, scores, strict=True)))
    one, other = (
        average(frame, weighing(weights="people", counts=people(AT=k, BE=2 * k, SE=5 * k)))
        for k in (1, scale)
    )
    assert one["average"] == pytest.approx(other["average"], abs=1e-9)
    assert min(scores) - 1e-9 <= one["average"] <= max(scores) + 1e-9


def test_the_nearest_count_stands_for_a_missing_one():
    rows = [("people", "AT", 2010, 5.0), ("people", "AT", 2018, 7.0), ("people", "AT", 2020, 9.0)]
    counts = pd.DataFrame(rows, columns=["indicator", "state", "year", "value"])
    found = weighing(("AT",), counts, weights="people")
    assert [found.weights("G", ["AT"], year)[0][0] for year in (2011, 2018, 2019, 2030)] == [5, 7, 7, 9]
    assert found.weights("G", ["AT"], 2019)[1] == "2018"


def test_the_average_of_scores_is_the_mean_of_the_published_ones(mini):
    found = uncertainty(mini.panel(), mini.framework.policy, draws=200)
    table = average_scores(found, Weighing(mini.framework.groups, NO_COUNTS))
    scores = mini.scores("policy").frame
    row = table[(table["node"] == "overall") & (table["year"] == 2019)].iloc[0]
    own = scores[(scores["node"] == "overall") & (scores["year"] == 2019)]["score"].dropna()
    assert row["average"] == pytest.approx(own.mean())
    assert row["with_data"] == len(own)
    assert row["low"] <= row["high"]


def test_the_interval_is_that_of_the_averages_of_the_draws(mini):
    """One member alone has the interval that it has as a state."""
    found = uncertainty(mini.panel(), mini.framework.policy, draws=200)
    table = average_scores(found, weighing(("AT",)))
    both = table.merge(
        found.intervals[found.intervals["state"] == "AT"], on=["node", "year"], suffixes=("", "_state")
    )
    known = both.dropna(subset=["average"])
    assert len(known) > 4
    for name in ("low", "high"):
        np.testing.assert_allclose(known[name], known[f"score_{name}"])


def test_members_of_each_year_or_of_one_day():
    times = {"AT": (Period(),), "SE": (Period(since="2019-01-01"),)}
    groups = Groups({"G": StateGroup(title="G", members=times)}, {"G": times})
    assert Weighing(groups, NO_COUNTS).members("G", 2018) == ("AT",)
    assert Weighing(groups, NO_COUNTS, on="2020-01-01").members("G", 2018) == ("AT", "SE")


def test_weights_are_of_the_whole_population():
    groups = Groups({"G": StateGroup(title="G", states=("AT",), weights="people")}, {})
    rows = [
        ("people", "AT", 2019, "TOTAL", 9.0),
        ("people", "AT", 2019, "NAT", 5.0),
        ("other", "AT", 2019, "TOTAL", 1.0),
    ]
    frame = pd.DataFrame(rows, columns=["indicator", "state", "year", "group", "value"])
    assert counts_of(frame.assign(sex="T", duration="TOTAL"), groups)["value"].tolist() == [9.0]
