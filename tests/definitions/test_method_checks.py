"""Faults in the grammar of an index: every parameter that does not act, and every one that is missing."""

from __future__ import annotations

import pytest

from scoreboard.project import Project

OUT, POLICY = "indicators/outcomes.yaml", "indicators/policy.yaml"
WAY = "normalisation: {method: goalposts}"
RULE = "aggregation: arithmetic"
DRAWN = "weights: {within: 0.25}, draws"
GAP_LEAF = "- indicator: employment_gap"
GROUP = "            title: Employment\n"
LEFT_OUT = "parameter-without-effect"


def leaf(text: str) -> tuple[str, str]:
    return GAP_LEAF, f"- {{indicator: employment_gap, {text}}}"


def group(text: str) -> tuple[str, str]:
    return GROUP, f"{GROUP}            {text}\n"


def normalisation(text: str) -> tuple[str, str]:
    return WAY, f"normalisation: {{{text}}}"


def varied(text: str) -> tuple[str, str]:
    return DRAWN, f"{text}, draws"


BUDGET = "weighting: {method: budget_allocation, allocations: {first: {employment_rate: 1, employment_gap: 1}"
AHP = "weighting: {method: ahp, comparisons: ["
PAIR = "{more: employment_rate, than: employment_gap, by: 2}"

