"""Tables as linear relations: every whole is the sum of its parts, and of what no table shows.

Persons of unknown citizenship, or of a group that has no cell, are the difference between a whole and its parts,
which anybody can take. Each such remainder becomes an implied cell: never published, and unsafe like any other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.definitions.disclosure import DisclosureRules, Sum
from scoreboard.estimate.disclosure.primary import TOO_FEW

COORDINATES = ["group", "sex", "age", "duration"]
AMOUNTS = ["n", "weight", "numerator"]
SAME = 1e-9
"""Relative difference below which two sums over the same persons are the same."""


class NotAdditiveError(ValueError):
    """Parts that have more persons than their whole: the sums in the rules do not hold in these cells."""


@dataclass(frozen=True)
class Tables:
    """Cells, implied ones included, and their sums.

    Parameters
    ----------
    cells : the given cells, numbered from 0, then the implied ones; with `statistic`, and `implied` (bool).
    members : one row per cell in a sum: `equation` (number), `cell` (row of `cells`), `sign` (1 whole, −1 part).
    """

    cells: pd.DataFrame
    members: pd.DataFrame


def make_tables(cells: pd.DataFrame, rules: DisclosureRules) -> Tables:
    """Return the tables of all states, years and indicators.

    Parameters
    ----------
    cells : as `protect` takes them, numbered from 0, with `reason`.

    Raises
    ------
    NotAdditiveError
        If parts exceed their whole.
    """
    cells = cells.assign(statistic=_statistics(cells, rules), implied=False)
    everybody = common_groups(rules)
    parts = pd.concat([_sum_of(cells, rule, everybody) for rule in rules.sums], ignore_index=True)
    keys = ["rule", "whole", "indicator"]
    parts["equation"] = parts.groupby(keys, sort=False).ngroup()
    rests = _remainders(cells, parts)
    implied = _implied(cells, rests, rules, first=len(cells))
    whole = parts.drop_duplicates("equation")
    members = pd.concat(
        [
            pd.DataFrame({"equation": whole["equation"], "cell": whole["whole"], "sign": 1.0}),
            pd.DataFrame({"equation": parts["equation"], "cell": parts["part"], "sign": -1.0}),
            pd.DataFrame({"equation": implied["equation"], "cell": implied.index, "sign": -1.0}),
        ],
        ignore_index=True,
    )
    return Tables(pd.concat([cells, implied.drop(columns="equation")]), members)


def _statistics(cells: pd.DataFrame, rules: DisclosureRules) -> pd.Series[str]:
    """Return what each cell measures: what the cells say themselves, or the first of linked indicators."""
    if "statistic" in cells:
        return cells["statistic"].astype("str")
    first = {code: family[0] for family in rules.linked for code in family}
    return cells["indicator"].map(lambda code: first.get(code, code)).astype("str")


def common_groups(rules: DisclosureRules) -> set[str]:
    """Return the groups that are a whole and no part: the same persons whatever tells the groups apart."""
    sums = [rule for rule in rules.sums if rule.column == "group"]
    return {rule.total for rule in sums} - {part for rule in sums for part in rule.parts}


def _sum_of(cells: pd.DataFrame, rule: Sum, everybody: set[str]) -> pd.DataFrame:
    """Return each part that has a whole, as rows `part` and `whole` of cells.

    The whole stands in the same table, or it is the total of everybody in a linked one: foreigners by citizenship
    are not those by birth.
    """
    others = ["state", "year", *(name for name in COORDINATES if name != rule.column)]
    wanted = [*others, "indicator", "statistic"]
    wholes = cells.loc[cells[rule.column] == rule.total, wanted].rename_axis("whole").reset_index()
    parts = cells.loc[cells[rule.column].isin(rule.parts), wanted].rename_axis("part").reset_index()
    own = parts.merge(wholes.drop(columns="statistic"), on=[*others, "indicator"])
    left = parts[~parts["part"].isin(own["part"])]
    total = cells.loc[wholes["whole"], "group"].isin(everybody).to_numpy()
    shared = wholes[total].drop(columns="indicator").drop_duplicates([*others, "statistic"])
    linked = left.merge(shared, on=[*others, "statistic"])
    found = pd.concat([own, linked])[["part", "whole", "indicator"]]
    return found.assign(rule=f"{rule.column} {rule.total} {rule.parts}")


def _remainders(cells: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Return what each whole has beyond its parts: one row per equation, `AMOUNTS` and `whole`."""
    amounts = cells[AMOUNTS].astype(float)
    whole = parts.drop_duplicates("equation").set_index("equation")[
        "whole"
    ]  # equations are numbered in order
    sums = pd.DataFrame(
        {name: np.bincount(parts["equation"], amounts[name].loc[parts["part"]]) for name in AMOUNTS}
    )
    of_whole = amounts.loc[whole].set_axis(sums.index)
    rest = of_whole - sums
    rest = rest.mask(rest.abs() <= SAME * of_whole.abs(), 0.0)
    beyond = (rest["n"] < 0) | (rest["weight"] < 0)
    if beyond.any():
        names = cells.loc[whole[beyond], ["state", "indicator", "year", *COORDINATES]]
        listed = "; ".join(" ".join(map(str, row)) for row in names.head(5).itertuples(index=False))
        raise NotAdditiveError(f"parts have more persons than their whole in {beyond.sum()} sums: {listed}")
    return rest.assign(whole=whole)


def _implied(cells: pd.DataFrame, rests: pd.DataFrame, rules: DisclosureRules, first: int) -> pd.DataFrame:
    rests = rests[(rests["n"] > 0) | (rests["weight"] > 0)]
    implied = cells.loc[rests["whole"]].set_axis(pd.RangeIndex(first, first + len(rests)))
    implied[AMOUNTS] = rests[AMOUNTS].to_numpy()
    few = (implied["n"] < rules.minimum_count) | (implied["weight"] < rules.minimum_weight)
    implied[["value", "se", "top1", "top2"]] = [np.nan, np.nan, 0.0, 0.0]
    return implied.assign(reason=np.where(few, TOO_FEW, ""), equation=rests.index, implied=True)


def same_amounts(cells: pd.DataFrame, keys: list[str], amounts: list[str]) -> NDArray[np.intp]:
    """Return a number for each cell that cells have in common if they have keys and amounts in common.

    Two tables that count the same persons show the same amounts to the last digits; one that is hidden in the
    one and shown in the other is not hidden at all. Implied cells are not compared.
    """
    ordered = cells.sort_values([*keys, *amounts], kind="stable")
    implied = ordered["implied"] | ordered["implied"].shift(fill_value=False)
    near = ordered[keys].eq(ordered[keys].shift()).all(axis=1) & ~implied
    for name in amounts:
        near &= ordered[name].diff().abs() <= SAME * ordered[name].abs()
    number = (~near).cumsum() - 1
    return np.asarray(number.reindex(cells.index), dtype=np.intp)
