"""What may stand in the registers of legal pathways: models only.

`data/EU/pathways.yaml` holds what binds several states, `data/<STATE>/pathways.yaml` what is national.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from scoreboard.definitions.basics import Closed, Code, Day, StateCode, Text

Confidence = Literal[
    "official_text", "official_summary", "secondary_page", "mixed", "derived", "general_knowledge"
]
"""How sure a source makes a record, the surest first: the text itself, an official summary of it, another page, a
mixture of these, derived from other records, or nothing that was read."""
Basis = Literal["transposition_deadline", "date_of_application", "accession", "opt_in", "national_measure"]
"""Why a state is bound from that day on."""
Protocol = Literal["danish_protocol", "uk_ireland_protocol"]
SourceKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.\-]+$")]
Sources = Annotated[tuple[SourceKey, ...], Field(min_length=1)]


class RecordSource(Closed):
    """One source of records."""

    title: Text
    url: Text
    confidence: Confidence
    read: Text | None = None
    """What of it was read; absent if nothing was."""
    accessed: Day | None = None
    """Day on which, or by which, it was read."""


class LegalBasis(Closed):
    """The act on which a pathway rests."""

    act: Text
    article: Text | None = None
    celex: Annotated[str, StringConstraints(pattern=r"^\d{5}[A-Z]{1,2}\d{4}$")] | None = None
    """CELEX number, for acts of the EU."""
    eli: Text | None = None
    """European Legislation Identifier, where the act has one."""
    url: Text | None = None


class Term(Closed):
    """One field of one pathway, with the place in the law and the source."""

    value: Annotated[float, Field(strict=True)] | str | tuple[Code, ...]
    """The value: a number with its unit, a code, a list of codes or a day. member_state_option: the law leaves it to
    the states; none_in_eu_law: the law sets nothing; not_recorded: it was looked for and is not known."""
    unit: Text | None = None
    """Of numbers: days, months, years, average_salaries, EUR_a_year and so on."""
    year: int | None = None
    """The year for which an amount of money holds."""
    article: Text | None = None
    source: SourceKey
    """Key under `sources`."""
    confidence: Confidence | None = None
    """If it is not that of the source."""
    read: Day | None = None
    """Day on which it was read, if not that of the source."""
    note: Text | None = None


class Bound(Closed):
    """States that an act binds from the same day on, for the same reason."""

    states: Annotated[tuple[StateCode, ...], Field(min_length=1)]
    since: Day
    until: Day | None = None
    """Last day; absent while it lasts."""
    basis: Basis
    sources: Sources
    confidence: Confidence


class NotBound(Closed):
    """States that stand outside an act."""

    states: Annotated[tuple[StateCode, ...], Field(min_length=1)]
    basis: Protocol
    sources: Sources
    confidence: Confidence


class Pathway(Closed):
    """What all records have."""

    group: Code
    """Joins the versions of one pathway."""
    title: Text
    legal_basis: LegalBasis
    sources: Sources
    confidence: Confidence
    note: Text | None = None
    terms: dict[str, Term] = Field(default={})
    """Field → term. A field that is absent is not recorded."""


class UnionPathway(Pathway):
    """One version of one act of the EU, or of a part of it."""

    adopted: Day
    applies: Day
    """Deadline of transposition, or day of application."""
    ended: Day | None = None
    """Last day in force."""
    repeals: tuple[Text, ...] = ()
    """CELEX numbers."""
    bound: Annotated[tuple[Bound, ...], Field(min_length=1)]
    not_bound: tuple[NotBound, ...] = ()


class NationalPathway(Pathway):
    """A pathway of national law."""

    valid_from: Day | None = None
    """First day; absent if it is not recorded."""
    valid_to: Day | None = None
    """Last day; absent while it lasts."""


class Override(Closed):
    """What national law says of a pathway that the state inherits."""

    since: Day | None = None
    """Day from which national law has it, where that is not the day on which the state was bound."""
    sources: Sources
    note: Text | None = None
    terms: dict[str, Term] = Field(default={})


class UnionPathways(Closed):
    """data/EU/pathways.yaml."""

    sources: dict[SourceKey, RecordSource]
    pathways: dict[Code, UnionPathway]


class StatePathways(Closed):
    """data/<STATE>/pathways.yaml."""

    sources: dict[SourceKey, RecordSource]
    overrides: dict[Code, Override] = Field(default={})
    """Inherited pathway → what national law says of it."""
    pathways: dict[Code, NationalPathway] = Field(default={})


class PathwayColumns(Closed):
    """How a table of pathways is read: a mapping for `scoreboard import TABLE --pathways MAPPING`."""

    columns: dict[str, Text]
    """Field, or state, pathway, title, act, article, valid_from, valid_to, url or note → the table's column."""
    values: dict[str, dict[str, str]] = Field(default={})
    """Field → the table's word → our code; for lists of each part."""
    units: dict[str, Text] = Field(default={})
    """Field → unit of its numbers, where it is not the field's own."""
    years: dict[str, int] = Field(default={})
    """Field → the year for which its amounts hold."""
    missing: tuple[str, ...] = ("", "-", "–", "n/a", "unknown", "not recorded")
    """Words for: not recorded."""
    separator: str = ";"
    """What stands between the parts of a list."""
    sheet: Text | None = None
    """Sheet of a workbook; the first one if absent."""
    source: RecordSource
    """Where the table comes from."""
