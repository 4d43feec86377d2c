"""Weights of children: equal, effective, from the data, or from what experts say.

Data say how indicators vary together, not what matters: weights from data are offered to be compared with
the declared ones. Children come as [child, unit], NaN where missing, and correlations use the units that
both children have. Weights sum to 1. Source, where no other is named: OECD/JRC (2008), Handbook on
Constructing Composite Indicators, ISBN 978-92-64-04345-9, step 6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.means import arithmetic

_LEAST_UNITS = 3
"""Two units always correlate perfectly."""
_NEGLIGIBLE = 1e-9


class WeightingError(ValueError):
    """Weights cannot be had from these data or judgements.

    Parameters
    ----------
    message : what is wrong, as a sentence.
    children : the children concerned, positions or names as they were given.
    """

    def __init__(self, message: str, children: Iterable[int | str] = ()) -> None:
        super().__init__(message)
        self.children = tuple(children)


def equal(count: int) -> Array:
    """Return the same weight for each of `count` children.

    >>> equal(4).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    return np.full(count, 1.0 / count)


def effective_weights(
    tree: Mapping[str, Sequence[str]], weights: Mapping[str, Sequence[float]], root: str
) -> dict[str, float]:
    """Return the product of the normalised weights down the tree, of every place below the root.

    Parameters
    ----------
    tree : node → its children; a name that is no key is a leaf.
    weights : node → the weights of its children, in any unit.

    Returns
    -------
    Name → share of the root, which is 1; a leaf in several places has the sum of them.

    >>> effective_weights({"all": ["a", "b"], "b": ["c", "d"]}, {"all": [1, 1], "b": [3, 1]}, "all")
    {'all': 1.0, 'a': 0.5, 'b': 0.5, 'c': 0.375, 'd': 0.125}
    """
    shares: dict[str, float] = {}

    def descend(name: str, share: float) -> None:
        shares[name] = shares.get(name, 0.0) + share
        if name in tree:
            whole = sum(weights[name])
            for child, weight in zip(tree[name], weights[name], strict=True):
                descend(child, share * weight / whole)

    descend(root, 1.0)
    return shares


def local_weights(
    tree: Mapping[str, Sequence[str]], leaves: Mapping[str, float]
) -> dict[str, tuple[float, ...]]:
    """Return the weights to declare at each node so that the leaves have the effective weights given.

    A node weighs what its leaves weigh together. Parameters and names as of `effective_weights`.

    >>> local_weights({"all": ["a", "b"], "b": ["c", "d"]}, {"a": 4.0, "c": 3.0, "d": 1.0})
    {'all': (4.0, 4.0), 'b': (3.0, 1.0)}
    """

    def weight(name: str) -> float:
        return sum(map(weight, tree[name])) if name in tree else leaves[name]

    return {node: tuple(map(weight, children)) for node, children in tree.items()}


def pca(children: Array) -> Array:
    """Return the squared loadings on the first principal component of the correlations.

    The simple form: squares of the first eigenvector, without rotation, so each weight is the share of the
    component's variance that the child explains. The sign is checked: squares would hide a child that runs
    against the others.

    Raises
    ------
    WeightingError
        Where a child is constant, shares too few units with another or loads against the rest, or where
        the first component is no larger than the second.

    >>> pca(np.array([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0]])).round(9).tolist()
    [0.5, 0.5]
    """
    sizes, components = np.linalg.eigh(_correlations(children))
    if len(sizes) > 1 and sizes[-1] - sizes[-2] < _NEGLIGIBLE:
        raise WeightingError("The children have no first component: none is larger than the next.")
    first = components[:, -1] * (1.0 if components[:, -1].sum() >= 0.0 else -1.0)
    _refuse(first < -_NEGLIGIBLE, "They run against the first component of the others.")
    return normalised(first**2)


def entropy(children: Array) -> Array:
    """Return weights by Shannon's entropy: the more unequally a child is spread, the more it weighs.

    With p the units' shares in the child's sum, d = 1 + Σ p ln p / ln n, w = d/Σd. It depends on where a
    child's scale starts. Source: Zeleny (1982), Multiple Criteria Decision Making, chapter 6.

    Raises
    ------
    WeightingError
        Where a child is constant, negative or has fewer than two units.

    >>> entropy(np.array([[1.0, 0.0], [1.0, 3.0]])).round(4).tolist()
    [0.8412, 0.1588]
    """
    _refuse(_constant(children), "They are constant.")
    _refuse((children < 0.0).any(axis=1), "They have negative values.")
    share = children / np.nansum(children, axis=1, keepdims=True)
    logarithm = np.log(share, out=np.zeros_like(share), where=share > 0.0)
    units = (~np.isnan(children)).sum(axis=1)
    return normalised(1.0 + np.nansum(share * logarithm, axis=1) / np.log(units))


