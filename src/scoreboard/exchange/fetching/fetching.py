"""The fetch from end to end: ask, keep, and hand over to the import."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from scoreboard.definitions import Framework
from scoreboard.definitions.registers import Service
from scoreboard.exchange.counts import ImportReport
from scoreboard.exchange.fetching.asking import Fetcher, Wish
from scoreboard.exchange.fetching.cache import Cache
from scoreboard.exchange.fetching.reporting import Fetched, FetchReport
from scoreboard.exchange.fetching.transport import Clock, Patience, Tell, Transport
from scoreboard.exchange.importing import import_folder
from scoreboard.exchange.scope import Scope

if TYPE_CHECKING:
    import httpx

MOST_REDIRECTS = 5
"""More are a circle."""


def fetch(
    root: Path,
    framework: Framework,
    wish: Wish,
    cache: Cache,
    *,
    keep_going: bool = False,
    refresh: bool = False,
    today: date | None = None,
    patience: Patience | None = None,
    clock: Clock | None = None,
    tell: Tell = lambda message: None,
) -> FetchReport:
    """Bring what the definitions name into data/ of a project.

    Parameters
    ----------
    root : the project folder.
    framework : its definitions, without faults.
    wish : which indicators, states and years.
    cache : of whole responses; what it holds whole is not asked for again.
    keep_going : import what came although something is missing.
    refresh : ask for everything anew.
    today : the date of access; the day of the call if not given.
    patience, clock : bounds of waiting, and time itself.
    tell : is told of progress.

    Returns
    -------
    What came, what is missing and why, and what the import wrote: everything or nothing. Rows of states and
    years that were not asked for stay as they are.
    """
    patience = patience or Patience()
    with ExitStack() as stack:
        client = stack.enter_context(open_client(patience))
        transport = Transport(client, patience, clock or Clock(), lambda message: tell(f"  {message}"))
        fetcher = Fetcher(framework, wish, cache, transport, refresh, tell)
        found, missing = fetcher.fetch()
        if not found or (missing and not keep_going):
            return FetchReport(tuple(found), tuple(missing), fetcher.remarks, fetcher.report)
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="scoreboard-fetch-")))
        imported = _hand_over(fetcher, found, folder, root, today, tell)
        return FetchReport(tuple(found), tuple(missing), fetcher.remarks, fetcher.report, imported)


def _hand_over(
    fetcher: Fetcher, found: Collection[Fetched], folder: Path, root: Path, today: date | None, tell: Tell
) -> ImportReport:
    """Import the responses as files, named as the import knows them."""
    needed = {need.key: need for need in fetcher.needs}
    indicators = []
    for one in found:
        need = needed[one.request.dataset]
        flow = fetcher.flow(need)
        stem = (need.dataset.files or (need.key,))[0]
        body = fetcher.cache.body(one.request.address, flow.media)
        (folder / f"{stem}{flow.suffix}").write_bytes(body)
        indicators += [code for code in need.demands if code not in indicators]
    wish = fetcher.wish
    scope = Scope(frozenset(wish.states), *wish.years)
    return import_folder(
        folder, root, fetcher.framework, indicators=indicators, scope=scope, today=today, progress=tell
    )


def open_client(patience: Patience) -> httpx.Client:
    """Return a client that follows a few redirects and takes compressed answers."""
    import httpx

    from scoreboard import __version__

    return httpx.Client(
        timeout=httpx.Timeout(patience.read, connect=patience.connect),
        follow_redirects=True,
        max_redirects=MOST_REDIRECTS,
        headers={"User-Agent": f"integration-scoreboard/{__version__}", "Accept-Encoding": "gzip"},
    )


def with_addresses(framework: Framework, addresses: Mapping[str, str]) -> Framework:
    """Return the definitions with other base addresses of services, such as a mirror's.

    Raises
    ------
    KeyError
        If no service has such a name.
    ValueError
        If an address is none.
    """
    services = dict(framework.services)
    for name, address in addresses.items():
        services[name] = Service.model_validate(services[name].model_dump() | {"url": address.rstrip("/")})
    return replace(framework, services=services)
