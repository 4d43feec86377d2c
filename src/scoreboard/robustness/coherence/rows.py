"""The rows of the coherence tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scoreboard.robustness.coherence.components import above_one, is_unidimensional
from scoreboard.robustness.coherence.importance import main_effect
from scoreboard.robustness.coherence.matrices import DECIMALS, NOT_ENOUGH, ONLY_CHILD, band
from scoreboard.robustness.coherence.reliability import cronbach_alpha
from scoreboard.robustness.inclusion import items_of
from scoreboard.scoring import Scores
from scoreboard.scoring.tree import Group

if TYPE_CHECKING:
    from scoreboard.robustness.coherence.groups import Coherence

Row = dict[str, Any]

WEIGHTLESS = frozenset({"lookup", "benefit_of_the_doubt"})
"""Rules on which the declared weights have no effect."""

CORRELATIONS = "scope group relation one other pearson spearman band units states reason"
RELIABILITY = "scope group children states alpha alpha_standardised left_out reason"
DIMENSIONS = (
    "scope group children states eigenvalues above_one explained against unidimensional left_out reason"
)
LOADINGS = "scope group kind name value explained"
IMPORTANCE = "scope of name relation weight linear main_effect share ratio pearson method units states reason"


def frame(rows: Iterator[Row], columns: str) -> pd.DataFrame:
    """Return rows as a table that has its columns also where there are no rows."""
    return pd.DataFrame(list(rows), columns=columns.split())


def roots(scores: Scores) -> list[int]:
    """Return the columns of the roots of the tree that are groups."""
    return [scores.tree.column(root.node) for root in scores.index.tree if root.node]


def correlations(it: Coherence) -> Iterator[Row]:
    """Yield the pairs of siblings, of children and parents, of places and roots."""
    columns = it.scores.tree.columns
    for position, group in enumerate(it.scores.tree.groups, start=len(it.scores.tree.leaves)):
        for one, other in combinations(group.children, 2):
            yield _pair(it, group.name, "sibling", one, other)
        for child in group.children:
            yield _pair(it, group.name, "parent", child, position, only=len(group.children) == 1)
    for root in roots(it.scores):
        direct = {root, *it.scores.tree.group(root).children}
        for name in it.shares[columns[root]]:
            if it.scores.tree.column(name) not in direct:
                yield _pair(it, columns[root], "root", it.scores.tree.column(name), root)


def _pair(it: Coherence, group: str, relation: str, one: int, other: int, only: bool = False) -> Row:
    pair, columns = it.together, it.scores.tree.columns
    pearson = float(pair.pearson[one, other])
    return {
        "scope": it.scope,
        "group": group,
        "relation": relation,
        "one": columns[one],
        "other": columns[other],
        "pearson": pearson,
        "spearman": float(pair.spearman[one, other]),
        "band": "" if only else band(pearson),
        "units": int(pair.units[one, other]),
        "states": int(pair.states[one, other]),
        "reason": pair.reason(one, other) or (ONLY_CHILD if only else ""),
    }


def _of_group(it: Coherence, group: Group) -> tuple[list[int], Row]:
    """Return the children that can be looked at, and what all tables say of a group."""
    kept, left_out = it.bearing(group)
    square = np.ix_(kept, kept)
    reason = ""
    if len(kept) < 2:
        reason = ONLY_CHILD if len(group.children) == 1 else NOT_ENOUGH
    elif np.isnan(it.together.pearson[square]).any():
        reason = NOT_ENOUGH
    return kept, {
        "scope": it.scope,
        "group": group.name,
        "children": len(kept),
        "states": int(it.together.states[square].min()) if kept else 0,
        "left_out": " ".join(it.scores.tree.columns[child] for child in left_out),
        "reason": reason,
    }


def reliability(it: Coherence) -> Iterator[Row]:
    """Yield α of each group."""
    for group in it.scores.tree.groups:
        kept, row = _of_group(it, group)
        square = np.ix_(kept, kept)
        known = not row["reason"]
        yield row | {
            "alpha": cronbach_alpha(it.together.covariance[square]) if known else np.nan,
            "alpha_standardised": cronbach_alpha(it.together.pearson[square]) if known else np.nan,
        }


def dimensions(it: Coherence) -> Iterator[Row]:
    """Yield whether one component is enough for each group."""
    for group in it.scores.tree.groups:
        kept, row = _of_group(it, group)
        found = it.components(group)
        if found is None:
            yield row | {
                "eigenvalues": "",
                "above_one": np.nan,
                "explained": np.nan,
                "against": "",
                "unidimensional": None,
            }
            continue
        names = [it.scores.tree.columns[child] for child in kept]
        yield row | {
            "eigenvalues": " ".join(f"{size:.4g}" for size in found.eigenvalues),
            "above_one": above_one(found),
            "explained": float(found.shares[0]),
            "against": " ".join(n for n, at in zip(names, found.loadings, strict=True) if at < 0.0),
            "unidimensional": is_unidimensional(found),
        }


def loadings(it: Coherence) -> Iterator[Row]:
    """Yield every component of each group, and what loads on the first."""
    for group in it.scores.tree.groups:
        found = it.components(group)
        if found is None:
            continue
        row = {"scope": it.scope, "group": group.name}
        for number, (size, share) in enumerate(zip(found.eigenvalues, found.shares, strict=True), start=1):
            kind = {"kind": "component", "name": str(number)}
            yield row | kind | {"value": float(size), "explained": float(share)}
        for child, loading in zip(it.bearing(group)[0], found.loadings, strict=True):
            kind = {"kind": "loading", "name": it.scores.tree.columns[child]}
            yield row | kind | {"value": float(loading), "explained": float(loading**2)}


def importance(it: Coherence) -> Iterator[Row]:
    """Yield nominal weights and effective importance, of children for groups and of items for roots."""
    tree = it.scores.tree
    for position, group in enumerate(tree.groups, start=len(tree.leaves)):
        acts = group.rule not in WEIGHTLESS
        weights = (group.weights / group.weights.sum()).tolist() if acts else [np.nan] * len(group.children)
        yield from _effects(it, position, "parent", dict(zip(group.children, weights, strict=True)))
    items = items_of(tree).names
    for root in roots(it.scores):
        shares = it.shares[tree.columns[root]]
        below = {tree.column(name): shares[name] for name in items if name in shares}
        if not below.keys() <= set(tree.group(root).children):  # else it has been said above
            yield from _effects(it, root, "root", below)


def _effects(it: Coherence, of: int, relation: str, weights: dict[int, float]) -> Iterator[Row]:
    """Yield the effects on one score; the ratio is beside the weights of those children that have an effect."""
    found = {child: _effect(it, child, of) for child in weights}
    known = [child for child, row in found.items() if not np.isnan(row["main_effect"])]
    effects = sum(found[child]["main_effect"] for child in known) or np.nan
    weighed = sum(weights[child] for child in known) or np.nan
    for child, weight in weights.items():
        share = found[child]["main_effect"] / effects
        place = {"scope": it.scope, "of": it.scores.tree.columns[of], "name": it.scores.tree.columns[child]}
        numbers = {
            "relation": relation,
            "weight": weight,
            "share": share,
            "ratio": share / (weight / weighed),
        }
        yield place | numbers | found[child] | ({"reason": ONLY_CHILD} if len(weights) == 1 else {})


def _effect(it: Coherence, one: int, other: int) -> Row:
    pair = it.together
    effect, method = float("nan"), ""
    if not pair.reason(one, other):
        both = ~np.isnan(it.values[:, [one, other]]).any(axis=1)
        effect, method = main_effect(*np.round(it.values[both][:, [one, other]].T, DECIMALS))
    return {
        "linear": float(pair.pearson[one, other]) ** 2,
        "main_effect": effect,
        "pearson": float(pair.pearson[one, other]),
        "method": method,
        "units": int(pair.units[one, other]),
        "states": int(pair.states[one, other]),
        "reason": pair.reason(one, other),
    }
