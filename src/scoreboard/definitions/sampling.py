"""How sure an observation is: where its standard error comes from, declared and in an order."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scoreboard.definitions.basics import Closed, Text

NonNegative = Annotated[float, Field(ge=0)]
Flag = Annotated[str, Field(pattern=r"^[a-zA-Z]$")]
ErrorSource = Literal["se", "interval", "n", "exact", "flag", "default"]


class ErrorDefault(Closed):
    """The standard error of a value of which none is published; the largest of what is declared."""

    relative: NonNegative = 0.0
    """Share of the value, in any unit."""
    absolute: NonNegative = 0.0
    """In the indicator's own unit."""
    persons: Annotated[float, Field(gt=0)] | None = None
    """For a value in per cent, instead of `relative`: as if it rested on so many persons, drawn at random. A
    share and its complement are then equally sure, which no relative error can say."""


_UNRELIABLE = dict.fromkeys("nu", ErrorDefault(relative=0.1, persons=50))
_LARGE = dict.fromkeys(("NAT", "TOTAL"), ErrorDefault(relative=0.005, persons=5000))


class SamplingError(Closed):
    """Where the standard error of an observation comes from: the first source that knows it."""

    sources: Annotated[tuple[ErrorSource, ...], Field(min_length=1)] = (
        "se",
        "interval",
        "n",
        "exact",
        "flag",
        "default",
    )
    """Order in which the sources are asked. se: published; interval: from a published confidence interval;
    n: from the number of persons asked; exact: none, for policy items and complete counts; flag: from the
    status letters; default: for every other value."""
    interval_level: Annotated[float, Field(gt=0, lt=1)] = 0.95
    """Level of the published confidence intervals."""
    design_effect: Annotated[float, Field(gt=0)] = 1.0
    """Variance under the survey's design over that of as large a simple random sample; for `n`."""
    exact_units: tuple[Text, ...] = ("number", "per_100_foreign_citizens")
    """Units of what registers count completely, so that nothing is sampled."""
    flags: dict[Flag, ErrorDefault] = _UNRELIABLE
    """Status letter → standard error; of several letters the largest holds. b says that a series is broken,
    not that a value is unsure, so it stands here only if an index wants it."""
    default: ErrorDefault = ErrorDefault(relative=0.02, persons=1000)
    """For a survey's value without a letter."""
    groups: dict[str, ErrorDefault] = _LARGE
    """Group code → a default of its own, as surveys ask many more nationals than foreigners."""
    floor: NonNegative = 0.03
    """Least standard error of a survey's share, in percentage points, where none is published: a figure rounded
    to one decimal is off by 0.1/√12."""
