"""Faults of an index that show only when its formulas are worked: in its judgements, or on the data.

Nothing may vanish without a word: where a value is there and its normalisation gives no score, or weights
cannot be had from the data, a finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scoreboard.definitions import Framework, walk
from scoreboard.definitions.checks.faults import Fault, Path_, below
from scoreboard.definitions.method import Treatment, Weighting
from scoreboard.definitions.models import Index, Node
from scoreboard.findings import Report
from scoreboard.observations import Panel
from scoreboard.scoring.methods.experts import ahp
from scoreboard.scoring.methods.weighting import WeightingError
from scoreboard.scoring.plan import IN_UNITS
from scoreboard.scoring.trial import Trial
from scoreboard.scoring.weights import child_names, fixed_weights, judgement_matrix

CONSISTENT = 0.1
"""Largest consistency ratio that is accepted: Saaty (1980), The Analytic Hierarchy Process."""


def check_methods(framework: Framework, report: Report) -> None:
    """Add what the definitions alone show of the method: inconsistent judgements, and steps that cannot act."""
    for lens, index in framework.indices.items():
        for fault in [*_weight_faults(index, report.ok), *_treatment_faults(index)]:
            _add(framework, lens, fault, report)


def check_indices(panel: Panel, report: Report) -> None:
    """Add what the data show of each index: groups without data, indicators without spread, weights not to be had.

    Parameters
    ----------
    panel : of definitions and observations in which no error was found.
    """
    for lens, index in panel.framework.indices.items():
        trial = Trial(panel, index)
        for fault in [*trial.empty_groups(), *trial.lost_leaves(), *trial.group_faults()]:
            _add(panel.framework, lens, fault, report)


def _add(framework: Framework, lens: str, fault: Fault, report: Report) -> None:
    place = framework.place(lens, *fault.path)
    report.add(fault.code, place, fault.found, fault.allowed, fault.advice)


def _weight_faults(index: Index, clean: bool) -> Iterator[Fault]:
    """Yield what is wrong with weights that stand in the definitions.

    Parameters
    ----------
    clean : whether no error has been found so far; otherwise a table may be incomplete, which has been told.
    """
    for path, node in walk(index.tree):
        weighting = node.weighting or index.weighting
        if not node.children:
            continue
        place = (*path, "weighting") if node.weighting else ("weighting",)
        try:
            fixed_weights(node, weighting, index)
            if weighting.method == "ahp":
                yield from below(place, _consistency(node, weighting))
        except (WeightingError, KeyError) as error:
            if clean:
                yield Fault("weights-not-fitted", place, f"{node.node}: {error}")


def _consistency(node: Node, how: Weighting) -> Iterator[Fault]:
    """Yield that judgements contradict each other, at the one that lies farthest from the weights of all."""
    matrix = judgement_matrix(node, how)
    weights, ratio = ahp(matrix)
    if ratio <= CONSISTENT:
        return
    implied = weights[:, None] / weights
    distance = np.abs(np.log(matrix / implied)).round(
        9
    )  # of equal ones the first, whatever the last bits are
    one, other = np.unravel_index(int(np.argmax(np.triu(distance))), matrix.shape)
    names = child_names(node)
    pair = {names[one], names[other]}
    position = [{it.more, it.than} for it in how.comparisons].index(pair)
    advice = (
        f"{names[one]} over {names[other]} is judged {matrix[one, other]:.3g}; all judgements together give "
        f"{implied[one, other]:.3g}."
    )
    found = f"consistency ratio {ratio:.2f} of {node.node}"
    yield Fault(
        "judgements-inconsistent", ("comparisons", position), found, f"at most {CONSISTENT:g}", advice
    )


def _treatment_faults(index: Index) -> Iterator[Fault]:
    """Yield transformations that act on no indicator, since all are held against bounds in their own units."""
    ways = [node.normalisation or index.normalisation for _, node in walk(index.tree) if node.indicator]
    varied = index.robustness.normalisation
    ways += varied.alternatives if varied else ()
    if any(way.method not in IN_UNITS for way in ways):
        return
    declared: list[tuple[Path_, Treatment | None]] = [(("treatment",), index.treatment)]
    others = index.robustness.treatment.alternatives if index.robustness.treatment else ()
    declared += [(("robustness", "treatment", "alternatives", at), it) for at, it in enumerate(others)]
    for path, treatment in declared:
        if treatment and treatment.then and "then" in treatment.model_fields_set:
            allowed = "left out: values held against fixed bounds are winsorised at most"
            yield Fault("parameter-without-effect", (*path, "then"), f"then: {treatment.then}", allowed)
