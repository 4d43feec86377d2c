"""Steps 4 and 6: do the parts of each group belong together, and do they count as they are weighed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from scoreboard.analysis.audit.checks import Measured, decimals
from scoreboard.analysis.audit.subject import Subject
from scoreboard.robustness.coherence import Coherence

ALPHA = 0.7
"""Least α at which a group is said to measure one thing (Nunnally 1978)."""
RATIO = (0.5, 2.0)
"""A part counts about as it is weighed if its share of importance lies between these multiples of its weight."""
SILENT = 0.3**2
"""A part with a smaller effect than this has as little to do with a score as a random correlation."""


def _both(
    it: Subject, count: Callable[[Coherence], tuple[float | None, list[str]]], sentence: str
) -> Measured:
    """Measure the audited year, beside all years pooled; `sentence` has a place for the two numbers."""
    found = {each.scope: count(each) for each in (it.coherence, it.pooled)}
    (now, cases), (always, _) = found.values()
    if now is None:
        return Measured(None, f"not enough data in {it.year}", (), _numbers(found))
    words = "not enough data" if always is None else f"{always:.3g}"
    return Measured(
        now, f"{sentence}: {now:.3g} in {it.year}, {words} over all years", tuple(cases), _numbers(found)
    )


def _numbers(found: dict[str, tuple[float | None, list[str]]]) -> dict[str, float]:
    return {scope: value for scope, (value, _) in found.items() if value is not None}


def _share(rows: pd.DataFrame, good: pd.Series, cases: Iterable[str]) -> tuple[float | None, list[str]]:
    return (float(good.mean()), list(cases)) if len(rows) else (None, [])


def _pairs(rows: pd.DataFrame) -> list[str]:
    """Return one line for each pair, the strongest correlation first."""
    ordered = rows.loc[rows["pearson"].abs().sort_values(ascending=False, kind="stable").index]
    return [
        f"{row['one']} and {row['other']}: r {decimals(row['pearson'])}, rank correlation {decimals(row['spearman'])}, "
        f"{row['states']} states"
        for row in ordered.to_dict("records")
    ]


def _known(it: Coherence, relation: str) -> pd.DataFrame:
    table = it.correlations
    return table[(table["relation"] == relation) & (table["reason"] == "")]


def negative_siblings(it: Subject) -> Measured:
    """Return how many pairs of siblings pull in opposite directions."""
    return _both(it, lambda each: _in_band(each, "negative"), "pairs of siblings with r below −0.4")


def redundant_siblings(it: Subject) -> Measured:
    """Return how many pairs of siblings tell nearly the same."""
    return _both(it, lambda each: _in_band(each, "redundant"), "pairs of siblings with r above 0.9")


def _in_band(it: Coherence, name: str) -> tuple[float | None, list[str]]:
    rows = _known(it, "sibling")
    hits = rows[rows["band"] == name]
    return (len(hits), _pairs(hits)) if len(rows) else (None, [])


def fitting_children(it: Subject) -> Measured:
    """Return the share of places that go with the group they stand in."""
    return _both(it, _fitting, "share of places with r of at least 0.3 with their group")


def _fitting(it: Coherence) -> tuple[float | None, list[str]]:
    rows = _known(it, "parent")
    good = rows["pearson"] >= 0.3
    return _share(rows, good, _pairs(rows[~good]))


def alpha(it: Subject) -> Measured:
    """Return the share of groups that measure one thing by Cronbach's α."""
    return _both(it, _alpha, f"share of groups with a standardised α of at least {ALPHA:g}")


def _alpha(it: Coherence) -> tuple[float | None, list[str]]:
    rows = it.reliability[it.reliability["alpha_standardised"].notna()]
    good = rows["alpha_standardised"] >= ALPHA
    cases = [
        f"{row['group']}: α {decimals(row['alpha'])}, standardised {decimals(row['alpha_standardised'])}, "
        f"{row['children']} children, {row['states']} states"
        for row in rows[~good].sort_values("alpha_standardised").to_dict("records")
    ]
    return _share(rows, good, cases)


def one_dimension(it: Subject) -> Measured:
    """Return the share of groups for which one principal component is enough."""
    return _both(it, _one_dimension, "share of groups with one dimension")


def _one_dimension(it: Coherence) -> tuple[float | None, list[str]]:
    rows = it.dimensions[it.dimensions["explained"].notna()]
    good = rows["unidimensional"].astype(bool)
    cases = [
        f"{row['group']}: eigenvalues above 1: {row['above_one']:.0f}; the first explains "
        f"{100 * row['explained']:.0f} %" + (f"; against it: {row['against']}" if row["against"] else "")
        for row in rows[~good].sort_values("explained").to_dict("records")
    ]
    return _share(rows, good, cases)


def importance_near_weight(it: Subject) -> Measured:
    """Return the share of children that are about as important for their group as they are weighed."""
    return _both(it, _near_weight, "share of children whose importance is half to twice their weight")


def _near_weight(it: Coherence) -> tuple[float | None, list[str]]:
    table = it.importance
    rows = table[(table["relation"] == "parent") & (table["reason"] == "") & table["ratio"].notna()]
    good = rows["ratio"].between(*RATIO)
    cases = [
        f"{row['name']} in {row['of']}: weight {100 * row['weight']:.0f} %, share of importance "
        f"{100 * row['share']:.0f} % ({row['method']}; r² {row['linear']:.2f})"
        for row in rows[~good].sort_values("ratio").to_dict("records")
    ]
    return _share(rows, good, cases)


def silent_items(it: Subject) -> Measured:
    """Return how many items hardly move the overall."""
    return _both(it, lambda each: _silent(each, it.root), "items that hardly move the overall")


def _silent(it: Coherence, root: str) -> tuple[float | None, list[str]]:
    table = it.importance
    rows = table[(table["of"] == root) & (table["reason"] == "")]
    items = rows[rows["relation"] == "root"] if (rows["relation"] == "root").any() else rows
    hits = items[items["main_effect"] < SILENT].sort_values("main_effect")
    cases = [
        f"{row['name']}: effective weight {100 * row['weight']:.2g} %, main effect {row['main_effect']:.3f} "
        f"({row['method']}; r {decimals(row['pearson'])})"
        for row in hits.to_dict("records")
    ]
    return (len(hits), cases) if len(items) else (None, [])
