"""Changes between editions of the mini project that can be computed by hand."""

from __future__ import annotations

import numpy as np
import pytest

from scoreboard.analysis.comparison import PARTS, compare
from scoreboard.definitions.models import Level

from .conftest import with_cells, with_index, with_indicator, with_node

NON_EU, NAT, FOR, ALL = "NEU27_2020_FOR", "NAT", "FOR", "TOTAL"


@pytest.fixture
def parts_of(move_of):
    """(base score, head score, parts that are not zero) of one cell."""

    def parts_of(comparison, *cell):
        move = move_of(comparison, *cell)
        parts = {part: getattr(move, part) for part in PARTS}
        return move.base, move.head, {part: pytest.approx(x) for part, x in parts.items() if abs(x) > 1e-12}

    return parts_of


def test_a_revised_answer(panel, parts_of, move_of):
    # job access 100 → 50; labour market holds nothing else and is a third of the overall: 65 − 50/3
    comparison = compare(panel, with_cells(panel, {("AT", "job_access", 2019, ALL): 50}))
    assert parts_of(comparison, "policy", "labour_market", "AT", 2019) == (100, 50, {"revised": -50})
    base, head, parts = parts_of(comparison, "policy", "overall", "AT", 2019)
    assert (base, head, parts) == (65, pytest.approx(65 - 50 / 3), {"revised": pytest.approx(-50 / 3)})
    assert move_of(comparison, "policy", "overall", "AT", 2019).through == "job_access"
    assert set(comparison.moves["lens"]) == {"policy"}


def test_an_answer_that_is_gone_changes_what_the_overall_rests_on(panel, parts_of, move_of):
    # labour market has no score; the overall is the mean of education 45 and anti-discrimination 50
    comparison = compare(panel, with_cells(panel, {("AT", "job_access", 2019, ALL): None}))
    assert parts_of(comparison, "policy", "overall", "AT", 2019) == (65, 47.5, {"coverage": -17.5})
    vanished = move_of(comparison, "policy", "labour_market", "AT", 2019)
    assert (vanished.event, vanished.base, vanished.causes) == ("vanished", 100, "revised")
    assert np.isnan(vanished.head)
    assert np.isnan(vanished.revised)


def test_a_new_value_takes_the_place_of_one_carried_forward(panel, parts_of, move_of):
    # BE's 2019 rests on 2018: 20 per cent gives 50. Now 12 per cent gives 70, and carries on to 2020.
    comparison = compare(panel, with_cells(panel, {("BE", "overcrowding_rate", 2019, FOR): 12}))
    assert parts_of(comparison, "outcome", "housing", "BE", 2019) == (50, 70, {"new": 20})
    assert parts_of(comparison, "outcome", "overall", "BE", 2019) == (48.75, 58.75, {"new": 10})
    appeared = move_of(comparison, "outcome", "housing", "BE", 2020)
    assert (appeared.event, appeared.head, appeared.causes) == ("appeared", 70, "new")


def test_a_changed_weight(panel, parts_of):
    # education of AT: (3·50 + 30)/4 = 45, then (50 + 30)/2 = 40
    comparison = compare(panel, with_node(panel, "policy", "school_access", weight=1.0))
    assert parts_of(comparison, "policy", "education", "AT", 2019) == (45, 40, {"definition": -5})
    assert [str(change) for change in comparison.definitions] == ["school_access in education: weight 3 → 1"]


def test_moved_goalposts(panel, parts_of):
    # AT's 60 per cent between 40 and 80 is 50; between 40 and 90 it is 40
    comparison = compare(panel, with_indicator(panel, "employment_rate", goalposts={"high": 90.0}))
    assert parts_of(comparison, "outcome", "employment_rate", "AT", 2019) == (50, 40, {"goalposts": -10})
    assert parts_of(comparison, "outcome", "overall", "AT", 2019) == (62.5, 61.25, {"goalposts": -1.25})
    assert [str(change) for change in comparison.definitions] == [
        "employment_rate: goalposts 40 to 80 → 40 to 90"
    ]


def test_two_causes_share_what_they_do_together(panel, parts_of):
    # 64 instead of 60 per cent: +10 under the old goalposts, +8 under the new, so 9.
    # High goalpost 90 instead of 80: −10 with the old value, −12 with the new, so −11.
    head = with_indicator(panel, "employment_rate", goalposts={"high": 90.0})
    head = with_cells(head, {("AT", "employment_rate", 2019, NON_EU): 64})
    base, after, parts = parts_of(compare(panel, head), "outcome", "employment_rate", "AT", 2019)
    assert (base, after) == (50, pytest.approx(48))
    assert parts == {"revised": 9, "goalposts": -11}


