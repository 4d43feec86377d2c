"""Benefit of the doubt: each unit is scored with the weights that favour it most.

No unit, with these weights, may do better than 100; so a unit's score is its distance to the frontier of
the best. Sources: Melyn and Moesen (1991); Cherchye, Moesen, Rogge and Van Puyenbroeck (2007), An
introduction to 'benefit of the doubt' composite indicators, Social Indicators Research 82(1), doi
10.1007/s11205-006-9029-7.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from scoreboard.scoring.methods.formulas import Array

_SOLVED = 1e-9
"""Nearer to the frontier than this is on it: what a solver leaves over must not part equal ranks."""


class Frontier(NamedTuple):
    """Scores by benefit of the doubt, and the weights that gave them.

    Parameters
    ----------
    scores : [..., unit], 0–100; NaN where a unit has no child, or its children cannot meet the bounds.
    weights : [child, ..., unit], so that Σ_child weight·value = score; NaN where the child is missing.
        Several sets of weights may give the same score; this is one of them.
    """

    scores: Array
    weights: Array


def benefit_of_the_doubt(values: Array, low: ArrayLike = 0.0, high: ArrayLike = 1.0) -> Frontier:
    """Score each unit by 100·max Σwx, with w ≥ 0 and Σwx ≤ 1 for every peer.

    Parameters
    ----------
    values : [child, ..., unit], ≥ 0, in any unit, greater is better; NaN is missing. A unit is weighed on
        the children that it has, against the peers that have all of them.
    low, high : least and greatest share of each child in the unit's own score, 0–1, one or per child. The
        lower one bites: a unit with 0 on a child that must have a share scores 0.

    Raises
    ------
    ValueError
        If a value is negative.

    >>> children = np.array([[10.0, 20.0, 5.0], [30.0, 10.0, 15.0]])
    >>> benefit_of_the_doubt(children).scores.round(9).tolist()
    [100.0, 100.0, 50.0]
    """
    if np.any(values < 0.0):
        raise ValueError("benefit of the doubt needs values of 0 or more.")
    bounds = np.stack(np.broadcast_arrays(low, high, np.empty(len(values)))[:2]).astype(float)
    scores, weights = np.full(values.shape[1:], np.nan), np.full(values.shape, np.nan)
    for place in np.ndindex(values.shape[1:]):
        children = values[(slice(None), *place[:-1])]
        has = ~np.isnan(children[:, place[-1]])
        least, most = bounds[:, has]
        if has.any() and least.sum() - _SOLVED <= 1.0 <= most.sum() + _SOLVED:
            peers = children[np.ix_(has, ~np.isnan(children[has]).any(axis=0))]
            scores[place], weights[(has, *place)] = _weigh(peers, children[has, place[-1]], least, most)
    return Frontier(scores, weights)


def _weigh(peers: Array, unit: Array, low: Array, high: Array) -> tuple[float, Array]:
    """Return one unit's score and weights [child]; peers [child, peer], the unit among them."""
    from scipy.optimize import linprog  # half a second to import, and few indices need it

    largest = peers.max(axis=1)
    largest[largest == 0.0] = 1.0
    shares = unit / largest  # one scale for all children: the solver's tolerances are absolute
    bounded = np.concatenate(
        [low[:, None] * shares - np.diag(shares), np.diag(shares) - high[:, None] * shares]
    )
    solution = linprog(
        -shares,
        A_ub=np.concatenate([(peers / largest[:, None]).T, bounded]),
        b_ub=np.concatenate([np.ones(peers.shape[1]), np.zeros(len(bounded))]),
        method="highs-ds",
    )
    if solution.x is None:  # w = 0 is feasible and the score at most 1, so only the solver can fail
        raise RuntimeError(f"benefit of the doubt: {solution.message}")
    score = float(shares @ solution.x)
    return 100.0 if score > 1.0 - _SOLVED else 100.0 * score, 100.0 * solution.x / largest
