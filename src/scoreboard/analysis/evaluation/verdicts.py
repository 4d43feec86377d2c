"""What may be said of an evaluation: the first rule that holds, from its numbers and no others.

No sentence says that a change caused anything. A difference in differences with states that were not dealt
their laws by lot does not carry that; the most that is said is by how much outcomes differed from what would
have been expected, and that none of the checks speaks against it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

LEAST_CHANGED, LEAST_OTHERS = 3, 5
"""States that changed, and others to compare with, that a statement needs: a rule of this project. Three
changes can be dealt out among eight states in 56 ways, so a chance of 5 per cent can be told at all."""
LIMIT = 0.05


@dataclass(frozen=True)
class Evidence:
    """The numbers that the verdict rests on; NaN where a test could not be made.

    Parameters
    ----------
    changed, others : number of states.
    effect : average difference after the change, in the outcome's unit.
    p, low, high, detectable : of the effect, by permutation.
    leads_p : joint test of the years before the change.
    placebo_p : smallest p of the placebo tests, each multiplied by their number (Bonferroni).
    same_sign : share of the leave-one-out effects with the sign of the effect.
    """

    changed: int
    others: int
    effect: float = np.nan
    p: float = np.nan
    low: float = np.nan
    high: float = np.nan
    detectable: float = np.nan
    leads_p: float = np.nan
    placebo_p: float = np.nan
    same_sign: float = np.nan

    @property
    def enough(self) -> bool:
        """Whether there are states enough for an estimate."""
        return self.changed >= LEAST_CHANGED and self.others >= LEAST_OTHERS


RULES: dict[str, Callable[[Evidence], bool]] = {
    "too few changes": lambda it: it.changed < LEAST_CHANGED,
    "too few states to compare with": lambda it: it.others < LEAST_OTHERS,
    "not estimable": lambda it: bool(np.isnan(it.p)),
    "moved apart before": lambda it: it.leads_p < LIMIT,
    "fails a placebo test": lambda it: it.placebo_p < LIMIT,
    "not told from chance": lambda it: it.p >= LIMIT,
    "rests on one state": lambda it: it.same_sign < 1,
    "told from chance": lambda it: True,
}
"""Verdict → when it is given; the first that holds."""

SENTENCES = {
    "too few changes": "Not enough data: {changed} of the states that made this change have enough years of "
    "the outcome on both sides of it, and {least_changed} are needed.",
    "too few states to compare with": "Not enough data: {others} states can be compared with, and "
    "{least_others} are needed.",
    "not estimable": "Not enough data: no years without the change tie those that changed to the others.",
    "moved apart before": "Before the change the states that changed already moved apart from the others "
    "(p = {leads_p:.2f}), so what came after it cannot be told from that.",
    "fails a placebo test": "The same test finds a difference where there can be none (p = {placebo_p:.2f} "
    "after correction), so what it finds after the change, {effect}, cannot be trusted.",
    "not told from chance": "No difference that can be told from chance: {effect} ({low} to {high}, "
    "p = {p:.2f}). With so few states one of less than {detectable} would mostly go unseen, so this is no "
    "proof that nothing changed.",
    "rests on one state": "The difference of {effect} (p = {p:.2f}) changes its sign when one state is left "
    "out, so it says more of that state than of the change.",
    "told from chance": "After the change the outcome differed by {effect} ({low} to {high}, p = {p:.2f}) "
    "from what states without the change would lead one to expect. The checks do not speak against it; "
    "still, other things may have changed in the same states in the same years.",
}
_SIGNED = ("effect", "low", "high")


def verdict_of(evidence: Evidence) -> str:
    """Return the first verdict whose rule holds."""
    return next(name for name, holds in RULES.items() if holds(evidence))


def sentence_of(evidence: Evidence, unit: str) -> str:
    """Return the verdict as a sentence with its numbers, in the unit named."""
    numbers: dict[str, object] = {
        **vars(evidence),
        "least_changed": LEAST_CHANGED,
        "least_others": LEAST_OTHERS,
    }
    digits = 1 if not evidence.detectable < 1 else 2
    numbers |= {name: f"{getattr(evidence, name):+.{digits}f}".replace("-", "−") for name in _SIGNED}
    numbers |= {"detectable": f"{evidence.detectable:.{digits}f} {unit}".rstrip()}
    numbers |= {"effect": f"{numbers['effect']} {unit}".rstrip()}
    return SENTENCES[verdict_of(evidence)].format(**numbers)
