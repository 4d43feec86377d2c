"""An outcome's values by state and year, of all years that the data hold."""

from __future__ import annotations

import pandas as pd

from scoreboard.definitions.models import StatisticIndicator
from scoreboard.observations import Panel
from scoreboard.scoring.measures import SIGN, Measure, slices_of

KEYS = ["group", "sex", "duration"]


def chosen(panel: Panel, code: str, group: str | None = None, sex: str | None = None) -> StatisticIndicator:
    """Return an outcome indicator, for another group or sex if one is named.

    Raises
    ------
    KeyError
        If there is no such outcome indicator.
    """
    it = panel.framework.indicators[code]
    if not isinstance(it, StatisticIndicator) or it.lens != "outcome":
        raise KeyError(code)
    asked = {"group": group, "sex": sex}
    return it.model_copy(update={name: value for name, value in asked.items() if value is not None})


def outcome_values(panel: Panel, it: StatisticIndicator) -> pd.DataFrame:
    """Return the values of an outcome indicator.

    Returns
    -------
    DataFrame, one row per (state, year) with a value: `state`, `year`; `value` in the indicator's unit (for a
    gap or ratio: of the measured group beside the reference, turned so that more is better); `flags`, the
    source's letters of both.
    """
    frame = panel.frame
    frame = frame[(frame["indicator"] == panel.framework.base(it.code).code) & frame["value"].notna()]
    group, reference = slices_of(it)
    own = _slice(frame, group)
    if reference is None:
        return own.reset_index()
    beside = own.join(_slice(frame, reference).add_suffix("_reference"), how="inner")
    sign = SIGN[it.direction]
    best = sign * (sign * beside["value_reference"]).max()
    measure = Measure(it.measure, sign, float(best) if len(beside) else float("nan"))
    values = measure(beside["value"].to_numpy(float), beside["value_reference"].to_numpy(float))
    flags = beside["flags"] + beside["flags_reference"]
    return pd.DataFrame({"value": values, "flags": flags}, index=beside.index).dropna().reset_index()


def _slice(frame: pd.DataFrame, wanted: tuple[str, str, str]) -> pd.DataFrame:
    at = (frame[KEYS] == list(wanted)).all(axis=1)
    return frame.loc[at, ["state", "year", "value", "flags"]].set_index(["state", "year"]).sort_index()


def placebo_of(it: StatisticIndicator) -> StatisticIndicator | None:
    """Return the level of the reference group, which a change for migrants should leave alone, if any."""
    _, reference = slices_of(it)
    if reference is None:
        if "NAT" not in it.groups or it.group == "NAT":
            return None
        reference = ("NAT", it.sex, it.duration)
    group, sex, duration = reference
    changes = {"group": group, "sex": sex, "duration": duration, "measure": "level"}
    none = dict.fromkeys(("reference", "reference_sex", "reference_duration"))
    return it.model_copy(update={**changes, **none})
