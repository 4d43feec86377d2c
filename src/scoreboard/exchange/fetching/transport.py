"""One request sent until its whole response is there, within a bound of time and of tries."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from scoreboard.exchange.fetching.answers import refuse_other_than_data, status_of
from scoreboard.exchange.fetching.faults import FetchError, QueuedError, TransientError
from scoreboard.exchange.fetching.wholeness import LARGEST, check_ended, unpack

if TYPE_CHECKING:
    import httpx

Tell = Callable[[str], None]
Check = Callable[[bytes], object]


@dataclass(frozen=True)
class Clock:
    """Time, as far as this room needs it; tests put their own in its place."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    seconds: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


@dataclass(frozen=True)
class Patience:
    """How long and how often a service is asked.

    Parameters
    ----------
    tries : requests for one response, the first included.
    base, longest : seconds; the waiting time before the n-th repetition is drawn from 0 to
        min(longest, base · 2ⁿ), so that many clients do not come back at once (M. Brooker, "Exponential Backoff
        And Jitter", AWS Architecture Blog, 2015, "full jitter").
    bound : seconds for one response in all, with all tries and the preparation of asynchronous answers.
    poll : seconds between two questions whether an asynchronous answer is ready.
    connect, read : seconds until a connection, and between two pieces of a response.
    """

    tries: int = 6
    base: float = 2.0
    longest: float = 120.0
    bound: float = 1800.0
    poll: float = 5.0
    connect: float = 20.0
    read: float = 60.0


@dataclass(frozen=True)
class Response:
    """A whole response.

    Parameters
    ----------
    body : decompressed; empty where nothing has changed.
    unchanged : the service says that what we have still holds (HTTP 304).
    etag, last_modified : for the next conditional request; empty if not given.
    """

    body: bytes
    unchanged: bool = False
    etag: str = ""
    last_modified: str = ""


