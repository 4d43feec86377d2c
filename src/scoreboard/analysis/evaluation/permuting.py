"""How often chance alone would give such an effect: the changes are dealt out anew among the states.

Randomisation inference (Fisher 1935; for few changed groups see MacKinnon and Webb 2020, doi
10.1016/j.jeconom.2020.04.024): which states changed, and when, is drawn anew among the states of the sample,
with the same number of changes in each year. It needs no large number of states, but that any of them could
as well have changed. An interval holds the constant effects that the test does not reject (Rosenbaum 2002).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoreboard.analysis.evaluation.imputing import average_effect, effect_path
from scoreboard.analysis.evaluation.sample import Sample, counted
from scoreboard.scoring.methods.formulas import Array

ALPHA = 0.05
BATCHES = 40
"""Times that `draws` dealings are tried, to find so many that would have made the same sample."""
NOTHING = 1e-12
DETECTABLE = 2.8
"""Standard errors to the smallest effect found with 80 per cent power at 5 per cent: z(0.975) + z(0.8);
Bloom 1995, doi 10.1177/0193841X9501900504."""


@dataclass(frozen=True)
class Permuted:
    """The average effect, and what chance gives.

    Parameters
    ----------
    effect : in the outcome's unit.
    p : share of assignments with an effect at least as large, two-sided, the real one included.
    low, high : constant effects that are not rejected at 5 per cent; infinite where there are too few
        assignments to reject any.
    detectable : the smallest effect that a sample like this one finds with 80 per cent power.
    draws : number of assignments drawn.
    """

    effect: float
    p: float
    low: float
    high: float
    detectable: float
    draws: int


def assignments(sample: Sample, draws: int, seed: int) -> NDArray[np.int_]:
    """Return cohorts dealt out anew among the states, int array [draw, state].

    Only dealings that would have made the same sample are kept, those which give each changed state enough
    years on both sides: among these the real one is one like any other, so the test is exact. Where they are
    rare there are fewer than `draws`.
    """
    rng = np.random.default_rng(seed)
    kept = [np.empty((0, len(sample.cohorts)), int)]
    for _ in range(BATCHES):
        drawn = rng.permuted(np.tile(sample.cohorts, (draws, 1)), axis=1)
        kept.append(drawn[sample.admits(drawn)])
        if sum(map(len, kept)) >= draws:
            break
    return np.concatenate(kept)[:draws]


def permutation_test(sample: Sample, draws: int = 2000, seed: int = 1) -> Permuted:
    """Estimate the average effect and hold it against chance.

    Parameters
    ----------
    sample : states and years.
    draws : number of assignments.
    seed : of the draws; the same seed gives the same numbers.
    """
    made = np.where(sample.seen, counted(sample.cohorts, sample.years, sample.window), np.nan)
    both = np.stack([sample.values, made])  # the statistic is linear: of the values, and of the change itself
    effect = average_effect(both, sample.cohorts[None], sample.years, sample.window)[0, 0]
    drawn = average_effect(both, assignments(sample, draws, seed), sample.years, sample.window)
    drawn = drawn[~np.isnan(drawn).any(axis=1)]
    if np.isnan(effect) or len(drawn) < 2:
        return Permuted(float(effect), np.nan, np.nan, np.nan, np.nan, len(drawn))
    without, share = drawn[:, 0], drawn[:, 1]
    low, high = _interval(float(effect), without, share)
    spread = float(np.std(without - effect * share, ddof=1))
    return Permuted(float(effect), _p(float(effect), without), low, high, DETECTABLE * spread, len(drawn))


def _p(real: float, drawn: Array) -> float:
    hits = np.abs(drawn) >= abs(real) - NOTHING
    return float((1 + hits.sum()) / (1 + len(drawn)))


def _interval(effect: float, without: Array, share: Array) -> tuple[float, float]:
    """Return the ends of the set of constant effects that are not rejected.

    Under an effect t an assignment gives without − t·share, and the real one effect − t; who is the larger
    changes only where the two are equal in size, so p is constant between these points.
    """
    size = 1 + len(without)
    if (1 + (np.abs(share) >= 1 - NOTHING).sum()) / size > ALPHA:  # they are as large whatever the effect is
        return -np.inf, np.inf
    with np.errstate(divide="ignore", invalid="ignore"):
        points = np.concatenate([(effect - without) / (1 - share), (effect + without) / (1 + share)])
    points = np.unique(points[np.isfinite(points)])
    hits = np.array([(np.abs(without - t * share) >= abs(effect - t) - NOTHING).sum() for t in points])
    kept = points[(1 + hits) / size > ALPHA]
    return float(kept.min()), float(kept.max())


def permuted_path(
    sample: Sample, span: NDArray[np.int_], draws: int = 2000, seed: int = 1
) -> tuple[Array, Array, Array, float]:
    """Return the effect by years since the change, its interval, and the joint test of the years before.

    Parameters
    ----------
    span : int array [step], years since the change.

    Returns
    -------
    effect, low, high : arrays [step], NaN where no changed state has a value.
    p : of the hypothesis that states which would change later moved like the others before, from the mean
        square over the years before; NaN where there are none.
    """
    effect = effect_path(sample.values[None], sample.cohorts[None], sample.years, span)[0, 0]
    rest = without_path(sample, span, effect)
    drawn = effect_path(rest[None], assignments(sample, draws, seed), sample.years, span)[:, 0]
    low, high = np.full((2, len(span)), np.nan)
    for step in np.flatnonzero(~np.isnan(effect)):
        chance = drawn[:, step][~np.isnan(drawn[:, step])]
        if len(chance):
            low[step], high[step] = effect[step] - np.quantile(chance, [1 - ALPHA / 2, ALPHA / 2])
    before = (span < 0) & ~np.isnan(effect)
    return effect, low, high, _joint(effect[before], drawn[:, before])


def without_path(sample: Sample, span: NDArray[np.int_], effect: Array) -> Array:
    """Return the values [state, year] less the effect of each year since the change."""
    values = sample.values.copy()
    since = np.where(sample.treated, sample.years - sample.cohorts[:, None], -1)
    for step, size in zip(span.tolist(), effect.tolist(), strict=True):
        if step >= 0 and not np.isnan(size):
            values[since == step] -= size
    return values


def _joint(effect: Array, drawn: Array) -> float:
    """Return p of the mean square over steps, arrays [step] and [draw, step], of those that are known."""
    drawn = drawn[~np.isnan(drawn).all(axis=1)] if len(effect) else drawn[:0]
    if not len(drawn):
        return np.nan
    return _p(float(np.mean(effect**2)), np.nanmean(drawn**2, axis=1))
