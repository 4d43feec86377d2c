"""The audit: a table of questions with limits, answers that follow the data, and nothing that falls over."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from scoreboard.analysis.audit import CHECKS, FORMATS, STEPS, VERDICTS, Answer, Audit, Limit, audit
from scoreboard.definitions.method import Normalisation, RuleParameters, Weighting
from scoreboard.definitions.models import Node
from scoreboard.observations import Panel
from scoreboard.scoring import score

from .conftest import with_cells, with_index, with_indicator, with_node

DAY = date(2021, 6, 1)


def answers(found: Audit) -> dict[str, Answer]:
    return {answer.check.code: answer for answer in found.answers}


def audited(panel: Panel, lens: str = "policy", **options) -> dict[str, Answer]:
    return answers(audit(score(panel, panel.framework.indices[lens]), today=DAY, **options))


def test_the_table_asks_something_in_every_step_and_says_who_sets_the_limit():
    assert [check.step for check in CHECKS] == sorted(check.step for check in CHECKS)
    assert {check.step for check in CHECKS} == set(STEPS) == set(range(1, 11))
    assert max(Counter(check.code for check in CHECKS).values()) == 1
    assert all(check.question.endswith("?") and check.source for check in CHECKS)
    assert all(check.limit.low is not None or check.limit.high is not None for check in CHECKS)


@pytest.mark.parametrize(
    ("limit", "words", "good", "bad"),
    [
        (Limit(low=0.65), "at least 65 %", 0.65, 0.649),
        (Limit(low=1.0), "all", 1.0, 0.99),
        (Limit(high=0, unit="count"), "none", 0, 1),
        (Limit(30, 40, "count"), "30 to 40", 40, 41),
        (Limit(30, 40, "count"), "30 to 40", 30, 29),
        (Limit(high=1e-9, unit="number"), "at most 1e-09", 1e-10, 1e-3),
    ],
)
def test_a_limit_is_kept_or_not(limit, words, good, bad):
    assert str(limit) == words
    assert limit.keeps(good)
    assert not limit.keeps(bad)


WORKED = {
    "policy": {
        "nodes-described": (0.0, "warn"),
        "indicator-count": (5, "warn"),
        "indicators-explained": (1.0, "pass"),
        "data-per-indicator": (1.0, "pass"),
        "edition-age": (2, "pass"),
        "value-age": (0.0, "pass"),
        "proxies-named": (0.0, "pass"),
        "share-missing": (0.0, "pass"),
        "share-estimated": (0.0, "pass"),
        "observed-weight": (1.0, "pass"),
        "goalposts-reasoned": (None, "not applicable"),
        "constant-indicators": (0, "pass"),
        "factors-declared": (1, "warn"),
        "nominal-inside": (1.0, "pass"),
        "told-apart": (1.0, "pass"),
        "largest-factor": (None, "not applicable"),
        "context": (1, "pass"),
        "titles": (1.0, "pass"),
        "chapters": (None, "not applicable"),
        "languages": (None, "not applicable"),
    },
    "outcome": {
        "indicator-count": (4, "warn"),
        "edition-age": (1, "pass"),
        "goalposts-reasoned": (1.0, "pass"),
        "direction-declared": (1.0, "pass"),
        "sources-named": (1.0, "pass"),
    },
}


@pytest.mark.parametrize("lens", WORKED)
def test_worked_answers_of_the_mini_project(panel, lens):
    found = audited(panel, lens)
    told = {code: (found[code].found.value, found[code].verdict) for code in WORKED[lens]}
    assert told == WORKED[lens]


def test_carried_values_are_old_and_count_as_estimated(panel):
    """The values of 2018 serve only to be carried forward to 2019."""
    scores = score(panel, panel.framework.outcome)
    of_year = scores.block.years == 2019
    carried, used = scores.block.carried[of_year], ~np.isnan(scores.block.values[of_year])
    assert carried.sum() > 0
    found = audited(panel, "outcome", year=2019)
    assert found["value-age"].found.value == pytest.approx(carried.sum() / used.sum())
    assert found["share-estimated"].found.value == pytest.approx((carried > 0).sum() / used.sum())
    assert found["share-missing"].found.value == pytest.approx(1 - used.mean())


def test_a_missing_value_is_told_by_indicator_and_state(panel):
    cells = {(state, "job_access", 2019, "TOTAL"): None for state in ("AT", "BE")}
    found = audited(with_cells(panel, cells), year=2019)
    assert found["data-per-indicator"].verdict == "warn"
    assert found["data-per-indicator"].found.cases == ("job_access: 33 % in 2019, enough in 1 of 2 years",)
    assert found["data-per-indicator"].found.value == pytest.approx(9 / 10)
    assert found["share-missing"].found.value == pytest.approx(2 / 15)


def test_a_description_answers_the_first_question(panel):
    found = audited(with_node(panel, "policy", "education", description="Whether schools are open to all."))
    assert found["nodes-described"].found.value == pytest.approx(1 / 6)
    assert "education" not in found["nodes-described"].found.cases


def test_proxies_weigh_what_rests_on_them(panel):
    """The look-up has 1/12 of the overall; an item inside it is not counted twice."""
    marked = with_node(panel, "policy", "teachers", proxy="Stands in for quality of teaching.")
    marked = with_indicator(marked, "teacher_training", proxy="Stands in for skills.")
    found = audited(marked)["proxies-named"]
    assert found.found.value == pytest.approx(1 / 12)
    assert found.found.numbers["proxies"] == 3  # and housing, which stands beside the overall
    whole = audited(with_node(panel, "policy", "overall", proxy="All of it."))["proxies-named"]
    assert (whole.found.value, whole.verdict) == (pytest.approx(1.0), "warn")


def test_values_beyond_goalposts_are_counted(panel):
    before = audited(panel, "outcome")["clipped"]
    cells = {("AT", "overcrowding_rate", 2020, "FOR"): 99.0}
    after = audited(with_cells(panel, cells), "outcome")["clipped"]
    values = score(panel, panel.framework.outcome).block
    count = int((~np.isnan(values.values[values.years == 2020])).sum())
    assert after.found.value - before.found.value == pytest.approx(1 / count)
    assert any("overcrowding_rate: 1 of" in case for case in after.found.cases)


def test_bounds_of_a_place_have_no_reason_of_their_own(panel):
    how = Normalisation(method="goalposts", low=10, high=90)
    found = audited(with_node(panel, "outcome", "employment_rate", normalisation=how), "outcome")
    assert found["goalposts-reasoned"].found.cases == ("employment_rate",)
    assert found["goalposts-reasoned"].verdict == "warn"


def test_an_indicator_that_is_the_same_everywhere_is_named(panel):
    cells = {(state, "job_access", 2019, "TOTAL"): 50.0 for state in ("AT", "BE", "SE")}
    found = audited(with_cells(panel, cells), year=2019)["constant-indicators"]
    assert (found.found.value, found.verdict, found.found.cases) == (1, "warn", ("job_access",))


def test_one_value_is_not_the_same_everywhere(panel):
    cells = {(state, "job_access", 2019, "TOTAL"): None for state in ("AT", "BE")}
    found = audited(with_cells(panel, cells), year=2019)["constant-indicators"]
    assert found.found.value == 0
    assert found.found.text == "0 of 4 indicators with enough states are the same for all of them in 2019"


def test_carried_values_are_not_data_of_the_year(panel):
    """A third state without a value of 2019 leaves one of three; what is carried does not help."""
    block = score(panel, panel.framework.outcome).block
    unit, column = np.argwhere((block.carried > 0) & (block.years == 2019)[:, None])[0]
    code, carrier = block.indicators[column], block.states[unit]
    other = next(state for state in ("AT", "BE", "SE") if state != carrier)
    rows = panel.frame
    base = panel.framework.base(code).code
    gone = (rows["indicator"] == base) & (rows["state"] == other) & (rows["year"] <= 2019)
    fewer = replace(panel, frame=rows[~gone])
    values = score(fewer, fewer.framework.outcome).block.values[block.years == 2019][:, column]
    assert (~np.isnan(values)).sum() == 2
    found = audited(fewer, "outcome", year=2019)["data-per-indicator"]
    assert any(case.startswith(f"{code}: 33 % in 2019") for case in found.found.cases)


STATES = ("AT", "BE", "CZ", "DE", "EE", "FI", "GR", "HU", "IE", "LT", "MT", "SE")
UP, MIXED = [0.0] * 4 + [50.0] * 4 + [100.0] * 4, [0.0, 50.0, 100.0, 50.0] * 3
DOWN = [100.0 - level for level in UP]


def twelve(panel: Panel, **levels: list[float]) -> Panel:
    """Give twelve states levels in 2019."""
    cells = {
        (state, code, 2019, "TOTAL"): value
        for code, values in levels.items()
        for state, value in zip(STATES, values, strict=True)
    }
    return with_cells(panel, cells)


def test_outliers_are_skewed_and_peaked(panel):
    """One of twelve at 100 is both; one at each end is peaked, and not skewed."""
    skewed, peaked = [0.0] * 11 + [100.0], [0.0] + [50.0] * 10 + [100.0]
    found = audited(twelve(panel, job_access=skewed, school_access=peaked))["outliers"]
    assert (found.found.value, found.verdict) == (1, "warn")
    assert found.found.cases == ("job_access: skewness 3.46, kurtosis 12.00",)


@pytest.fixture(scope="module")
def opposed(panel):
    """Labour market and anti-discrimination cancel each other, so that education alone moves the overall."""
    teachers = {"teacher_training": [50.0] * 12, "teacher_recruitment": [100.0] * 12}
    return twelve(panel, job_access=UP, rent_discrimination_ban=DOWN, school_access=MIXED, **teachers)


def test_the_coherence_is_judged_by_its_bands(opposed):
    found = audited(opposed)
    siblings = found["negative-siblings"]
    assert (siblings.found.value, siblings.verdict) == (1, "warn")
    told = "labour_market and anti_discrimination: r −1.00, rank correlation −1.00, 12 states"
    assert siblings.found.cases == (told,)
    assert found["redundant-siblings"].found.value == 0
    fitting = found["fitting-children"]  # education goes with the overall, and its one question with it
    assert fitting.found.value == 2 / 4
    assert {case.split(":")[0] for case in fitting.found.cases} == {
        "labour_market and overall", "anti_discrimination and overall",
    }  # fmt: skip


def test_alpha_and_dimensions_by_hand(opposed):
    """Correlations of the three domains: −1, 0, 0; so Σ c = 1, c̄ = −1/3, α = −3 and eigenvalues 2, 1, 0."""
    found = audited(opposed)
    raw = -3 * np.var(UP, ddof=1) / (np.var(MIXED, ddof=1) * (3 / 4) ** 2)
    told = f"overall: α {raw:.2f}, standardised -3.00, 3 children, 12 states".replace("-", "−")
    assert (found["alpha"].found.value, found["alpha"].found.cases) == (0.0, (told,))
    dimensions = found["one-dimension"]
    assert dimensions.found.value == 0.0
    assert dimensions.found.cases[0].startswith("overall: eigenvalues above 1: 1; the first explains 67 %")


def test_parts_that_hardly_count_are_named_with_their_weight(opposed):
    found = audited(opposed)
    near, silent = found["importance-near-weight"], found["silent-items"]
    assert (
        "education in overall: weight 33 %, share of importance 100 % (level means; r² 1.00)"
        in near.found.cases
    )
    assert near.found.value == 1 / 4  # the one question of education is as important as it is weighed there
    assert (silent.found.value, silent.verdict) == (2, "warn")
    assert silent.found.cases[0].startswith(
        "job_access: effective weight 33 %, main effect 0.000 (level means"
    )


def test_the_same_twice_is_redundant(panel):
    teachers = {"teacher_training": [50.0] * 12, "teacher_recruitment": [100.0] * 12}
    same = twelve(panel, job_access=UP, rent_discrimination_ban=UP, school_access=MIXED, **teachers)
    found = audited(same)
    assert found["redundant-siblings"].found.value == 1
    assert found["negative-siblings"].found.value == 0


def test_a_state_without_a_context_value_is_no_pair(panel):
    gone = panel.frame[(panel.frame["indicator"] != "median_income") | (panel.frame["state"] != "BE")]
    found = audited(replace(panel, frame=gone))["context"]
    assert (found.found.value, found.verdict, found.found.cases) == (0, "warn", ())
    (case,) = audited(panel)["context"].found.cases
    assert case.startswith("median_income: r ")
    assert case.endswith("3 states")


def test_a_score_that_is_not_the_sum_of_its_parts_is_found(panel):
    scores = score(panel, panel.framework.policy)
    values = scores.values.copy()
    unit, column = scores.block.unit("AT", 2019), scores.tree.column("education")
    values[unit, column] += 0.5
    found = answers(audit(replace(scores, values=values), today=DAY))["sums-exactly"]
    assert found.verdict == "warn"
    assert found.found.value == pytest.approx(0.5)
    assert any(case.startswith("education of AT") for case in found.found.cases)
    untouched = answers(audit(scores, today=DAY))["sums-exactly"]
    assert untouched.verdict == "pass"
    assert "12 scores of 3 states" in untouched.found.text


def test_an_index_of_other_rules_is_not_said_to_be_a_sum(panel):
    changed = with_index(panel, "outcome", aggregation="geometric", parameters=RuleParameters(shift=1))
    assert audited(changed, "outcome")["sums-exactly"].verdict == "not applicable"


def test_sensitivity_indices_come_from_outside(panel):
    table = pd.DataFrame(
        {
            "target": ["score", "rank_shift", "rank_shift"],
            "factor": ["weights", "weights", "inclusion"],
            "first": [1.0, 0.2, 0.6],
            "total": [1.0, 0.3, 0.85],
        }
    )
    found = audited(panel, sensitivity=table)["largest-factor"]
    assert (found.found.value, found.verdict) == (0.85, "warn")
    assert found.found.cases[0] == "inclusion: first order 0.60, total 0.85"
    assert found.found.numbers["sum_of_first"] == pytest.approx(0.8)
    none = audited(panel, sensitivity=table.assign(total=np.nan))["largest-factor"]
    assert none.verdict == "not applicable"


def test_chapters_are_looked_for_by_name(panel):
    found = audited(panel, pages={"education", "labour_market", "intro"})["chapters"]
    assert found.found.value == pytest.approx(2 / 3)
    assert found.found.cases == ("anti_discrimination",)


def test_nothing_declared_is_not_applicable(panel):
    robustness = panel.framework.policy.robustness.model_copy(update={"weights": None})
    found = audited(with_index(panel, "policy", robustness=robustness))
    assert found["factors-declared"].found.value == 0
    verdicts = {found[code].verdict for code in ("rank-interval", "nominal-inside", "told-apart")}
    assert verdicts == {"not applicable"}


def test_intervals_are_those_of_the_uncertainty_analysis(panel):
    from scoreboard.robustness.uncertainty import uncertainty

    rows = uncertainty(panel, panel.framework.outcome, years=[2020], nodes=["overall"]).intervals
    rows = rows[rows["rank"].notna()]
    width = (rows["rank_high"] - rows["rank_low"]).mean()
    found = audited(panel, "outcome")["rank-interval"]
    assert found.found.numbers["mean_width"] == pytest.approx(width)
    assert found.found.value == pytest.approx(width / len(rows))


def test_a_year_that_is_not_scored_is_refused(panel):
    with pytest.raises(KeyError):
        audit(score(panel, panel.framework.policy), 1999)


VARIANTS = [
    *(
        {"normalisation": Normalisation(method=it)}
        for it in ("min_max", "z_score", "rank", "fraction_of_max")
    ),
    *({"aggregation": it} for it in ("copeland", "mazziotta_pareto", "benefit_of_the_doubt")),
    {"aggregation": "power", "parameters": RuleParameters(exponent=0.5)},
    *({"weighting": Weighting(method=it)} for it in ("equal", "optimised")),
    {"tree": (Node(indicator="employment_rate"),)},
    {"minimum_states": 50},
]


@pytest.mark.parametrize("change", VARIANTS, ids=lambda change: str(next(iter(change.values())))[:40])
def test_every_kind_of_index_can_be_audited(panel, change):
    index = panel.framework.outcome.model_copy(update=change)
    found = audit(score(panel, index), today=DAY)
    assert len(found.answers) == len(CHECKS)
    for render in FORMATS.values():
        assert len(render([found])) > 1000


@pytest.mark.parametrize(
    "keep", [lambda rows: rows["state"] == "AT", lambda rows: rows["indicator"] != "job_access"]
)
def test_little_data_give_few_numbers_and_no_error(panel, keep):
    found = audited(Panel(panel.frame[keep(panel.frame)], panel.framework))
    assert all(
        (answer.found.value is None) == (answer.verdict == "not applicable") for answer in found.values()
    )
    assert found["alpha"].verdict in VERDICTS


def test_json_is_whole_and_the_same_twice(panel):
    scores = score(panel, panel.framework.policy)
    text = FORMATS["json"]([audit(scores, today=DAY)])
    assert text == FORMATS["json"]([audit(scores, today=DAY)])
    (content,) = json.loads(text)["audits"]
    assert list(content) == [
        "lens", "index", "version", "year", "states_ranked", "least_states", "draws", "seed", "verdicts", "steps",
        "coherence",
    ]  # fmt: skip
    checks = [check for step in content["steps"] for check in step["checks"]]
    assert [check["code"] for check in checks] == [check.code for check in CHECKS]
    assert list(checks[0]) == [
        "step", "code", "question", "verdict", "value", "unit", "limit", "source", "finding", "cases", "numbers",
    ]  # fmt: skip
    assert sum(content["verdicts"].values()) == len(checks)
    assert list(content["coherence"]) == [
        "correlations",
        "reliability",
        "dimensions",
        "loadings",
        "importance",
    ]
    assert {row["scope"] for row in content["coherence"]["correlations"]} == {"2019", "pooled"}


def test_text_and_markdown_say_verdict_number_limit_and_source(panel):
    found = audit(score(panel, panel.framework.policy), today=DAY)
    text, markdown = (FORMATS[name]([found]) for name in ("text", "markdown"))
    for step, name in STEPS.items():
        assert f"\n{step}. {name}\n" in text
        assert f"\n### {step}. {name}\n" in markdown
    assert "warn            Is the number of indicators one that can still be grasped?" in text
    assert "5 indicators count in the overall." in text
    assert "Good: 30 to 40 (rule of thumb of the JRC)" in text
    row = next(line for line in markdown.splitlines() if "still be grasped" in line)
    assert row.count("|") == 6
    assert markdown.count("\n| warn |") == found.counts["warn"]


@pytest.mark.parametrize("lens", ["policy", "outcome"])
def test_the_real_indices_sum_exactly_and_have_their_coherence(root, lens):
    from scoreboard import Project

    scores = Project(root).scores(lens)
    found = audit(scores)
    of = answers(found)
    assert of["sums-exactly"].verdict == "pass"
    assert of["sums-exactly"].found.value < 1e-9
    assert of["nodes-described"].verdict == "pass"
    assert of["titles"].verdict == "pass"
    assert of["alpha"].found.value is not None
    assert found.subject.ranked >= scores.index.minimum_states
    tables = found.coherence()
    now = {name: table[table["scope"] == str(found.subject.year)] for name, table in tables.items()}
    upward = now["correlations"][now["correlations"]["relation"] == "parent"]
    weak = upward["band"].isin(["random", "slightly negative", "negative"])
    assert len(of["fitting-children"].found.cases) == weak.sum() > 0
    low = now["reliability"]["alpha_standardised"] < 0.7
    assert len(of["alpha"].found.cases) == low.sum() > 0
    pairs = found.subject.drawn["pairs"]
    ahead = pairs.assign(pair=[frozenset(it) for it in zip(pairs["state"], pairs["other"], strict=True)])
    surest = ahead.groupby("pair")["probability"].max()
    assert of["told-apart"].found.value == pytest.approx((surest >= 0.95).mean())
    assert 0 < of["told-apart"].found.value < 1
    siblings = tables["correlations"][tables["correlations"]["relation"] == "sibling"]
    known = siblings[siblings["reason"] == ""]
    assert len(known) > 50
    assert known["pearson"].between(-1, 1).all()
    assert (known["states"] >= scores.index.minimum_states).all()
    assert found.table["finding"].str.len().min() > 10
