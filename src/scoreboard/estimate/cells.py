"""Cells of indicators from sums: the value of every group and sex in each state and year, with its error."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from scoreboard.definitions.estimating import Design, Estimate
from scoreboard.definitions.models import StatisticIndicator
from scoreboard.estimate.columns import Columns
from scoreboard.estimate.engines import Engine
from scoreboard.estimate.margins import Margin, Numbers, added, largest_two, margins
from scoreboard.estimate.psus import PsuVariance
from scoreboard.estimate.quantiles import distribution, person_rows, replicate_error, woodruff_error
from scoreboard.estimate.replicates import replicate_variance
from scoreboard.estimate.sample import Sample
from scoreboard.estimate.sums import SUMMED, Sums
from scoreboard.estimate.variance import stratum_variances

SCALE = {"per_cent": 100.0}
"""Unit of an indicator → what a share is multiplied by; 1 for others."""
CELL = [
    "state", "indicator", "year", "group", "sex", "age", "duration",
    "value", "se", "n", "weight", "numerator", "top1", "top2", "statistic",
]  # fmt: skip

Errors = Callable[[StatisticIndicator, Margin, Numbers, Numbers], Numbers]
"""(indicator, margin of its sums, value and base by domain) → standard error by domain."""


def sum_cells(
    indicator: StatisticIndicator, sums: Sums, sample: Sample, errors: Errors
) -> Iterator[pd.DataFrame]:
    """Yield the cells of a share or mean, one DataFrame for each group and sex: `domain`, and columns of `CELL`."""
    rows, size = sums.rows, len(sample.domains)
    for margin in margins(indicator, rows):
        mine = rows[margin.mask]
        at = mine["domain"].to_numpy()
        total = {name: added(at, mine[name], size) for name in SUMMED}
        tops = np.concatenate([mine["top1"], mine["top2"]]).astype(float)
        top = largest_two(np.concatenate([at, at]), tops, size)
        with np.errstate(invalid="ignore", divide="ignore"):
            value = np.where(total["w"] > 0, total["y"] / total["w"], np.nan)
        cells = pd.DataFrame(
            {
                "domain": np.arange(size),
                "value": value,
                "se": errors(indicator, margin, value, total["w"]),
                "n": total["n"],
                "weight": total["w"],
                "numerator": total["y"],
                "top1": top[:, 0],
                "top2": top[:, 1],
            }
        )
        yield _named(cells[total["w"] > 0], indicator, margin.group, margin.sex)


def _named(cells: pd.DataFrame, indicator: StatisticIndicator, group: str, sex: str) -> pd.DataFrame:
    scale = SCALE.get(indicator.unit, 1.0)
    return cells.assign(
        value=cells["value"] * scale,
        se=cells["se"] * scale,
        indicator=indicator.code,
        group=group,
        sex=sex,
        age=indicator.age,
        duration="TOTAL",
    )


def register_errors(design: Design) -> Errors:
    """Return the error of what is counted completely: none, or zero if the office declares it."""
    stated = 0.0 if design.register_se == "zero" else np.nan
    return lambda indicator, margin, value, base: np.full(len(value), stated)


def replicated_errors(sums: dict[str, Sums], design: Design) -> Errors:
    """Return errors from the sums with replicate weights."""
    how = design.replicates
    assert how is not None  # checked with the mapping

    def errors(indicator: StatisticIndicator, margin: Margin, value: Numbers, base: Numbers) -> Numbers:
        mine = sums[indicator.code]
        at = mine.rows["domain"].to_numpy()[margin.mask]
        total = [np.zeros((len(value), mine.base.shape[1])) for _ in range(2)]
        for target, source in zip(total, (mine.counts, mine.base), strict=True):
            np.add.at(target, at, source[margin.mask])
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.sqrt(replicate_variance(total[0] / total[1], value, how))

    return errors


def person_errors(sums: dict[str, Sums], sample: Sample, design: Design) -> Errors:
    """Return linearised errors where every person is a PSU: z² is known from Σw², Σw²y and Σw²y²."""

    def errors(indicator: StatisticIndicator, margin: Margin, value: Numbers, base: Numbers) -> Numbers:
        rows = sums[indicator.code].rows[margin.mask]
        size, at = len(sample.strata), rows["cell_stratum"].to_numpy()
        w, y, ww, wwy, wwyy = (added(at, rows[name], size) for name in ("w", "y", "ww", "wwy", "wwyy"))
        domain = sample.stratum_domain
        r, x = value[domain], np.where(base[domain] > 0, base[domain], 1.0)
        squares, totals = (wwyy - 2.0 * r * wwy + r**2 * ww) / x**2, (y - r * w) / x
        parts = stratum_variances(squares, totals, sample.sizes, sample.population, design.single_psu)
        return np.sqrt(added(domain, np.nan_to_num(parts), len(value)))

    return errors


def psu_errors(variance: PsuVariance, places: dict[str, int]) -> Errors:
    """Return linearised errors from PSU totals; `places` is indicator → its place in them."""

    def errors(indicator: StatisticIndicator, margin: Margin, value: Numbers, base: Numbers) -> Numbers:
        return np.sqrt(variance(places[indicator.code], indicator.by, margin, value, base))

    return errors


def quantile_cells(
    engine: Engine, columns: Columns, sample: Sample, indicator: StatisticIndicator, block: Estimate
) -> Iterator[pd.DataFrame]:
    """Yield the cells of a quantile, one DataFrame for each state, year, group and sex."""
    assert block.quantile is not None
    design, p = columns.mapping.design, block.quantile.p
    for rows in person_rows(engine, columns, sample, block):
        for margin in margins(indicator, rows):
            mine = rows[margin.mask]
            if mine.empty:
                continue
            found = distribution(mine["value"].to_numpy(), mine["w"].to_numpy())
            if design.kind == "register":
                error = 0.0 if design.register_se == "zero" else np.nan
            elif design.kind == "replicates":
                error = replicate_error(mine, p, columns)
            else:
                error = woodruff_error(mine, p, sample, design.single_psu)
            none = np.zeros(len(mine), dtype=np.intp)
            top = largest_two(none, (mine["w"] * mine["value"]).to_numpy(), 1)[0]
            cell = {
                "domain": mine["domain"].iloc[0], "value": found.quantile(p), "se": error, "n": len(mine),
                "weight": mine["w"].sum(), "numerator": np.nan, "top1": top[0], "top2": top[1],
            }  # fmt: skip
            yield _named(pd.DataFrame([cell]), indicator, margin.group, margin.sex)
