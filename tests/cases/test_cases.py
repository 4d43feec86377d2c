"""Worked examples that a domain expert can check by hand: `name`, `input`, `output`.

The stem of a file says what is worked out; a new example needs no new code. Whole indices (index_*.yaml) are
worked in test_indices.py.
"""

from __future__ import annotations

from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from scoreboard.analysis.time import measure_convergence
from scoreboard.definitions.models import Index, Node
from scoreboard.definitions.reading import parse_yaml
from scoreboard.findings import Report
from scoreboard.robustness.bounds import rank_bounds
from scoreboard.robustness.dominance import covers, dominates, levels
from scoreboard.robustness.sobol import sobol_indices
from scoreboard.scoring import Peers, compile_tree, rank_within
from scoreboard.scoring.gaps import measure_of
from scoreboard.scoring.measures import SIGN
from scoreboard.scoring.methods.experts import ahp, budget_allocation, comparisons
from scoreboard.scoring.methods.formulas import MEASURES, goalposts
from scoreboard.scoring.methods.frontier import benefit_of_the_doubt
from scoreboard.scoring.methods.imputing import IMPUTERS
from scoreboard.scoring.methods.mazziotta_pareto import mazziotta_pareto
from scoreboard.scoring.methods.means import MEANS
from scoreboard.scoring.methods.normalising import NORMALISERS
from scoreboard.scoring.methods.outranking import copeland
from scoreboard.scoring.methods.transforming import TRANSFORMS
from scoreboard.scoring.methods.treating import kurtosis, skewness, treat, winsorise
from scoreboard.scoring.methods.weighting import WEIGHTINGS, effective_weights, local_weights
from scoreboard.scoring.sampling import confidence_interval, delta_error
from scoreboard.scoring.standardising import kitagawa, standardised_rate
from scoreboard.scoring.tree import aggregate

Case = dict
HERE = Path(__file__).parent


def number(value: float | None) -> float:
    return np.nan if value is None else float(value)


def run_aggregation(given: Case, index: Index) -> dict[str, float]:
    changes = {
        "aggregation": given.get("aggregation", "arithmetic"),
        "missing": index.missing.model_copy(update={"coverage": given.get("coverage", 0)}),
        "tree": (Node.model_validate(given["tree"]),),
    }
    tree = compile_tree(index.model_copy(update=changes))
    assert set(tree.leaves) == set(given["scores"])
    leaf_scores = np.array([[[number(given["scores"][leaf])]] for leaf in tree.leaves])
    scores, _ = aggregate(tree, leaf_scores, Peers(np.array(["AT"]), np.array([2020])))
    return {group.name: float(scores[tree.column(group.name)][0, 0]) for group in tree.groups}


def run_normalisation(given: Case, index: Index) -> dict[str, float]:
    group, reference = number(given["group"]), number(given.get("reference"))
    value = MEASURES[given["measure"]](group, reference, SIGN[given["direction"]])
    mirrored = given["measure"] == "level" and given["direction"] == "less_is_better"
    return {"value": float(value), "score": float(goalposts(value, given["low"], given["high"], mirrored))}


def run_ranks(given: Case, index: Index) -> dict[str, float]:
    scores = np.array([number(score) for score in given["scores"].values()])
    ranks = rank_within(scores, given.get("minimum_states", 1))
    return {state: rank or np.nan for state, rank in zip(given["scores"], ranks.tolist(), strict=True)}


def children_of(given: Case) -> np.ndarray:
    return np.array([[number(value) for value in row] for row in given["children"].values()])


RULE = MEANS | {
    "copeland": lambda values, weights, **options: copeland(values, weights, **options).net_wins,
    "copeland rescaled": lambda values, weights, **options: copeland(values, weights, **options).rescaled,
    "ampi": mazziotta_pareto,
    "benefit of the doubt": lambda values, weights, **options: benefit_of_the_doubt(values, **options).scores,
}


def run_rules(given: Case, index: Index) -> dict[str, float]:
    weights = [float(given.get("weights", {}).get(child, 1)) for child in given["children"]]
    scores = RULE[given["rule"]](children_of(given), weights, **given.get("parameters", {}))
    return dict(zip(["first", "second", "third", "fourth"], scores.tolist(), strict=False))


