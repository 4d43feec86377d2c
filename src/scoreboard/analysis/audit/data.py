"""Steps 2, 3 and 5: how much data there is, how old it is, and what normalisation does to it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoreboard.analysis.audit.checks import Measured
from scoreboard.analysis.audit.subject import Subject
from scoreboard.scoring.methods.formulas import Array
from scoreboard.scoring.methods.moments import skewness_and_kurtosis

ENOUGH = 0.65
"""Least share of data, a rule of thumb of the JRC."""
LIMITS = {"skewness": 2.0, "kurtosis": 3.5}
"""A distribution passes if |skewness| or kurtosis is below its limit."""


def _observed(it: Subject) -> NDArray[np.bool_]:
    """Return whether each value [unit, indicator] was observed in its very year."""
    block = it.scores.block
    return np.asarray(~np.isnan(block.values) & (block.carried == 0))


def _by_year(it: Subject, axis: int) -> tuple[Array, list[int]]:
    """Return shares observed [year, indicator] for axis 0, [year, state] for axis 1, and the years."""
    peers = it.scores.block.peers
    observed = _observed(it)
    years = [int(it.scores.block.years[units][0]) for units in peers.by_year]
    return np.stack([observed[units].mean(axis=axis) for units in peers.by_year]), years


def _enough(it: Subject, shares: Array, years: list[int], names: list[str], what: str) -> Measured:
    """Return the share of (year, name) cells with enough data, and the cases of the audited year."""
    good = shares >= ENOUGH
    now = years.index(it.year)
    short = np.flatnonzero(~good[now])
    cases = [
        f"{names[at]}: {100 * shares[now, at]:.0f} % in {it.year}, enough in {good[:, at].sum()} of {len(years)} years"
        for at in short[np.argsort(shares[now, short], kind="stable")]
    ]
    text = (
        f"{good.sum()} of {good.size} pairs of {what} and year have 65 % of the data, observed in that year; "
        f"{it.year}: {good[now].sum()} of {len(names)}"
    )
    numbers = {str(year): float(row.mean()) for year, row in zip(years, good, strict=True)}
    return Measured(float(good.mean()), text, tuple(cases), numbers)


def data_per_indicator(it: Subject) -> Measured:
    """Return the share of indicators and years with enough states."""
    shares, years = _by_year(it, axis=0)
    return _enough(it, shares, years, list(it.scores.block.indicators), "indicator")


def data_per_state(it: Subject) -> Measured:
    """Return the share of states and years with enough indicators."""
    shares, years = _by_year(it, axis=1)
    states = it.scores.block.states[it.units].tolist()
    return _enough(it, shares, years, states, "state")


def edition_age(it: Subject) -> Measured:
    """Return how many years ago the audited year is."""
    age = it.this_year - it.year
    return Measured(age, f"the year looked at, {it.year}, is {age} years before {it.this_year}")


def value_age(it: Subject) -> Measured:
    """Return the mean age of the values that are used in the audited year."""
    block = it.scores.block
    used = block.carried[it.units][~np.isnan(block.values[it.units])]
    if not used.size:
        return Measured(None, f"there are no values in {it.year}")
    text = f"values used for {it.year} are {used.mean():.2f} years old on average, {used.max()} at most"
    return Measured(float(used.mean()), text, (), {"oldest": float(used.max())})


def rule_reasoned(it: Subject) -> Measured:
    """Return 1 if the rule for missing data is given with a reason."""
    rule, imputation = it.index.missing, it.index.imputation
    how = "nothing is estimated" if imputation.method == "none" else f"imputation {imputation.method}"
    age = f", up to {imputation.maximum_age_years} years" if imputation.maximum_age_years else ""
    text = f"{how}{age}; a node needs {100 * rule.coverage:g} % of its weight. Reason given: {rule.reason.rstrip('.')}"
    return Measured(float(bool(rule.reason.strip())), text)


def share_missing(it: Subject) -> Measured:
    """Return the share of cells without a value in the audited year, after carrying forward and imputation."""
    scores = it.scores
    present = ~np.isnan(scores.block.values) | scores.imputed
    now, always = 1.0 - present[it.units].mean(), 1.0 - present.mean()
    text = f"{100 * now:.3g} % of the values of {it.year} are missing, {100 * always:.3g} % of all years"
    never = np.flatnonzero(~present.any(axis=0))
    cases = tuple(f"{scores.block.indicators[at]}: no value in any year" for at in never)
    return Measured(float(now), text, cases, {"all_years": float(always)})


def share_estimated(it: Subject) -> Measured:
    """Return the share of the values used in the audited year that were carried forward or imputed."""
    scores = it.scores
    carried = (scores.block.carried > 0) & ~np.isnan(scores.block.values)
    used = ~np.isnan(scores.block.values) | scores.imputed
    if not used[it.units].any():
        return Measured(None, f"there are no values in {it.year}")
    parts = {
        name: float(cells[it.units].sum() / used[it.units].sum())
        for name, cells in (("carried forward", carried), ("imputed", scores.imputed))
    }
    text = f"of the values used for {it.year}, " + " and ".join(
        f"{100 * part:.3g} % are {name}" for name, part in parts.items()
    )
    return Measured(sum(parts.values()), text, (), parts)


def observed_weight(it: Subject) -> Measured:
    """Return the share of scored states whose overall rests mostly on values of the very year."""
    column = it.scores.tree.column(it.root)
    scored = it.units & ~np.isnan(it.scores.values[:, column])
    if not scored.any():
        return Measured(None, f"no state has an overall score in {it.year}")
    shares, states = it.scores.observed[scored, column], it.scores.block.states[scored]
    order = np.argsort(shares, kind="stable")
    cases = tuple(f"{states[at]}: {100 * shares[at]:.0f} %" for at in order if shares[at] < ENOUGH)
    text = (
        f"{len(states) - len(cases)} of {len(states)} overall scores of {it.year} have 65 % of their weight "
        f"observed in that year; the least is {100 * shares.min():.0f} %"
    )
    return Measured(float((shares >= ENOUGH).mean()), text, cases, {"least": float(shares.min())})


class Goal(NamedTuple):
    """The goalposts of a leaf."""

    column: int
    code: str
    low: float
    high: float


def _goals(it: Subject) -> list[Goal]:
    """Return the goalposts of the leaves that are held against some, in the order of the tree."""
    return sorted(
        Goal(int(column), it.scores.tree.leaves[column], float(low), float(high))
        for batch in it.scores.plan.leaves
        if batch.how.method == "goalposts"
        for column, low, high in zip(batch.positions, batch.low, batch.high, strict=True)
    )


def goalposts_reasoned(it: Subject) -> Measured:
    """Return the share of indicators held against goalposts whose bounds have a reason."""
    goals = _goals(it)
    if not goals:
        return Measured(None, f"no goalposts: normalisation is {it.index.normalisation.method}")

    def reasoned(goal: Goal) -> bool:
        """Bounds that a place of the tree gives in place of the indicator's own have no reason of their own."""
        own = getattr(it.indicators[goal.code], "goalposts", None)
        return own is not None and (own.low, own.high) == (goal.low, goal.high) and bool(own.reason.strip())

    bare = tuple(goal.code for goal in goals if not reasoned(goal))
    good = len(goals) - len(bare)
    text = f"{good} of {len(goals)} indicators with goalposts give the reason of their bounds"
    return Measured(good / len(goals), text, bare)


