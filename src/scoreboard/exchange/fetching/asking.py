"""Every dataset that is wanted, brought into the cache: asked for only where the cache does not hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from scoreboard.definitions import Framework
from scoreboard.exchange.fetching.cache import Cache, Entry
from scoreboard.exchange.fetching.catalogue import read_updates
from scoreboard.exchange.fetching.demands import Need, needs
from scoreboard.exchange.fetching.faults import FetchError, TransientError
from scoreboard.exchange.fetching.narrowing import check_structure, narrow, places_of
from scoreboard.exchange.fetching.queries import Flow, Years, flow_of
from scoreboard.exchange.fetching.reporting import Fetched, Request
from scoreboard.exchange.fetching.structure import Structure, read_structure
from scoreboard.exchange.fetching.transport import Check, Response, Tell, Transport
from scoreboard.exchange.fetching.wholeness import check_data
from scoreboard.findings import Report

FRESH = timedelta(hours=12)
"""Age up to which a response is used unasked; Eurostat updates its datasets at 11:00 and 23:00."""


@dataclass(frozen=True)
class Wish:
    """What a user wants to have.

    Parameters
    ----------
    indicators : codes of indicators with observations of their own; all if empty.
    states : their codes; all of the code list if empty.
    years : first and last; None where there is no bound.
    """

    indicators: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    years: Years = (None, None)


@dataclass
class Fetcher:
    """Brings what the definitions name.

    Parameters
    ----------
    framework : the definitions; `services` as in use, with other addresses where a user gives them.
    wish : what is wanted.
    cache : of whole responses.
    transport : sends the requests.
    refresh : ask for everything anew, whatever the cache holds.
    tell : is told of progress.
    """

    framework: Framework
    wish: Wish
    cache: Cache
    transport: Transport
    refresh: bool = False
    tell: Tell = lambda message: None
    report: Report = field(default_factory=Report)
    _remarks: list[str] = field(default_factory=list)
    _updates: dict[str, dict[str, date]] = field(default_factory=dict)

    @cached_property
    def needs(self) -> list[Need]:
        """What is asked of each dataset."""
        return needs(self.framework, self.wish.indicators)

    def requests(self) -> list[Request]:
        """Return the requests that would be sent, as far as they are known without asking anybody."""
        return [self._request(need, self._known_structure(need)) for need in self.needs]

    def fetch(self) -> tuple[list[Fetched], list[str]]:
        """Bring every dataset into the cache.

        Returns
        -------
        Those that are there, and the keys of those that are not; the report then says why.
        """
        found, missing = [], []
        for number, need in enumerate(self.needs, start=1):
            self.tell(f"dataset {number} of {len(self.needs)}: {need.key}")
            before = len(self.report)
            try:
                one = self._fetch(need)
            except FetchError as error:
                service = need.dataset.fetch.service if need.dataset.fetch else ""
                reason = f"{need.key} could not be fetched from {service}: {error}"
                advice = error.advice or "Run the command again later; what has come is kept."
                self.report.add(error.code, need.place, reason, "", advice)
                one = None
            if one is None:
                missing.append(need.key)
                self.tell(f"  not there: {self.report.findings[before].found}")
            else:
                found.append(one)
                self.tell(f"  {one.how}: {one.size:,} bytes, {one.cells:,} cells")
        return found, missing

    @property
    def remarks(self) -> tuple[str, ...]:
        """What datasets lack, where it does not hinder."""
        return tuple(dict.fromkeys(self._remarks))

    def flow(self, need: Need) -> Flow:
        """Return a dataset at its service."""
        return flow_of(need.key, need.dataset, self.framework.services)

    def _fetch(self, need: Need) -> Fetched | None:
        """Bring one dataset; None if its structure does not fit, with findings.

        Raises
        ------
        FetchError
            If it cannot be had.
        """
        structure, before = self._structure(need), len(self.report)
        if structure is not None:
            self._remarks += check_structure(need, structure, self.report)
        if len(self.report) > before:
            return None
        flow, request = self.flow(need), self._request(need, structure)
        places = self._places(need, structure)
        if structure is not None and not places:
            raise FetchError("it has none of the states that are asked for")

        def check(body: bytes) -> None:
            check_data(body, need.key, structure, [*need.codes(), need.geography])

        entry, how = self._have(flow, request.address, flow.media, check)
        body = self.cache.body(request.address, flow.media)
        cells = check_data(body, need.key, structure, [*need.codes(), need.geography])
        return Fetched(request, how, entry.size, entry.sha256, cells, entry.fetched)

    def _structure(self, need: Need) -> Structure | None:
        """Return what the service says of a dataset; None if it says nothing."""
        flow = self.flow(need)
        documents = []
        for address in flow.structure():
            self._have(flow, address, "*/*", _check_xml)
            documents.append(self.cache.body(address, "*/*"))
        try:
            return read_structure(*documents) if documents else None
        except ValueError as error:
            raise FetchError(f"its structure cannot be read: {error}") from error

    def _known_structure(self, need: Need) -> Structure | None:
        """Return the structure of a dataset as far as the cache holds it."""
        addresses = self.flow(need).structure()
        if not addresses or any(self.cache.find(address, "*/*") is None for address in addresses):
            return None
        try:
            return read_structure(*(self.cache.body(address, "*/*") for address in addresses))
        except ValueError:
            return None

    def _places(self, need: Need, structure: Structure | None) -> Mapping[str, str]:
        naming = self.flow(need).service.places
        return places_of(need, structure, self.framework, self.wish.states, naming)

    def _request(self, need: Need, structure: Structure | None) -> Request:
        flow = self.flow(need)
        codes = narrow(need, structure, self._places(need, structure))
        address = flow.data(codes, self.wish.years, structure)
        entry = self.cache.find(address, flow.media)
        fresh = entry is not None and entry.is_fresh(self._now(), FRESH)
        cached = "nothing" if entry is None else "whole" if fresh else "old"
        service = need.dataset.fetch.service if need.dataset.fetch else ""
        return Request(need.key, service, tuple(need.demands), address, cached)

    def _have(self, flow: Flow, address: str, media: str, check: Check) -> tuple[Entry, str]:
        """Return a response from the cache, or bring it there; and how."""
        entry = None if self.refresh else self.cache.find(address, media)
        if entry is not None and entry.is_fresh(self._now(), FRESH):
            return entry, "cached"
        if entry is not None and self._is_current(flow, entry):
            return self.cache.confirm(entry, media, self._now()), "unchanged"
        headers = {"Accept": media, **(entry.conditions() if entry else {})}
        response = self._obtain(flow, address, headers, check)
        if entry is not None and response.unchanged:
            return self.cache.confirm(entry, media, self._now()), "unchanged"
        if response.unchanged:
            raise FetchError("the service says that nothing has changed, but was not asked that")
        kept = self.cache.put(
            address, media, response.body, self._now(), response.etag, response.last_modified
        )
        return kept, "fetched"

    def _obtain(self, flow: Flow, address: str, headers: Mapping[str, str], check: Check) -> Response:
        asynchronous = flow.asynchronous if flow.is_eurostat else None
        return self.transport.obtain(address, check, headers=headers, asynchronous=asynchronous)

    def _is_current(self, flow: Flow, entry: Entry) -> bool:
        """Return whether Eurostat's catalogue says that a response is younger than the last update."""
        if not flow.is_eurostat:
            return False
        updates = self._catalogue(flow)
        updated = updates.get(flow.dataflow.upper())
        return updated is not None and updated < datetime.fromisoformat(entry.fetched).date()

    def _catalogue(self, flow: Flow) -> dict[str, date]:
        """Return the last updates, asked once; nothing if the catalogue cannot be had."""
        address = flow.catalogue()
        if address not in self._updates:
            try:
                body = self.transport.obtain(address, read_updates).body
                self._updates[address] = read_updates(body)
            except FetchError as error:
                self.tell(f"  the catalogue cannot be had ({error}): every old response is asked for again")
                self._updates[address] = {}
        return self._updates[address]

    def _now(self) -> datetime:
        return self.transport.clock.now()


def _check_xml(body: bytes) -> None:
    try:
        read_structure(body)
    except ValueError as error:
        if "without dimensions" not in str(error):
            raise TransientError(f"the structure cannot be read: {error}") from error