def run_ahp(given: Case) -> dict[str, float]:
    names = list(dict.fromkeys(name for judgement in given["comparisons"] for name in judgement[:2]))
    weights, ratio = ahp(comparisons(names, given["comparisons"]))
    return dict(zip(names, weights.tolist(), strict=True)) | {"consistency ratio": ratio}


def run_from_data(given: Case) -> dict[str, float]:
    options = {name: given[name] for name in ("aim", "squared") if name in given}
    weights = WEIGHTINGS[given["method"]](children_of(given), **options)
    return dict(zip(given["children"], weights.tolist(), strict=True))


def run_local(given: Case) -> dict[str, float]:
    local = local_weights(given["tree"], given["leaves"])
    return {
        f"{node}/{child}": weight
        for node, children in given["tree"].items()
        for child, weight in zip(children, local[node], strict=True)
    }


WEIGHTS = dict.fromkeys(WEIGHTINGS, run_from_data) | {
    "ahp": run_ahp,
    "budget": lambda given: budget_allocation(given["table"]),
    "effective": lambda given: effective_weights(given["tree"], given["weights"], "overall"),
    "local": run_local,
}


def run_weights(given: Case, index: Index) -> dict[str, float]:
    return WEIGHTS[given["method"]](given)


def run_convergence(given: Case, index: Index) -> dict[str, float]:
    values = np.array(list(given["values"].values()), float)
    found = measure_convergence(np.array(given["years"], float), values, given.get("direction", 1))
    names = ("mean", "sigma", "delta")
    ends = {f"{name}_{end}": getattr(found, f"{name}_{end}") for name in names for end in ("first", "last")}
    return ends | {"beta": found.beta, "gamma": found.gamma}


def run_gaps(given: Case, index: Index) -> dict[str, float]:
    if "rates" in given:
        return run_standardising(given)
    values = np.array(number(given["group"])), np.array(number(given["reference"]))
    errors = tuple(number(error) for error in given["se"])
    measure, sign = measure_of(given["measure"], number(given.get("best"))), SIGN[given["direction"]]
    value = measure.value(*values, sign)
    error = delta_error(measure.slopes(*values, sign), errors, given.get("covariance", 0))
    level = 2 * NormalDist().cdf(given["z"]) - 1
    low, high = confidence_interval(value, error, level, logarithmic=given["measure"] == "ratio")
    return {"value": float(value), "se": float(error), "low": float(low), "high": float(high)}


def run_standardising(given: Case) -> dict[str, float]:
    rates, shares, others, other_shares = (
        np.array([number(each) for each in given[key]])
        for key in ("rates", "shares", "reference_rates", "reference_shares")
    )
    parts = kitagawa(rates, shares, others, other_shares)
    alike = standardised_rate(rates, other_shares) - standardised_rate(others, other_shares)
    crude = standardised_rate(rates, shares) - standardised_rate(others, other_shares)
    return {
        "crude": float(crude),
        "standardised": float(alike),
        "rates": float(parts[0]),
        "composition": float(parts[1]),
    }


def by_state(values: Case) -> np.ndarray:
    return np.array([number(value) for value in values.values()])


def run_normalisers(given: Case, index: Index) -> dict[str, float]:
    options = {name: value for name, value in given.items() if name not in ("method", "values")}
    if "frame" in options:
        options["frame"] = by_state(given["frame"])
    if "reference" in options:
        options["reference"] = list(given["values"]).index(given["reference"])
    scores = NORMALISERS[given["method"]](by_state(given["values"]), **options)
    return dict(zip(given["values"], scores.tolist(), strict=True))


TREATMENTS = TRANSFORMS | {
    "treat": lambda values, **options: treat(values, **options).values,
    "winsorise": lambda values, **options: winsorise(values, **options)[0],
    "skewness": skewness,
    "kurtosis": kurtosis,
}


def run_treatment(given: Case, index: Index) -> dict[str, float]:
    options = {name: value for name, value in given.items() if name not in ("method", "values")}
    result = TREATMENTS[given["method"]](by_state(given["values"]), **options)
    names = given["values"] if result.ndim else [given["method"]]
    return dict(zip(names, np.atleast_1d(result).tolist(), strict=True))


