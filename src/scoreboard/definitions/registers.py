"""What may stand in the registers: datasets, a state's sources and waivers. Models only."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from scoreboard.definitions.basics import Closed, Code, Day, Licence, Text


class Dataset(Closed):
    """A dataset that indicators may name, with what a reader must be told about it."""

    provider: Text
    title: Text
    licence: Licence
    attribution: Text
    """How the provider wants to be named."""
    url: Text
    files: tuple[Text, ...] = ()
    """File stems it is delivered under; the key itself if absent."""
    columns: dict[str, str] = Field(default={})
    """For plain tables: our field (state, year, value, status, group, sex, age, n, se, ci_low, ci_high, note,
    url) → its column. Empty for Eurostat's own formats, which say it themselves."""
    interval_level: Annotated[float, Field(gt=0, lt=1)] = 0.95
    """Level of the confidence intervals, where the table has their bounds (ci_low, ci_high) and no se."""
    status: dict[str, str] = Field(default={})
    """The table's own status words → status letters of official statistics."""
    references: tuple[str, ...] = ()


class SourceRegister(Closed):
    """indicators/sources.yaml."""

    datasets: dict[str, Dataset]


class SourceEntry(Closed):
    """One source of a state's observations."""

    provider: Text
    title: Text
    dataset: Text
    licence: Licence
    url: Text
    accessed: Day
    """Day on which the file was imported first with this content."""
    sha256: str | None = None
    """Hash of the imported file."""
    updated: str | None = None
    """Last update as stated in the file."""


class StateSources(Closed):
    """data/<STATE>/sources.yaml: id used in the `source` column → where it comes from."""

    sources: dict[str, SourceEntry]


class Waiver(Closed):
    """One finding that has been looked at and is right all the same, for a time and with a reason."""

    finding: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
    """Code of the finding: a warning, or an error of judgement such as value-out-of-range."""
    file: Annotated[str, StringConstraints(pattern=r"^[^/\\]+$")] | None = None
    """Name of the file in the state's folder."""
    indicator: Code | None = None
    year: int | None = None
    group: str | None = None
    sex: str | None = None
    age: str | None = None
    duration: str | None = None
    source: str | None = None
    reason: Text
    """Why it is right, for whoever reads the data next."""
    owner: Text
    """Who answers for it: a person or an office."""
    expires: date
    """Last day on which it holds, YYYY-MM-DD; then somebody looks again."""
    expect: str | float | None = None
    """Text or number that the finding must still show; the waiver fails when the data have changed."""


class StateWaivers(Closed):
    """data/<STATE>/waivers.yaml."""

    waivers: tuple[Waiver, ...]
