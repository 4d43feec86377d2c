"""The web addresses to ask, in each of the interfaces.

Eurostat's dissemination API is described in its user guide, "API - Detailed guidelines" (see
https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access/api-detailed-guidelines, pages
``sdmx3-0/data-query``, ``sdmx2-1/data-query``, ``api-statistics``, ``asynchronous-api``, ``catalogue-api``);
plain services follow the SDMX REST specification (https://github.com/sdmx-twg/sdmx-rest), versions 1.5 and 2.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from scoreboard.definitions.registers import Dataset, Service
from scoreboard.exchange.fetching.demands import TIME
from scoreboard.exchange.fetching.structure import Structure

if TYPE_CHECKING:
    from pysdmx.api.qb.util import ApiVersion

Codes = Mapping[str, tuple[str, ...]]
"""Dimension → the codes to ask for; a dimension that is absent is not narrowed."""
Years = tuple[int | None, int | None]
"""First and last year to ask for; None where there is no bound."""

_ROOTS = {
    "eurostat-sdmx-3.0": "/sdmx/3.0",
    "eurostat-sdmx-2.1": "/sdmx/2.1",
    "eurostat-statistics": "/statistics/1.0",
    "sdmx-3.0": "",
    "sdmx-2.1": "",
}
_MEDIA = {
    "csv-1.0": "application/vnd.sdmx.data+csv;version=1.0.0",
    "csv-2.0": "application/vnd.sdmx.data+csv;version=2.0.0",
}


@dataclass(frozen=True)
class Flow:
    """One dataset at its service, and the requests that bring it.

    Parameters
    ----------
    service : as declared in indicators/sources.yaml, with the base address in use.
    agency, dataflow, version : what identifies the dataset there.
    """

    service: Service
    agency: str
    dataflow: str
    version: str

    @property
    def suffix(self) -> str:
        """What a file of the response is named by."""
        return ".json" if self.service.protocol == "eurostat-statistics" else ".csv"

    @property
    def media(self) -> str:
        """The Accept header of a data request; Eurostat takes the format from the address."""
        return "*/*" if self.is_eurostat else _MEDIA[self.service.format]

    @property
    def is_eurostat(self) -> bool:
        """Whether it is Eurostat's API, with asynchronous answers and a catalogue."""
        return self.service.protocol.startswith("eurostat")

    @property
    def needs_order(self) -> bool:
        """Whether the key is written by position (SDMX REST 1.x)."""
        return self.service.protocol.endswith("2.1")

    def structure(self) -> list[str]:
        """Return the addresses that say which codes hold data and, where needed, the order of the key."""
        if not self.service.structure:
            return []
        if self.needs_order:
            return [self._constraint_v1(), self._definition_v1()]
        if not self.is_eurostat:
            return [self._rest("sdmx-3.0", self._availability(), _version(2))]
        return [self._rest("eurostat-sdmx-3.0", self._constraint("DATA_CONSTRAINT"), _version(2))]

    def data(self, codes: Codes, years: Years = (None, None), structure: Structure | None = None) -> str:
        """Return the address of the data.

        Parameters
        ----------
        codes : what to ask for.
        years : bounds of time.
        structure : gives the order of the key where it is written by position.
        """
        protocol = self.service.protocol
        if protocol == "eurostat-statistics":
            return self._statistics(codes, years)
        if self.needs_order:
            return self._data_v1(codes, years, structure)
        return self._data_v2(codes, years)

    def asynchronous(self, verb: str, request: str) -> str:
        """Return the address at which the status or the data of an asynchronous request stands."""
        return f"{self.service.url}/1.0/async/{verb}/{request}"

    def catalogue(self) -> str:
        """Return the address of Eurostat's table of contents, with the last update of every dataset."""
        return f"{self.service.url}/catalogue/toc/txt?lang=en"

    def _rest(self, protocol: str, query: object, version: ApiVersion) -> str:
        path = query.get_url(version, omit_defaults=True)  # type: ignore[attr-defined]
        head, mark, tail = path.partition("?")
        return f"{self.service.url}{_ROOTS[protocol]}{head}{mark}{tail.replace('+', '%2B')}"

    def _constraint(self, kind: str) -> object:
        from pysdmx.api.qb.structure import StructureQuery, StructureType

        return StructureQuery(StructureType[kind], self.agency, self.dataflow, self.version)

    def _availability(self) -> object:
        from pysdmx.api.qb.availability import AvailabilityQuery
        from pysdmx.api.qb.data import DataContext

        return AvailabilityQuery(DataContext.DATAFLOW, self.agency, self.dataflow, self.version)

    def _constraint_v1(self) -> str:
        query = self._constraint("CONTENT_CONSTRAINT") if self.is_eurostat else self._availability()
        return self._rest(self.service.protocol, query, _version(1))

    def _definition_v1(self) -> str:
        from pysdmx.api.qb.structure import StructureQuery, StructureReference, StructureType

        query = StructureQuery(
            StructureType.DATAFLOW, self.agency, self.dataflow, self.version,
            references=StructureReference.CHILDREN,
        )  # fmt: skip
        return self._rest(self.service.protocol, query, _version(1))

    def _data_v2(self, codes: Codes, years: Years) -> str:
        from pysdmx.api.dc.query import LogicalOperator, MultiFilter, NumberFilter, Operator, TextFilter
        from pysdmx.api.qb.data import DataContext, DataQuery

        bounds = (Operator.GREATER_THAN_OR_EQUAL, Operator.LESS_THAN_OR_EQUAL)
        filters: list[NumberFilter | TextFilter] = [
            TextFilter(name, Operator.IN, list(asked)) for name, asked in codes.items()
        ]
        filters += [
            NumberFilter(TIME, bound, year)
            for bound, year in zip(bounds, years, strict=True)
            if year is not None
        ]
        components = MultiFilter(filters, LogicalOperator.AND) if filters else None
        query = DataQuery(
            DataContext.DATAFLOW, self.agency, self.dataflow, self.version, components=components
        )
        address = self._rest(self.service.protocol, query, _version(2))
        if not self.is_eurostat:
            return address
        version = self.service.format.removeprefix("csv-")
        return _add(address, {"format": "csvdata", "formatVersion": version, "compress": "true"})

    def _data_v1(self, codes: Codes, years: Years, structure: Structure | None) -> str:
        from pysdmx.api.qb.data import DataQuery

        order = structure.order if structure else ()
        key = ".".join("+".join(codes.get(name, ())) for name in order)
        query = DataQuery(
            agency_id=self.agency, resource_id=self.dataflow, version=self.version, key=key or "*"
        )
        address = self._rest(self.service.protocol, query, _version(1))
        period = _bounds(years, "startPeriod", "endPeriod")
        extra = {"format": "SDMX-CSV", "compressed": "true"} if self.is_eurostat else {}
        return _add(address, period | extra)

    def _statistics(self, codes: Codes, years: Years) -> str:
        pairs = [(name, code) for name, asked in codes.items() for code in asked]
        period = _bounds(years, "sinceTimePeriod", "untilTimePeriod")
        address = f"{self.service.url}{_ROOTS[self.service.protocol]}/data/{self.dataflow}"
        return f"{address}?{urlencode([('format', 'JSON'), ('lang', 'EN'), *pairs, *period.items()])}"


def flow_of(key: str, dataset: Dataset, services: Mapping[str, Service]) -> Flow:
    """Return a dataset at its service.

    Raises
    ------
    KeyError
        If the dataset cannot be fetched, or its service is not declared.
    """
    fetch = dataset.fetch
    if fetch is None:
        raise KeyError(key)
    service = services[fetch.service]
    return Flow(service, fetch.agency or service.agency, fetch.dataflow or key.upper(), fetch.version)


def _version(major: int) -> ApiVersion:
    from pysdmx.api.qb.util import ApiVersion

    return ApiVersion.V1_5_0 if major == 1 else ApiVersion.V2_0_0


def _bounds(years: Years, *names: str) -> dict[str, str]:
    return {name: str(year) for name, year in zip(names, years, strict=True) if year is not None}


def _add(address: str, parameters: Mapping[str, str]) -> str:
    mark = "&" if "?" in address else "?"
    return address + (mark + urlencode(parameters) if parameters else "")
