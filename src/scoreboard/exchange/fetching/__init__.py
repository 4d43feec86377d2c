"""Live sources: what the definitions name is asked for, kept whole, and handed to the import.

What each indicator asks of a dataset (`demands`) is held against what the service says that it has
(`structure`, `narrowing`) and becomes one request a dataset (`queries`). It is sent until its whole response is
there (`transport`, `answers`, `wholeness`), which is kept (`cache`, `catalogue`); `asking` does this for every
dataset. `fetching` is the whole way; it ends in `import_folder`, so that fetched and downloaded files give the
same observations.

Nothing half-read is ever used: a response counts only when its length, checksum, columns and rows are right,
and is renamed into the cache as a whole, and data/ changes only after everything came.
"""

from scoreboard.exchange.fetching.asking import Fetcher, Wish
from scoreboard.exchange.fetching.cache import Cache, default_folder
from scoreboard.exchange.fetching.fetching import fetch, open_client, with_addresses
from scoreboard.exchange.fetching.reporting import Fetched, FetchReport, Request
from scoreboard.exchange.fetching.transport import Clock, Patience, Transport

__all__ = [
    "Cache", "Clock", "FetchReport", "Fetched", "Fetcher", "Patience", "Request", "Transport", "Wish",
    "default_folder", "fetch", "open_client", "with_addresses",
]  # fmt: skip
