"""The mini project, scored by hand in mini_scores.csv and by the program."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scoreboard import InvalidDataError, Project
from scoreboard.definitions.method import Imputation
from scoreboard.scoring import score
from scoreboard.scoring.scores import COLUMNS

HAND = list(csv.DictReader(Path(__file__).with_name("mini_scores.csv").read_text("utf-8").splitlines()))
CELLS = [
    (row["lens"], row["node"], int(row["year"]), state, row[state])
    for row in HAND
    for state in ("AT", "BE", "SE")
]


def row_of(frame: pd.DataFrame, state: str, year: int, node: str) -> pd.Series:
    rows = frame[(frame["state"] == state) & (frame["year"] == year) & (frame["node"] == node)]
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.mark.parametrize(("lens", "node", "year", "state", "by_hand"), CELLS)
def test_scores_are_as_computed_by_hand(mini, lens, node, year, state, by_hand):
    computed = row_of(mini.scores(lens).frame, state, year, node)["score"]
    assert computed == pytest.approx(float(by_hand or "nan"), abs=1e-12, nan_ok=True)


def test_every_lens_node_state_and_year_has_one_row(mini):
    frame = pd.concat([mini.scores(lens).frame for lens in ("policy", "outcome")])
    assert frame.columns.tolist() == [*COLUMNS, "observed"]
    assert not frame.duplicated(["lens", "state", "year", "node"]).any()
    assert len(frame) == (6 + 5) * 3 * 2 + (4 + 4) * 3 * 2


@pytest.mark.parametrize(
    ("lens", "state", "year", "node", "coverage", "reason"),
    [
        ("policy", "BE", 2018, "school_access", 0, "no-observations"),
        ("policy", "BE", 2018, "education", 0.25, "coverage 0.25 below 0.5"),
        ("policy", "BE", 2018, "overall", 2 / 3, ""),
        ("policy", "AT", 2018, "housing", 1, "first-edition"),
        ("policy", "AT", 2019, "housing", 1, ""),
        ("outcome", "BE", 2019, "housing", 1, "carried-forward 1.00"),
        ("outcome", "BE", 2019, "overall", 1, "carried-forward 0.50"),
        ("outcome", "BE", 2020, "housing", 0, "no-observations"),
        ("outcome", "BE", 2020, "overall", 0.5, "coverage 0.50 below 0.6"),
        ("outcome", "AT", 2019, "overall", 1, ""),
    ],
)
def test_coverage_and_reason(mini, lens, state, year, node, coverage, reason):
    row = row_of(mini.scores(lens).frame, state, year, node)
    assert row["coverage"] == pytest.approx(coverage)
    assert row["reason"] == reason


def test_a_missing_score_always_has_a_reason(mini):
    for lens in ("policy", "outcome"):
        frame = mini.scores(lens).frame
        assert frame["score"].isna().any()
        assert (frame.loc[frame["score"].isna(), "reason"] != "").all()
        assert frame.loc[frame["score"].isna(), "rank"].isna().all()


def test_ranks(mini):
    frame = mini.scores("policy").frame
    ranks = {
        (node, year): [row_of(frame, state, year, node)["rank"] for state in ("AT", "BE", "SE")]
        for node, year in (("overall", 2019), ("labour_market", 2019), ("education", 2018))
    }
    assert ranks["overall", 2019] == [3, 2, 1]
    assert ranks["labour_market", 2019] == [1, 3, 1]
    assert ranks["education", 2018] == [2, pd.NA, 1]


def test_observed_share_leaves_out_what_was_carried(mini):
    frame = mini.scores("outcome").frame
    assert row_of(frame, "BE", 2019, "overall")["observed"] == 0.5
    assert row_of(frame, "AT", 2019, "overall")["observed"] == 1


def test_values_by_sex_do_not_enter_the_score(mini):
    step = mini.scores("outcome").explain("AT", 2019, "employment_rate")
    assert step.score == 50
    assert step.places == ("data/AT/outcomes.csv:2",)


def test_minimum_states_withholds_ranks(mini):
    index = mini.framework.policy.model_copy(update={"minimum_states": 3})
    scores = score(mini.panel(), index)
    assert row_of(scores.frame, "AT", 2018, "education")["rank"] is pd.NA
    assert row_of(scores.frame, "AT", 2019, "education")["rank"] == 3


def test_score_reaches_only_one_year_back(mini):
    rules = Imputation(method="none"), Imputation(method="latest", maximum_age_years=2)
    frames = [
        score(mini.panel(), mini.framework.outcome.model_copy(update={"imputation": rule})).frame
        for rule in rules
    ]
    assert np.isnan(row_of(frames[0], "BE", 2019, "housing")["score"])
    assert row_of(frames[1], "BE", 2020, "housing")["score"] == 50


def test_the_latest_earlier_value_is_carried(change_mini):
    root = change_mini(
        [
            {
                "file": "indicators/outcomes.yaml",
                "old": "maximum_age_years: 1",
                "new": "maximum_age_years: 2",
            }
        ]
    )
    earlier = "state,indicator,year,group,value,source\nBE,overcrowding_rate,2017,FOR,40,INCOME-2021\n"
    (root / "data/BE/earlier.csv").write_text(earlier, "utf-8")
    step = Project(root).scores("outcome").explain("BE", 2019, "overcrowding_rate")
    assert (step.score, step.places) == (50, ("data/BE/outcomes.csv:10",))


def test_a_remark_does_not_hide_why_a_score_is_missing(mini):
    (remark,) = mini.framework.policy.remarks
    everywhere = remark.model_copy(update={"node": "education", "states": ("AT", "BE")})
    frame = score(mini.panel(), mini.framework.policy.model_copy(update={"remarks": (everywhere,)})).frame
    reasons = [row_of(frame, state, 2018, "education")["reason"] for state in ("AT", "BE", "SE")]
    assert reasons == ["first-edition", "coverage 0.25 below 0.5", ""]


def test_explanation_goes_down_to_the_line_of_the_csv(mini):
    step = mini.scores("outcome").explain("AT", 2019, "overall")
    text = str(step)
    assert text.splitlines()[0] == "  62.5000  overall: arithmetic mean of 2 of 2, coverage 1.00, rank 2 of 3"
    assert "gap of NEU27_2020_FOR 60 and NAT 70 = -10, goalposts -20 to 0" in text
    for place in ("data/AT/outcomes.csv:2", "data/AT/outcomes.csv:3", "data/AT/outcomes.csv:12"):
        assert place in text
    lines = (Path(__file__).parents[1] / "mini/data/AT/outcomes.csv").read_text("utf-8").splitlines()
    assert lines[11].startswith("AT,overcrowding_rate,2019")


def test_explanation_recomputes_its_own_score(mini):
    """Shares and scores of the children give the score of every mean."""

    def check(step):
        if step.children and "mean" in step.how and step.score is not None:
            parts = [child.share * child.score for child in step.children if child.score is not None]
            assert sum(parts) == pytest.approx(step.score)
        for child in step.children:
            check(child)

    for lens, years in (("policy", (2018, 2019)), ("outcome", (2019, 2020))):
        for state in ("AT", "BE", "SE"):
            for year in years:
                check(mini.scores(lens).explain(state, year, "overall"))


def test_explanation_names_the_year_a_value_was_carried_from(mini):
    step = mini.scores("outcome").explain("BE", 2019, "overcrowding_rate")
    assert step.how.endswith("carried forward from 2018")
    assert step.as_dict()["observations"] == ["data/BE/outcomes.csv:10"]


def test_explanation_of_what_is_not_there_is_a_key_error(mini):
    with pytest.raises(KeyError):
        mini.scores("policy").explain("FR", 2019, "overall")
    with pytest.raises(KeyError):
        mini.scores("policy").explain("AT", 2019, "overal")


def test_a_project_with_errors_gives_no_panel(change_mini):
    root = change_mini([{"file": "data/AT/outcomes.csv", "old": ",12,", "new": ",abc,"}])
    with pytest.raises(InvalidDataError, match="not-a-number") as error:
        Project(root).scores("outcome")
    assert not error.value.report.ok


def test_the_lens_must_exist(mini):
    with pytest.raises(KeyError):
        mini.scores("weather")
