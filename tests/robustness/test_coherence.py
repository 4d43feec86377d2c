"""Coherence: worked examples, what the literature says must hold, and what happens where data are short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoreboard.observations import Panel
from scoreboard.robustness.coherence import (
    BANDS,
    Coherence,
    band,
    coherence,
    cronbach_alpha,
    is_unidimensional,
    main_effect,
    principal_components,
    together,
)
from scoreboard.scoring import score

STATES = np.array(["AT", "BE", "CZ", "DE", "EE", "FI"])


def matrix(count: int, r: float) -> np.ndarray:
    """Return correlations that are all the same."""
    return np.where(np.eye(count, dtype=bool), 1.0, r)


@pytest.mark.parametrize(
    ("r", "name"),
    [
        (-1.0, "negative"), (-0.4001, "negative"), (-0.4, "slightly negative"), (-0.3, "slightly negative"),
        (-0.2999, "random"), (0.2999, "random"), (0.3, "coherent"), (0.9, "coherent"), (0.9001, "redundant"),
        (1.0, "redundant"), (float("nan"), ""),
    ],
)  # fmt: skip
def test_bands_have_the_edges_of_the_method(r, name):
    assert band(r) == name
    assert name == "" or name in BANDS


def test_correlations_use_the_units_that_both_have():
    values = np.array(
        [[1.0, 2.0, 5.0], [2.0, 4.0, 5.0], [3.0, 7.0, 5.0], [4.0, np.nan, 5.0], [5.0, 1.0, np.nan]]
    )
    found = together(values, STATES[:5])
    both = values[[0, 1, 2, 4]][:, :2]
    assert found.pearson[0, 1] == pytest.approx(np.corrcoef(both.T)[0, 1])
    assert found.covariance[0, 1] == pytest.approx(np.cov(both.T)[0, 1])
    assert found.spearman[0, 1] == pytest.approx(-0.2)  # ranks 1 2 3 4 and 2 3 4 1: 1 − 6·12/60
    assert (found.units[0, 1], found.states[0, 1]) == (4, 4)
    assert found.reason(0, 1) == ""
    assert np.isnan(found.pearson[0, 2])
    assert found.reason(0, 2) == "constant"
    assert found.covariance[0, 2] == 0.0


def test_many_years_of_two_states_are_not_enough_data():
    values = np.random.default_rng(1).normal(size=(20, 2))
    found = together(values, np.repeat(["AT", "BE"], 10))
    assert found.units[0, 1] == 20
    assert found.states[0, 1] == 2
    assert found.reason(0, 1) == "not enough data"
    assert np.isnan([found.pearson, found.spearman, found.covariance]).all()
    assert together(values, np.repeat(["AT", "BE", "CZ", "DE"], 5), least=5).reason(0, 1) == "not enough data"
    assert together(values, np.repeat(["AT", "BE", "CZ", "DE"], 5)).reason(0, 1) == ""


def test_what_differs_by_the_order_of_adding_up_is_constant():
    values = np.column_stack([np.arange(6.0), 100 / 3 + np.array([0, 1, 0, -1, 0, 1]) * 1e-14])
    assert together(values, STATES).reason(0, 1) == "constant"


def test_alpha_by_hand():
    """Three children with variances 4, 1, 1 and covariances 1, 1, 0.5: 9·(5/6)/11."""
    covariance = np.array([[4.0, 1.0, 1.0], [1.0, 1.0, 0.5], [1.0, 0.5, 1.0]])
    assert cronbach_alpha(covariance) == pytest.approx(9 * (5 / 6) / 11)
    assert cronbach_alpha(matrix(4, 0.5)) == pytest.approx(4 * 0.5 / (1 + 3 * 0.5))  # Spearman–Brown
    assert cronbach_alpha(matrix(3, 1.0)) == pytest.approx(1.0)
    assert cronbach_alpha(matrix(3, 0.0)) == 0.0
    assert cronbach_alpha(matrix(2, -0.5)) == pytest.approx(-2.0)


@pytest.mark.parametrize(
    "covariance", [matrix(1, 0.0), matrix(2, -1.0), np.array([[1.0, np.nan], [np.nan, 1.0]])]
)
def test_alpha_is_missing_where_it_is_not_defined(covariance):
    assert np.isnan(cronbach_alpha(covariance))


@given(arrays(float, (8, 3), elements=st.integers(-50, 50).map(float)))
def test_alpha_is_that_of_the_textbook(values):
    """α = k/(k−1)·(1 − Σ variances of the children / variance of their sum)."""
    whole = values.sum(axis=1).var(ddof=1)
    if whole > 1e-9:
        textbook = 3 / 2 * (1 - values.var(axis=0, ddof=1).sum() / whole)
        assert cronbach_alpha(np.cov(values.T)) == pytest.approx(textbook)


@given(st.integers(2, 8), st.floats(0.05, 0.95))
def test_equal_correlations_have_one_component_that_is_known(count, r):
    found = principal_components(matrix(count, r))
    assert found.eigenvalues[0] == pytest.approx(1 + (count - 1) * r)
    assert found.eigenvalues[1:] == pytest.approx(np.full(count - 1, 1 - r))
    assert found.shares.sum() == pytest.approx(1.0)
    assert found.loadings == pytest.approx(np.full(count, np.sqrt(found.eigenvalues[0] / count)))
    assert is_unidimensional(found) == (found.shares[0] > 0.6)


def test_a_child_that_runs_against_the_rest_loads_negatively():
    turned = matrix(4, 0.7) * np.outer([1, 1, 1, -1], [1, 1, 1, -1])
    found = principal_components(turned)
    assert (found.loadings < 0).tolist() == [False, False, False, True]
    assert found.shares[0] > 0.6
    assert not is_unidimensional(found)
    two = np.block([[matrix(2, 0.8), np.zeros((2, 2))], [np.zeros((2, 2)), matrix(2, 0.7)]])
    assert (principal_components(two).eigenvalues > 1).sum() == 2
    assert not is_unidimensional(principal_components(two))
    assert principal_components(np.full((2, 2), np.nan)) is None


LINE = np.linspace(-3.0, 3.0, 61)


def test_a_straight_line_has_the_importance_of_its_squared_correlation():
    assert main_effect(LINE, 5 - 2 * LINE) == (pytest.approx(1.0), "local linear")
    rough = 2 * LINE + np.random.default_rng(1).normal(size=61)
    assert main_effect(LINE, rough)[0] == pytest.approx(np.corrcoef(LINE, rough)[0, 1] ** 2, abs=0.03)


def test_a_parabola_is_important_though_it_has_no_correlation():
    assert abs(np.corrcoef(LINE, LINE**2)[0, 1]) < 1e-12
    assert main_effect(LINE, LINE**2)[0] == pytest.approx(1.0, abs=0.05)


def test_few_levels_have_the_correlation_ratio_exactly():
    """Means 1 and 4 of 2 and 2 units around 2.5: 9/4 of the variance 5/2."""
    x, y = np.array([0.0, 0.0, 100.0, 100.0]), np.array([0.5, 1.5, 3.5, 4.5])
    assert main_effect(x, y) == (pytest.approx(2.25 / 2.5), "level means")


def test_chance_is_nearly_unimportant():
    random = np.random.default_rng(3)
    found = [main_effect(*random.normal(size=(2, 60)))[0] for _ in range(50)]
    assert np.mean(found) < 0.12


@given(
    arrays(float, 12, elements=st.integers(0, 100).map(float)),
    arrays(float, 12, elements=st.integers(0, 100).map(float)),
)
def test_importance_is_a_share_and_does_not_depend_on_units(x, y):
    effect, method = main_effect(x, y)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        assert np.isnan(effect)
    else:
        assert 0.0 <= effect <= 1.0 + 1e-12
        assert main_effect(2 * x + 1, 3 * y - 7) == (pytest.approx(effect, abs=1e-6), method)


@pytest.fixture(scope="session")
def panel_of(mini):
    """Make a panel of policy levels: indicator → one value for each of `STATES`, NaN where there is none."""

    def make(levels: Mapping[str, Sequence[float]], year: int = 2019) -> Panel:
        like = mini.panel().frame.iloc[0]
        cells = [
            like.to_dict()
            | {"state": state, "indicator": code, "year": year, "value": value, "group": "TOTAL"}
            for code, values in levels.items()
            for state, value in zip(STATES, values, strict=True)
        ]
        return Panel(pd.DataFrame(cells).astype(mini.panel().frame.dtypes.to_dict()), mini.framework)

    return make


UP, DOWN = [0.0, 10.0, 30.0, 50.0, 80.0, 100.0], [100.0, 80.0, 50.0, 30.0, 10.0, 0.0]
MIXED = [50.0, 0.0, 50.0, 100.0, 0.0, 50.0]


@pytest.fixture(scope="session")
def opposed(mini, panel_of) -> Coherence:
    """Labour market and anti-discrimination run against each other; education goes its own way."""
    levels = {"job_access": UP, "rent_discrimination_ban": DOWN, "school_access": MIXED}
    levels |= {"teacher_training": [50.0] * 6, "teacher_recruitment": [np.nan] * 6}
    return coherence(score(panel_of(levels), mini.framework.policy))


def pair(table: pd.DataFrame, relation: str, one: str, other: str) -> pd.Series:
    rows = table[(table["relation"] == relation) & (table["one"] == one) & (table["other"] == other)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_siblings_parents_and_the_root_are_correlated(opposed):
    scores = opposed.scores
    overall = scores.values[opposed.units, scores.tree.column("overall")]
    table = opposed.correlations
    siblings = pair(table, "sibling", "labour_market", "anti_discrimination")
    assert siblings["pearson"] == pytest.approx(np.corrcoef(UP, DOWN)[0, 1])
    assert (siblings["band"], siblings["states"]) == ("negative", 6)
    parent = pair(table, "parent", "labour_market", "overall")
    assert parent["pearson"] == pytest.approx(np.corrcoef(UP, overall)[0, 1])
    root = pair(table, "root", "school_access", "overall")
    assert root["pearson"] == pytest.approx(np.corrcoef(MIXED, overall)[0, 1])
    only = pair(table, "parent", "job_access", "labour_market")
    assert (only["pearson"], only["band"], only["reason"]) == (pytest.approx(1.0), "", "only child")
    assert "negative" in set(opposed.flagged["band"])
    assert set(opposed.flagged["band"]) <= {"negative", "slightly negative", "random", "redundant"}


def test_a_child_without_data_is_left_out_and_named(opposed):
    row = opposed.reliability.set_index("group").loc["teachers"]
    assert (row["children"], row["reason"]) == (0, "not enough data")
    assert row["left_out"] == "teacher_training teacher_recruitment"
    missing = pair(opposed.correlations, "parent", "teacher_recruitment", "teachers")
    assert (missing["reason"], missing["states"], missing["band"]) == ("not enough data", 0, "")


def test_groups_have_alpha_and_dimensions(opposed):
    scores = opposed.scores
    columns = [scores.tree.column(name) for name in ("labour_market", "education", "anti_discrimination")]
    children = scores.values[np.ix_(opposed.units, columns)]
    alpha = opposed.reliability.set_index("group").loc["overall"]
    assert alpha["alpha"] == pytest.approx(cronbach_alpha(np.cov(children.T)))
    assert alpha["alpha_standardised"] == pytest.approx(cronbach_alpha(np.corrcoef(children.T)))
    row = opposed.dimensions.set_index("group").loc["overall"]
    assert row["explained"] == pytest.approx(np.linalg.eigvalsh(np.corrcoef(children.T))[-1] / 3)
    assert row["against"] != ""
    assert row["unidimensional"] is False
    loadings = opposed.loadings[opposed.loadings["group"] == "overall"]
    parts = loadings[loadings["kind"] == "component"]
    assert parts["explained"].sum() == pytest.approx(1.0)
    assert (loadings["kind"] == "loading").sum() == 3


def test_nominal_weights_are_products_down_the_tree(mini):
    table = coherence(mini.scores("policy")).importance
    weights = table.set_index(["of", "relation", "name"])["weight"]
    assert weights["education", "parent", "school_access"] == 0.75
    assert weights["overall", "parent", "education"] == pytest.approx(1 / 3)
    assert weights["overall", "root", "school_access"] == pytest.approx(1 / 4)
    assert weights["overall", "root", "teachers"] == pytest.approx(1 / 12)  # a look-up counts as one item
    assert np.isnan(weights["teachers", "parent", "teacher_training"])  # and has no use for weights


def test_importance_has_shares_beside_weights(opposed):
    table = opposed.importance
    of = table[(table["of"] == "overall") & (table["relation"] == "parent")].set_index("name")
    assert of["share"].sum() == pytest.approx(1.0)
    assert of["ratio"].to_numpy() == pytest.approx((of["share"] * 3).to_numpy())
    assert of["linear"].to_numpy() == pytest.approx(of["pearson"].to_numpy() ** 2)
    assert of.loc["education", "share"] > of.loc["labour_market", "share"]


def test_the_year_is_an_argument(mini):
    scores = mini.scores("policy")
    assert coherence(scores).scope == "2019"
    assert coherence(scores, 2018).scope == "2018"
    pooled = coherence(scores, "pooled")
    assert (pooled.scope, len(pooled.values)) == ("pooled", len(scores.values))
    assert set(pooled.correlations["scope"]) == {"pooled"}
    with pytest.raises(KeyError):
        coherence(scores, 1999)


def test_too_few_states_have_no_statistic(mini):
    """Three states, and the threshold of the caller counts where it is higher."""
    found = coherence(mini.scores("policy"), least=4)
    assert len(found.correlations) > 10
    assert set(found.correlations["reason"]) == {"not enough data"}
    numbers = [found.correlations["pearson"], found.reliability["alpha"], found.importance["main_effect"]]
    assert all(column.isna().all() for column in numbers)
    assert found.flagged.empty
    assert coherence(mini.scores("policy"), least=1).least == 3


def test_tables_are_had_by_name(mini):
    found = coherence(mini.scores("outcome"))
    assert list(found.tables()) == ["correlations", "reliability", "dimensions", "loadings", "importance"]
    assert found.tables("loadings")["loadings"].equals(found.loadings)
    with pytest.raises(KeyError):
        found.tables("weather")
