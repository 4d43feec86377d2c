"""One evaluation and the survey, on a panel whose changes are known."""

import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.analysis.evaluation import PERMUTATION, MissingLibraryError, candidates, evaluate, survey
from scoreboard.analysis.evaluation.association import LAGS, association
from scoreboard.analysis.evaluation.library import ESTIMATORS
from scoreboard.analysis.evaluation.survey import COLUMNS, holm, primary

from .conftest import GAP, ITEM, OUTCOME


@pytest.fixture(scope="module")
def found(changed_panel):
    return evaluate(changed_panel, ITEM, OUTCOME, draws=499)


def test_a_planted_difference_is_told_from_chance(found):
    it = found.evidence
    assert it.low <= 6 <= it.high
    assert it.p < 0.05
    assert (it.changed, it.others, it.same_sign) == (4, 8, 1)
    assert found.verdict == "told from chance"
    assert found.sentence.startswith("After the change the outcome differed by +")
    assert found.compared == "4 states changed, 8 to compare with, 0 left out, 2001–2010; more is better."
    assert list(found.estimates["estimator"]) == [*ESTIMATORS, PERMUTATION]
    last = found.estimates.iloc[-1]
    assert (last["effect"], last["p"]) == (it.effect, it.p)
    two_stage = found.estimates.set_index("estimator").loc["two-stage", "effect"]
    assert it.effect == pytest.approx(two_stage, abs=1e-5)


def test_nothing_planted_is_not_told_from_chance(panel, changes):
    assert evaluate(changes(panel, effect=0.0), ITEM, OUTCOME, draws=499).verdict == "not told from chance"


def test_the_tables_belong_together(found):
    assert found.path["since"].tolist() == list(range(-5, 6))
    assert found.path.set_index("since").loc[[-5, -1, 0, 4, 5], "states"].tolist() == [2, 4, 4, 4, 2]
    known = found.path.dropna(subset=["effect"])
    assert ((known["low"] < known["effect"]) & (known["effect"] < known["high"])).all()
    assert found.states["role"].value_counts().to_dict() == {"changed": 4, "compared": 8}
    assert found.states.loc[found.states["role"] == "changed", "year"].tolist() == [2005, 2005, 2006, 2006]
    assert found.states["year"].isna().sum() == 8
    assert found.placebos["placebo"].iloc[-1] == "the same outcome, group NAT"
    assert len(found.without) == 12


def test_the_other_group_did_not_change(found):
    assert found.placebos["p"].iloc[-1] > 0.05


def test_the_same_seed_gives_the_same_numbers(changed_panel, found):
    again = evaluate(changed_panel, ITEM, OUTCOME, draws=499)
    assert again.evidence == found.evidence
    for name in ("estimates", "path", "without", "placebos", "association"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(found, name))
    assert evaluate(changed_panel, ITEM, OUTCOME, draws=499, seed=2).evidence.high != found.evidence.high


def test_another_sex_that_nobody_published_is_not_enough_data(changed_panel):
    it = evaluate(changed_panel, ITEM, OUTCOME, sex="F")
    assert it.verdict == "too few changes"
    assert it.estimates.empty
    assert it.path.empty
    assert it.indicator.sex == "F"
    assert set(it.states["role"]) == {"left out"}


def test_progress_is_told_to_the_end(changed_panel):
    told = []
    evaluate(changed_panel, ITEM, GAP, draws=99, progress=lambda done, whole: told.append((done, whole)))
    assert told == [(step, 4) for step in (1, 2, 3, 4)]


def test_without_the_library_the_message_names_the_extra(changed_panel, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyfixest", None)
    with pytest.raises(MissingLibraryError, match=r"integration-scoreboard\[evaluation\]"):
        evaluate(changed_panel, ITEM, OUTCOME, draws=99)
    assert len(survey(changed_panel, draws=99)) == 1  # needs none


def test_less_may_be_better(found):
    for direction, measure, words in [
        ("less_is_better", "level", "less is better"),
        ("less_is_better", "gap", "more is better"),
        ("none", "level", "neither more nor less is better"),
    ]:
        turned = found.indicator.model_copy(update={"direction": direction, "measure": measure})
        assert replace(found, indicator=turned).better == words


# survey


def test_the_survey_weighs_each_item_once_by_its_primary_outcome(changed_panel):
    table = survey(changed_panel, draws=499)
    assert list(table.columns) == COLUMNS
    assert table[["item", "outcome"]].to_numpy().tolist() == [[ITEM, table["outcome"][0]]]
    alone = evaluate(changed_panel, ITEM, table["outcome"][0], draws=499)
    assert table.loc[0, "effect"] == alone.evidence.effect
    assert table.loc[0, "p_holm"] == alone.evidence.p == table.loc[0, "p"]
    assert table.loc[0, "verdict"] == alone.verdict


def test_of_outcomes_with_as_many_states_the_first_in_the_tree_is_primary(changed_panel):
    pairs = candidates(changed_panel)
    (chosen_,) = primary(pairs, changed_panel.framework)["outcome"]
    order = [OUTCOME, GAP]
    tree = str(changed_panel.framework.indices["outcome"].tree)
    inside = sorted(
        (code for code in order if f"indicator='{code}'" in tree), key=lambda code: tree.index(f"'{code}'")
    )
    assert inside
    assert chosen_ == inside[0]
    more = pairs.assign(usable=np.where(pairs["outcome"] == chosen_, 3, pairs["usable"]))
    assert primary(more, changed_panel.framework)["outcome"].tolist() != [chosen_]


def test_a_project_without_changes_has_an_empty_survey(panel):
    table = survey(panel)
    assert table.empty
    assert list(table.columns) == COLUMNS


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_rejects_what_the_step_down_procedure_rejects(p):
    corrected = holm(np.array(p))
    rejected, order = set(), sorted(range(len(p)), key=lambda place: p[place])
    for step, place in enumerate(order):
        if p[place] * (len(p) - step) > 0.05:
            break
        rejected.add(place)
    assert {place for place, value in enumerate(corrected) if value <= 0.05} == rejected
    assert (corrected >= np.array(p)).all()


def test_holm_does_not_count_tests_that_were_not_made():
    found = holm(np.array([0.02, np.nan, 0.03]))
    assert found[[0, 2]] == pytest.approx([0.04, 0.04])
    assert np.isnan(found[1])


# association


def linked(slope, states=12, years=10):
    rng = np.random.default_rng(1)
    cells = [(f"S{state:02}", 2001 + year) for state in range(states) for year in range(years)]
    policy = pd.DataFrame(cells, columns=["state", "year"]).assign(value=rng.uniform(0, 100, len(cells)))
    later = policy.assign(
        year=policy["year"] + 2, value=slope * policy["value"] + rng.normal(0, 1, len(cells))
    )
    return policy, later


def test_an_outcome_that_follows_two_years_later_shows_at_lag_two():
    table = association(*linked(0.3)).set_index(["kind", "lag"])
    assert len(table) == 2 * len(LAGS)
    at = table.loc[("within", 2)]
    assert at["slope"] == pytest.approx(3.0, abs=0.1)
    assert at["low"] < 3.0 < at["high"]
    assert abs(table.loc[("within", 0), "slope"]) < 1
    assert table.loc[("between", 2), "slope"] == pytest.approx(3.0, abs=1.0)


def test_an_association_that_cannot_be_told_says_why():
    policy, outcome = linked(0.3, states=5)
    assert set(association(policy, outcome)["reason"]) == {"fewer than 8 states"}
    policy, outcome = linked(0.3)
    assert set(association(policy.assign(value=50.0), outcome)["reason"]) == {"policy did not vary"}
