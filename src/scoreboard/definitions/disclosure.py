"""What an office may say about disclosure control: whom a published cell could give away, and what goes out.

The words are those of Hundepool and others (2012), *Statistical Disclosure Control*, Wiley, chapter 4.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scoreboard.definitions.basics import Closed, Code, StateCode, Text
from scoreboard.definitions.sampling import NonNegative

Column = Literal["group", "sex", "age", "duration"]
PerCent = Annotated[float, Field(gt=0, le=100)]
Share = Annotated[float, Field(gt=0, le=1)]


class Sum(Closed):
    """A whole and its parts: persons of the whole are those of the parts, and of parts that no table shows."""

    column: Column
    total: Text
    parts: Annotated[tuple[Text, ...], Field(min_length=1)]


class Dominance(Closed):
    """The (n, k) rule: a cell is unsafe if its n largest contributions exceed k per cent of its total."""

    contributors: Literal[1, 2]
    per_cent: PerCent


class Limits(Closed):
    """Reliability limits of one state's survey, in persons after weighting."""

    publish: NonNegative
    """Limit a: a value that rests on a smaller population is not published."""
    reliable: NonNegative
    """Limit b: one that rests on a smaller population is published with the flag u."""


class Reliability(Closed):
    """Reliability limits by state, as the guidelines of the EU Labour Force Survey have them."""

    source: Text
    """Where the limits are published: document, edition, page."""
    states: Annotated[dict[StateCode, Limits], Field(min_length=1)]


class Rounding(Closed):
    """How what is published is rounded; a published figure tells an intruder no more than its rounding leaves."""

    decimals: Annotated[int, Field(ge=0, le=6)] = 1
    """Decimals of the value; its standard error has one more."""
    count_base: Annotated[int, Field(ge=1)] = 1
    """Numbers of persons asked are rounded to multiples of this; registers want 3 to 10."""
    weight_base: Annotated[int, Field(ge=1)] = 1000
    """Weighted numbers of persons, and numerators, are rounded to multiples of this."""
    method: Literal["deterministic", "controlled"] = "deterministic"
    """deterministic: to the nearest multiple, so that parts need not make their whole; controlled: up or down,
    drawn so that published parts do make their published whole."""
    seed: int = 1
    """For controlled rounding: the same seed rounds the same cells alike."""


SUMS = (
    Sum(column="sex", total="T", parts=("F", "M")),
    Sum(column="group", total="TOTAL", parts=("NAT", "FOR")),
    Sum(column="group", total="TOTAL", parts=("NAT", "EU27_2020_FOR", "NEU27_2020_FOR")),
    Sum(column="group", total="FOR", parts=("EU27_2020_FOR", "NEU27_2020_FOR")),
)


class DisclosureRules(Closed):
    """Which cells are unsafe, how far an intruder must stay from them, and what is published.

    The counts are those of the publication rule of EU-SILC (nothing below 20 persons asked, a flag below 50),
    which many offices also keep for their Labour Force Survey. A register usually needs less
    (`minimum_count: 5`) and counts rounded to a base.
    """

    minimum_count: Annotated[int, Field(ge=1)] = 20
    """A cell with fewer persons asked is hidden."""
    reliable_count: Annotated[int, Field(ge=0)] = 50
    """A cell with fewer persons asked has the flag u."""
    minimum_weight: NonNegative = 0.0
    """A cell that stands for fewer persons is hidden."""
    p_per_cent: PerCent | None = 10.0
    """The p% rule: unsafe if the second largest contributor could work out the largest to within p per cent. On
    numbers of persons it means that one or two persons make the numerator."""
    dominance: Dominance | None = None
    """The (n, k) rule; off, because the p% rule says better what an intruder can know."""
    certain: bool = False
    """Hide shares of exactly 0 or 100 per cent, which say something of every member: for registers."""
    reliability: Reliability | None = None
    """Weighted limits by state. None is given here: each survey's are published with their edition."""
    protection: Share = 0.1
    """How unsure the value of a hidden cell must stay: the interval that can be worked out for a hidden share
    spans at least so much of what is possible (0.1: ten percentage points), for a mean so much of the value."""
    sums: tuple[Sum, ...] = SUMS
    """Wholes and their parts."""
    linked: tuple[tuple[Code, ...], ...] = ()
    """Indicators that measure the same of other breakdowns (citizenship, birth), so that they share their totals."""
    public: tuple[dict[Column, Text], ...] = ()
    """Cells that are published elsewhere in full, by their codes: hiding them here would hide nothing."""
    publish: Literal["value", "value_and_n", "numerators"] = "value_and_n"
    """value: with its standard error; value_and_n: and the persons asked; numerators: and weighted numbers."""
    rounding: Rounding = Rounding()
    seconds: Annotated[float, Field(gt=0)] = 20.0
    """Time for the best choice of what else to hide, for each set of linked tables; then all of it is hidden."""
