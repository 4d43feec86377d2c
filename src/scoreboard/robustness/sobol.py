"""Sobol' indices: how much of the variance of an output each uncertain input accounts for.

For y = f(x₁ … x_d) with independent inputs, the first order S_i = V[E(y|x_i)]/V(y) is what input i does by
itself, the total S_Ti = E[V(y|x_~i)]/V(y) what it does alone and together with others. Both rest on two
samples A and B of the inputs and on A_B^i, which is A with the values of input i from B: N(d + 2) runs.
Saltelli and others (2010), Computer Physics Communications 181(2), doi 10.1016/j.cpc.2009.09.018.

The estimators work on outputs, whatever made them: array [target, d + 2, row], in the order A, B, A_B^1 …
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoreboard.scoring.methods.formulas import Array

LEAST_BASE = 64
"""Rows that a sample has at least; a sixteenth of them must still be a sample."""
ROUNDING = 1e-10
"""Differences below this share of the largest output are rounding, not an effect."""


def design(base: int, inputs: int, seed: int) -> Array:
    """Return the runs of a sensitivity analysis: scrambled Sobol' points of twice the dimensions, halved.

    Owen's scrambling as in `scipy.stats.qmc.Sobol`; the first half of the rows is a design of its own.

    Parameters
    ----------
    base : rows N of a sample, a power of two.
    inputs : how many inputs d vary.

    Returns
    -------
    Array [d + 2, row, input] in [0, 1): A, B, A_B^1 … A_B^d.

    Raises
    ------
    ValueError
        If `base` is no power of two or less than 64.

    >>> a, b, first, second = design(64, 2, seed=1)
    >>> bool((first[:, 0] == b[:, 0]).all() and (first[:, 1] == a[:, 1]).all())
    True
    """
    from scipy.stats import qmc  # half a second to import

    if base < LEAST_BASE or base & (base - 1):
        raise ValueError(f"base is {base}, allowed are powers of two from {LEAST_BASE}")
    points = qmc.Sobol(2 * inputs, rng=np.random.default_rng(seed)).random_base2(base.bit_length() - 1)
    a, b = points[:, :inputs], points[:, inputs:]
    runs: Array = np.concatenate([a[None], b[None], np.repeat(a[None], inputs, axis=0)])
    for column in range(inputs):
        runs[2 + column, :, column] = b[:, column]
    return runs


@dataclass(frozen=True)
class Sobol:
    """Indices of every target and input, and what they add up to.

    Parameters
    ----------
    first, total : arrays [target, ..., input], NaN where the target does not vary. An estimate may lie
        slightly outside 0–1.
    variance : array [target, ...] of the output.
    """

    first: Array
    total: Array
    variance: Array

    @property
    def interactions(self) -> Array:
        """1 − Σ S_i, the share of the variance that inputs cause only together; array [target, ...]."""
        return np.asarray(1.0 - self.first.sum(axis=-1))


def sobol_indices(outputs: Array) -> Sobol:
    """Return first-order and total indices.

    First order by Janon, Klein, Lagnoux, Nodet and Prieur (2014), ESAIM: Probability and Statistics 18,
    doi 10.1051/ps/2013040, with y and y' the outputs of B and A_B^i, which share x_i:
    S_i = (⟨yy'⟩ − m²)/(⟨(y² + y'²)/2⟩ − m²), m = ⟨(y + y')/2⟩. Total by Jansen (1999), Computer Physics
    Communications 117, doi 10.1016/S0010-4655(98)00154-4: S_Ti = ⟨(y_A − y_A_B^i)²⟩/(2V), V of A and B together.

    Parameters
    ----------
    outputs : array [target, d + 2, row]. A row in which any run of a target is missing leaves that target; if
        one input alone decides what is missing, the inputs stay independent in the rows that are left.

    >>> runs = design(1024, 2, seed=1)
    >>> found = sobol_indices((3 * runs[..., 0] + 4 * runs[..., 1])[None])
    >>> found.first.round(2).tolist(), found.total.round(2).tolist()
    ([[0.36, 0.64]], [[0.36, 0.64]])
    """
    sums = moments(outputs).sum(axis=-1, keepdims=True)
    found = _from_moments(sums, _least_variance(outputs))
    return Sobol(found.first[:, 0], found.total[:, 0], found.variance[:, 0])


def bootstrap(outputs: Array, resamples: int, seed: int) -> Sobol:
    """Return the indices of resampled rows, arrays [target, resample, input].

    The same rows are drawn for all runs, inputs and targets, so differences and sums have intervals too.
    Archer, Saltelli and Sobol (1997), J. Statistical Computation and Simulation 58(2),
    doi 10.1080/00949659708811825. Rows of a Sobol' sequence fill the space more evenly than random ones, for
    which the intervals hold; they are rather too wide.
    """
    rows = outputs.shape[-1]
    drawn = np.random.default_rng([seed, rows]).integers(0, rows, (resamples, rows))
    drawn += rows * np.arange(resamples)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=resamples * rows).reshape(resamples, rows).astype(float)
    averaged = moments(outputs)
    sums = averaged.reshape(-1, rows) @ counts.T  # one product is forty times as fast as one per target
    return _from_moments(sums.reshape(*averaged.shape[:2], resamples), _least_variance(outputs))


def moments(outputs: Array) -> Array:
    """Return what the estimators average, array [target, 3 + 4d, row]; zero in rows with a missing run.

    Outputs are centred first, since the variance is a difference of squares.
    """
    present = np.asarray((~np.isnan(outputs)).all(axis=1))
    runs: Array = np.where(present[:, None], outputs, 0.0)
    centre = runs[:, :2].sum(axis=(1, 2)) / np.maximum(2 * present.sum(axis=1), 1)
    runs = np.asarray(np.where(present[:, None], runs - centre[:, None, None], 0.0))
    a, b, mixed = runs[:, :1], runs[:, 1:2], runs[:, 2:]
    parts = [present[:, None].astype(float), (a + b) / 2, (a**2 + b**2) / 2]
    parts += [b * mixed, (b + mixed) / 2, (b**2 + mixed**2) / 2, (a - mixed) ** 2 / 2]
    return np.concatenate(parts, axis=1)


def _from_moments(sums: Array, least: Array) -> Sobol:
    """Return the indices of sums [target, 3 + 4d, resample] of the moments."""
    count, middle, square = sums[:, 0], sums[:, 1], sums[:, 2]
    with np.errstate(invalid="ignore", divide="ignore"):  # a target without rows or variance gets NaN
        means = sums[:, 3:] / count[:, None]
        product, mean, power, distance = np.split(means, 4, axis=1)
        variance = square / count - (middle / count) ** 2
        varies = (variance > least[:, None])[:, None]
        first = np.where(varies, (product - mean**2) / (power - mean**2), np.nan)
        total = np.where(varies, distance / variance[:, None], np.nan)
    return Sobol(first.swapaxes(1, 2), total.swapaxes(1, 2), variance)


def _least_variance(outputs: Array) -> Array:
    """Return the variance [target] that rounding alone can make."""
    return (ROUNDING * largest(outputs)) ** 2


def largest(outputs: Array) -> Array:
    """Return the largest |y| of each target, array [target]; 0 where nothing is present."""
    greatest: Array = np.max(np.abs(np.nan_to_num(outputs)), axis=(1, 2), initial=0.0)
    return greatest


def acts(outputs: Array) -> NDArray[np.bool_]:
    """Return whether an input ever moves a target, array [target, input].

    >>> runs = design(64, 2, seed=1)
    >>> acts(runs[None, ..., 0]).tolist()
    [[True, False]]
    """
    with np.errstate(invalid="ignore"):
        moved = np.abs(outputs[:, 2:] - outputs[:, :1]) > ROUNDING * largest(outputs)[:, None, None]
    lost = np.isnan(outputs[:, 2:]) != np.isnan(outputs[:, :1])
    found: NDArray[np.bool_] = (moved | lost).any(axis=-1)
    return found


def growing(outputs: Array) -> Iterator[tuple[int, Array]]:
    """Yield the outputs of the first N/16, N/8 … N rows, to see whether indices have settled."""
    rows = outputs.shape[-1]
    for size in (rows // 16, rows // 8, rows // 4, rows // 2, rows):
        yield size, outputs[..., :size]
