"""Totals of each PSU by group and sex: what standard errors of a sample with PSUs are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scoreboard.definitions.estimating import Estimate
from scoreboard.estimate.columns import Columns
from scoreboard.estimate.conditions import counted, member
from scoreboard.estimate.engines import Engine
from scoreboard.estimate.margins import Margin, Numbers, Places, added, margin_mask
from scoreboard.estimate.sample import DOMAIN, Sample, keys, population
from scoreboard.estimate.sums import WHO
from scoreboard.estimate.variance import SinglePsu, variances

if TYPE_CHECKING:
    import ibis.expr.types as ir


def psu_totals(engine: Engine, columns: Columns, blocks: Mapping[str, Estimate]) -> pd.DataFrame:
    """Add up persons by PSU, group and sex, in one pass.

    Parameters
    ----------
    blocks : indicator → its block; none of them a quantile.

    Returns
    -------
    DataFrame, one row per PSU, group and sex, also of PSUs without members: the keys, `unit` (number of the PSU),
    `population`, and for the block at place i `x_i` = Σw over the denominator and `y_i` = Σwy.
    """
    weight = columns.weight()
    totals: dict[str, ir.Value] = {}
    for at, block in enumerate(blocks.values()):
        inside = member(columns, block)
        totals[f"x_{at}"] = weight.sum(where=inside)
        if block.mean:
            totals[f"y_{at}"] = (weight * columns.number(block.mean)).sum(where=inside)
        else:
            totals[f"y_{at}"] = weight.sum(where=counted(columns, block))
    by = keys(columns, ["stratum", "psu", *WHO])
    query = columns.table.group_by(**by)
    added = {**totals, **population(columns)}
    frame = engine.frame(query.aggregate(**added) if added else columns.table.select(**by).distinct())
    frame = frame.fillna(dict.fromkeys(totals, 0.0))
    return frame.assign(unit=frame.groupby(units(frame), sort=True).ngroup())


def units(frame: pd.DataFrame) -> list[str]:
    """Return the keys that tell PSUs apart: a number may come again in another stratum."""
    return [*DOMAIN, *(["stratum"] if "stratum" in frame else []), "psu"]


class PsuVariance:
    """Variances of shares and means from the totals of PSUs.

    Parameters
    ----------
    totals : from `psu_totals`.
    sample : its domains and strata.
    """

    def __init__(self, totals: pd.DataFrame, sample: Sample, single: SinglePsu) -> None:
        self.totals, self.sample, self.single = totals, sample, single
        self._unit = totals["unit"].to_numpy()
        self._rows: dict[tuple[str, str, str], Places] = {}
        first = totals.drop_duplicates("unit").sort_values("unit")
        self._domain = sample.domain(first)
        self._stratum = sample.stratum(first.assign(domain=self._domain))

    def __call__(self, at: int, by: str, margin: Margin, value: Numbers, base: Numbers) -> Numbers:
        """Return the variance of each domain for the block at a place and one group and sex.

        Parameters
        ----------
        by : what tells the groups apart.
        value, base : arrays [domain], R and X.
        """
        key = (by, margin.group, margin.sex)
        if key not in self._rows:
            self._rows[key] = np.flatnonzero(margin_mask(self.totals, *key))
        rows = self._rows[key]
        unit, number = self._unit[rows], len(self._domain)
        x, y = (added(unit, self.totals[f"{name}_{at}"].to_numpy()[rows], number) for name in "xy")
        with np.errstate(divide="ignore", invalid="ignore"):
            residuals = (y - value[self._domain] * x) / base[self._domain]
        residuals = np.where(base[self._domain] > 0, residuals, 0.0)
        sample = self.sample
        return variances(
            residuals,
            self._stratum,
            sample.stratum_domain,
            sample.sizes,
            sample.population,
            self.single,
            len(sample.domains),
        )
