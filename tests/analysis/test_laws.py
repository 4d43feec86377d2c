"""What holds for every pair of editions, tried on drawn ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoreboard.analysis.comparison import PARTS, compare
from scoreboard.analysis.comparison.comparing import _Pair
from scoreboard.analysis.comparison.rows import sort_rows
from scoreboard.scoring import score

from .conftest import with_index, with_indicator, with_node

CELL = ["lens", "node", "state", "year"]
SOME = settings(max_examples=20)
STATISTICS = ("employment_rate", "employment_gap", "income_ratio", "overcrowding_rate")
PLACES = (
    ("policy", "school_access"), ("policy", "job_access"), ("policy", "education"), ("policy", "overall"),
    ("outcome", "employment_gap"), ("outcome", "income_ratio"), ("outcome", "labour_market"),
)  # fmt: skip


@st.composite
def revised(draw, panel):
    """Some values are others: answers another level, statistics up to a fifth more or less."""
    frame = panel.frame.copy()
    rows = draw(st.lists(st.sampled_from(list(frame.index)), max_size=8, unique=True))
    for row in rows:
        policy = frame.at[row, "indicator"] in {
            c for c, i in panel.framework.indicators.items() if i.lens == "policy"
        }
        if np.isnan(frame.at[row, "value"]):
            continue
        frame.at[row, "value"] = (
            draw(st.sampled_from([0.0, 50.0, 100.0]))
            if policy
            else frame.at[row, "value"] * draw(st.floats(0.8, 1.2))
        )
    return replace(panel, frame=frame)


@st.composite
def shortened(draw, panel):
    """Some rows are gone."""
    rows = draw(st.lists(st.sampled_from(list(panel.frame.index)), max_size=10, unique=True))
    return replace(panel, frame=panel.frame.drop(index=rows).reset_index(drop=True))


@st.composite
def reweighted(draw, panel):
    """Weights, thresholds and rules are others."""
    for lens, name in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3, unique=True)):
        panel = with_node(panel, lens, name, weight=draw(st.floats(0.2, 5)))
    panel = with_index(panel, "outcome", aggregation=draw(st.sampled_from(["arithmetic", "geometric"])))
    panel = with_index(panel, "policy", missing={"coverage": draw(st.sampled_from([0.0, 0.5, 0.8]))})
    reach = draw(st.integers(0, 2))
    return with_index(
        panel,
        "outcome",
        missing={"coverage": draw(st.sampled_from([0.3, 0.6]))},
        imputation={"method": "latest", "maximum_age_years": reach} if reach else {"method": "none"},
    )


@st.composite
def reposted(draw, panel):
    """Goalposts are moved."""
    for code in draw(st.lists(st.sampled_from(STATISTICS), min_size=1, max_size=4, unique=True)):
        low = panel.framework.indicators[code].goalposts.low
        width = panel.framework.indicators[code].goalposts.high - low
        moved = {
            "low": low - width * draw(st.floats(0, 0.3)),
            "high": low + width * draw(st.floats(0.7, 1.5)),
        }
        panel = with_indicator(panel, code, goalposts=moved)
    return panel


@st.composite
def edited(draw, panel, edits=(revised, shortened, reweighted, reposted)):
    for edit in edits:
        if draw(st.booleans()):
            panel = draw(edit(panel))
    return panel


def parts_that_act(comparison):
    moved = comparison.moves[comparison.moves["event"] == "moved"]
    return {part for part in PARTS if (moved[part].abs() > 1e-9).any()}


@SOME
@given(data=st.data())
def test_the_parts_sum_to_the_whole_and_nothing_is_left_out(panel, data):
    base, head = data.draw(edited(panel)), data.draw(edited(panel))
    comparison = compare(base, head)
    moved = comparison.moves[comparison.moves["event"] == "moved"]
    assert (moved[list(PARTS)].sum(axis="columns") - moved["change"]).abs().max() < 1e-9 or moved.empty
    frames = [
        pd.concat([score(it, index).frame for index in it.framework.indices.values()]) for it in (base, head)
    ]
    both = frames[0].merge(frames[1], on=CELL, how="outer", suffixes=("_base", "_head"))
    differs = (both["score_base"] - both["score_head"]).abs() > 1e-9
    differs |= both["score_base"].isna() != both["score_head"].isna()
    ranks = both[["rank_base", "rank_head"]].fillna(0)
    differs |= ranks["rank_base"] != ranks["rank_head"]
    expected = set(map(tuple, both.loc[differs, CELL].to_numpy()))
    assert set(map(tuple, comparison.moves[CELL].to_numpy())) == expected


@SOME
@given(data=st.data())
def test_the_ends_of_every_chain_are_the_two_editions(panel, data):
    base, head = data.draw(edited(panel)), data.draw(edited(panel))
    for lens in ("policy", "outcome"):
        pair = _Pair(*(score(it, it.framework.indices[lens]) for it in (base, head)))
        ends = [pair._aligned(it, it.values) for it in pair.sides]
        for causes, end in zip((frozenset(), frozenset(pair.mixture.causes)), ends, strict=True):
            for mixed in (pair.mixture.score(causes), pair.mixture.score_as_it_stands(causes)):
                np.testing.assert_allclose(mixed, end, rtol=0, atol=1e-9)


@SOME
@given(data=st.data())
def test_the_sorted_rows_make_up_both_editions(panel, data):
    base, head = data.draw(edited(panel)), data.draw(edited(panel))
    for lens in ("policy", "outcome"):
        rows = sort_rows(base, head, lens)
        for edition, applied in ((base, False), (head, True)):
            index = edition.framework.indices[lens]
            made = score(replace(edition, frame=rows.frame(applied, applied, applied)), index)
            assert made.frame["score"].equals(score(edition, index).frame["score"])


@SOME
@given(data=st.data())
def test_an_edition_does_not_differ_from_itself(panel, data):
    edition = data.draw(edited(panel))
    comparison = compare(edition, edition)
    assert comparison.empty
    assert comparison.definitions == ()


@SOME
@given(data=st.data())
def test_the_way_back_is_the_way_there_with_the_other_sign(panel, data):
    base, head = data.draw(edited(panel)), data.draw(edited(panel))
    there, back = (it.moves.set_index(CELL).sort_index() for it in (compare(base, head), compare(head, base)))
    assert there.index.equals(back.index)
    np.testing.assert_allclose(there["change"], -back["change"], atol=1e-9)
    turned = {"moved": "moved", "rank": "rank", "appeared": "vanished", "vanished": "appeared"}
    assert (there["event"].map(turned) == back["event"]).all()


@SOME
@given(data=st.data())
def test_without_rows_that_come_or_go_each_part_turns_its_sign(panel, data):
    edits = (revised, reweighted, reposted)
    base, head = data.draw(edited(panel, edits)), data.draw(edited(panel, edits))
    there, back = (it.moves.set_index(CELL).sort_index() for it in (compare(base, head), compare(head, base)))
    for part in PARTS:
        np.testing.assert_allclose(there[part], -back[part], atol=1e-9)


PURE = {
    "revised": (revised, {"revised"}),
    "gone": (shortened, {"revised", "coverage"}),
    "definition": (reweighted, {"definition"}),
    "goalposts": (reposted, {"goalposts"}),
}


@pytest.mark.parametrize(("edit", "parts"), PURE.values(), ids=PURE)
@SOME
@given(data=st.data())
def test_an_edit_of_one_kind_gives_only_its_part(panel, edit, parts, data):
    assert parts_that_act(compare(panel, data.draw(edit(panel)))) <= parts


@SOME
@given(data=st.data())
def test_rows_that_come_are_new_data_or_coverage(panel, data):
    assert parts_that_act(compare(data.draw(shortened(panel)), panel)) <= {"new", "coverage"}
