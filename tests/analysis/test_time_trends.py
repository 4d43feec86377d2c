"""Trends and changes of scores: words, reasons, and what counts as a year."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scoreboard.analysis.time import STANDARD, changes, to_matrix, trends, two_years
from scoreboard.analysis.time.values import direction_of, values_frame

NAN = np.nan


def long(series: dict[str, list[float]], first: int = 2010, observed: float | None = None) -> pd.DataFrame:
    """Return a long table of one node from the series of the states."""
    rows = [
        {"lens": "policy", "state": state, "year": first + step, "node": "overall", "score": score}
        for state, scores in series.items()
        for step, score in enumerate(scores)
    ]
    frame = pd.DataFrame(rows)
    return frame if observed is None else frame.assign(observed=observed)


@pytest.mark.parametrize(
    ("scores", "word"),
    [
        ([10, 12, 15, 17, 21], "rising"),
        ([21, 17, 15, 12, 10], "falling"),
        ([10, 30, 11, 29, 12], "no clear trend"),
        ([40, 40, 40, 40, 40], "unchanged"),
        ([10, 12, 15, 17, NAN], "not enough data"),
    ],
)
def test_the_words_of_a_trend(scores, word):
    (row,) = trends(long({"AT": scores})).itertuples()
    assert row.trend == word
    assert (row.reason == "") == (word != "not enough data")


def test_one_jump_at_the_end_is_not_called_a_trend():
    # the least-squares slope is pulled up, but nine of ten pairs of years are level
    (row,) = trends(long({"AT": [40, 40, 40, 40, 40, 40, 90, 90]})).itertuples()
    assert row.low > 0
    assert row.theil_sen < row.slope
    (single,) = trends(long({"AT": [40, 40, 40, 40, 40, 90]})).itertuples()
    assert (single.theil_sen, single.trend) == (0, "no clear trend")


def test_too_few_years_give_a_reason_and_no_number():
    table = trends(long({"AT": [50, NAN, NAN, NAN, NAN, 60], "BE": [NAN] * 6}))
    assert table["reason"].tolist() == [f"not enough data: {n} of at least 5 years" for n in (2, 0)]
    numbers = ["slope", "se", "low", "high", "theil_sen", "mann_kendall_s", "mann_kendall_p"]
    assert table[numbers].isna().all(axis=None)
    assert table["first_year"].tolist() == [2010, pd.NA]
    assert (
        trends(long({"AT": [50, 55, 60]}), STANDARD.model_copy(update={"minimum_years": 3}))["slope"][0] == 5
    )


def test_a_year_counts_only_if_enough_of_it_was_observed():
    frame = long({"AT": [10, 12, 15, 17, 21]}, observed=0.5)
    assert trends(frame)["trend"][0] == "rising"
    frame.loc[4, "observed"] = 0.49
    assert trends(frame)["years"][0] == 4
    lenient = STANDARD.model_copy(update={"observed": 0.4})
    assert trends(frame, lenient)["years"][0] == 5


def test_only_the_years_asked_for():
    frame = long({"AT": [99, 10, 12, 15, 17, 21, 99]})
    (row,) = trends(frame, first=2011, last=2015).itertuples()
    assert (row.years, row.first_year, row.last_year, row.slope) == (5, 2011, 2015, pytest.approx(2.7))


def test_a_change_without_an_interval_is_not_known_to_be_real():
    table = changes(long({"AT": [50, 53], "BE": [50, NAN], "SE": [NAN, NAN]}), 2010, 2011)
    assert table["change"][0] == 3
    assert table["verdict"].tolist() == ["not known", "", ""]
    assert table["reason"].tolist() == ["", "no data for 2011", "no data for 2010 and 2011"]


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (1, 5, "real"),
        (-5, -1, "real"),
        (-1, 5, "within uncertainty"),
        (0, 5, "within uncertainty"),
        (NAN, 5, "not known"),
    ],
)
def test_a_change_is_real_if_its_interval_leaves_out_zero(low, high, verdict):
    intervals = pd.DataFrame({"node": ["overall"], "state": ["AT"], "low": [low], "high": [high]})
    table = changes(long({"AT": [50, 53], "BE": [50, 53]}), 2010, 2011, intervals)
    assert table["verdict"].tolist() == [verdict, "not known"]


def test_wrong_intervals_are_refused():
    frame = long({"AT": [50, 53]})
    turned = pd.DataFrame({"state": ["AT"], "low": [2.0], "high": [1.0]})
    with pytest.raises(ValueError, match="low bound above"):
        changes(frame, 2010, 2011, turned)
    twice = pd.DataFrame({"state": ["AT", "AT"], "low": [1.0, 1], "high": [2.0, 2]})
    with pytest.raises(ValueError, match="more than one interval"):
        changes(frame, 2010, 2011, twice)


def test_the_two_years_are_the_last_with_enough_states():
    matrix = to_matrix(long({"AT": [1, 2, 3, 4], "BE": [1, 2, 3, NAN]}))
    assert two_years(matrix, None, None, 2) == (2011, 2012)
    assert two_years(matrix, None, None, 1) == (2012, 2013)
    assert two_years(matrix, 2010, None, 2) == (2010, 2012)
    assert two_years(matrix, None, 2012, 2) == (2011, 2012)
    assert two_years(matrix, None, None, 3) is None


def test_values_are_those_of_the_block_and_know_which_way_is_better(mini):
    scores = mini.scores("outcome")
    frame = values_frame(scores).set_index(["state", "year", "node"])["score"]
    assert set(frame.index.get_level_values("node")) == set(scores.block.indicators)
    block = scores.block
    for unit, (state, year) in enumerate(zip(block.states, block.years, strict=True)):
        for column, code in enumerate(block.indicators):
            assert frame[state, year, code] == pytest.approx(block.values[unit, column], nan_ok=True)
    assert direction_of(mini.framework, "overcrowding_rate") == -1
    assert direction_of(mini.framework, "employment_gap") == 1
    assert direction_of(mini.framework, "job_access") == 1
