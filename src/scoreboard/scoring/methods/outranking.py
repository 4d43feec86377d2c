"""Outranking: states are compared two by two, and only who is ahead counts, not by how much.

With the indicators that both states a and b have, o_ab = (Σ_{x_a > x_b} w + ½ Σ_{x_a = x_b} w) / Σw; a beats
b where o_ab > ½. A pair that shares no indicator is nobody's win, so the order of states never matters.
Sources: Munda and Nardo (2009), Noncompensatory/nonlinear composite indicators for ranking countries,
Applied Economics 41(12), doi 10.1080/00036840601019364; Copeland (1951), A reasonable social welfare
function, University of Michigan; OECD/JRC (2008), Handbook, step 7.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.means import Planes, Weights

_ROUNDING = 1e-12
"""Weights 0.1 + 0.2 tie with 0.3, and 50.1 lies no further than 0.1 from 50, though floats differ."""


class Copeland(NamedTuple):
    """Copeland's scores of states.

    Parameters
    ----------
    net_wins : [..., state], states beaten less states lost to, −(n − 1)…n − 1; NaN where a state has no
        value.
    rescaled : [..., state], 50·(1 + net wins/(n − 1)), 0–100, with n the states that have a value; NaN
        also where n is 1, since there was nobody to compare with.
    """

    net_wins: Array
    rescaled: Array


def outranking_matrix(values: Planes, weights: Weights, tie: float = 0.0) -> Array:
    """Return o_ab, the share of the weight on which a is ahead of b.

    Parameters
    ----------
    values : [child, ..., state], or a sequence of planes; greater is better, NaN is missing.
    weights : one per child, ≥ 0, in any unit; numbers, or arrays that broadcast, as [draw, 1].
    tie : values no further apart than this are equal, in the unit of the values.

    Returns
    -------
    [..., a, b], 0–1, o_ab + o_ba = 1 and ½ on the diagonal; NaN where a and b share no child.

    >>> outranking_matrix(np.array([[3.0, 1.0], [2.0, 2.0], [0.0, 5.0]]), [2.0, 1.0, 1.0]).tolist()
    [[0.5, 0.625], [0.375, 0.5]]
    """
    shape = _shape(values, weights)
    matrix = np.empty((*shape, shape[-1]))
    for state in range(shape[-1]):
        lead, mass = _duels(values, weights, state, tie)
        with np.errstate(invalid="ignore"):
            half = np.asarray(lead / mass / 2.0)
        matrix[..., state, state:] = 0.5 + half
        matrix[..., state:, state] = 0.5 - half
    return matrix


def copeland(values: Planes, weights: Weights, tolerance: float = 0.0, tie: float = 0.0) -> Copeland:
    """Return Σ_b sign(o_ab − ½) of each state, and the same on 0–100.

    Parameters as of `outranking_matrix`; pairs with |o_ab − ½| ≤ `tolerance` tie.

    >>> copeland(np.array([[3.0, 1.0, 2.0], [2.0, 1.0, np.nan]]), [1.0, 1.0]).net_wins.tolist()
    [2.0, -2.0, 0.0]
    """
    wins = np.zeros(_shape(values, weights))
    margin = 2.0 * (tolerance + _ROUNDING)
    for state in range(wins.shape[-1] - 1):
        lead, mass = _duels(values, weights, state, tie)
        won = np.sign(lead)[..., 1:] * (np.abs(lead) > margin * mass)[..., 1:]
        wins[..., state] += won.sum(axis=-1)  # whole numbers: exact in any order
        wins[..., state + 1 :] -= won
    has_value = _has_value(values, weights)
    others = np.broadcast_to(has_value, wins.shape).sum(axis=-1, keepdims=True) - 1.0
    wins[~np.broadcast_to(has_value, wins.shape)] = np.nan
    with np.errstate(invalid="ignore"):
        return Copeland(wins, np.where(others > 0, 50.0 * (1.0 + wins / np.maximum(others, 1.0)), np.nan))


def _shape(values: Planes, weights: Weights) -> tuple[int, ...]:
    return np.broadcast_shapes(*map(np.shape, values), *map(np.shape, weights))


def _duels(values: Planes, weights: Weights, state: int, tie: float) -> tuple[Array, Array]:
    """Return Σ w·sign(x_a − x_b) and Σ w over the shared children, of a state against itself and those after.

    The sums run child by child, and the later states only: memory is that of a few planes, not of a matrix.
    """
    lead, mass = np.zeros(()), np.zeros(())
    equal = tie + 100.0 * _ROUNDING if tie else 0.0
    for plane, weight in zip(values, weights, strict=True):
        ahead = plane[..., state : state + 1] - plane[..., state:]
        shared = ~np.isnan(ahead)
        sign = np.where(shared & (np.abs(ahead) > equal), np.sign(ahead), 0.0)
        lead = lead + weight * sign
        mass = mass + (weight if shared.all() else weight * shared)
    return lead, np.broadcast_to(mass, lead.shape)


def _has_value(values: Planes, weights: Weights) -> NDArray[np.bool_]:
    """Return [..., state], whether a state has a child that weighs something."""
    found = np.zeros((), bool)
    for plane, weight in zip(values, weights, strict=True):
        found = found | (~np.isnan(plane) & np.greater(weight, 0.0))
    return np.asarray(found)