CASES = [
    # normalisation
    (normalisation("method: min_max, target: 7"), LEFT_OUT, 8, "target with min_max"),
    (normalisation("method: min_max, low: 7"), LEFT_OUT, 8, "low with min_max"),
    (normalisation("method: goalposts, over: year"), LEFT_OUT, 8, "over: year with goalposts"),
    (normalisation("method: distance_to_reference, reference: AT, over: panel"), LEFT_OUT, 8, "over: panel with dist"),
    (normalisation("method: rank, transform: log"), LEFT_OUT, 8, "transform: log with rank"),
    (normalisation("method: distance_to_target"), "missing-key", 8, "'target' is absent"),
    (normalisation("method: distance_to_reference"), "missing-key", 8, "'reference' is absent"),
    (normalisation("method: distance_to_reference, reference: XX"), "unknown-state", 8, "'XX'"),
    (normalisation("method: min_max, lowest_score: 100"), "wrong-value", 8, "lowest_score 100, highest_score 100"),
    (normalisation("method: distance_to_target, target: -1, transform: log"), "wrong-value", 8, "target: -1 with"),
    (normalisation("method: goalposts, low: 5, high: 5"), "goalposts-reversed", 8, "low 5, high 5"),
    (normalisation("method: none"), "wrong-value", 8, "none for overcrowding_rate"),
    (leaf("normalisation: {method: goalposts, low: 5}"), "goalposts-reversed", 25, "low 5, high 0 for employment_gap"),
    (leaf("normalisation: {method: goalposts, transform: log}"), "wrong-value", 25, "low -20 of employment_gap"),
    (group("normalisation: {method: goalposts, low: 5}"), "missing-key", 23, "'high' is absent"),
    (group("normalisation: {method: goalposts, low: 5, high: 4}"), "goalposts-reversed", 23, "low 5, high 4"),
    (group("normalisation: {method: none}"), LEFT_OUT, 23, "none"),
    # rules
    ((RULE, "aggregation: geometric\nparameters: {exponent: 2}"), LEFT_OUT, 10, "exponent with geometric"),
    ((RULE, "aggregation: arithmetic\nparameters: {shift: 2}"), LEFT_OUT, 10, "shift with arithmetic"),
    ((RULE, "aggregation: power"), "missing-key", 9, "'exponent' is absent"),
    ((RULE, "aggregation: copeland\nparameters: {tolerance: 0.5}"), "wrong-value", 10, "tolerance: 0.5"),
    ((RULE, "aggregation: mazziotta_pareto\nparameters: {reference_year: 2018}"), "wrong-value", 10, "reference_year"),
    ((RULE, "aggregation: lookup"), "missing-key", 15, "overall has no 'lookup' table"),
    (group("aggregation: power"), "missing-key", 23, "'exponent' is absent"),
    (group("parameters: {exponent: 2}"), LEFT_OUT, 23, "parameters of employment without a rule"),
    (group("lookup: [{when: {employment_gap: '0'}, score: 0, condition: none}]"), LEFT_OUT, 23, "is no look-up"),
    (leaf("coverage: 1"), LEFT_OUT, 25, "coverage of an indicator"),
    (leaf("aggregation: geometric"), LEFT_OUT, 25, "aggregation of an indicator"),
    (
        group("aggregation: benefit_of_the_doubt\n            parameters: {least_share: 0.6}"),
        "wrong-value", 24, "least_share: 0.6 for the 2 children of employment",
    ),
    (
        group("aggregation: benefit_of_the_doubt\n            parameters: {greatest_share: 0.4}"),
        "wrong-value", 24, "greatest_share: 0.4 for the 2 children of employment",
    ),
    # weights
    (group("weighting: {method: equal, aim: {employment_gap: 1}}"), LEFT_OUT, 23, "aim with equal"),
    (group("weighting: {method: ahp}"), "missing-key", 23, "'comparisons' is absent"),
    (group("weighting: {method: effective}"), "missing-key", 23, "'effective' is absent"),
    (group("weighting: {method: optimised, aim: {employment_gap: 1}}"), "weights-incomplete", 23, "of employment_rate"),
    (group("weighting: {method: optimised, aim: {nobody: 1}}"), "unknown-node", 23, "'nobody'"),
    (group(f"{BUDGET}, second: {{employment_rate: 1}}}}}}"), "weights-incomplete", 23, "nothing of employment_gap"),
    (
        group(f"{BUDGET}, second: {{employment_rate: 0, employment_gap: 0}}}}}}"),
        "weights-incomplete", 23, "second gives no points",
    ),
    (group(f"{AHP}{PAIR}, {PAIR}]}}"), "wrong-value", 23, "employment_rate and employment_gap are compared a second"),
    (group(f"{AHP}{PAIR.replace('than: employment_gap', 'than: nobody')}]}}"), "unknown-node", 23, "'nobody'"),
    (
        group(f"{AHP}{PAIR.replace('more: employment_rate', 'more: employment_gap')}]}}"),
        "wrong-value", 23, "employment_gap, compared with itself",
    ),
    (group(f"{AHP}{PAIR.replace('than: employment_gap', 'than: nobody')}]}}"), "weights-incomplete", 23, "not c"),
    ((RULE, f"{RULE}\n{AHP}{PAIR}]}}"), "wrong-value", 10, "one table for the children of 4 groups"),
    ((RULE, f"{RULE}\nweighting: {{method: effective, effective: {{income_ratio: 1}}}}"), "weights-incomplete", 10, ""),
    (
        (GAP_LEAF, "- {indicator: employment_gap, weight: 3}\n            weighting: {method: equal}"),
        LEFT_OUT, 25, "weight of employment_gap, while the weights are equal",
    ),
    # treatment and imputation
    ((RULE, f"{RULE}\ntreatment: {{winsorise: 0, then: null}}"), LEFT_OUT, 10, "winsorise: 0 and no transformation"),
    ((RULE, f"{RULE}\ntreatment: {{then: log_plain}}"), LEFT_OUT, 10, "then: log_plain"),
    (("latest, maximum_age_years: 1", "latest"), "missing-key", 10, "'maximum_age_years' is absent"),
    (("latest, maximum_age_years: 1", "mean, maximum_age_years: 1"), LEFT_OUT, 10, "maximum_age_years with mean"),
    (("age_years: 1}", "age_years: 1, groups: [[AT, BE]]}"), LEFT_OUT, 10, "groups with latest"),
    (("latest, maximum_age_years: 1", "mean, groups: [[AT], [AT]]"), "wrong-value", 10, "'AT' is in two groups"),
    (("latest, maximum_age_years: 1", "mean, groups: [[XX]]"), "unknown-state", 10, "'XX'"),
    # factors
    (varied("weights: {}"), "wrong-value", 13, "neither within nor dirichlet"),
    (varied("weights: {within: 0.1, dirichlet: 9}"), "wrong-value", 13, "both within and dirichlet"),
    (varied("normalisation: {alternatives: [{method: goalposts}]}"), "factor-without-effect", 13, "own way"),
    (
        varied("normalisation: {alternatives: [{method: rank}, {method: rank}]}"),
        "factor-without-effect", 13, "the same alternative a second time",
    ),
    (varied("normalisation: {alternatives: [{method: rank, sd: 2}]}"), LEFT_OUT, 13, "sd with rank"),
    (varied("aggregation: {alternatives: [{rule: arithmetic}]}"), "factor-without-effect", 13, "the index's own way"),
    (varied("aggregation: {alternatives: [{rule: power}]}"), "missing-key", 13, "'exponent' is absent"),
    (varied("aggregation: {alternatives: [{rule: lookup}]}"), "wrong-value", 13, "lookup"),
    (varied("aggregation: {alternatives: [{rule: geometric}], nodes: [nobody]}"), "unknown-node", 13, "'nobody'"),
    (
        varied("aggregation: {alternatives: [{rule: geometric}], nodes: [employment_gap]}"),
        "unknown-node", 13, "'employment_gap'",
    ),
    (varied("treatment: {alternatives: [null]}"), "factor-without-effect", 13, "the index's own way"),
    (varied("treatment: {alternatives: [{winsorise: 0, then: null}]}"), LEFT_OUT, 13, "winsorise: 0"),
    (varied("imputation: {alternatives: [{method: linear}]}"), "missing-key", 13, "'maximum_age_years' is absent"),
    # time
    ((RULE, f"{RULE}\ntime: {{targets: [{{node: nobody, value: 5, by: 2030, reason: x}}]}}"), "unknown-node", 10, ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code", "line", "found"), CASES, ids=[f"{case[1]}: {case[3]}" for case in CASES]
)
def test_the_fault_is_found_in_its_line(change_mini, change, code, line, found):
    old, new = change
    report = Project(change_mini([{"file": OUT, "old": old, "new": new}])).validate()
    hits = [it for it in report if it.code == code and found in it.found and it.place.file == OUT]
    assert [it.place.line for it in hits] == [line], "\n".join(map(str, report))
    assert all(it.advice or it.kind.advice for it in hits)


GAP = "indicators/labour_market/employment_gap.yaml"
RATE = "indicators/labour_market/employment_rate.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "line", "found"),
    [
        (RATE, "unit: per_cent\n", "unit: per_cent\nsex: N\n", "wrong-value", 9, "sex = 'N'"),
        (GAP, "reference: NAT", "reference: NAT\nreference_duration: Y_LT5", "wrong-value", 14, "Y_LT5"),
        (GAP, "reference: NAT\n", "", "missing-key", 2, "'reference' is absent"),
        (GAP, "reference: NAT", "reference: NEU27_2020_FOR", "wrong-value", 13, "NEU27_2020_FOR, held against itself"),
        (RATE, "group: NEU27_2020_FOR", "group: NEU27_2020_FOR\nreference: NAT", LEFT_OUT, 13, "reference: NAT"),
        (RATE, "sexes: [T, F, M]", "sexes: [T, F]\nreference_sex: M", "wrong-value", 14, "M"),
    ],
)  # fmt: skip
def test_what_is_held_against_what(change_mini, file, old, new, code, line, found):
    report = Project(change_mini([{"file": file, "old": old, "new": new}])).validate()
    hits = [it for it in report if it.code == code and found in it.found and it.place.file == file]
    assert [it.place.line for it in hits] == [line], "\n".join(map(str, report))


