"""Step 7: how far ranks depend on what could have been decided otherwise."""

from __future__ import annotations

import pandas as pd

from scoreboard.analysis.audit.checks import Measured
from scoreboard.analysis.audit.subject import Subject
from scoreboard.definitions.method import FACTORS
from scoreboard.robustness.factors import declared
from scoreboard.robustness.sensitivity import RANK_SHIFT
from scoreboard.robustness.tables import SURE


def factors(it: Subject) -> Measured:
    """Return how many sources of uncertainty the index declares."""
    names = declared(it.index)
    missing = [name for name in FACTORS if name not in names]
    text = f"{len(names)} of {len(FACTORS)} factors are declared: {', '.join(names) or 'none'}"
    return Measured(len(names), text, tuple(f"{name}: not varied" for name in missing))


def _ranked(it: Subject) -> pd.DataFrame:
    """Return the intervals of the states that have a rank, empty where nothing varies."""
    rows = it.drawn.get("intervals", pd.DataFrame())
    return rows[rows["rank"].notna()] if len(rows) else rows


def _none(it: Subject) -> Measured:
    return Measured(None, f"no factor is declared, or too few states have a rank in {it.year}")


def interval_width(it: Subject) -> Measured:
    """Return the mean width of the rank interval as a share of the number of states."""
    rows = _ranked(it)
    if not len(rows):
        return _none(it)
    width = rows["rank_high"] - rows["rank_low"]
    share = it.index.robustness.interval
    widest = rows.assign(width=width).sort_values("width", ascending=False, kind="stable").head(5)
    cases = tuple(
        f"{row['state']}: rank {row['rank']:.0f}, interval {row['rank_low']:.0f} to {row['rank_high']:.0f}"
        for row in widest.to_dict("records")
    )
    text = (
        f"the {100 * share:g} % interval of a rank is {width.mean():.2f} places wide on average, "
        f"{width.max():.0f} at most, among {len(rows)} states ({it.index.robustness.draws:,} draws)"
    )
    numbers = {"mean_width": float(width.mean()), "widest": float(width.max())}
    return Measured(float(width.mean() / len(rows)), text, cases, numbers)


def nominal_inside(it: Subject) -> Measured:
    """Return the share of states whose own rank lies in its interval."""
    rows = _ranked(it)
    if not len(rows):
        return _none(it)
    inside = (rows["rank_low"] <= rows["rank"]) & (rows["rank"] <= rows["rank_high"])
    cases = tuple(
        f"{row['state']}: rank {row['rank']:.0f}, interval {row['rank_low']:.0f} to {row['rank_high']:.0f}"
        for row in rows[~inside].to_dict("records")
    )
    text = f"{inside.sum()} of {len(rows)} ranks of {it.year} lie within their own interval"
    return Measured(float(inside.mean()), text, cases)


def told_apart(it: Subject) -> Measured:
    """Return the share of pairs of states of which one is ahead nearly always."""
    pairs = it.drawn.get("pairs", pd.DataFrame())
    pairs = pairs[pairs["state"] < pairs["other"]] if len(pairs) else pairs
    if not len(pairs):
        return _none(it)
    behind = 1.0 - pairs["probability"] - pairs["tied"]
    sure = (pairs["probability"] >= SURE) | (behind >= SURE)
    text = (
        f"{sure.sum()} of {len(pairs)} pairs of states are in the same order in {100 * SURE:g} % of the draws"
    )
    return Measured(float(sure.mean()), text)


def largest_factor(it: Subject) -> Measured:
    """Return the largest total-order effect of a single factor on the mean shift of ranks."""
    table = it.sensitivity
    if table is None:
        return Measured(None, "sensitivity indices were not computed")
    rows = table[(table["target"] == RANK_SHIFT) & table["total"].notna()].sort_values(
        "total", ascending=False
    )
    if not len(rows):
        return Measured(None, "the mean rank shift does not vary, or has no sensitivity indices")
    cases = tuple(
        f"{row['factor']}: first order {row['first']:.2f}, total {row['total']:.2f}"
        for row in rows.to_dict("records")
    )
    top = rows.iloc[0]
    text = (
        f"{top['factor']} has the largest total effect on the mean rank shift, {top['total']:.2f}; "
        f"first-order effects sum to {rows['first'].sum():.2f}"
    )
    return Measured(float(top["total"]), text, cases, {"sum_of_first": float(rows["first"].sum())})
