"""Disclosure control of estimated cells: what is hidden, what else must be hidden, and what goes out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoreboard.definitions.disclosure import DisclosureRules
from scoreboard.estimate.disclosure import primary
from scoreboard.estimate.disclosure.complementary import Choice, complement
from scoreboard.estimate.disclosure.primary import Array, Mask, find_primary
from scoreboard.estimate.disclosure.rounding import rounded
from scoreboard.estimate.disclosure.systems import System, make_system
from scoreboard.estimate.disclosure.tables import COORDINATES, Tables, make_tables

COLUMNS = [
    "state",
    "indicator",
    "year",
    *COORDINATES,
    "value",
    "se",
    "n",
    "weight",
    "numerator",
    "top1",
    "top2",
]
TABLE = ["state", "indicator", "year"]
PUBLISHED = {"value": [], "value_and_n": ["n"], "numerators": ["n", "weight"]}
"""Numbers of persons that go out beside the value, by `DisclosureRules.publish`."""


@dataclass(frozen=True)
class Protected:
    """Cells after disclosure control.

    Parameters
    ----------
    cells : the given cells in their order, with nothing left in them that is not to be published: `value`, `se`,
        `n`, `weight`, `numerator` rounded, or empty; `top1`, `top2` dropped; and `status` (C confidential,
        u low reliability, m missing, or empty). `reason` is for the office alone: published, it would tell
        which cells are small.
    summary : one row per table (state, indicator, year): `cells`, `published`, and the number of cells per reason;
        for the office alone, like these.
    exposed : rows of `cells` that could be worked out whatever is hidden, because of what is public elsewhere.
    """

    cells: pd.DataFrame
    summary: pd.DataFrame
    exposed: pd.DataFrame

    @property
    def published(self) -> pd.DataFrame:
        """What may leave the house: the cells without the reasons."""
        return self.cells.drop(columns="reason")


def protect(cells: pd.DataFrame, rules: DisclosureRules) -> Protected:
    """Hide unsafe cells, and the cheapest others from which they could be worked out; round what is left.

    Parameters
    ----------
    cells : one row per (state, indicator, year, group, sex, age, duration); `value` in the indicator's unit, `se`,
        `n` persons asked, `weight` weighted persons, `numerator` weighted (empty for quantiles, which no sums
        hold together), `top1` and `top2` its largest contributions. `statistic`, if there, names what is
        measured: tables of one statistic share their totals.

    Raises
    ------
    NotAdditiveError
        If parts have more persons than their whole.
    ValueError
        If columns are missing, or values are not numerator over weight on one scale.
    """
    if missing := [name for name in COLUMNS if name not in cells]:
        raise ValueError(f"cells lack the columns {', '.join(missing)}")
    given = cells.reset_index(drop=True)
    given = given.assign(reason=find_primary(given, rules))
    tables = make_tables(given, rules)
    size = len(given)
    unsafe = (tables.cells["reason"].isin(primary.HIDDEN) | tables.cells["implied"]).to_numpy()
    systems = {"numerator": make_system(tables, rules, "numerator", unsafe)}
    values = _hide(systems["numerator"], unsafe, rules)
    exposed = values.exposed[:size]
    counts = values.hidden
    for name in PUBLISHED[rules.publish]:
        systems[name] = make_system(tables, rules, name, values.hidden)
        more = _hide(systems[name], counts, rules)
        counts = counts | more.hidden
        exposed = exposed | more.exposed[:size]
    given["reason"] = _reasons(given["reason"], values, counts, size)
    out = _emptied(given, tables, systems, counts[:size], rules)
    keys = [*TABLE, *COORDINATES]
    return Protected(out.set_axis(cells.index), _summary(out), out.loc[exposed, keys])


def _hide(system: System, hidden: Mask, rules: DisclosureRules) -> Choice:
    """Return the choice by cells, given and implied, for a mask of cells; cells without a variable stay as they are."""
    has = system.variable >= 0
    at = system.variable[has]
    everywhere = np.bincount(at, hidden[has], len(system.truth)) == np.bincount(
        at, minlength=len(system.truth)
    )
    choice = complement(system, everywhere & ~system.fixed, rules.seconds)

    def by_cell(of_variables: Mask, others: Mask) -> Mask:
        result = others.copy()
        result[has] |= of_variables[at]
        return result

    none = np.zeros(len(has), dtype=bool)
    return Choice(by_cell(choice.hidden, hidden), by_cell(choice.whole, none), by_cell(choice.exposed, none))


def _reasons(reasons: pd.Series[str], values: Choice, counts: Mask, size: int) -> pd.Series[str]:
    open_so_far = reasons.isin(["", primary.FLAGGED])
    whole, hidden = values.whole[:size], values.hidden[:size]
    reasons = reasons.mask(open_so_far & counts[:size], primary.ONLY_COUNT)
    reasons = reasons.mask(open_so_far & hidden, primary.COMPLEMENTARY)
    return reasons.mask(open_so_far & whole, primary.WHOLE_TABLE)


def _emptied(
    given: pd.DataFrame,
    tables: Tables,
    systems: dict[str, System],
    counts: Mask,
    rules: DisclosureRules,
) -> pd.DataFrame:
    """Return the cells with status, rounded, and without what is not published."""
    out = given.drop(columns=["top1", "top2"])
    reasons = out["reason"]
    hidden = reasons.isin(primary.HIDDEN) | (reasons == primary.NO_PERSONS) | out["value"].isna()
    decimals = rules.rounding.decimals
    out["value"] = out["value"].round(decimals).mask(hidden)
    out["se"] = out["se"].round(decimals + 1).mask(hidden)
    bases = {"n": rules.rounding.count_base, "weight": rules.rounding.weight_base}
    for name, base in bases.items():
        shown = ~counts & (name in PUBLISHED[rules.publish])
        out[name] = _rounded_cells(systems[name], shown, base, rules) if shown.any() else np.nan
    totals = ~counts & ~hidden.to_numpy() & (rules.publish == "numerators")
    out["numerator"] = _rounded_cells(systems["numerator"], totals, rules.rounding.weight_base, rules)
    out["status"] = _statuses(given, reasons, rules)
    return out


def _rounded_cells(system: System, shown: Mask, base: int, rules: DisclosureRules) -> Array:
    """Return a quantity of the given cells, rounded, and nothing of those not shown; `shown` mask [given cell]."""
    variable = system.variable[: len(shown)]
    has = shown & (variable >= 0)
    cells = np.full(len(shown), np.nan)
    if has.any():
        seen = np.zeros(len(system.truth), dtype=bool)
        seen[variable[has]] = True
        cells[has] = rounded(system, seen, base, rules)[variable[has]]
    return cells


def _statuses(given: pd.DataFrame, reasons: pd.Series[str], rules: DisclosureRules) -> pd.Series[str]:
    status = pd.Series("", reasons.index, dtype="str")
    low = find_primary(given, rules).isin([primary.FLAGGED, primary.UNRELIABLE])
    status = status.mask(low, primary.LOW_RELIABILITY)
    secret = reasons.isin(primary.HIDDEN) & (reasons != primary.UNRELIABLE)
    status = status.mask(secret, primary.CONFIDENTIAL)
    return status.mask(reasons.isin([primary.NO_PERSONS, primary.NO_VALUE]), primary.MISSING)


def _summary(out: pd.DataFrame) -> pd.DataFrame:
    counted = out.groupby([*TABLE, "reason"]).size().unstack(fill_value=0).drop(columns="", errors="ignore")
    frame = out.groupby(TABLE).agg(cells=("value", "size"), published=("value", "count"))
    return frame.join(counted).rename_axis(columns=None).reset_index()
