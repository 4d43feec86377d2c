"""Peers by context: by hand, and what must not sway the choice."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard import Project
from scoreboard.analysis.peers import (
    RULE,
    context_indicators,
    context_table,
    nearest,
    nearest_by,
    standardise,
)

DOMAINS = {
    "work": "labour_market",
    "health": "health",
    "ask": "anti_discrimination",
    "say": "anti_discrimination",
}


def frame(rows):
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(DOMAINS), dtype=float)


def test_distance_by_hand():
    """Differences 3 and 4 in work and health, 1 and 7 in two attitudes: √((9 + 16 + (1 + 49)/2) / 3)."""
    z = frame({"AT": [0, 0, 0, 0], "BE": [3, 4, 1, 7]})
    (row,) = nearest_by(z, DOMAINS, "AT").to_dict("records")
    assert row["distance"] == pytest.approx(np.sqrt((9 + 16 + 25) / 3))
    assert (row["peer"], row["shared"], row["alike"]) == ("BE", 4, ("ask", "work"))


def test_missing_values_leave_the_distance():
    z = frame({"AT": [0, 0, np.nan, 0], "BE": [1, np.nan, 5, 0], "SE": [np.nan, np.nan, np.nan, 0]})
    table = nearest_by(z, DOMAINS, "AT")
    assert table["peer"].tolist() == ["BE"]  # SE shares one of four
    assert table["distance"].iloc[0] == pytest.approx(np.sqrt(1 / 2))


def test_a_state_without_context_has_no_peers():
    z = frame({"AT": [np.nan] * 4, "BE": [0, 0, 0, 0]})
    assert nearest_by(z, DOMAINS, "AT").empty
    assert nearest_by(z, DOMAINS, "XX").empty


def test_no_more_peers_than_asked_for():
    z = frame({f"A{letter}": [position, 0, 0, 0] for position, letter in enumerate("ABCDEFGH")})
    assert nearest_by(z, DOMAINS, "AA", replace(RULE, count=3))["peer"].tolist() == ["AB", "AC", "AD"]


@given(st.permutations(["AT", "BE", "CY", "DE", "SE"]))
def test_order_of_the_rows_does_not_matter(order):
    z = frame(
        {"AT": [0, 0, 0, 0], "BE": [1, 0, 0, 0], "CY": [0, 1, 0, 0], "DE": [2, 1, 0, 0], "SE": [1, 1, 1, 1]}
    )
    assert nearest_by(z.loc[order], DOMAINS, "AT").equals(nearest_by(z, DOMAINS, "AT"))


def test_units_do_not_matter_and_what_is_alike_everywhere_is_left_out():
    context = pd.DataFrame(
        {"work": [50.0, 60, 80], "euro": [1e4, 3e4, 2e4], "same": [7.0, 7, 7]}, index=list("ABC")
    )
    scaled = context.assign(euro=context["euro"] / 1000 + 4)
    assert list(standardise(context)) == ["work", "euro"]
    np.testing.assert_allclose(standardise(scaled), standardise(context))


# the real data


@pytest.fixture(scope="module")
def panel(root):
    return Project(root).panel()


def test_peers_are_chosen_by_context_alone(panel):
    found = context_indicators(panel.framework)
    assert len(found) >= 5
    assert {it.lens for it in found.values()} == {"context"}
    assert {it.group for it in found.values()} == {"TOTAL"}
    assert "hate_crimes_recorded" not in found  # follows the size of the state


def test_old_values_do_not_count(panel):
    code = "employment_rate_population"
    rows = panel.frame[panel.frame["indicator"] == code]
    cut = panel.frame[
        ~((panel.frame["indicator"] == code) & (panel.frame["state"] == "AT") & (panel.frame["year"] > 2010))
    ]
    assert rows["year"].max() - RULE.maximum_age > 2010
    assert not np.isnan(context_table(panel).loc["AT", code])
    assert np.isnan(context_table(replace(panel, frame=cut)).loc["AT", code])


def test_peers_of_every_state(panel):
    counts = {}
    for state in panel.states:
        table = nearest(panel, state)
        assert state not in set(table["peer"])
        assert table["distance"].is_monotonic_increasing
        counts[state] = len(table)
    assert set(counts.values()) == {0, RULE.count}
    assert sum(map(bool, counts.values())) >= 20
    assert counts["UA"] == 0
