"""Rounding of what is published: to the nearest, or up and down so that published parts make their whole.

Controlled rounding (Cox 1987, *JASA* 82(398)) takes in only sums of which every cell is published: rounding that
also kept sums with a hidden cell would tell that cell to within its base.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from scoreboard.definitions.disclosure import DisclosureRules
from scoreboard.estimate.disclosure.intervals import blocks_of, rows_over
from scoreboard.estimate.disclosure.primary import Array, Mask
from scoreboard.estimate.disclosure.silence import silent
from scoreboard.estimate.disclosure.systems import System
from scoreboard.estimate.disclosure.tables import SAME

FURTHER = 100.0
"""Cost of a step beyond the next multiple, where tables of three dimensions need one, beside one of a step."""


def rounded(system: System, shown: Mask, base: int, rules: DisclosureRules) -> Array:
    """Return all variables rounded to multiples of the base.

    Parameters
    ----------
    shown : mask [variable], what is published.

    Returns
    -------
    Array [variable]; what is not shown is rounded to the nearest, for nobody to see.
    """
    steps = np.round(system.truth / base)
    if rules.rounding.method == "controlled":
        drawn = np.random.default_rng(rules.rounding.seed).random(len(steps))
        published = system.matrix[abs(system.matrix) @ (~shown).astype(float) == 0]
        members = blocks_of(system)
        with silent():
            for block in np.unique(system.block[shown]):
                inside = members[block]
                sums = rows_over(published, inside).toarray()
                steps[inside] = _controlled(system.truth[inside] / base, sums, drawn[inside])
    return steps * base


def _controlled(exact: Array, sums: Array, drawn: Array) -> Array:
    """Return the steps of one block: each up or down, the nearer the likelier, so that the sums hold.

    Parameters
    ----------
    exact : array [variable], in bases.
    sums : array [sum, variable].
    drawn : array [variable], uniform in 0 to 1: up, if sums leave the choice, where it is less than what
        `exact` has beyond the step below.
    """
    floor = np.floor(exact + SAME)
    beyond = np.where(exact - floor <= SAME, 0.0, exact - floor)
    liking = np.where(drawn < beyond, -1.0, 1.0)
    if len(sums) == 0:
        return floor + (liking < 0)
    size = len(exact)
    below = -(sums @ floor)
    solution = milp(  # steps = floor + up − further down + further up
        np.concatenate([liking, np.full(2 * size, FURTHER)]),
        integrality=np.ones(3 * size, dtype=int),
        bounds=Bounds(np.zeros(3 * size), np.concatenate([beyond > 0, np.ones(2 * size)])),
        constraints=LinearConstraint(np.hstack([sums, -sums, sums]), below, below),
    )
    if solution.x is None:  # not even with a step more: then parts need not make their whole
        return np.asarray(np.round(exact))
    up, less, more = np.round(solution.x).reshape(3, size)
    return np.asarray(floor + up - less + more)
