"""One pathway in one state, and the facts that are known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scoreboard.definitions.pathway_fields import LEFT_TO_STATE, NOT_RECORDED, fields
from scoreboard.definitions.pathways import Confidence, LegalBasis, RecordSource, Term
from scoreboard.findings import Place

Status = Literal["recorded", "left_to_state", "not_recorded"]
Value = float | str | tuple[str, ...]
Standing = Literal["bound", "not_bound", "national"]
"""Bound by an act of a union, outside it, or a pathway of national law."""
STATUSES: tuple[Status, ...] = ("recorded", "left_to_state", "not_recorded")


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of a pathway in a state.

    Parameters
    ----------
    origin : folder of data/ whose register says so: a union, or the state itself.
    place : where it says so.
    inherited : what the union's register says, where the state's own overrides it.
    """

    field: str
    term: Term
    origin: str
    place: Place
    source: RecordSource
    inherited: Fact | None = None

    @property
    def status(self) -> Status:
        """Whether there is a value, or who or what leaves it open."""
        if self.term.value == LEFT_TO_STATE:
            return "left_to_state"
        return "not_recorded" if self.term.value == NOT_RECORDED else "recorded"

    @property
    def value(self) -> Value | None:
        """The value in the unit of the field, as filters compare it; None where unknown or not comparable."""
        value = self.term.value
        if self.status != "recorded":
            return None
        return fields()[self.field].comparable(value, self.term.unit) if isinstance(value, float) else value

    @property
    def confidence(self) -> Confidence:
        """How sure the record is."""
        return self.term.confidence or self.source.confidence

    @property
    def read(self) -> str | None:
        """Day on which the source was read; None if it was not."""
        return self.term.read or self.source.accessed


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of one pathway in one state.

    Parameters
    ----------
    pathway : the group that joins versions.
    version : key in the register.
    origin : folder of data/ whose register has it.
    since, until : first and last day, ISO; None where it is not recorded, lasts, or does not hold.
    basis : why the state is bound since then, or stands outside.
    sources : of what is said above.
    facts : field → what is known of it; a field that is absent is not recorded.
    """

    state: str
    pathway: str
    version: str
    title: str
    origin: str
    standing: Standing
    since: str | None
    until: str | None
    basis: str | None
    legal_basis: LegalBasis
    sources: tuple[RecordSource, ...]
    confidence: Confidence
    note: str | None
    place: Place
    facts: Mapping[str, Fact]

    def status(self, field: str) -> Status:
        """Return whether a field is recorded, left to the state or not recorded."""
        return self.facts[field].status if field in self.facts else "not_recorded"

    def holds(self, day: str) -> bool:
        """Return whether the pathway is known to be open in the state on a day (ISO)."""
        return self.since is not None and self.since <= day and (self.until is None or day <= self.until)
