"""The repository's own scores over time, held against a second calculation."""

from __future__ import annotations

import numpy as np
import pytest

from scoreboard.analysis.time import convergence, distance_to_target, trends
from scoreboard.analysis.time.tables import TABLES, time_table
from scoreboard.project import Project


@pytest.fixture(scope="module")
def real(root) -> Project:
    return Project(root)


@pytest.mark.parametrize("lens", ["policy", "outcome"])
def test_real_trends_are_those_of_a_second_calculation(real, lens):
    frame = real.scores(lens).frame
    table = trends(frame)
    assert len(table) == frame.groupby(["node", "state"]).ngroups
    compared = 0
    for row in table[table["slope"].notna()].iloc[::40].itertuples():
        rows = frame[(frame["state"] == row.state) & (frame["node"] == row.node) & (frame["observed"] >= 0.5)]
        rows = rows[rows["score"].notna()]
        assert len(rows) == row.years
        assert np.polyfit(rows["year"] - 2015, rows["score"], 1)[0] == pytest.approx(row.slope, abs=1e-9)
        compared += 1
    assert compared > 25


def test_real_states_are_as_far_as_their_scores_say(real):
    frame = real.scores("policy").frame
    table = distance_to_target(frame[frame["node"] == "overall"], 60, 2030)
    cells = frame[frame["node"] == "overall"].set_index(["state", "year"])["score"]
    compared = 0
    for row in table[table["ratio"].notna()].itertuples():
        first, last = cells[row.state, row.first_year], cells[row.state, row.last_year]
        ratio = ((last - first) / (row.last_year - row.first_year)) / ((60 - first) / (2030 - row.first_year))
        assert (row.ratio, row.distance) == pytest.approx((ratio, 60 - last))
        compared += 1
    assert compared > 15
    assert set(table["status"]) <= {
        "reached", "on track", "slower than needed", "much slower than needed", "moving away", "unchanged",
        "was reached, is not now",
    }  # fmt: skip


def test_real_convergence_of_the_policy_scores(real):
    scores = real.scores("policy")
    (row,) = convergence(
        scores.frame[scores.frame["node"] == "labour_market"], minimum_states=10
    ).itertuples()
    wide = scores.frame[scores.frame["node"] == "labour_market"].pivot(
        index="state", columns="year", values="score"
    )
    whole = wide.dropna()
    assert row.states == len(whole) > 20
    assert row.sigma_first == pytest.approx(whole.iloc[:, 0].std(ddof=0))
    ranks = whole.rank()
    summed = ranks.sum(axis="columns").var(ddof=0)
    assert row.gamma == pytest.approx(summed / (ranks.shape[1] * ranks.iloc[:, 0]).var(ddof=0))
    assert set(row.left_out.split()) == set(wide.dropna(how="all").index) - set(whole.index)


@pytest.mark.parametrize("of", ["score", "value"])
@pytest.mark.parametrize("name", [name for name in TABLES if name != "targets"])
def test_every_table_of_every_node_of_the_outcomes_says_a_number_or_why_not(real, name, of):
    table = time_table(name, real.scores("outcome"), of=of)
    measure = {"trend": "slope", "convergence": "gamma", "classes": "level_z", "changes": "change"}[name]
    said = table[measure].notna()
    assert said.sum() > 20
    assert (table.loc[~said, "reason"] != "").all()
    assert len(table.drop_duplicates(["node", "state"] if "state" in table else ["node"])) == len(table)
