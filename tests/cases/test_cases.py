"""Worked examples that a domain expert can check by hand: `name`, `input`, `output`.

The stem of a file says what is worked out; a new example needs no new code.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scoreboard.definitions.models import Index, Node
from scoreboard.definitions.reading import parse_yaml
from scoreboard.findings import Report
from scoreboard.scoring import compile_tree, rank_within
from scoreboard.scoring.formulas import MEASURES, goalposts
from scoreboard.scoring.measures import SIGN
from scoreboard.scoring.tree import aggregate

Case = dict


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
    scores, _ = aggregate(tree, np.array([[[number(given["scores"][leaf]) for leaf in tree.leaves]]]))
    return {group.name: float(scores[0, 0, tree.column(group.name)]) for group in tree.groups}


def run_normalisation(given: Case, index: Index) -> dict[str, float]:
    group, reference = number(given["group"]), number(given.get("reference"))
    value = MEASURES[given["measure"]](group, reference, SIGN[given["direction"]])
    mirrored = given["measure"] == "level" and given["direction"] == "less_is_better"
    return {"value": float(value), "score": float(goalposts(value, given["low"], given["high"], mirrored))}


def run_ranks(given: Case, index: Index) -> dict[str, float]:
    scores = np.array([[number(score)] for score in given["scores"].values()])
    ranks = rank_within(scores, given.get("minimum_states", 1))[:, 0]
    return dict(zip(given["scores"], ranks.tolist(), strict=True))


RUN = {"aggregation": run_aggregation, "normalisation": run_normalisation, "ranks": run_ranks}


def all_cases() -> list[tuple[str, Case]]:
    cases = []
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
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
    assert len({case["name"] for _, case in CASES}) == len(CASES)
