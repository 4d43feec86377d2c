"""Principal components of the correlations among the children of a group."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scoreboard.scoring.methods.formulas import Array

EIGENVALUE = 1.0
EXPLAINED = 0.6
"""Components count that have an eigenvalue above 1 and together explain more than 60 per cent of the variance
(Kaiser's criterion and OECD/JRC Handbook, step 6)."""
_NEGLIGIBLE = 1e-9


class Components(NamedTuple):
    """Principal components.

    Parameters
    ----------
    eigenvalues : [component], largest first. Pairs over different units can make the last ones negative.
    shares : [component], explained share of the variance.
    loadings : [child], correlations with the first component; most of them positive.
    """

    eigenvalues: Array
    shares: Array
    loadings: Array


def principal_components(correlations: Array) -> Components | None:
    """Return the components of a correlation matrix [child, child]; None where it has gaps.

    >>> found = principal_components(np.array([[1.0, 0.6], [0.6, 1.0]]))
    >>> found.eigenvalues.round(4).tolist(), found.shares.round(4).tolist(), found.loadings.round(4).tolist()
    ([1.6, 0.4], [0.8, 0.2], [0.8944, 0.8944])
    """
    if not len(correlations) or np.isnan(correlations).any():
        return None
    sizes, vectors = np.linalg.eigh(correlations)
    first = vectors[:, -1] * np.sqrt(sizes[-1])
    first = first if first.sum() >= 0.0 else -first
    return Components(
        sizes[::-1], sizes[::-1] / len(correlations), np.where(abs(first) < _NEGLIGIBLE, 0.0, first)
    )


def above_one(found: Components) -> int:
    """Return how many components have an eigenvalue above 1."""
    return int((found.eigenvalues > EIGENVALUE + _NEGLIGIBLE).sum())


def is_unidimensional(found: Components) -> bool:
    """Tell whether one component is enough: one eigenvalue above 1, more than 60 % explained, all loadings positive.

    >>> [is_unidimensional(principal_components(np.array([[1, r], [r, 1]]))) for r in (0.6, 0.1, -0.6)]
    [True, False, False]
    """
    return above_one(found) == 1 and bool(found.shares[0] > EXPLAINED) and bool((found.loadings > 0.0).all())