def clipped(it: Subject) -> Measured:
    """Return the share of values of the audited year that lie beyond their goalposts."""
    rows = []
    for goal in _goals(it):
        values = it.scores.prepared.treated[goal.column, 0, it.units]
        beyond = (values < min(goal.low, goal.high)) | (values > max(goal.low, goal.high))
        rows.append((goal.code, int(beyond.sum()), int((~np.isnan(values)).sum())))
    whole, out = sum(count for _, _, count in rows), sum(out for _, out, _ in rows)
    if not whole:
        return Measured(None, f"no values are held against goalposts in {it.year}")
    rows.sort(key=lambda row: -row[1] / max(row[2], 1))
    cases = tuple(f"{code}: {some} of {count} values" for code, some, count in rows if some)
    text = f"{out} of {whole} values of {it.year} lie beyond their goalposts and count as if at them"
    return Measured(out / whole, text, cases)


def constants(it: Subject) -> Measured:
    """Return how many indicators are the same for all states in the audited year."""
    values = it.scores.prepared.treated[:, 0, it.units]
    counts = (~np.isnan(values)).sum(axis=1)
    held = counts >= it.coherence.least
    flat = held & (np.fmax.reduce(values, axis=1) == np.fmin.reduce(values, axis=1))
    names = np.array(it.scores.tree.leaves)
    text = f"{flat.sum()} of {held.sum()} indicators with enough states are the same for all of them in {it.year}"
    return (
        Measured(int(flat.sum()), text, tuple(names[flat].tolist())) if held.any() else Measured(None, text)
    )


def skewed(it: Subject) -> Measured:
    """Return how many indicators are too skewed and too peaked in the audited year."""
    values = it.scores.prepared.treated[:, 0, it.units]
    skew, kurt = skewness_and_kurtosis(values)
    known = ~np.isnan(skew) & ~np.isnan(kurt)
    wrong = known & (np.abs(skew) >= LIMITS["skewness"]) & (kurt >= LIMITS["kurtosis"])
    names = it.scores.tree.leaves
    cases = tuple(
        f"{names[at]}: skewness {skew[at]:.2f}, kurtosis {kurt[at]:.2f}" for at in np.flatnonzero(wrong)
    )
    text = f"{wrong.sum()} of {known.sum()} indicators have outliers in {it.year}, by skewness and kurtosis"
    return Measured(int(wrong.sum()), text, cases) if known.any() else Measured(None, text)
