"""Weighted quantiles, with standard errors by Woodruff's interval.

The quantile is the smallest value q with at least the share p of the weight at or below it, the inverse of the
weighted distribution function F (rule "math" of R's survey package). Its error is that of F(q), a share, brought
back through F (Woodruff 1952, *Journal of the American Statistical Association* 47): with s the standard error of
F(q) by Taylor linearisation and t the 97.5 per cent point of Student's distribution,
se = (F⁻¹(F(q) + ts) − F⁻¹(F(q) − ts))/(2t). Unlike linearisation with an estimated density (Osier 2009, *Survey
Research Methods* 3(3)), it needs no bandwidth. With replicate weights, each replicate has its own quantile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import t as student

from scoreboard.definitions.estimating import Estimate
from scoreboard.estimate.columns import Columns
from scoreboard.estimate.conditions import member
from scoreboard.estimate.engines import Engine
from scoreboard.estimate.margins import Numbers
from scoreboard.estimate.psus import units
from scoreboard.estimate.replicates import replicate_variance
from scoreboard.estimate.sample import Sample, keys
from scoreboard.estimate.sums import WHO, replicate_columns
from scoreboard.estimate.variance import variances


@dataclass(frozen=True)
class Distribution:
    """The weighted distribution of a value.

    Parameters
    ----------
    values : in rising order.
    cumulated : share of the weight at or below each.
    """

    values: Numbers
    cumulated: Numbers

    def quantile(self, p: float) -> float:
        """Return the smallest value with at least the share p at or below it.

        >>> distribution([10.0, 30.0, 20.0], [1.0, 1.0, 2.0]).quantile(0.5)
        20.0
        """
        at = np.searchsorted(
            self.cumulated, p - 1e-12
        )  # a sum of weights may fall short of p by its rounding
        return float(self.values[at if at < len(self.values) else -1])


def distribution(values: Numbers | list[float], weights: Numbers | list[float]) -> Distribution:
    """Return the weighted distribution of values."""
    values, weights = np.asarray(values), np.asarray(weights)
    order = np.argsort(values, kind="stable")
    cumulated = np.cumsum(weights[order])
    return Distribution(values[order], cumulated / cumulated[-1])


def person_rows(engine: Engine, columns: Columns, sample: Sample, block: Estimate) -> Iterator[pd.DataFrame]:
    """Yield the persons of the denominator, one state and year at a time.

    Returns
    -------
    DataFrames with `domain`, `cell_stratum`, `unit`, those of `WHO`, `value`, `w`, and `r0`, `r1`, … for replicates.
    """
    inside = columns.where(member(columns, block))
    table = inside.table
    chosen = keys(inside, ["stratum", "psu", *WHO])
    chosen |= {"value": inside.number(block.value or "").cast("float64"), "w": inside.weight()}
    chosen |= {f"r{at}": table[name].cast("float64") for at, name in enumerate(replicate_columns(columns))}
    persons = table.select(**chosen)
    for state, year in sample.domains:
        rows = engine.frame(persons.filter(persons.state == state, persons.year == year))
        rows = rows[rows["w"] > 0]
        if rows.empty:
            continue
        rows = rows.assign(domain=sample.domain(rows))
        by_person = np.arange(len(rows))
        unit = rows.groupby(units(rows), sort=False).ngroup() if "psu" in rows else by_person
        strata = sample.stratum(rows) if columns.mapping.design.kind == "linearised" else rows["domain"]
        yield rows.assign(cell_stratum=strata, unit=unit)


def woodruff_error(rows: pd.DataFrame, p: float, sample: Sample, single: str) -> float:
    """Return the standard error of the quantile of some persons of one domain.

    Returns
    -------
    NaN where the persons come from too few PSUs for an error.
    """
    found = distribution(rows["value"].to_numpy(), rows["w"].to_numpy())
    weights = rows["w"].to_numpy() / rows["w"].sum()
    below = (rows["value"] <= found.quantile(p)).to_numpy()
    share = float(weights[below].sum())
    psus = pd.DataFrame(
        {"unit": rows["unit"], "stratum": rows["cell_stratum"], "z": weights * (below - share)}
    )
    totals = psus.groupby(["stratum", "unit"], sort=False)["z"].sum().reset_index()
    freedom = len(totals) - totals["stratum"].nunique()
    if freedom < 1:
        return float("nan")
    mine = np.unique(totals["stratum"].to_numpy())
    variance = variances(
        totals["z"].to_numpy(),
        np.searchsorted(mine, totals["stratum"].to_numpy()),
        np.zeros(len(mine), dtype=np.intp),
        sample.sizes[mine],
        sample.population[mine],
        single,  # type: ignore[arg-type]
        1,
    )[0]
    reach = student.ppf(0.975, freedom)
    half = reach * np.sqrt(variance)
    return (found.quantile(share + half) - found.quantile(share - half)) / (2.0 * reach)


def replicate_error(rows: pd.DataFrame, p: float, columns: Columns) -> float:
    """Return the standard error of a quantile from its replicates."""
    how = columns.mapping.design.replicates
    assert how is not None  # checked with the mapping
    value = rows["value"].to_numpy()
    names = [f"r{at}" for at in range(len(replicate_columns(columns)))]
    replicates = [distribution(value, rows[name].to_numpy()).quantile(p) for name in names]
    whole = np.array([distribution(value, rows["w"].to_numpy()).quantile(p)])
    return float(np.sqrt(replicate_variance(np.array([replicates]), whole, how))[0])