def test_women_held_against_men_need_no_reference_group(change_mini):
    """The mini project has values by sex for one group of one state and year: 50 for women, 70 for men."""
    root = change_mini([{"file": GAP, "old": "reference: NAT", "new": "sex: F\nreference_sex: M"}])
    project = Project(root)
    assert project.validate().ok
    step = project.scores("outcome").explain("AT", 2019, "employment_gap")
    assert step.score == 0  # a gap of −20, the lower goalpost


def test_goalposts_are_needed_only_where_they_are_used(change_mini):
    posts = "goalposts: {low: -20, high: 0, reason: Zero is parity.}\n"
    without = {"file": GAP, "old": posts, "new": ""}
    ranked = {
        "file": OUT,
        "old": GAP_LEAF,
        "new": "- {indicator: employment_gap, normalisation: {method: rank}}",
    }
    assert Project(change_mini([without, ranked])).validate().ok


def test_goalposts_are_needed_where_a_factor_uses_them(change_mini):
    posts = "goalposts: {low: -20, high: 0, reason: Zero is parity.}\n"
    edits = [
        {"file": GAP, "old": posts, "new": ""},
        {"file": OUT, "old": WAY, "new": "normalisation: {method: min_max}"},
        {"file": OUT, "old": DRAWN, "new": "normalisation: {alternatives: [{method: goalposts}]}, draws"},
    ]
    (finding,) = [it for it in Project(change_mini(edits)).validate() if it.code == "missing-key"]
    assert (finding.place.file, finding.found) == (GAP, "'goalposts' is absent")


def test_one_indicator_has_one_score(change_mini):
    """The item stands below two roots of the policy index."""
    twice = "    children:\n      - indicator: rent_discrimination_ban\n"
    once = "    children:\n      - {indicator: rent_discrimination_ban, normalisation: {method: rank}}\n"
    report = Project(change_mini([{"file": POLICY, "old": twice, "new": once}])).validate()
    (finding,) = [it for it in report if it.code == "wrong-value"]
    assert "another normalisation of 'rent_discrimination_ban'" in finding.found


def test_nothing_else_is_hidden_by_a_fault_of_the_method(change_mini):
    edits = [
        {"file": OUT, "old": RULE, "new": "aggregation: power\nweighting: {method: pca, aim: {nobody: 1}}"},
        {"file": OUT, "old": DRAWN, "new": "weights: {}, draws"},
        {"file": POLICY, "old": "method: none", "new": "method: distance_to_target"},
        {"file": "data/AT/outcomes.csv", "old": ",12,", "new": ",abc,"},
    ]
    codes = {it.code for it in Project(change_mini(edits)).validate() if it.severity == "error"}
    assert codes == {"missing-key", LEFT_OUT, "wrong-value", "not-a-number"}


def test_a_weight_beside_equal_weights_of_the_whole_index_is_refused(change_mini):
    changes = [(RULE, f"{RULE}\nweighting: {{method: equal}}"), leaf("weight: 3")]
    report = Project(change_mini([{"file": OUT, "old": old, "new": new} for old, new in changes])).validate()
    (hit,) = (it for it in report if it.code == LEFT_OUT)
    assert (hit.place.file, hit.place.line) == (OUT, 26)
    assert "weight of employment_gap" in hit.found
