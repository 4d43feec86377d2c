"""A factor that cannot change a score is an error; one that can is none: tried for each on the mini project."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoreboard.definitions.models import Index
from scoreboard.robustness.checking import factor_faults


def faults(mini, lens: str, changes: dict, factors: dict) -> list[tuple[str, tuple]]:
    """Return the (code, path) of what is said of an index with other keys and other factors."""
    stated = mini.framework.indices[lens].model_dump(exclude_unset=True) | changes
    stated["robustness"] = {"draws": 100, "seed": 1} | factors
    return [(it.code, it.path) for it in factor_faults(mini.panel(), Index.model_validate(stated))]


ACTING = [
    ("outcome", {}, {"sampling": {}}),
    ("outcome", {}, {"imputation": {"alternatives": [{"method": "none"}]}}),
    ("outcome", {}, {"normalisation": {"alternatives": [{"method": "rank"}]}}),
    ("outcome", {}, {"weights": {"within": 0.1}}),
    ("outcome", {}, {"weights": {"dirichlet": 10}}),
    ("outcome", {}, {"aggregation": {"alternatives": [{"rule": "geometric"}]}}),
    ("outcome", {}, {"inclusion": {"leave_out": "one"}}),
    ("outcome", {}, {"goalposts": {"within": 0.1}}),
    ("policy", {}, {"inclusion": {"leave_out": "one"}, "weights": {"within": 0.1}}),
    ("policy", {}, {"imputation": {"alternatives": [{"method": "mean"}]}}),
]
ALONE = {"tree": [{"node": "overall", "children": [{"indicator": "employment_rate"}]}]}
IDLE = [
    ("outcome", ALONE, {"weights": {"within": 0.1}}, ()),
    ("outcome", {"aggregation": "benefit_of_the_doubt"}, {"weights": {"within": 0.1}}, ()),
    ("policy", {}, {"goalposts": {"within": 0.1}}, ()),
    ("policy", {}, {"sampling": {}}, ()),
    ("outcome", {}, {"imputation": {}}, ()),
    ("outcome", {}, {"treatment": {"alternatives": [{"winsorise": 5}]}}, ("alternatives", 0)),
    ("outcome", {"imputation": {"method": "none"}}, {"goalposts": {"within": 0.1}, "imputation": {}}, ()),
    (
        "outcome", {"normalisation": {"method": "min_max"}},
        {"normalisation": {"alternatives": [{"method": "rank"}, {"method": "distance_to_best"}]}},
        ("alternatives", 1),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("lens", "changes", "factors"), ACTING, ids=map(str, ACTING))
def test_a_factor_that_acts_is_no_fault(mini, lens, changes, factors):
    assert faults(mini, lens, changes, factors) == []


@pytest.mark.parametrize(("lens", "changes", "factors", "below"), IDLE, ids=map(str, IDLE))
def test_a_factor_that_changes_no_score_is_named(mini, lens, changes, factors, below):
    name = next(name for name in reversed(factors))
    assert faults(mini, lens, changes, factors) == [("factor-without-effect", ("robustness", name, *below))]


def test_weights_that_an_alternative_makes_impossible_are_a_fault(mini):
    """Ranks of employment rate and gap run against each other within 2020, or are one and the same."""
    changes = {"weighting": {"method": "equal"}}
    tree = mini.framework.outcome.model_dump(exclude_unset=True)["tree"]
    tree[0]["children"][0]["weighting"] = {"method": "entropy"}
    how = {"normalisation": {"alternatives": [{"method": "z_score"}]}}  # half of the scores are below zero
    found = faults(mini, "outcome", changes | {"tree": tree}, how)
    assert found == [("weights-not-fitted", ("robustness", "normalisation", "alternatives", 0))]


def test_weights_that_wait_for_data_are_no_fault(mini):
    """Of each state only one indicator of two has values, as in a study that has just begun."""
    frame = mini.panel().frame
    panel = replace(mini.panel(), frame=frame[frame["indicator"] != "overcrowding_rate"])
    tree = [
        {"node": "overall", "children": [{"indicator": "income_ratio"}, {"indicator": "overcrowding_rate"}]}
    ]
    stated = mini.framework.outcome.model_dump(exclude_unset=True) | {"tree": tree}
    stated["missing"] = stated["missing"] | {"coverage": 0}
    assert list(factor_faults(panel, Index.model_validate(stated))) == []
