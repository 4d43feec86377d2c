"""Means of children: arithmetic, geometric, harmonic and power, alike in what they do with a missing child.

Children stand on the first axis and are added one by one, in their order: a score has the same bits
whether it is worked out alone or among ten thousand draws. Source: OECD/JRC (2008), Handbook on
Constructing Composite Indicators, ISBN 978-92-64-04345-9, step 7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoreboard.scoring.methods.formulas import Array

Planes = Array | Sequence[Array]
"""Children first: [child, draw, unit], or a plane per child; planes broadcast, as [1, unit] does."""
Weights = Array | Sequence[Array | float]
"""A weight per child: a number, or an array that broadcasts against planes, as [draw, 1] does."""

_BLOCK = 25_000
"""Elements worked on at a time: three blocks of them lie in a core's own cache."""


@dataclass(frozen=True)
class _Scale:
    """The scale f on which a mean is arithmetic: f⁻¹(Σ w f(x + shift) / Σ w) − shift."""

    to: Callable[[Array], Array]
    back: Callable[[Array], Array]
    signed: bool = False
    """Whether negative values have a mean."""
    absorbing: bool = False
    """Whether one child of 0 makes the mean 0, since f(0) is infinite."""
    shift: float = 0.0


@dataclass(frozen=True)
class _Term:
    """A child on the scale of its mean; None where it has no missing value, and no 0 that absorbs."""

    terms: Array
    present: NDArray[np.bool_] | None
    noughts: NDArray[np.bool_] | None


def arithmetic(values: Planes, weights: Weights) -> Array:
    """Return Σwx/Σw of the children that are present.

    Parameters
    ----------
    values : [child, ..., unit], or a sequence of planes [..., unit] that broadcast; NaN is missing.
    weights : one per child, ≥ 0, in any unit: numbers, or arrays that broadcast, as [draw, 1].

    Returns
    -------
    [..., unit]; NaN where no child with a weight above 0 is present.

    >>> arithmetic(np.array([[0.0, np.nan], [100.0, 60.0]]), [1.0, 3.0]).tolist()
    [75.0, 60.0]
    """
    return _mean(values, weights, _Scale(_same, _same, signed=True))


def geometric(values: Planes, weights: Weights, shift: float = 0.0) -> Array:
    """Return exp(Σw ln(x + shift)/Σw) − shift of the children that are present.

    Parameters as of `arithmetic`; `shift` is added before and taken off after. A shifted value of 0
    gives 0, since its logarithm is −∞ (unless it weighs nothing); a negative one gives NaN.

    >>> round(float(geometric(np.array([[4.0], [9.0]]), [1.0, 1.0])[0]), 12)
    6.0
    """
    return _mean(values, weights, _Scale(np.log, np.exp, absorbing=True, shift=shift))


def harmonic(values: Planes, weights: Weights, shift: float = 0.0) -> Array:
    """Return Σw/Σ(w/(x + shift)) − shift of the children that are present.

    Parameters, zeros and negative values as of `geometric`.

    >>> round(float(harmonic(np.array([[40.0], [60.0]]), [1.0, 1.0])[0]), 12)
    48.0
    """
    return _mean(values, weights, _Scale(np.reciprocal, np.reciprocal, absorbing=True, shift=shift))


def power(values: Planes, weights: Weights, exponent: float, shift: float = 0.0) -> Array:
    """Return (Σw(x + shift)^p/Σw)^(1/p) − shift of the children that are present.

    Parameters as of `geometric`. The exponent p moves the mean from the least child (p → −∞) over the
    harmonic (−1), geometric (0) and arithmetic mean (1) to the greatest (p → ∞); negative values give
    NaN, except with p = 1. Floats bear |p| up to about 100 for scores of 0–100.

    >>> float(power(np.array([[1.0], [7.0]]), [1.0, 1.0], exponent=2)[0])
    5.0
    """
    if exponent == 0:
        return geometric(values, weights, shift)
    if exponent == 1:
        return arithmetic(values, weights)
    scale = _Scale(
        lambda x: np.power(x, float(exponent)),
        lambda y: np.power(y, 1.0 / exponent),
        absorbing=exponent < 0,
        shift=shift,
    )
    return _mean(values, weights, scale)


