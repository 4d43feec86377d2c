"""Sums over persons that shares and means are made of, by domain, stratum, group and sex.

Shares come from patterns: all of them are asked of a person at once, and only persons who answer all alike are
added up. One pass with a handful of sums serves many indicators, where sums of their own would each cost a pass's
work: 0 not in the denominator, 1 in it, 2 in the numerator too, as digits to the base 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scoreboard.definitions.estimating import Estimate, spread
from scoreboard.estimate.columns import Columns
from scoreboard.estimate.conditions import counted, member
from scoreboard.estimate.engines import Engine
from scoreboard.estimate.margins import Numbers, largest_two
from scoreboard.estimate.sample import Sample, keys, strata_key

if TYPE_CHECKING:
    import ibis.expr.types as ir

WHO = ["citizenship", "birth", "sex"]
SUMMED = ["n", "w", "y", "ww", "wwy", "wwyy"]


@dataclass(frozen=True)
class Sums:
    """The sums of one indicator.

    Parameters
    ----------
    rows : DataFrame, one row per domain, stratum, group and sex: `domain`, `cell_stratum` (places), those of `WHO`
        (places), and over the persons of the denominator `n` (count), `w` = Σw, `y` = Σwy, `ww` = Σw²,
        `wwy` = Σw²y, `wwyy` = Σw²y², `top1` and `top2` (largest wy); y is 0 or 1 for a share.
    base, counts : arrays [row, replicate], Σw and Σwy with each replicate's weights.
    """

    rows: pd.DataFrame
    base: Numbers
    counts: Numbers


def replicate_columns(columns: Columns) -> list[str]:
    """Return the columns of replicate weights, where the design uses them."""
    design = columns.mapping.design
    used = design.kind == "replicates" and design.replicates
    return spread(design.replicates.columns) if used and design.replicates else []


def share_sums(
    engine: Engine, columns: Columns, sample: Sample, blocks: Mapping[str, Estimate]
) -> dict[str, Sums]:
    """Return indicator → sums, of several shares in one pass over the persons."""
    table, weight = columns.table, columns.weight()
    by = {**keys(columns, [*strata_key(columns), *WHO]), "pattern": _pattern(columns, list(blocks.values()))}
    replicates = {f"r{at}": table[name].sum() for at, name in enumerate(replicate_columns(columns))}
    query = table.group_by(**by).aggregate(
        n=table.count(),
        w=weight.sum(),
        ww=(weight * weight).sum(),
        top=engine.largest_two(weight),
        **replicates,
    )
    rows = _placed(engine.frame(query), sample)
    return {
        code: _of_one(rows, len(replicates), 3**at, len(sample.domains)) for at, code in enumerate(blocks)
    }


def _pattern(columns: Columns, blocks: list[Estimate]) -> ir.IntegerColumn:
    """Return the digits of each person, the first block's the lowest."""
    import ibis

    total = ibis.literal(0, "int64")
    for at, block in enumerate(blocks):
        inside = member(columns, block)
        digits = ibis.cases(
            (counted(columns, block), ibis.literal(2 * 3**at, "int64")),
            (inside, ibis.literal(3**at, "int64")),
            else_=ibis.literal(0, "int64"),
        )
        total = total + digits
    return total


def _of_one(rows: pd.DataFrame, replicates: int, unit: int, domains: int) -> Sums:
    """Return the sums of the block with the digit of value `unit`."""
    digit = rows["pattern"].to_numpy() // unit % 3
    mine, yes = rows[digit > 0], digit[digit > 0] == 2
    mine = mine.assign(y=mine["w"].where(yes, 0.0), wwy=mine["ww"].where(yes, 0.0))
    mine = mine.assign(wwyy=mine["wwy"], top1=mine["top1"].where(yes), top2=mine["top2"].where(yes))
    base = mine[[f"r{at}" for at in range(replicates)]].to_numpy(dtype=float)
    return _collapsed(mine, base, np.where(yes[:, np.newaxis], base, 0.0))


def mean_sums(engine: Engine, columns: Columns, sample: Sample, block: Estimate) -> Sums:
    """Return the sums of one mean."""
    inside = columns.where(member(columns, block))
    table = inside.table
    weight, value = inside.weight(), inside.number(block.value or "").cast("float64")
    replicates = {name: table[column] for name, column in enumerate(replicate_columns(columns))}
    query = table.group_by(**keys(inside, [*strata_key(columns), *WHO])).aggregate(
        n=table.count(),
        w=weight.sum(),
        y=(weight * value).sum(),
        ww=(weight * weight).sum(),
        wwy=(weight * weight * value).sum(),
        wwyy=(weight * weight * value * value).sum(),
        top=engine.largest_two(weight * value),
        **{f"r{name}": each.sum() for name, each in replicates.items()},
        **{f"q{name}": (each * value).sum() for name, each in replicates.items()},
    )
    rows = _placed(engine.frame(query), sample)
    arrays = [rows[[f"{letter}{name}" for name in replicates]].to_numpy(dtype=float) for letter in "rq"]
    return _collapsed(rows, *arrays)


def _placed(rows: pd.DataFrame, sample: Sample) -> pd.DataFrame:
    """Return the rows with places instead of names, and the two largest in columns of their own."""
    rows = rows.assign(domain=sample.domain(rows))
    largest = [[*(sorted(pair, reverse=True)), np.nan, np.nan][:2] for pair in rows["top"]]
    top = np.array(largest, dtype=float).reshape(-1, 2)
    return rows.assign(cell_stratum=sample.stratum(rows), top1=top[:, 0], top2=top[:, 1])


def _collapsed(rows: pd.DataFrame, base: Numbers, counts: Numbers) -> Sums:
    """Add up the rows of the same domain, stratum, group and sex."""
    by = ["domain", "cell_stratum", *(name for name in WHO if name in rows)]
    grouped = rows.groupby(by, sort=True)
    at, cells = grouped.ngroup().to_numpy(), grouped[SUMMED].sum().reset_index()
    both = np.concatenate([rows["top1"], rows["top2"]]).astype(float)
    top = largest_two(np.concatenate([at, at]), both, len(cells))
    added = [np.zeros((len(cells), base.shape[1])) for _ in range(2)]
    for target, source in zip(added, (base, counts), strict=True):
        np.add.at(target, at, source)
    return Sums(cells.assign(top1=top[:, 0], top2=top[:, 1]), *added)
