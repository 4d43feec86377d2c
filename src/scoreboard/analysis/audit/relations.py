"""Steps 8 and 9: what the overall goes with outside the index, and whether it is the sum of its parts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scoreboard.analysis.audit.checks import Measured, decimals
from scoreboard.analysis.audit.subject import Subject
from scoreboard.robustness.coherence import together
from scoreboard.scoring import Step, measure_block

ADDITIVE = frozenset({"arithmetic"})
"""Rules by which a score is the sum of its children's scores times their shares."""


def context(it: Subject) -> Measured:
    """Return how many context indicators can be held against the overall, with their correlations."""
    codes = tuple(code for code, each in it.framework.indicators.items() if each.lens == "context")
    if not codes:
        return Measured(None, "the project has no context indicators")
    block = measure_block(it.scores.panel, it.index, codes)
    mine = {(state, year): at for at, (state, year) in enumerate(zip(block.states, block.years, strict=True))}
    column = it.scores.tree.column(it.root)
    states = it.scores.block.states[it.units]
    at = [mine.get((state, it.year), -1) for state in states]
    values = np.vstack([block.values, np.full(len(codes), np.nan)])[at]
    both = np.column_stack([it.scores.values[it.units, column], values])
    found = together(both, states, it.coherence.least)
    known = [n for n in range(1, len(codes) + 1) if not found.reason(0, n)]
    cases = tuple(
        f"{codes[n - 1]}: r {decimals(found.pearson[0, n])}, rank correlation {decimals(found.spearman[0, n])}, "
        f"{found.states[0, n]} states"
        for n in sorted(known, key=lambda n: -abs(found.pearson[0, n]))
    )
    text = (
        f"{len(known)} of {len(codes)} context indicators have enough states beside the overall of {it.year}; "
        "a correlation is not a cause"
    )
    numbers = {codes[n - 1]: float(found.pearson[0, n]) for n in known}
    return Measured(len(known), text, cases, numbers)


def sums_exactly(it: Subject) -> Measured:
    """Return the largest difference between a score and the sum of its parts as they are explained."""
    column = it.scores.tree.column(it.root)
    scored = it.scores.block.states[it.units & ~np.isnan(it.scores.values[:, column])]
    gaps: list[tuple[float, str]] = []
    for state in scored:
        trace = it.scores.explain(str(state), it.year, it.root)
        gaps += [(gap, f"{name} of {state}: {gap:.3g}") for name, gap in _gaps(it, trace)]
    if not gaps:
        return Measured(None, f"no score of {it.year} comes from an additive rule")
    worst = max(gap for gap, _ in gaps)
    text = f"{len(gaps)} scores of {len(scored)} states differ by at most {worst:.3g} points from the sum of parts"
    return Measured(worst, text, tuple(words for gap, words in gaps if gap > 1e-9))


def _gaps(it: Subject, step: Step) -> Iterator[tuple[str, float]]:
    """Yield the distance of each additive score below a step from the sum of its children."""
    for child in step.children:
        yield from _gaps(it, child)
    if step.score is None or not step.children:
        return
    group = it.scores.tree.group(it.scores.tree.column(step.name))
    if group.rule in ADDITIVE and group.scaling is None:
        parts = sum(child.share * child.score for child in step.children if child.score is not None)
        yield step.name, abs(parts - step.score)
