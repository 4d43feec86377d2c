"""The worked examples of the definitions, run through the same formulas as the data."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scoreboard.definitions import AnyIndicator, Framework, walk
from scoreboard.definitions.models import Index, Node, PolicyIndicator, StatisticExample, StatisticIndicator
from scoreboard.findings import Report
from scoreboard.scoring.measures import SIGN, Measure
from scoreboard.scoring.methods.formulas import goalposts
from scoreboard.scoring.peers import Peers
from scoreboard.scoring.tree import aggregate, compile_tree

_TOLERANCE = 0.005 + 1e-9
"""Examples are written to two decimals."""


def check_examples(framework: Framework, report: Report) -> None:
    """Run every worked example of indicators and look-ups; a wrong one becomes a finding."""
    for indicator in framework.indicators.values():
        for position, (computed, stated) in enumerate(_indicator_examples(indicator, framework)):
            if not abs(computed - stated) <= _TOLERANCE:
                report.add(
                    "example-fails",
                    framework.place(indicator.code, "examples", position, "score"),
                    f"score: {stated:g}, but the definition gives {computed:.2f}",
                    indicator=indicator.code,
                )
            report.checked["examples"] += 1
    for index in framework.indices.values():
        _check_lookups(framework, index, report)


def _indicator_examples(indicator: AnyIndicator, framework: Framework) -> Iterator[tuple[float, float]]:
    """Yield (computed, stated) score of each example."""
    if isinstance(indicator, PolicyIndicator):
        levels = {level.score for level in indicator.levels} | {e.score for e in indicator.exceptions}
        for answer in indicator.examples:
            yield (answer.level if answer.level in levels else np.nan), answer.score
    elif indicator.goalposts:
        for given in indicator.examples:
            yield _statistic_score(indicator, given), given.score


def _statistic_score(it: StatisticIndicator, given: StatisticExample) -> float:
    assert it.goalposts is not None  # the caller has seen to it
    other = np.nan if given.reference is None else given.reference
    best = np.nan if given.best is None else given.best
    value = Measure(it.measure, SIGN[it.direction], best)(np.atleast_1d(given.group), np.atleast_1d(other))
    mirrored = it.direction == "less_is_better" and it.measure == "level"
    return float(goalposts(value, it.goalposts.low, it.goalposts.high, mirrored)[0])


def _check_lookups(framework: Framework, index: Index, report: Report) -> None:
    for path, node in walk(index.tree):
        for position, example in enumerate(node.examples):
            computed = _node_score(index, node, example.children)
            if not abs(computed - example.score) <= _TOLERANCE:
                place = framework.place(index.lens, *path, "examples", position, "score")
                found = f"score: {example.score:g}, but the look-up gives {computed:.2f}"
                report.add("example-fails", place, found)
            report.checked["examples"] += 1


def _node_score(index: Index, node: Node, children: dict[str, float]) -> float:
    """Evaluate one node alone, from scores of its children."""
    tree = compile_tree(index.model_copy(update={"tree": (node,)}))
    leaf_scores = np.array([[[children.get(code, np.nan)]] for code in tree.leaves])
    scores, _ = aggregate(tree, leaf_scores, Peers(np.array(["–"]), np.array([0])))
    return float(scores[-1][0, 0])