MEANS: dict[str, Callable[..., Array]] = {
    "arithmetic": arithmetic,
    "geometric": geometric,
    "harmonic": harmonic,
    "power": power,
}


def present_share(values: Planes, nominal: Weights) -> Array:
    """Return the share of the nominal weight whose children are present: exactly 1 where all are.

    >>> present_share(np.array([[0.0, np.nan], [100.0, 60.0]]), [1.0, 3.0]).tolist()
    [1.0, 0.75]
    """
    absent, whole = np.zeros(()), np.zeros(())
    for plane, weight in zip(values, nominal, strict=True):
        if np.isnan(np.min(plane, initial=0.0)):  # quicker than a mask, and mostly enough
            absent = absent + np.where(np.isnan(plane), weight, 0.0)
        whole = whole + weight
    with np.errstate(invalid="ignore"):
        return np.broadcast_to((whole - absent) / whole, _shape(values, nominal))


def _same(values: Array) -> Array:
    return values


def _shape(*groups: Planes | Weights) -> tuple[int, ...]:
    return np.broadcast_shapes(*(np.shape(each) for group in groups for each in group))


def _mean(values: Planes, weights: Weights, scale: _Scale) -> Array:
    """Return the mean on a scale; a plane that all draws share is put on the scale only once."""
    shape = _shape(values, weights)
    result = np.empty(shape)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
        children = [plane if _spans(plane, shape) else _term(plane, scale) for plane in values]
        for rows in _blocks(shape):
            terms = [child if isinstance(child, _Term) else _term(child[rows], scale) for child in children]
            shares = [np.asarray(weight)[rows] if _spans(weight, shape) else weight for weight in weights]
            _fill(result[rows], terms, shares, scale)
    return result


def _spans(plane: Array | float, shape: tuple[int, ...]) -> bool:
    """Return whether a plane differs along the first axis of the result, and so is cut into blocks."""
    return len(shape) > 1 and np.ndim(plane) == len(shape) and np.shape(plane)[0] > 1


def _blocks(shape: tuple[int, ...]) -> Iterator[slice | tuple[()]]:
    if len(shape) < 2:
        yield ()
        return
    step = max(1, _BLOCK * shape[0] // max(1, int(np.prod(shape))))
    yield from (slice(start, start + step) for start in range(0, shape[0], step))


def _term(values: Array, scale: _Scale) -> _Term:
    """Put a child on the scale: 0 where missing, NaN where the scale has no place for a negative value."""
    least = values.min(initial=np.inf)  # NaN if any is: quicker than a mask
    present = ~np.isnan(values) if np.isnan(least) else None
    if scale.shift:
        values = values + scale.shift
    if present is not None:
        values = np.where(present, values, 1.0)
    noughts = None
    if not scale.signed and values.min(initial=np.inf) <= 0.0:
        if scale.absorbing:
            noughts = values == 0.0
            values = np.where(noughts, 1.0, values)
        values = np.where(values < 0.0, np.nan, values)
    terms = scale.to(values)
    return _Term(terms if present is None else np.where(present, terms, 0.0), present, noughts)


def _fill(result: Array, terms: Sequence[_Term], weights: Sequence[Array | float], scale: _Scale) -> None:
    """Write the mean of one block, child by child; the sum of weights stays small while none is missing."""
    product = np.empty_like(result)
    mass: Array = np.zeros(())
    absorbed = None
    result[...] = 0.0
    for term, weight in zip(terms, weights, strict=True):
        np.add(result, np.multiply(term.terms, weight, out=product), out=result)
        mass = mass + (weight if term.present is None else np.where(term.present, weight, 0.0))
        if term.noughts is not None:
            weighty = term.noughts & np.greater(weight, 0.0)
            absorbed = weighty if absorbed is None else absorbed | weighty
    np.divide(result, mass, out=result)
    if scale.to is not _same:
        result[...] = scale.back(result)
    if absorbed is not None:
        np.copyto(result, 0.0, where=absorbed & ~np.isnan(result))
    if scale.shift:
        np.subtract(result, scale.shift, out=result)
