"""Which changes count, which states are used, and why the others are not."""

from dataclasses import replace

import pandas as pd
import pytest

from scoreboard.analysis.evaluation import NEVER, candidates, find_rises, make_sample
from scoreboard.analysis.evaluation.outcomes import chosen, outcome_values, placebo_of

from .conftest import GAP, ITEM, OUTCOME, rows


@pytest.fixture
def with_levels(panel):
    """Return the rises of an item whose levels are given by state: {state: {year: level}}."""

    def find(levels, least=0.0):
        cells = {(state, year): level for state, known in levels.items() for year, level in known.items()}
        frame = rows(panel.frame.iloc[0], ITEM, cells).astype({"year": int, "value": float})
        return find_rises(replace(panel, frame=frame), ITEM, least)

    return find


def test_the_first_rise_is_the_change(with_levels):
    found = with_levels({"AT": {2001: 0, 2002: 50, 2003: 100}, "BE": {2001: 50, 2002: 50}})
    assert found.states.loc["AT"].tolist() == [2002, 0, 50, 2001, 2003]
    assert found.states.loc["BE", "cohort"] == NEVER
    assert list(found.changed.index) == ["AT"]
    assert found.left_out == {}


@pytest.mark.parametrize(
    ("levels", "least", "reason"),
    [
        ({2001: 100, 2002: 50, 2003: 100}, 0, "the level fell in 2002"),
        ({2001: 50, 2002: 100, 2003: 0}, 0, "the level fell in 2003"),
        ({2001: 0, 2002: 50}, 60, "the rise of 2002 is smaller than 60 points"),
        ({2001: 0, 2004: 50}, 0, "the year of the rise is not known: between 2001 and 2004"),
    ],
)
def test_a_state_that_neither_changed_nor_stayed_is_left_out_with_the_reason(
    with_levels, levels, least, reason
):
    found = with_levels({"AT": levels}, least)
    assert found.left_out == {"AT": reason}
    assert found.states.empty


def test_an_outcome_is_no_policy_item(panel):
    with pytest.raises(KeyError):
        find_rises(panel, OUTCOME)
    with pytest.raises(KeyError):
        chosen(panel, ITEM)


def outcome(cells):
    return pd.DataFrame(
        [(state, year, 1.0, flags) for state, years in cells.items() for year, flags in years.items()],
        columns=["state", "year", "value", "flags"],
    )


def test_states_with_too_few_years_are_left_out_and_it_is_said_on_which_side(with_levels):
    years = range(2001, 2009)
    rising = {year: 100.0 * (year >= 2005) for year in years}
    known = with_levels(
        dict.fromkeys(["AT", "BE", "CY"], rising)
        | dict.fromkeys(["DE", "EE", "FI"], dict.fromkeys(years, 50.0))
    )
    all_years = dict.fromkeys(years, "")
    sample = make_sample(
        known,
        outcome(
            {
                "AT": all_years | {2005: "b"},
                "BE": dict.fromkeys([2004, 2005, 2006], ""),
                "CY": dict.fromkeys([2002, 2003, 2005], ""),
                "DE": all_years | {2009: "b", 2000: ""},
                "EE": {2003: "b"},
                "SE": all_years,
            }
        ),
    )
    assert sample.left_out == {
        "BE": "fewer than 2 years with the outcome before the change of 2005",
        "CY": "fewer than 2 years with the outcome since the change of 2005",
        "EE": "fewer than 2 years with the outcome",
        "FI": "no outcome in the years in which the level is known",
    }
    assert (sample.changed, sample.others) == (["AT"], ["DE"])
    assert sample.years.tolist() == list(years)  # 2000 and 2009 lie outside the years of the level
    assert sample.breaks == 1


def test_rows_of_a_sample_are_its_observed_cells(changed_panel):
    sample = make_sample(
        find_rises(changed_panel, ITEM), outcome_values(changed_panel, chosen(changed_panel, OUTCOME))
    )
    table = sample.long()
    assert len(table) == sample.seen.sum() == 120
    assert table["treated"].sum() == 2 * 6 + 2 * 5
    assert set(table.loc[table["treated"] == 1, "state"]) == set(sample.changed)


def test_a_gap_is_of_both_groups_and_its_placebo_is_the_other_group(changed_panel):
    it = chosen(changed_panel, GAP)
    gap = outcome_values(changed_panel, it).set_index(["state", "year"])["value"]
    level = outcome_values(changed_panel, chosen(changed_panel, OUTCOME)).set_index(["state", "year"])[
        "value"
    ]
    other = outcome_values(changed_panel, placebo_of(it)).set_index(["state", "year"])["value"]
    pd.testing.assert_series_equal(gap, (level - other).rename("value"))


def test_candidates_count_what_can_be_used(changed_panel):
    table = candidates(changed_panel).set_index(["item", "outcome"])
    found = table.loc[(ITEM, OUTCOME)]
    assert found[["changes", "usable", "others", "first", "last"]].tolist() == [4, 4, 8, 2001, 2010]
    assert found["enough"]
    assert table["enough"].sum() == 2  # the rate and the gap
    assert table.loc[~table["enough"], "usable"].eq(0).all()
    assert candidates(changed_panel, ["housing"])["domain"].eq("housing").all()
