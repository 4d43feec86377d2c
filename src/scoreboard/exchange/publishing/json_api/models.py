"""What stands in the files of the API: frozen, closed models.

A field that may be absent has a default; a figure never is: it is a number, or null with its reason beside it.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from scoreboard.definitions.basics import Closed, Code, Day, StateCode
from scoreboard.definitions.method import Share
from scoreboard.definitions.models import (
    Domain,
    Index,
    Lens,
    PolicyIndicator,
    StatisticIndicator,
)

Scored = Literal["policy", "outcome"]
Reference = Annotated[str, Field(json_schema_extra={"format": "uri-reference"})]
"""An address relative to the file in which it stands (RFC 3986), so that the API works wherever it is put."""


class Edition(Closed):
    """The edition that a response belongs to, and on what terms it may be used."""

    title: str
    version: str
    date: Day
    """Day of the edition; the same edition gives the same bytes."""
    licence: str
    """Terms of definitions and scores, and where to find those of the observations."""
    citation: str


class Links(Closed):
    """Addresses relative to this file."""

    model_config = ConfigDict(populate_by_name=True)

    this: Annotated[Reference, Field(alias="self")]
    index: Reference
    next: Reference | None = None
    """The next file of the same kind; absent in the last."""
    html: Reference | None = None
    """The page of the book that shows the same, where the API was published with a book."""


class Figure(Closed):
    """A score: a number, or null and why there is none."""

    score: float | None
    """0 to 100, unrounded; null where missing, never zero."""
    missing: str | None = None
    """Why there is no score."""
    note: str | None = None
    """What to know about a score that is there: a share carried forward or imputed, a remark."""
    coverage: Share
    """Share of the node's weight that is present."""
    observed: Share
    """Share of the node's weight that was observed in the very year."""
    score_low: float | None = None
    score_high: float | None = None
    """The score lies between these, as the index file says how sure."""
    rank: int | None = None
    """Among the states of the year, 1 the highest score; absent where too few states have one."""
    rank_low: float | None = None
    rank_high: float | None = None

    @model_validator(mode="after")
    def _missing_has_its_reason(self) -> Self:
        if (self.score is None) != (self.missing is not None):
            raise ValueError("a missing score has a reason, and only that")
        return self


class ScoreRow(Figure):
    """The score of one node in one state."""

    state: StateCode
    node: Code


class StateScoreRow(Figure):
    """The score of one node in one year."""

    lens: Scored
    node: Code
    year: int


class ObservationRow(Closed):
    """One observation; group, sex, age and duration are left out where they mean everybody."""

    state: StateCode
    year: int
    group: str = "TOTAL"
    sex: str = "T"
    age: str = "TOTAL"
    duration: str = "TOTAL"
    value: float | None
    """In the indicator's unit; null where missing, never zero."""
    missing: str | None = None
    """Why there is no value."""
    flags: str = ""
    """Observation status letters of official statistics."""
    se: float | None = None
    """Standard error, in the unit of the value."""
    n: float | None = None
    """Persons behind the value."""
    source: str
    """A key of `sources`."""
    note: str = ""

    @model_validator(mode="after")
    def _missing_has_its_reason(self) -> Self:
        if (self.value is None) != (self.missing is not None):
            raise ValueError("a missing value has a reason, and only that")
        return self


class Source(Closed):
    """Where values come from, and on what terms they may be used."""

    provider: str
    title: str
    licence: str
    url: str


class Resource(Closed):
    """A kind of files, and how they are called."""

    path: str
    """Relative to this file; names in braces are to be filled in."""
    about: str


class LensEntry(Closed):
    """One lens of the edition."""

    lens: Scored
    title: str
    version: str
    years: tuple[int, ...]
    """Years of which there is a file of scores."""
    nodes: tuple[Code, ...]
    """The overall and what stands beside it, and the domains; the other nodes are in the file of the index."""
    index: Reference


class Start(Closed):
    """What the edition holds."""

    lenses: tuple[LensEntry, ...]
    states: tuple[StateCode, ...]
    """States that have a score or an observation."""
    indicators: tuple[Code, ...]
    resources: tuple[Resource, ...]


class StateEntry(Closed):
    """One state."""

    code: StateCode
    name: str
    iso3: str
    eurostat: str
    eu_from: str
    """First day of membership of the European Union, or empty."""
    eu_to: str
    scores: Reference


class State(Closed):
    """A state with its overall and domain scores of all years."""

    code: StateCode
    name: str
    scores: tuple[StateScoreRow, ...]


class IndicatorEntry(Closed):
    """One indicator."""

    code: Code
    lens: Lens
    domain: Domain
    title: str
    definition: Reference
    observations: Reference | None = None
    """The file of its observations, or of those that it is worked out from; absent where there are none."""


class Indicator(Closed):
    """An indicator as its file defines it."""

    definition: Annotated[PolicyIndicator | StatisticIndicator, Field(discriminator="lens")]
    observations: Reference | None = None


class Weight(Closed):
    """The weight of one child in its node."""

    node: Code
    child: Code
    declared: float
    """As the index file says; coverage is measured by it."""
    used: float
    """As the scores use it, where it follows from the data or from experts' judgements."""


class IndexFile(Closed):
    """An index as its file defines it, and the weights that came of it, in full precision."""

    definition: Index
    weights: tuple[Weight, ...]


class Scores(Closed):
    """All scores of one lens in one year."""

    lens: Scored
    year: int
    rows: tuple[ScoreRow, ...]


class Observations(Closed):
    """All observations of one indicator."""

    indicator: Code
    unit: str
    sources: dict[str, Source]
    rows: tuple[ObservationRow, ...]
