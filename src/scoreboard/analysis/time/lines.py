"""Straight lines through many series at once, and the rank test beside them; arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy  # its parts are loaded when they are first asked for, which takes long

from scoreboard.scoring.methods.formulas import Array


@dataclass(frozen=True)
class Lines:
    """Least-squares lines y = level + slope·(x − centre), one per series.

    Parameters
    ----------
    count : number of points.
    centre, level : means of x and of y.
    slope : change of y per unit of x; NaN with fewer than two points.
    spread : Σ(x − centre)².
    variance : of the residuals, with count − 2 degrees of freedom; NaN with fewer than three points.
    explained : R²; NaN where y does not vary.
    """

    count: Array
    centre: Array
    level: Array
    slope: Array
    spread: Array
    variance: Array
    explained: Array

    @property
    def se(self) -> Array:
        """Standard error of the slopes."""
        return np.sqrt(self.variance / self.spread)

    def quantile(self, confidence: float) -> Array:
        """Return Student's t that bounds a two-sided interval; NaN without degrees of freedom."""
        freedom = np.where(self.count > 2, self.count - 2, np.nan)
        return np.asarray(scipy.special.stdtrit(freedom, (1 + confidence) / 2), dtype=np.float64)

    def interval(self, confidence: float) -> tuple[Array, Array]:
        """Return the bounds of the slopes."""
        half = self.quantile(confidence) * self.se
        return self.slope - half, self.slope + half

    @property
    def p_value(self) -> Array:
        """Two-sided p of the hypothesis that a slope is 0; 0 for an exact line that is not level."""
        ratio: Array = np.full(self.slope.shape, np.inf)
        np.divide(np.abs(self.slope), self.se, out=ratio, where=self.se != 0)
        ratio[self.slope == 0] = 0
        freedom = np.where(self.count > 2, self.count - 2, np.nan)
        return np.asarray(2 * scipy.special.stdtr(freedom, -ratio), dtype=np.float64)


def fit_lines(x: Array, y: Array) -> Lines:
    """Fit a line to each series by ordinary least squares; missing points are left out.

    Parameters
    ----------
    x : array [point], the same for all series.
    y : array [series, point], NaN where missing.

    >>> lines = fit_lines(np.array([0.0, 1, 2, 3]), np.array([[1.0, 3, 2, np.nan]]))
    >>> lines.slope.tolist(), lines.se.round(4).tolist()
    ([0.5], [0.866])
    """
    present = ~np.isnan(y)
    count = present.sum(axis=1)
    divisor = _positive(count)
    origin = y[np.arange(len(y)), present.argmax(axis=1)]  # a constant series then has residuals of exactly 0
    height = np.nansum(y - origin[:, None], axis=1) / divisor
    centre = (present * x).sum(axis=1) / divisor
    dx = np.where(present, x - centre[:, None], 0)
    dy = np.where(present, y - origin[:, None] - height[:, None], 0)
    spread = _positive((dx**2).sum(axis=1))
    slope = (dx * dy).sum(axis=1) / spread
    rest = ((dy - slope[:, None] * dx) ** 2).sum(axis=1)
    explained = 1 - rest / _positive((dy**2).sum(axis=1))
    variance = rest / _positive(count - 2)
    return Lines(count.astype(float), centre, origin + height, slope, spread, variance, explained)


def _positive(numbers: Array) -> Array:
    """Return the numbers with NaN for all that cannot divide."""
    return np.where(numbers > 0, numbers, np.nan)


def theil_sen(x: Array, y: Array) -> Array:
    """Return the median of the slopes between all pairs of points; one odd year moves it little.

    Theil (1950), Sen (1968), doi 10.1080/01621459.1968.10480934. Shapes as in `fit_lines`.

    >>> theil_sen(np.array([0.0, 1, 2, 3, 4]), np.array([[0.0, 1, 2, 3, 40]])).tolist()
    [1.0]
    """
    left, right = np.triu_indices(len(x), 1)
    slopes = (y[:, right] - y[:, left]) / (x[right] - x[left])
    return pd.DataFrame(slopes).median(axis="columns").to_numpy(dtype=float)


def mann_kendall(y: Array) -> tuple[Array, Array]:
    """Test each series for a monotonic trend.

    Mann (1945), doi 10.2307/1907187; Kendall (1975): normal approximation with continuity correction, and
    the variance corrected for ties; a little cautious for short series.

    Returns
    -------
    s : rising pairs of years minus falling pairs.
    p : two-sided p-value; 1 for a constant series, NaN with fewer than two points.

    >>> s, p = mann_kendall(np.array([[1.0, 2, 3, 4, 5]]))
    >>> s.tolist(), p.round(4).tolist()
    ([10.0], [0.0275])
    """
    left, right = np.triu_indices(y.shape[1], 1)
    s = np.nansum(np.sign(y[:, right] - y[:, left]), axis=1)
    present = ~np.isnan(y)
    n = present.sum(axis=1).astype(float)
    equal = (y[:, :, None] == y[:, None, :]).sum(axis=2)
    ties = np.where(present, (equal - 1) * (2 * equal + 5), 0).sum(axis=1)
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    z = np.maximum(np.abs(s) - 1, 0) / np.sqrt(np.where(variance > 0, variance, np.inf))
    return s, np.where(n < 2, np.nan, 2 * scipy.special.ndtr(-z))
