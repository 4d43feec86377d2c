"""Faults between definitions that the broken projects of tests/bad do not show already."""

from __future__ import annotations

import pytest

from scoreboard.project import Project

OUT, POLICY = "indicators/outcomes.yaml", "indicators/policy.yaml"
GAP = "indicators/labour_market/employment_gap.yaml"
INCOME = "indicators/labour_market/median_income.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "line", "found"),
    [
        (GAP, "observations_of: employment_rate", "observations_of: employment", "unknown-indicator", 11, "employment"),
        (GAP, "observations_of: employment_rate", "observations_of: income_ratio", "unknown-indicator", 11, "income_"),
        (GAP, "reference: NAT\n", "", "missing-key", 2, "reference"),
        (GAP, "reference: NAT", "reference: NATIONALS", "wrong-value", 13, "NATIONALS"),
        (GAP, "measure: gap", "measure: gap\npossible: {low: 0, high: 100}", "wrong-value", 11, "possible is given"),
        (GAP, "direction: more_is_better", "direction: none", "wrong-value", 9, "none"),
        (GAP, "  - {case: parity, group: 70, reference: 70, score: 100}\n", "", "missing-key", 15, "1 worked example"),
        (INCOME, "direction: none", "direction: more_is_better", "wrong-value", 9, "more_is_better"),
        (INCOME, "possible: {low: 0, high: 200000}\n", "", "missing-key", 2, "possible"),
        (INCOME, "low: 0, high: 200000", "low: 1, high: 1", "goalposts-reversed", 13, "low 1, high 1"),
        (INCOME, "group: NEU27_2020_FOR", "group: FOR", "wrong-value", 12, "FOR"),
        (INCOME, "direction: none", "direction: none\npart_of: employment_rate", "unknown-indicator", 10, "employment"),
        (GAP, "measure: gap", "measure: gap\ndisjoint_with: [nothing]", "unknown-indicator", 11, "nothing"),
        (OUT, "first: 2019", "first: 2021", "wrong-value", 7, "first 2021, last 2020"),
        (OUT, "method: goalposts", "method: none", "wrong-value", 8, "none"),
        (OUT, "lens: outcome", "lens: policy", "code-file-mismatch", 3, "lens: policy"),
        (OUT, "node: employment\n", "node: employment_rate\n", "duplicate-code", 21, "employment_rate"),
        (OUT, "indicator: income_ratio", "indicator: median_income", "unknown-node", 26, "a context indicator"),
        (OUT, "- indicator: income_ratio", "- {weight: 2}", "wrong-value", 26, "a place in the tree"),
        (OUT, "- indicator: income_ratio", "- node: alone", "wrong-value", 26, "alone"),
        (POLICY, "method: none", "method: goalposts", "missing-key", 8, "'low' and 'high' are absent"),
        (POLICY, "node: housing\n    states", "node: homes\n    states", "unknown-node", 15, "homes"),
        (POLICY, '{teacher_training: "0"}', '{teacher_trainings: "0"}', "unknown-node", 36, "teacher_trainings"),
        (POLICY, '{teacher_training: "0"}', '{teacher_training: "=> 0"}', "wrong-value", 36, "=> 0"),
        (POLICY, "recruitment: 0}, score: 30}", "recruitment: 0}, score: 70}", "example-fails", 47, "30.00"),
    ],
)  # fmt: skip
def test_faults_between_definitions(change_mini, file, old, new, code, line, found):
    project = Project(change_mini([{"file": file, "old": old, "new": new}]))
    hits = [finding for finding in project.validate() if finding.code == code and finding.place.file == file]
    assert [(hit.place.line, found in hit.found) for hit in hits] == [(line, True)]


def test_a_gap_needs_observations(change_mini):
    project = Project(change_mini([{"file": GAP, "old": "observations_of: employment_rate\n", "new": ""}]))
    missing = [finding.found for finding in project.validate() if finding.code == "missing-key"]
    assert missing == ["'observations_of' is absent", "'possible' is absent"]


def test_a_lookup_needs_a_table(change_mini):
    root = change_mini(
        [
            {
                "file": OUT,
                "old": "node: employment\n",
                "new": "node: employment\n            aggregation: lookup\n",
            }
        ]
    )
    (finding,) = [finding for finding in Project(root).validate() if finding.code == "missing-key"]
    assert finding.place.line == 21


def test_an_indicator_without_its_base_does_not_hide_other_faults(change_mini):
    """Rows of the derived indicator are refused, and nothing breaks."""
    edits = [
        {"file": GAP, "old": "observations_of: employment_rate", "new": "observations_of: nothing"},
        {"file": "data/AT/outcomes.csv", "old": "AT,overcrowding_rate,2020", "new": "AT,employment_gap,2020"},
    ]
    codes = {finding.code for finding in Project(change_mini(edits)).validate()}
    assert {"unknown-indicator"} <= codes


def test_two_files_with_one_code(change_mini):
    root = change_mini()
    text = (root / GAP).read_text("utf-8").replace("domain: labour_market", "domain: education")
    (root / "indicators/education/employment_gap.yaml").write_text(text, "utf-8")
    errors = [finding for finding in Project(root).validate() if finding.code == "duplicate-code"]
    assert [str(finding.place) for finding in errors] == [f"{GAP}:2:1"]
    assert errors[0].found == "'employment_gap' is defined in indicators/education/employment_gap.yaml"


def test_the_states_table_must_have_its_columns(change_mini):
    root = change_mini([{"file": "data/states.csv", "old": "iso3,", "new": "three,"}])
    found = {(finding.code, str(finding.place)) for finding in Project(root).validate()}
    assert ("missing-column", "data/states.csv:1:1") in found
    assert ("unknown-state", "data/AT") in found


def test_membership_of_the_european_union(mini, root):
    union, real = mini.framework.groups, Project(root).framework.groups
    assert union.members("EU", 2019) == ("AT", "BE", "SE")
    assert ["AT" in union.members("EU", year) for year in (1994, 1995)] == [False, True]
    assert ["GB" in real.members("EU", year) for year in (2019, 2020)] == [True, False]
    assert "CH" not in real.members("EU", 2020)