@dataclass
class Transport:
    """Sends requests one at a time, as Eurostat's user guide asks.

    Parameters
    ----------
    client : of httpx.
    patience, clock : bounds, and time itself.
    tell : is told of waiting.
    """

    client: httpx.Client
    patience: Patience = field(default_factory=Patience)
    clock: Clock = field(default_factory=Clock)
    tell: Tell = lambda message: None

    def obtain(
        self,
        address: str,
        check: Check,
        *,
        headers: Mapping[str, str] | None = None,
        asynchronous: Callable[[str, str], str] | None = None,
    ) -> Response:
        """Return the whole response to one request.

        Parameters
        ----------
        check : raises a `FetchError` for a body that is not whole; a `TransientError` has it asked for again.
        headers : of the request, such as Accept, If-None-Match, If-Modified-Since.
        asynchronous : (status or data, identifier) → address, for answers that are prepared first.

        Raises
        ------
        FetchError
            If it cannot be had within the bounds.
        """
        end = self.clock.seconds() + self.patience.bound
        for repetition in range(self.patience.tries):
            try:
                return self._once(address, check, headers or {}, asynchronous, end)
            except TransientError as error:
                self._pause(error, repetition, end)
        raise AssertionError("the last repetition raises")

    def _pause(self, error: TransientError, repetition: int, end: float) -> None:
        """Wait before the next try, or give up.

        Raises
        ------
        FetchError
            If there are no more tries, or no time for another one.
        """
        if repetition + 1 >= self.patience.tries:
            raise FetchError(f"{error}; given up after {repetition + 1} tries") from error
        wait = min(self.patience.longest, self.patience.base * 2.0**repetition) * self.clock.chance()
        wait = max(wait, error.after or 0.0)
        if self.clock.seconds() + wait > end:
            raise FetchError(f"{error}; no time left for another try") from error
        self.tell(f"{error}; again in {wait:.0f} s")
        self.clock.sleep(wait)

    def _once(
        self,
        address: str,
        check: Check,
        headers: Mapping[str, str],
        asynchronous: Callable[[str, str], str] | None,
        end: float,
    ) -> Response:
        """Send the request once, and wait for an asynchronous answer."""
        try:
            response = self._get(address, headers, end)
        except QueuedError as queued:
            if not queued.request or asynchronous is None:
                raise TransientError("the data are being prepared", self.patience.poll) from None
            self._await(asynchronous("status", queued.request), end)
            try:
                response = self._get(asynchronous("data", queued.request), headers, end)
            except QueuedError:
                raise TransientError("the data are being prepared again") from None
        if not response.unchanged:
            check(response.body)
        return response

    def _await(self, address: str, end: float) -> None:
        """Ask until an asynchronous answer is available.

        Raises
        ------
        TransientError
            If it failed or expired, so that the request has to be sent anew.
        FetchError
            If time is over.
        """
        faults = 0
        while True:
            try:
                status = status_of(self._read(address, {}, end)[0])
            except TransientError as error:
                faults, status = faults + 1, "UNKNOWN"
                if faults >= self.patience.tries:
                    raise FetchError(
                        f"{error}; given up after asking {faults} times for its status"
                    ) from error
            if status == "AVAILABLE":
                return
            if status in ("EXPIRED", "UNKNOWN_REQUEST", "ERROR"):
                raise TransientError(f"the asynchronous request ended as {status}")
            if self.clock.seconds() + self.patience.poll > end:
                raise FetchError("the service is still preparing the data; run the command again later")
            self.tell(f"the service is preparing the data ({status.lower()})")
            self.clock.sleep(self.patience.poll)

    def _get(self, address: str, headers: Mapping[str, str], end: float) -> Response:
        """Send one request and return its answer if it is data."""
        body, status, answered = self._read(address, headers, end)
        if status == 304:
            return Response(b"", unchanged=True)
        try:
            refuse_other_than_data(body, status)
        except TransientError as error:
            error.after = self._retry_after(answered.get("retry-after", ""))
            raise
        return Response(body, etag=answered.get("etag", ""), last_modified=answered.get("last-modified", ""))

    def _read(
        self, address: str, headers: Mapping[str, str], end: float
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """Read one answer to its end; body, status and headers."""
        import httpx

        pieces, size = [], 0
        try:
            with self.client.stream("GET", address, headers=dict(headers)) as answer:
                for piece in answer.iter_raw():
                    pieces.append(piece)
                    size += len(piece)
                    self._bound(size, end)
        except httpx.TooManyRedirects as error:
            raise FetchError("the service redirects in a circle") from error
        except httpx.TimeoutException as error:
            raise TransientError(f"no answer in time ({type(error).__name__})") from error
        except httpx.TransportError as error:
            raise TransientError(f"the connection failed: {error or type(error).__name__}") from error
        except httpx.HTTPError as error:
            raise FetchError(f"the request failed: {error}") from error
        stated = answer.headers.get("content-length", "")
        if stated.isdigit() and int(stated) != size:
            raise TransientError(f"{size:,} bytes came, {stated} were announced")
        raw = b"".join(pieces)
        body = unpack(raw, answer.headers.get("content-encoding", "").lower())
        if answer.status_code == 200:
            check_ended(raw, body)
        return body, answer.status_code, answer.headers

    def _bound(self, size: int, end: float) -> None:
        if size > LARGEST:
            raise FetchError(f"more than {LARGEST // 2**20} MiB", "file-too-large")
        if self.clock.seconds() > end:
            raise FetchError("the response did not end in time")

    def _retry_after(self, text: str) -> float | None:
        """Return the seconds of a Retry-After header, which gives seconds or a date (RFC 9110, 10.2.3)."""
        if text.strip().isdigit():
            return float(text)
        try:
            return max(0.0, (parsedate_to_datetime(text) - self.clock.now()).total_seconds())
        except (TypeError, ValueError):
            return None
