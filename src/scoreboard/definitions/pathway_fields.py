"""The fields of a legal pathway (pathway_fields.csv): what they are called, what they may hold, how they compare.

The first ones are asked of every pathway; the further ones are terms that only some acts have.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Kind = Literal["number", "category", "list", "date"]
LEFT_TO_STATE = "member_state_option"
NOT_RECORDED = "not_recorded"
NONE_IN_EU_LAW = "none_in_eu_law"
"""EU law sets nothing of the kind: an answer, and no number."""
WORDS = (LEFT_TO_STATE, NOT_RECORDED, NONE_IN_EU_LAW)
"""What every field may hold in place of a value."""
DAYS = {"days": 1, "months": 30, "years": 360}
"""Unit of time → days, for comparing only: three months and ninety days are the same here."""
_MONEY = re.compile(r"([A-Z]{3})_a_(year|month)")


@dataclass(frozen=True, slots=True)
class Field:
    """One row of the table.

    Parameters
    ----------
    unit : of numbers, in which they are compared; empty for other kinds.
    part : heading under which it is shown.
    main : whether every pathway is asked for it.
    values : of categories and lists, the codes they may hold; empty where any code may stand.
    """

    field: str
    label: str
    kind: Kind
    unit: str
    part: str
    main: bool
    values: tuple[str, ...]

    def fits(self, unit: str | None) -> bool:
        """Return whether a number may be given in this unit."""
        if self.unit in DAYS:
            return unit in DAYS
        return bool(unit and _MONEY.fullmatch(unit)) if _MONEY.fullmatch(self.unit) else unit == self.unit

    def comparable(self, number: float, unit: str | None) -> float | None:
        """Return a number in the unit of the field, or None where it cannot be compared (another currency).

        >>> fields()["processing_time"].comparable(4, "months")
        120.0
        """
        if unit in DAYS and self.unit in DAYS:
            return number * DAYS[unit] / DAYS[self.unit]
        own, given = _MONEY.fullmatch(self.unit), _MONEY.fullmatch(unit or "")
        if own and given:
            times = 12 if given[2] == "month" else 1
            return float(number * times) if own[1] == given[1] else None
        return float(number) if unit == self.unit else None


@cache
def fields() -> dict[str, Field]:
    """Return name → field, in the order of the table."""
    with files("scoreboard.definitions").joinpath("pathway_fields.csv").open(encoding="utf-8") as table:
        return {
            row["field"]: Field(
                row["field"],
                row["label"],
                row["kind"],  # type: ignore[arg-type]  # the table's own test holds its kinds
                row["unit"],
                row["part"],
                row["main"] == "1",
                tuple(filter(None, row["values"].split(";"))),
            )
            for row in csv.DictReader(table)
        }


def is_money(unit: str | None) -> bool:
    """Return whether a unit is a currency a year or a month, which needs a reference year."""
    return bool(_MONEY.fullmatch(unit or ""))
