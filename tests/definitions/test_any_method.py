"""Whatever method an index declares: it is refused with a place, or it is scored; it never breaks."""

from __future__ import annotations

import json
import shutil
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoreboard.definitions.method import COMPARING, PARAMETERS, SCALING, Treatment
from scoreboard.project import Project

OUT = "indicators/outcomes.yaml"
NUMBER = st.sampled_from([-5, 0, 0.5, 1, 2, 50, 100])
SCOPE = st.sampled_from(["panel", "year"])
SCALE_KEYS = {
    "over": SCOPE,
    "reference": st.sampled_from(["AT", "BE"]),
    "sd": st.sampled_from([1, 10]),
}
RULE_KEYS = {
    "exponent": st.sampled_from([-1, 0, 0.5, 2, 40]),
    "shift": st.sampled_from([0, 1]),
    "tolerance": st.sampled_from([0, 0.2]),
    "penalty": st.sampled_from(["lower", "higher"]),
    "reference_year": st.sampled_from([2019, 2020]),
    "least_share": st.sampled_from([0, 0.2, 0.6]),
    "greatest_share": st.sampled_from([0.6, 1]),
    "over": SCOPE,
}


@st.composite
def normalisations(draw):
    """A method with some of the keys that act on it."""
    method = draw(st.sampled_from(sorted(SCALING)))
    keys = [*SCALING[method], *(["over"] if method in COMPARING else [])]
    stated = {key: draw(SCALE_KEYS.get(key, NUMBER)) for key in keys if draw(st.booleans())}
    needed = {key: draw(SCALE_KEYS.get(key, NUMBER)) for key in ("target", "reference") if key in keys}
    return {"method": method} | stated | needed | draw(st.sampled_from([{}, {}, {"transform": "log"}]))


@st.composite
def rules(draw):
    """A rule with some of its parameters."""
    rule = draw(st.sampled_from(sorted(set(PARAMETERS) - {"lookup"})))
    given = {
        key: draw(RULE_KEYS[key]) for key in PARAMETERS[rule] if key == "exponent" or draw(st.booleans())
    }
    return rule, given


THEN = [word for part in get_args(Treatment.model_fields["then"].annotation) for word in get_args(part)]
TREATMENT = st.fixed_dictionaries(
    {"winsorise": st.sampled_from([0, 1, 5]), "skewness": st.sampled_from([0.1, 2])},
    optional={"then": st.sampled_from([None, *THEN]), "kurtosis": st.sampled_from([0.1, 3.5]), "over": SCOPE},
)
IMPUTATION = st.sampled_from(
    [{"method": method} for method in ("none", "mean", "median", "multiple")]
    + [{"method": method, "maximum_age_years": age} for method in ("latest", "linear") for age in (1, 3)]
)
WEIGHTING = st.sampled_from(["given", "equal", "pca", "entropy", "critic", "optimised"]).map(
    lambda it: {"method": it}
)
FACTORS = {
    "sampling": st.just({}),
    "imputation": st.lists(IMPUTATION, max_size=2).map(lambda them: {"alternatives": them}),
    "treatment": st.lists(TREATMENT, min_size=1, max_size=2).map(lambda them: {"alternatives": them}),
    "normalisation": st.lists(normalisations(), min_size=1, max_size=2).map(
        lambda them: {"alternatives": them}
    ),
    "weights": st.sampled_from([{"within": 0.2}, {"dirichlet": 20}]),
    "aggregation": rules().map(lambda it: {"alternatives": [{"rule": it[0], "parameters": it[1]}]}),
    "inclusion": st.just({"leave_out": "one"}),
    "goalposts": st.just({"within": 0.1}),
}


@st.composite
def methods(draw):
    """One to three parts of the method, in the index or in its tree, and one or two factors."""
    parts = draw(
        st.sets(
            st.sampled_from(["scale", "rule", "treatment", "imputation", "weighting", "group"]), max_size=3
        )
    )
    stated = {"robustness": {"draws": 100, "seed": 1}}
    for name in draw(st.sets(st.sampled_from(sorted(FACTORS)), max_size=2)):
        stated["robustness"][name] = draw(FACTORS[name])
    if "scale" in parts:
        stated["normalisation"] = draw(normalisations())
    if "rule" in parts:
        stated["aggregation"], stated["parameters"] = draw(rules())
    for key, strategy in (("treatment", TREATMENT), ("imputation", IMPUTATION), ("weighting", WEIGHTING)):
        if key in parts:
            stated[key] = draw(strategy)
    if "group" not in parts:
        return stated, {}
    rule, given = draw(rules())
    return stated, {"aggregation": rule, "parameters": given} | draw(
        st.sampled_from([{}, {"normalisation": {"method": "rank"}}, {"weighting": {"method": "pca"}}])
    )


@pytest.fixture(scope="module")
def copy(mini, read, tmp_path_factory):
    """A copy of the mini project, and a function that puts another outcome index into it."""
    root = tmp_path_factory.mktemp("any") / "project"
    shutil.copytree(mini.root, root)
    index = read(root / OUT)

    def put(stated: dict, of_group: dict) -> Project:
        changed = json.loads(json.dumps(index)) | stated
        changed["tree"][0]["children"][0] |= of_group
        (root / OUT).write_text(json.dumps(changed, indent=1), "utf-8")
        return Project(root)

    return put


def test_an_index_is_refused_or_scored(copy):
    outcomes: list[bool] = []

    @settings(max_examples=120)
    @given(method=methods())
    def hold(method):
        project = copy(*method)
        report = project.validate()
        outcomes.append(report.ok)
        if report.ok:
            scores = project.scores("outcome")
            assert np.isfinite(scores.values[~np.isnan(scores.values)]).all()
            assert (scores.frame.loc[scores.frame["score"].isna(), "reason"] != "").all()
        else:
            assert all(it.place.line and it.found for it in report if it.severity == "error")

    hold()
    assert min(outcomes.count(True), outcomes.count(False)) >= 20
