"""What an index may say about time: how much data a trend needs, and targets with a deadline."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scoreboard.definitions.basics import Closed, Code, StateCode, Text


class Target(Closed):
    """A value that states mean to reach, with a deadline."""

    node: Code
    """Node of the tree, or indicator, that has the target."""
    of: Literal["score", "value"] = "score"
    """score: a score from 0 to 100; value: an indicator's own value, in its unit."""
    value: float
    """What is to be reached: at least so much, or at most where less is better."""
    by: Annotated[int, Field(ge=1900, le=2200)]
    """Last year of the deadline."""
    states: tuple[StateCode, ...] = ()
    """States that have the target; all if empty."""
    reason: Text
    """Who set the target, and where it is written."""


class TimeRule(Closed):
    """How much data a statement about time needs."""

    minimum_years: Annotated[int, Field(ge=3)] = 5
    """Fewer years with data than this give no trend. With less than five, the Mann–Kendall test cannot find
    anything at 5 per cent, however steadily a score moves."""
    observed: Annotated[float, Field(ge=0, le=1)] = 0.5
    """A year counts if at least this share of the score's weight was observed in it, not carried forward."""
    confidence: Annotated[float, Field(gt=0, lt=1)] = 0.95
    """Level of all intervals; a trend is called clear if a test at one minus this finds it."""
    targets: tuple[Target, ...] = ()
