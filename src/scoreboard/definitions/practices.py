"""What may stand in practices/*.yaml: one described practice, how it was evaluated, and where that was read."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from scoreboard.definitions.basics import Closed, Code, Day, StateCode, Text

Evidence = Literal["randomised", "quasi_experimental", "before_after", "descriptive", "expert_opinion"]
Result = Literal["better", "mixed", "no_difference", "worse"]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}){0,2}$")]
"""A year, a month or a day."""
Doi = Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")]
WebPage = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]

NEEDS_EVALUATION = ("randomised", "quasi_experimental", "before_after")
"""Levels of evidence that say that something was measured, so that the file must say how."""


class Effect(Closed):
    """One published estimate."""

    outcome: Text
    """What was measured, in whom and when."""
    estimate: float
    low: float | None = None
    high: float | None = None
    """Bounds of the published interval; both or neither."""
    level: Annotated[float, Field(gt=0, lt=1)] = 0.95
    """Level of the interval."""
    unit: Text
    """Such as percentage points."""

    @model_validator(mode="after")
    def _interval(self) -> Effect:
        if (self.low is None) != (self.high is None):
            raise PydanticCustomError("half_interval", "give both bounds of the interval, or neither")
        if self.low is not None and self.high is not None and not self.low <= self.estimate <= self.high:
            raise PydanticCustomError("interval", "the estimate must lie between low and high")
        return self


class Evaluation(Closed):
    """How it was found out what the practice did."""

    design: Text
    """Who was compared with whom, and how the two came about."""
    sample: Text | None = None
    """How many took part; absent where what was read does not say."""
    result: Result
    """In one word, for those it was meant for: better, mixed, no_difference, worse."""
    finding: Text
    """What was found, also where it was nothing, in neutral words."""
    effects: tuple[Effect, ...] = ()
    """Published figures; none where none was read."""


class PracticeSource(Closed):
    """The publication."""

    authors: Text
    title: Text
    published: Annotated[int, Field(ge=1900, le=2100)]
    publisher: Text
    """Journal, series or body."""
    doi: Doi | None = None
    url: WebPage | None = None
    """Address of the page that was read, or of the publication."""

    @model_validator(mode="after")
    def _found_again(self) -> PracticeSource:
        if self.doi is None and self.url is None:
            raise PydanticCustomError("no_address", "give a doi or a url, so that others find it")
        return self


class Practice(Closed):
    """practices/<code>.yaml: what a state or a city did, and what is known of it."""

    code: Code
    """The stem of the file."""
    title: Text
    items: Annotated[tuple[Code, ...], Field(min_length=1)]
    """Codes of the indicators that it bears on."""
    state: StateCode
    place: Text | None = None
    """City or region, where it was not the whole state."""
    start: Moment | None = None
    """When it began; absent where what was read does not say."""
    end: Moment | None = None
    """When it ended; absent where it goes on, or where this is not known."""
    population: Text
    """Whom it was for."""
    what: Text
    """What was done, in plain words."""
    evidence: Evidence
    evaluation: Evaluation | None = None
    source: PracticeSource
    confidence: Literal["read", "from_memory"]
    """Whether the figures and statements were read in the source, or are general knowledge of it."""
    basis: Literal["full_text", "abstract", "summary"] | None = None
    """Which part was read; needed where confidence is read."""
    read: Day | None = None
    """Day on which it was read; needed where confidence is read."""
