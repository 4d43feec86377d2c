"""Weights from what experts say: budgets that they share out, and judgements of pairs (AHP).

Source, where no other is named: OECD/JRC (2008), Handbook on Constructing Composite Indicators, ISBN
978-92-64-04345-9, step 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.weighting import WeightingError, normalised

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Saaty's mean consistency index of random matrices with 1, 2, … 15 children (Saaty 1980)."""


def budget_allocation(table: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return the mean of the shares that experts gave of their budgets; each expert counts alike.

    Parameters
    ----------
    table : expert → child → points, ≥ 0, of a budget of any size; 0 is said in writing, not left out.

    Raises
    ------
    WeightingError
        If experts do not name the same children, or give negative points or none at all.

    >>> budget_allocation({"first": {"a": 50, "b": 50}, "second": {"a": 1, "b": 3}})
    {'a': 0.375, 'b': 0.625}
    """
    names = list(dict.fromkeys(child for points in table.values() for child in points))
    for expert, points in table.items():
        if forgotten := [child for child in names if child not in points]:
            raise WeightingError(f"{expert} says nothing of {', '.join(forgotten)}.", forgotten)
        if negative := [child for child in names if points[child] < 0]:
            raise WeightingError(f"{expert} gives negative points to {', '.join(negative)}.", negative)
        if not sum(points.values()) > 0:
            raise WeightingError(f"{expert} gives no points.", names)
    shares = [[points[child] / sum(points.values()) for child in names] for points in table.values()]
    return {
        child: sum(column) / len(shares)
        for child, column in zip(names, zip(*shares, strict=True), strict=True)
    }


class Ahp(NamedTuple):
    """Weights by the analytic hierarchy process.

    Parameters
    ----------
    weights : [child].
    consistency_ratio : 0 where the judgements agree with one another; Saaty accepts up to 0.1.
    """

    weights: Array
    consistency_ratio: float


def ahp(matrix: Array) -> Ahp:
    """Return the principal eigenvector of pairwise comparisons, and their consistency ratio.

    CI = (λ − n)/(n − 1), ratio CI/RI with Saaty's `RANDOM_INDEX`. Source: Saaty (1980), The Analytic
    Hierarchy Process.

    Parameters
    ----------
    matrix : [child, child], how many times as important the row's child is as the column's; see
        `comparisons`.

    Raises
    ------
    WeightingError
        If the matrix is not square, positive and reciprocal, or has more than 15 children.

    >>> ahp(np.array([[1.0, 3.0], [1 / 3, 1.0]])).weights.round(9).tolist()
    [0.75, 0.25]
    """
    count = len(matrix)
    if matrix.shape != (count, count) or not (matrix > 0.0).all() or not np.allclose(matrix * matrix.T, 1.0):
        raise WeightingError("Comparisons are a square of numbers above 0 with a_kj = 1/a_jk.")
    if not 1 <= count <= len(RANDOM_INDEX):
        raise WeightingError(f"{count} children; AHP has random indices for 1 to {len(RANDOM_INDEX)}.")
    sizes, vectors = np.linalg.eig(matrix)
    largest = int(np.argmax(sizes.real))
    random_index = RANDOM_INDEX[count - 1]
    surplus = max(float(sizes[largest].real) - count, 0.0)
    ratio = surplus / (count - 1) / random_index if random_index else 0.0
    return Ahp(normalised(np.abs(vectors[:, largest].real)), ratio)


def comparisons(children: Sequence[str], judgements: Iterable[tuple[str, str, float]]) -> Array:
    """Return the matrix of judgements (more, than, by): `more` is `by` times as important as `than`.

    Raises
    ------
    WeightingError
        If a pair is judged twice or not at all, a name is unknown, or `by` is not above 0.

    >>> comparisons(["a", "b"], [("a", "b", 4.0)]).tolist()
    [[1.0, 4.0], [0.25, 1.0]]
    """
    position = {child: at for at, child in enumerate(children)}
    matrix = np.full((len(children), len(children)), np.nan)
    np.fill_diagonal(matrix, 1.0)
    for more, than, by in judgements:
        if unknown := [name for name in (more, than) if name not in position]:
            raise WeightingError(f"{', '.join(unknown)}: no such child.", unknown)
        row, column = position[more], position[than]
        if not np.isnan(matrix[row, column]):
            raise WeightingError(f"{more} and {than} are compared more than once.", (more, than))
        if not by > 0:
            raise WeightingError(f"{more} over {than} by {by}: a ratio is above 0.", (more, than))
        matrix[row, column], matrix[column, row] = by, 1.0 / by
    if open_pairs := [
        (children[row], children[column]) for row, column in np.argwhere(np.isnan(np.triu(matrix)))
    ]:
        told = ", ".join(f"{one} and {other}" for one, other in open_pairs)
        raise WeightingError(f"Not compared: {told}.", dict.fromkeys(sum(open_pairs, ())))
    return matrix
