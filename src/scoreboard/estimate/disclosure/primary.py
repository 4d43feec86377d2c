"""Primary suppression: which cells are unsafe by themselves, and how far an intruder must stay from them.

The rules and the distances are those of Hundepool and others (2012), *Statistical Disclosure Control*, Wiley,
chapter 4 (sensitivity rules and their protection levels), as τ-ARGUS has them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.definitions.disclosure import DisclosureRules

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

CONFIDENTIAL, LOW_RELIABILITY, MISSING = "C", "u", "m"
"""Status letters of `observations.contracts.FLAGS`. What is hidden for its own sake and what is hidden to keep
others hidden have the same letter: to tell them apart would tell an intruder which cells are small."""
NO_PERSONS, NO_VALUE = "no persons", "no value"
TOO_FEW, LITTLE_WEIGHT, DOMINANCE, EVERYONE = "too few", "too little weight", "dominance", "everyone"
UNRELIABLE, FLAGGED = "unreliable", "low reliability"
COMPLEMENTARY, WHOLE_TABLE, ONLY_COUNT = "complementary", "whole table", "count complementary"
HIDDEN = (TOO_FEW, LITTLE_WEIGHT, DOMINANCE, EVERYONE, UNRELIABLE, COMPLEMENTARY, WHOLE_TABLE)
"""Reasons for which a value is hidden; the first four have the status of secrets, `unreliable` its flag."""
PERSONS = 2
"""A hidden figure must leave open what so many persons of mean weight contributed."""


def find_primary(cells: pd.DataFrame, rules: DisclosureRules) -> pd.Series[str]:
    """Return for each cell why it is missing, hidden or flagged; an empty text where nothing is wrong.

    Of several reasons the gravest counts.

    >>> cells = pd.DataFrame({"state": "AT", "value": [0.0, 50, 50, 50], "n": [0, 5, 30, 900], "top1": 10.0,
    ...     "weight": [0.0, 50, 300, 9000], "numerator": [0.0, 25, 150, 4500], "top2": 10.0})
    >>> find_primary(cells, DisclosureRules()).tolist()
    ['no persons', 'too few', 'low reliability', '']
    """
    publish, reliable = limits(cells["state"], rules)
    ratio = cells["numerator"].notna() & (cells["numerator"] <= cells["weight"])
    certain = ratio & cells["numerator"].isin([0.0]) | (cells["numerator"] == cells["weight"])
    tests = {
        NO_PERSONS: cells["n"] <= 0,
        NO_VALUE: cells["value"].isna(),
        TOO_FEW: cells["n"] < rules.minimum_count,
        LITTLE_WEIGHT: cells["weight"] < rules.minimum_weight,
        DOMINANCE: dominance_distance(cells, rules) > 0,
        EVERYONE: certain & rules.certain,
        UNRELIABLE: cells["weight"] < publish,
        FLAGGED: (cells["n"] < rules.reliable_count) | (cells["weight"] < reliable),
    }
    reasons = np.full(len(cells), "", dtype=object)
    for reason, holds in reversed(tests.items()):
        reasons[np.asarray(holds, dtype=bool)] = reason
    return pd.Series(reasons, cells.index, dtype="str")


def limits(states: pd.Series[str], rules: DisclosureRules) -> tuple[Array, Array]:
    """Return each cell's limits a and b in persons; 0 for states without any."""
    known = rules.reliability.states if rules.reliability else {}
    pairs = {state: (limit.publish, limit.reliable) for state, limit in known.items()}
    both = np.array([pairs.get(state, (0.0, 0.0)) for state in states]).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def dominance_distance(cells: pd.DataFrame, rules: DisclosureRules) -> Array:
    """Return the upper protection level of each cell that a dominance rule finds unsafe, 0 for the others.

    With total X and contributions x₁ ≥ x₂ ≥ …: p% rule, unsafe if X − x₁ − x₂ < p/100·x₁, level
    p/100·x₁ − (X − x₁ − x₂); (n, k) rule, unsafe if x₁ + … + xₙ > k/100·X, level 100/k·(x₁ + … + xₙ) − X.

    Returns
    -------
    Array [cell], in the unit of the numerator.
    """
    total, first, second = (cells[name].to_numpy(float) for name in ("numerator", "top1", "top2"))
    distance = np.zeros(len(cells))
    if rules.p_per_cent is not None:
        distance = np.fmax(distance, rules.p_per_cent / 100 * first - (total - first - second))
    if rules.dominance is not None:
        largest = first + (second if rules.dominance.contributors == 2 else 0)
        distance = np.fmax(distance, 100 / rules.dominance.per_cent * largest - total)
    return np.where(distance > 1e-9 * np.nan_to_num(np.abs(total)), distance, 0.0)


def value_needs(cells: pd.DataFrame, reasons: pd.Series[str], rules: DisclosureRules) -> Array:
    """Return how far the numerators of unsafe cells must stay unknown: below, above, and in width.

    A share's interval is at least `protection` of what is possible, and at least as wide as what two persons
    contribute, so that a count of few persons cannot be found as the only whole number in it.

    Returns
    -------
    Array [cell, 3], in the unit of the numerator; 0 where nothing is needed.
    """
    total, weight, count, first = (
        cells[name].to_numpy(float) for name in ("numerator", "weight", "n", "top1")
    )
    unsafe = reasons.isin(HIDDEN).to_numpy() & ~np.isnan(total)
    share = np.abs(total) <= weight * (1 + 1e-9)
    person = PERSONS * weight / np.maximum(count, 1)
    width = np.where(
        share,
        np.minimum(weight, np.maximum(rules.protection * weight, person)),
        np.maximum(rules.protection * np.abs(total), PERSONS * np.nan_to_num(first)),
    )
    away = dominance_distance(cells, rules)
    above = np.where(share, np.minimum(away, weight - total), away)
    needs = np.column_stack([np.minimum(away, np.maximum(total, 0)), above, width])
    return np.where(unsafe[:, None], needs, 0.0)


def count_needs(cells: pd.DataFrame, reasons: pd.Series[str], secret: Mask, rules: DisclosureRules) -> Array:
    """Return how wide the interval of a hidden cell's number of persons must be.

    For a small cell it is the minimum count: an intruder can then not exclude that the cell has as many persons
    as are published elsewhere. For any other hidden cell it is two persons.

    Parameters
    ----------
    secret : mask [cell], whose value is hidden.

    Returns
    -------
    Array [cell, 3], in persons.
    """
    needs = np.zeros((len(cells), 3))
    needs[:, 2] = np.where(secret, PERSONS, 0.0)
    needs[reasons.isin([TOO_FEW]).to_numpy(), 2] = max(rules.minimum_count, PERSONS)
    return needs


def weight_needs(cells: pd.DataFrame, reasons: pd.Series[str], secret: Mask, rules: DisclosureRules) -> Array:
    """Return how wide the interval of a hidden cell's weighted number must be; array [cell, 3], in persons.

    It is what two persons of mean weight stand for, and for a small cell at least `protection` of the whole.
    """
    weight, count = cells["weight"].to_numpy(float), cells["n"].to_numpy(float)
    small = reasons.isin([TOO_FEW, LITTLE_WEIGHT]).to_numpy()
    width = np.maximum(np.where(small, rules.protection, 0.0), PERSONS / np.maximum(count, 1)) * weight
    needs = np.zeros((len(cells), 3))
    needs[:, 2] = np.where(secret, width, 0.0)
    return needs
