"""What may stand in the registers: datasets, a state's sources and waivers. Models only."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from scoreboard.definitions.basics import Closed, Code, Day, Licence, Text

WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s?#]+[^\s?#/]$")]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_@$.\-]+$")]
Protocol = Literal["eurostat-sdmx-3.0", "eurostat-sdmx-2.1", "eurostat-statistics", "sdmx-3.0", "sdmx-2.1"]


class Service(Closed):
    """A service on the web from which `scoreboard fetch` brings datasets."""

    protocol: Protocol
    """How it is asked: one of Eurostat's three interfaces, or the plain SDMX REST interface of any other office."""
    url: WebAddress
    """Where its paths begin, such as https://ec.europa.eu/eurostat/api/dissemination; no slash at the end."""
    agency: Identifier
    """Who maintains its dataflows, such as ESTAT or OECD.ELS.JAI."""
    format: Literal["csv-1.0", "csv-2.0"] = "csv-1.0"
    """Version of SDMX-CSV that is asked for; Eurostat's says in the first one when the data were updated."""
    places: Literal["eurostat", "iso2", "iso3"] = "eurostat"
    """Codes by which it knows states: Eurostat's (EL, UK), ISO 3166-1 of two letters, or of three."""
    structure: bool = True
    """Whether it says which codes a dataset has; without that nothing can be checked before asking."""


class Fetch(Closed):
    """Where one dataset is fetched."""

    service: Text
    """Key under `services`."""
    dataflow: Identifier | None = None
    """Its identifier there; the key of the dataset in capitals if absent."""
    agency: Identifier | None = None
    """Who maintains it, if not the agency of the service."""
    version: Identifier = "1.0"
    filters: dict[str, str | tuple[str, ...]] = Field(default={})
    """Dimension → code, for dimensions that the service has and files of the dataset need not have."""


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
    url) → its column. Empty for Eurostat's own formats, which say it themselves; for the SDMX-CSV of others, what
    they name otherwise, such as {state: REF_AREA}."""
    interval_level: Annotated[float, Field(gt=0, lt=1)] = 0.95
    """Level of the confidence intervals, where the table has their bounds (ci_low, ci_high) and no se."""
    status: dict[str, str] = Field(default={})
    """The table's own status words → status letters of official statistics."""
    fetch: Fetch | None = None
    """Where `scoreboard fetch` brings it from; absent if it cannot be had that way."""
    references: tuple[str, ...] = ()


class SourceRegister(Closed):
    """indicators/sources.yaml."""

    services: dict[str, Service] = Field(default={})
    """Services on the web that `scoreboard fetch` may ask."""
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