def critic(children: Array) -> Array:
    """Return weights by CRITIC: a child weighs more the more it varies and the less it repeats others.

    C_j = σ_j Σ_k (1 − r_jk), of children on min-max 0–1, w = C/ΣC. Source: Diakoulaki, Mavrotas and
    Papayannakis (1995), Computers & Operations Research 22(7), doi 10.1016/0305-0548(94)00059-H.

    Raises
    ------
    WeightingError
        Where a child is constant or shares too few units with another, or all repeat one another.

    >>> critic(np.array([[0.0, 1.0, 2.0], [0.0, 1.0, 2.0], [2.0, 1.0, 0.0]])).round(9).tolist()
    [0.25, 0.25, 0.5]
    """
    correlations = _correlations(children)
    least, most = np.nanmin(children, axis=1), np.nanmax(children, axis=1)
    information = np.nanstd(children, axis=1, ddof=1) / (most - least) * (1.0 - correlations).sum(axis=1)
    if information.sum() < _NEGLIGIBLE:
        raise WeightingError("The children repeat one another, so none tells more than the next.")
    return normalised(np.maximum(information, 0.0))


def importance(children: Array, weights: ArrayLike, squared: bool = True) -> Array:
    """Return each child's correlation with the arithmetic score, as shares that sum to 1.

    Squares, r·|r|, by default: the share of the score's variance that the child explains linearly, with the
    sign kept. Source: Becker, Saisana, Paruolo and Vandecasteele (2017), Ecological Indicators 80, doi
    10.1016/j.ecolind.2017.03.056.

    >>> importance(np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]]), [2.0, 1.0]).round(9).tolist()
    [0.8, 0.2]
    """
    score = arithmetic(children, [float(weight) for weight in np.asarray(weights, float)])
    correlation = _correlation(children, score)
    return normalised(correlation * np.abs(correlation) if squared else correlation)


def optimised(children: Array, aim: ArrayLike | None = None, squared: bool = True) -> Array:
    """Return the weights with which the children's `importance` comes closest to an aim.

    Parameters
    ----------
    children : [child, unit], on one scale, as they enter the mean; NaN where missing.
    aim : [child], the importance wanted, in any unit; default equal for all: a balanced index.
    squared : whether importance is in squared correlations.

    Returns
    -------
    [child], above 0; least squares. An aim may be out of reach: compare `importance` with it.

    Raises
    ------
    WeightingError
        Where a child is constant or shares too few units with another.

    >>> children = np.array([[0.0, 0.0, 3.0, 3.0], [0.0, 1.0, 0.0, 1.0]])
    >>> optimised(children).round(6).tolist()
    [0.25, 0.75]
    """
    from scipy.optimize import least_squares  # half a second to import, and few indices need it

    spread = 1.0 / np.sqrt(_variances(children))
    wanted = equal(len(children)) if aim is None else normalised(np.asarray(aim, float))

    def weights_at(point: Array) -> Array:
        return normalised(spread * np.exp(point - point.max()))

    def distance(point: Array) -> Array:
        return importance(children, weights_at(point), squared) - wanted

    # Weights are exp(point), so they stay above 0; we start where every child has the same spread.
    found = least_squares(distance, np.zeros(len(children)), bounds=(-12.0, 12.0), xtol=1e-14, ftol=1e-14)
    return weights_at(found.x)


WEIGHTINGS: dict[str, Callable[..., Array]] = {
    "pca": pca,
    "entropy": entropy,
    "critic": critic,
    "optimised": optimised,
}
"""Weights from the data alone: children [child, unit] → weights [child]."""


def normalised(weights: Array) -> Array:
    """Return the weights divided by their sum."""
    return np.asarray(weights / weights.sum())


def _refuse(wrong: ArrayLike, message: str) -> None:
    """Raise where any child is wrong, naming all of them."""
    if positions := np.flatnonzero(wrong).tolist():
        raise WeightingError(f"Children {', '.join(map(str, positions))}: {message}", positions)


def _constant(children: Array) -> NDArray[np.bool_]:
    """Return whether each child has no two different values."""
    return np.asarray(~(np.fmax.reduce(children, axis=1) > np.fmin.reduce(children, axis=1)))


def _variances(children: Array) -> Array:
    """Return the variance of each child; raises where a pair of children tells nothing."""
    _correlations(children)
    return np.asarray(np.nanvar(children, axis=1, ddof=1))


def _correlations(children: Array) -> Array:
    """Return Pearson's correlations [child, child] over the units that both have; raises where there are none."""
    _refuse(_constant(children), "They are constant.")
    matrix = _correlation(children[:, None], children[None])
    _refuse(
        np.isnan(matrix).any(axis=0),
        f"With some other child they share fewer than {_LEAST_UNITS} units that differ.",
    )
    return matrix


def _correlation(one: Array, other: Array) -> Array:
    """Return Pearson's correlation over the last axis, of the units that both have; NaN where too few."""
    one, other = np.broadcast_arrays(one, other)
    both = ~(np.isnan(one) | np.isnan(other))
    count = both.sum(axis=-1, keepdims=True)

    def centred(values: Array) -> Array:
        kept = np.where(both, values, 0.0)
        return np.asarray(np.where(both, kept - kept.sum(axis=-1, keepdims=True) / np.maximum(count, 1), 0.0))

    one, other = centred(one), centred(other)
    spread = np.sqrt((one**2).sum(axis=-1) * (other**2).sum(axis=-1))
    enough = (count[..., 0] >= _LEAST_UNITS) & (spread > 0.0)
    result: Array = np.full(spread.shape, np.nan)
    np.divide((one * other).sum(axis=-1), spread, out=result, where=enough)
    return result
