"""Women of a migrant group beside men of the reference group: the gap by sex and the gap by origin together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from scoreboard.definitions.models import StatisticIndicator
from scoreboard.report.charts.common import out_of, source_line
from scoreboard.report.charts.differences import (
    INTERVAL,
    clear,
    difference_dots,
    inside,
    latest_difference,
    short,
)
from scoreboard.report.charts.gaps import group_name
from scoreboard.report.edition import Edition
from scoreboard.report.figure import describe
from scoreboard.report.i18n import _
from scoreboard.report.ledger import read
from scoreboard.report.slices import panel_of
from scoreboard.report.words import number
from scoreboard.scoring.gaps import REFERENCE, with_errors
from scoreboard.scoring.measures import SIGN
from scoreboard.scoring.sampling import confidence_interval, declared_sampling

NATIVE = REFERENCE["group"]
COLUMNS = [
    "state",
    "name",
    "year",
    "by_sex",
    "by_origin",
    "value",
    "low",
    "high",
    "extra",
    "extra_low",
    "extra_high",
]


def double_gap(edition: Edition, it: StatisticIndicator) -> pd.DataFrame:
    """Return the gap between women of an indicator's group and men of the reference, and its two parts.

    Returns
    -------
    DataFrame, one row per state in code order, of the latest year with enough states: `by_sex` (women −
    men in the reference group), `by_origin` (women of the group − women of the reference), `value`, their
    sum, with `low` and `high`; `extra`, the gap by sex in the group beyond that in the reference, with its
    interval; negative where the group fares worse. Empty where the data do not hold all four.
    """
    return _double_gap(edition, it.code, it.group, SIGN[it.direction])


@read
def _double_gap(edition: Edition, code: str, group: str, sign: int) -> pd.DataFrame:
    own = with_errors(panel_of(edition, [code]), code, declared_sampling(edition.framework))
    own = own[own["group"].isin([NATIVE, group]) & own["sex"].isin(["F", "M"])]
    wide = own.pivot_table(index=["state", "year"], columns=["group", "sex"], values=["value", "error"])
    needed = [(kind, who, sex) for kind in ("value", "error") for who in (NATIVE, group) for sex in "FM"]
    if not set(needed) <= set(wide.columns):
        return pd.DataFrame(columns=COLUMNS)
    wide = wide.dropna(subset=[column for column in needed if column[0] == "value"])
    rows = _parts(wide, group, sign).reset_index()
    rows = latest_difference(edition, rows).sort_values("state").reset_index(drop=True)
    return rows.assign(name=rows["state"].map(edition.name))[COLUMNS]


def _parts(wide: pd.DataFrame, group: str, sign: int) -> pd.DataFrame:
    value = {(who, sex): sign * wide["value", who, sex] for who in (NATIVE, group) for sex in "FM"}
    error = {key: wide["error", *key].to_numpy(float) for key in value}
    women, men = (group, "F"), (NATIVE, "M")
    rows = pd.DataFrame(
        {
            "by_sex": value[NATIVE, "F"] - value[men],
            "by_origin": value[women] - value[NATIVE, "F"],
            "value": value[women] - value[men],
            "extra": (value[women] - value[group, "M"]) - (value[NATIVE, "F"] - value[men]),
        }
    )
    ends = np.hypot(error[women], error[men])
    every = np.sqrt(sum(each**2 for each in error.values()))
    for name, spread, low, high in (
        ("value", ends, "low", "high"),
        ("extra", every, "extra_low", "extra_high"),
    ):
        rows[low], rows[high] = confidence_interval(rows[name].to_numpy(float), spread, INTERVAL)
    return rows


def double_gap_chart(edition: Edition, it: StatisticIndicator) -> Any:  # noqa: ANN401
    """Return the double gap of every state with its interval; the table splits it into its two parts."""
    rows = double_gap(edition, it)
    women, men = group_name(edition, it, it.group), group_name(edition, it, NATIVE)
    title = f"{short(it.title)}: {_finding(rows, women, men)}"
    table = rows[["name", "value", "low", "high", "by_sex", "by_origin", "extra", "extra_low", "extra_high"]]
    return describe(
        difference_dots(rows),
        title=title,
        subtitle=_(
            "{year}; percentage points; left of 0: the women are worse off; line: {interval} % interval"
        ).format(year=rows["year"].iloc[0], interval=number(100 * INTERVAL))
        if len(rows)
        else "",
        alt_text=_(
            "{title}. Dot chart of differences in {n_rows} states with intervals, in code order."
        ).format(title=title, n_rows=len(rows)),
        table=table.set_axis(
            [
                _("State"),
                _("Double gap"),
                _("Low"),
                _("High"),
                _("By sex"),
                _("By origin"),
                _("Extra gap"),
                _("Extra low"),
                _("Extra high"),
            ],
            axis="columns",
        ),
        source=source_line(edition, [it.code]) if len(rows) else "",
        empty=_(
            "Not enough data: too few states have values of women and men of both groups in the same year."
        ),
    )


def _finding(rows: pd.DataFrame, women: str, men: str) -> str:
    if rows.empty:
        return _("not enough data")
    sides = clear(rows)
    wider = int((rows["extra_high"] < 0).sum())
    return _(
        "women among {women} surely fare worse than men among {men} in {out_of}; the gap "
        "between the sexes is surely wider among migrants in {wider}"
    ).format(women=inside(women), men=inside(men), out_of=out_of(sides["below"], len(rows)), wider=wider)