def run_imputation(given: Case, index: Index) -> dict[str, float]:
    values = np.array([[number(value) for value in row] for row in given["values"].values()]).T
    options = {name: given[name] for name in ("maximum_age",) if name in given}
    if "groups" in given:
        options["groups"] = list(given["groups"].values())
    if given["method"] not in ("mean", "median"):
        options["years"] = given["years"]
    imputed = IMPUTERS[given["method"]](values, **options).values
    return {
        f"{state} {year}": float(imputed[row, column])
        for column, state in enumerate(given["values"])
        for row, year in enumerate(given["years"])
        if np.isnan(values[row, column])
    }


def run_sobol(given: Case, index: Index) -> dict[str, float]:
    runs = [given["a"], given["b"], *given["mixed"].values()]
    found = sobol_indices(np.array([[[number(value) for value in run] for run in runs]]))
    return {
        f"{factor} {order}": float(values[0, column])
        for order, values in (("first", found.first), ("total", found.total))
        for column, factor in enumerate(given["mixed"])
    }


def run_dominance(given: Case, index: Index) -> dict[str, float]:
    states = list(given["states"])
    values = np.array([[number(value) for value in row] for row in given["states"].values()]).T
    relation = dominates(values)
    ordered = {f"{states[one]} > {states[other]}": 1.0 for one, other in np.argwhere(relation)}
    level = dict(zip((f"{state} level" for state in states), levels(relation).tolist(), strict=True))
    return ordered | level | {"lines": float(covers(relation).sum())}


def run_bounds(given: Case, index: Index) -> dict[str, float]:
    states = np.array(list(given["states"]))
    low, high = np.array(list(given["states"].values()), float).T
    scored, wild = ~np.isin(states, given.get("unscored", [])), np.zeros(len(states), bool)
    peers = Peers(states, np.zeros(len(states), int))
    ranks = rank_bounds(low, high, scored, wild, peers, given.get("minimum_states", 1))
    return {
        f"{state} {word}": float(rank)
        for word, column in zip(("best", "worst"), ranks, strict=True)
        for state, rank in zip(states, column, strict=True)
    }


RUN = {
    "aggregation": run_aggregation,
    "gaps": run_gaps,
    "imputation": run_imputation,
    "normalisation": run_normalisation,
    "normalisers": run_normalisers,
    "ranks": run_ranks,
    "rules": run_rules,
    "treatment": run_treatment,
    "weights": run_weights,
    "convergence": run_convergence,
    "sobol": run_sobol,
    "dominance": run_dominance,
    "bounds": run_bounds,
}


def all_cases() -> list[tuple[str, Case]]:
    cases = []
    for path in sorted(set(HERE.glob("*.yaml")) - set(HERE.glob("index_*.yaml"))):
        report = Report()
        document = parse_yaml(path.read_text("utf-8"), path.name, report)
        assert document is not None, list(report)
        cases += [(path.stem, case) for case in document.value]
    return cases


CASES = all_cases()


@pytest.mark.parametrize(("kind", "case"), CASES, ids=[case["name"] for _, case in CASES])
def test_case(kind, case, mini):
    assert set(case) == {"name", "input", "output"}
    result = RUN[kind](case["input"], mini.framework.outcome)
    expected = {name: number(value) for name, value in case["output"].items()}
    assert result == pytest.approx(expected, abs=1e-9, nan_ok=True)


def test_enough_cases_of_every_kind_ran():
    counts = {kind: sum(each == kind for each, _ in CASES) for kind in RUN}
    assert counts["aggregation"] >= 25
    assert counts["normalisation"] >= 12
    assert counts["ranks"] >= 7
    assert counts["convergence"] >= 7
    assert counts["rules"] >= 30
    assert counts["weights"] >= 14
    assert counts["gaps"] >= 20
    assert counts["normalisers"] >= 20
    assert counts["treatment"] >= 20
    assert counts["imputation"] >= 20
    assert counts["sobol"] >= 6
    assert counts["dominance"] >= 7
    assert counts["bounds"] >= 5
    assert len({case["name"] for _, case in CASES}) == len(CASES)