def test_recoded_levels_take_their_rows_along(panel, parts_of):
    # the middle level counts 60 instead of 50, and every answer 50 is coded anew
    levels = tuple(Level(score=score, condition="as before") for score in (100, 60, 0))
    cells = {("AT", "school_access", year, ALL): 60.0 for year in (2018, 2019)}
    comparison = compare(panel, with_cells(with_indicator(panel, "school_access", levels=levels), cells))
    assert parts_of(comparison, "policy", "school_access", "AT", 2019) == (50, 60, {"definition": 10})
    assert parts_of(comparison, "policy", "education", "AT", 2019) == (45, 52.5, {"definition": 7.5})


def test_another_measure_takes_its_goalposts_along(panel, parts_of):
    # the level 60 (50 points) becomes the gap −10 between −40 and 0 (75 points)
    head = with_indicator(
        panel,
        "employment_rate",
        measure="gap",
        reference=NAT,
        unit="percentage_points",
        goalposts={"low": -40.0, "high": 0.0},
    )
    comparison = compare(panel, head)
    assert parts_of(comparison, "outcome", "employment_rate", "AT", 2019) == (50, 75, {"definition": 25})


def test_another_group_takes_its_rows_along(panel, parts_of):
    # nationals, 70 per cent, instead of non-EU citizens; their value is corrected from 70 to 72 besides,
    # which is a row that the gap uses in both editions: −1 point per percentage point times 100/20
    head = with_indicator(panel, "employment_rate", group=NAT)
    comparison = compare(panel, with_cells(head, {("AT", "employment_rate", 2019, NAT): 72}))
    assert parts_of(comparison, "outcome", "employment_gap", "AT", 2019) == (50, 40, {"revised": -10})
    base, head_score, parts = parts_of(comparison, "outcome", "employment_rate", "AT", 2019)
    assert (base, head_score) == (50, pytest.approx(80))
    assert parts == {"definition": 27.5, "revised": 2.5}  # 25 or 30; 0 or 5


def test_a_longer_carry_forward_is_a_definition(panel, move_of):
    comparison = compare(panel, with_index(panel, "outcome", imputation={"maximum_age_years": 2}))
    appeared = move_of(comparison, "outcome", "housing", "BE", 2020)
    assert (appeared.event, appeared.head, appeared.causes) == ("appeared", 50, "definition")


def test_a_threshold_and_a_missing_answer_together(panel, move_of):
    # without job access two of three domains remain; a threshold of 0.7 then leaves no overall score
    head = with_node(panel, "policy", "overall", coverage=0.7)
    head = with_cells(head, {("AT", "job_access", 2019, ALL): None})
    vanished = move_of(compare(panel, head), "policy", "overall", "AT", 2019)
    assert (vanished.event, set(vanished.causes.split())) == ("vanished", {"revised", "definition"})


def test_a_rank_moves_though_the_score_does_not(panel, move_of):
    # overcrowding of SE rises from 8 to 40 per cent: its overall falls behind the two others
    comparison = compare(panel, with_cells(panel, {("SE", "overcrowding_rate", 2019, FOR): 40}))
    moved = move_of(comparison, "outcome", "housing", "AT", 2019)
    assert (moved.event, moved.base, moved.head, moved.change) == ("rank", 75, 75, 0)
    assert (moved.base_rank, moved.head_rank, moved.causes, moved.through) == (2, 1, "", "")


def test_an_indicator_added_with_its_data_is_all_definition(panel, parts_of):
    # base: labour market is employment alone, and AT has no incomes
    outcomes = panel.framework.outcome.tree[0]
    labour = next(node for node in outcomes.children if node.node == "labour_market")
    base = with_node(panel, "outcome", "labour_market", children=labour.children[:1])
    incomes = [("AT", "median_income", year, group) for year in (2019, 2020) for group in (NON_EU, NAT)]
    comparison = compare(with_cells(base, dict.fromkeys(incomes)), panel)
    # 2020: the level 64 gives 60 and the gap of 10 gives 50, so 55; the ratio 0.8 gives 60, so 57.5
    assert parts_of(comparison, "outcome", "labour_market", "AT", 2020) == (55, 57.5, {"definition": 2.5})
    assert comparison.rows["outcome"].new.empty
    assert "income_ratio: added" in [str(change) for change in comparison.definitions]


def test_the_largest_change_comes_first(panel):
    cells = {("AT", "job_access", 2019, ALL): 50, ("SE", "job_access", 2019, ALL): 0}
    moves = compare(panel, with_cells(panel, cells)).moves
    assert moves["node"].iloc[0] == "overall"
    assert moves.loc[moves["node"] == "labour_market", "state"].tolist()[:2] == ["SE", "AT"]
