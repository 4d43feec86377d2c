"""Intervals under varying weights: reproducible, independent of chunks, around the nominal score."""

from __future__ import annotations

import numpy as np
import pytest

from scoreboard import uncertainty
from scoreboard.observations import Panel
from scoreboard.robustness import weights
from scoreboard.scoring import score

LENSES = ["policy", "outcome"]


@pytest.mark.parametrize("lens", LENSES)
def test_the_same_seed_gives_the_same_intervals(mini, lens):
    index = mini.framework.indices[lens]
    first, again, other = (uncertainty(mini.panel(), index, seed=seed) for seed in (1, 1, 2))
    assert first.equals(again)
    assert first.equals(uncertainty(mini.panel(), index))  # the seed of the index is 1
    assert not first.equals(other)


@pytest.mark.parametrize("lens", LENSES)
def test_the_size_of_a_chunk_changes_nothing(mini, lens, monkeypatch):
    index = mini.framework.indices[lens]
    whole = uncertainty(mini.panel(), index)
    monkeypatch.setattr(weights, "_CHUNK", 7)
    assert uncertainty(mini.panel(), index).equals(whole)


@pytest.mark.parametrize("lens", LENSES)
def test_one_year_has_the_same_intervals_as_in_all_years(mini, lens):
    index = mini.framework.indices[lens]
    everything = uncertainty(mini.panel(), index)
    alone = uncertainty(mini.panel(), index, years=[2019])
    assert alone.equals(everything[everything["year"] == 2019].reset_index(drop=True))


@pytest.mark.parametrize("lens", LENSES)
def test_intervals_surround_the_nominal_score_and_rank(mini, lens):
    intervals = uncertainty(mini.panel(), mini.framework.indices[lens], draws=500)
    both = intervals.merge(mini.scores(lens).frame, on=["lens", "state", "year", "node"], how="left")
    scored = both[both["score"].notna()]
    assert len(scored) > 20
    assert (scored["score_low"] <= scored["score"] + 1e-9).all()
    assert (scored["score"] <= scored["score_high"] + 1e-9).all()
    ranked = scored[scored["rank"].notna()]
    assert (ranked["rank_low"] <= ranked["rank"]).all()
    assert (ranked["rank"] <= ranked["rank_high"]).all()
    missing = both[both["score"].isna()]
    assert len(missing) > 0
    assert missing[["score_low", "score_high", "rank_low", "rank_high"]].isna().all(axis=None)


def test_scores_lie_within_0_and_100(mini):
    intervals = uncertainty(mini.panel(), mini.framework.outcome)
    present = intervals["score_low"].notna()
    assert intervals.loc[present, ["score_low", "score_high"]].stack().between(0, 100).all()
    assert (intervals["rank_low"].dropna() >= 1).all()


def test_equal_children_give_an_interval_of_no_width(mini):
    """Whatever the weights, the mean of equal scores is that score."""
    panel = mini.panel()
    frame = panel.frame.copy()
    levels = frame["indicator"].map(lambda code: mini.framework.indicators[code].lens) == "policy"
    frame.loc[levels & frame["value"].notna(), "value"] = 100.0
    equal = Panel(frame, panel.framework)
    intervals = uncertainty(equal, mini.framework.policy)
    nominal = score(equal, mini.framework.policy).frame
    both = intervals.merge(nominal, on=["lens", "state", "year", "node"])
    scored = both[both["score"].notna()]
    for column in ("score_low", "score_high"):
        np.testing.assert_allclose(scored[column], scored["score"], rtol=0, atol=1e-9)


def test_wider_weights_give_intervals_at_least_about_as_wide(mini):
    index = mini.framework.outcome
    widths = []
    for within in (0.05, 0.5):
        rule = index.robustness.model_copy(update={"weights_within": within})
        frame = uncertainty(mini.panel(), index.model_copy(update={"robustness": rule}))
        widths.append((frame["score_high"] - frame["score_low"]).sum())
    assert 0 < widths[0] < widths[1]
