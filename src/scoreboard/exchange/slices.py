"""From the cells of datasets to the observations of indicators, with a reason for every row left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.definitions import AnyIndicator
from scoreboard.definitions.models import SourceFilter, StatisticIndicator
from scoreboard.exchange.cells import Cells
from scoreboard.findings import Place, Report
from scoreboard.observations.tables import COLUMNS, DEFAULTS

GROUP_COLUMN = {"citizenship": "citizen", "birth": "c_birth"}
"""What tells groups apart → Eurostat's dimension."""
KEY = ["state", "indicator", "year", "group", "sex", "age", "duration"]


@dataclass(frozen=True)
class Slice:
    """What one indicator takes of one dataset.

    Parameters
    ----------
    indicator, dataset : their codes.
    reason : Series of text over all cells of the dataset; empty for the rows that are taken.
    distance : array of int, the number of conditions from the first failed one to the last; 0 where
        all hold. Of several indicators, the nearest tells best why nobody took a row.
    rows : DataFrame of text, the rows taken, in the columns of observations and `url`; the index is the
        position in the dataset.
    """

    indicator: str
    dataset: str
    reason: pd.Series[str]
    distance: NDArray[np.int64]
    rows: pd.DataFrame

    def without(self, left_out: pd.Series[bool], why: str) -> Slice:
        """Return the slice less the rows where `left_out` (over `rows`) holds."""
        reason = self.reason.copy()
        reason[self.rows.index[left_out]] = why
        return Slice(self.indicator, self.dataset, reason, self.distance, self.rows[~left_out])


def cut(indicator: AnyIndicator, source: SourceFilter, cells: Cells, report: Report) -> Slice:
    """Take the rows of one indicator from the cells of one dataset."""
    conditions = _conditions(indicator, source, cells)
    for column in conditions:
        if column not in cells.dimensions:
            found = f"{column}, which {indicator.code} needs, is absent"
            report.add("missing-column", Place(cells.delivery.file, 1), found, indicator=indicator.code)
    reason = np.where(cells.frame["state"] == "", cells.frame["reason"], "").astype(object)
    distance = np.where(reason == "", 0, len(conditions) + 1).astype(np.int64)
    for position, (column, admitted) in enumerate(conditions.items()):
        if column in cells.dimensions:
            dimension = cells.dimensions[column]
            failed = (reason == "") & ~dimension.isin(admitted).to_numpy()
            reason[failed] = f"{column} = " + dimension[failed].astype(object)
            distance[failed] = len(conditions) - position
    whole = Slice(
        indicator.code,
        cells.key,
        pd.Series(reason, dtype="str"),
        distance,
        _observations(indicator, source, cells, np.flatnonzero(reason == "")),
    )
    _report_duplicates(whole, cells, report)
    # in a context series "not available" is itself worth showing
    return whole if indicator.lens == "context" else _less_empty_states(whole)


def _conditions(indicator: AnyIndicator, source: SourceFilter, cells: Cells) -> dict[str, set[str]]:
    """Return column → admitted codes: filters, then group, sex and age where the file tells them apart."""
    conditions = {
        column: {codes} if isinstance(codes, str) else set(codes) for column, codes in source.filters.items()
    }
    if not isinstance(indicator, StatisticIndicator):
        return conditions
    column = _group_column(indicator, cells)
    if column:
        known = cells.dimensions[column].unique() if column in cells.dimensions else ()
        conditions[column] = {code for code in known if source.recode.get(code, code) in indicator.groups}
    breakdowns: dict[str, set[str]] = {"sex": set(indicator.sexes), "age": {indicator.age}}
    for field, admitted in breakdowns.items():
        if field in cells.roles:
            conditions.setdefault(cells.roles[field], admitted)
    return conditions


def _group_column(indicator: StatisticIndicator, cells: Cells) -> str | None:
    """Return the column that tells the indicator's groups apart; None for the whole population."""
    if indicator.by == "none":
        return None
    return cells.roles.get("group") or GROUP_COLUMN.get(indicator.by, indicator.by)


def _observations(
    indicator: AnyIndicator, source: SourceFilter, cells: Cells, taken: NDArray[np.int64]
) -> pd.DataFrame:
    """Return the taken rows in the columns of the observation contract, defaults left empty."""
    dimensions = cells.dimensions.iloc[taken]
    rows = cells.frame.iloc[taken].drop(columns="reason")
    rows["indicator"], rows["source"] = indicator.code, cells.key
    for column in ("group", "sex", "age", "duration"):
        rows[column] = ""
    if isinstance(indicator, StatisticIndicator):
        by = _group_column(indicator, cells)
        if by in dimensions:
            groups = dimensions[by].astype("str")
            rows["group"] = groups.map(lambda code: source.recode.get(code, code)).replace("TOTAL", "")
        if "sex" in cells.roles:
            rows["sex"] = dimensions[cells.roles["sex"]].astype("str").replace("T", "")
        rows["age"] = indicator.age if indicator.age != "TOTAL" else ""
    return rows


def _report_duplicates(whole: Slice, cells: Cells, report: Report) -> None:
    again = whole.rows[whole.rows.duplicated(KEY)]
    if len(again):
        first = again.iloc[0]
        found = f"{first['state']} {first['indicator']} {first['year']} stands twice ({len(again)} such rows)"
        advice = "Narrow the filters of the indicator, or remove the repeated rows from the file."
        place = cells.delivery.place(int(again.index[0]))
        report.add("duplicate-observation", place, found, "", advice, indicator=whole.indicator)


def _less_empty_states(whole: Slice) -> Slice:
    """Leave out states for which the indicator has no value at all, so that they do not look covered."""
    if whole.rows.empty:
        return whole
    covered = whole.rows.loc[whole.rows["value"] != "", "state"].unique()
    return whole.without(~whole.rows["state"].isin(covered), "no value in any year")


def keys(rows: pd.DataFrame, *more: str) -> pd.MultiIndex:
    """Return what tells observations apart, and `more` columns; an empty cell is its default."""
    cells = rows[[*KEY, *more]].astype("str")
    return pd.MultiIndex.from_frame(
        cells.replace({name: {"": default} for name, default in DEFAULTS.items()})
    )


def prefer_first(slices: Iterable[Slice]) -> list[Slice]:
    """Keep the rows of the first slice that has any; `slices` are one indicator's, preferred first."""
    result: list[Slice] = []
    chosen = ""
    for one in slices:
        if chosen:
            everything = pd.Series(True, index=one.rows.index)
            result.append(one.without(everything, f"taken from {chosen}, which is preferred"))
        else:
            result.append(one)
            chosen = one.dataset if len(one.rows) else ""
    return result


def observations(slices: Iterable[Slice]) -> pd.DataFrame:
    """Return the rows of all slices in one frame."""
    rows = [one.rows for one in slices]
    nothing = pd.DataFrame(columns=[*COLUMNS, "url"], dtype="str")
    return pd.concat(rows, ignore_index=True) if rows else nothing
