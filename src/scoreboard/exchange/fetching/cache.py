"""Whole responses on disk, each with what must be known of it; a damaged one does not count."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path


@dataclass(frozen=True)
class Entry:
    """What the cache knows of one response.

    Parameters
    ----------
    address : of the request.
    sha256 : of the body.
    size : bytes of the body.
    fetched : when it came, ISO date and time in UTC.
    checked : when the service last said that it still holds.
    etag, last_modified : of the response, for conditional requests.
    """

    address: str
    sha256: str
    size: int
    fetched: str
    checked: str
    etag: str = ""
    last_modified: str = ""

    def is_fresh(self, now: datetime, age: timedelta) -> bool:
        """Return whether it came, or was confirmed, within `age`."""
        return timedelta(0) <= now - datetime.fromisoformat(self.checked) < age

    def conditions(self) -> dict[str, str]:
        """Return the headers that ask for the response only if it has changed (RFC 9110, section 13)."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True)
class Cache:
    """A folder of responses, named by the hash of their request.

    Each body is written under a temporary name and renamed, and its sidecar after it: a file without a
    sidecar, or of another hash than the sidecar says, is not there.
    """

    folder: Path

    def find(self, address: str, media: str) -> Entry | None:
        """Return what is known of a whole response; None if there is none or it is damaged."""
        path = self._path(address, media)
        try:
            entry = Entry(**json.loads(path.with_suffix(".json").read_text("utf-8")))
            datetime.fromisoformat(entry.checked)
            intact = entry.address == address and _hash(path.read_bytes()) == entry.sha256
        except (OSError, TypeError, ValueError):
            return None
        return entry if intact else None

    def body(self, address: str, media: str) -> bytes:
        """Return the body of a response that `find` has found."""
        return self._path(address, media).read_bytes()

    def put(
        self, address: str, media: str, body: bytes, now: datetime, etag: str = "", modified: str = ""
    ) -> Entry:
        """Keep a whole response."""
        moment = now.astimezone(UTC).isoformat(timespec="seconds")
        entry = Entry(address, _hash(body), len(body), moment, moment, etag, modified)
        path = self._path(address, media)
        self.folder.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".json").unlink(missing_ok=True)
        _write(path, body)
        self._note(path, entry)
        return entry

    def confirm(self, entry: Entry, media: str, now: datetime) -> Entry:
        """Note that the service says that a response still holds."""
        entry = replace(entry, checked=now.astimezone(UTC).isoformat(timespec="seconds"))
        self._note(self._path(entry.address, media), entry)
        return entry

    def _note(self, path: Path, entry: Entry) -> None:
        text = json.dumps(asdict(entry), indent=1, ensure_ascii=False) + "\n"
        _write(path.with_suffix(".json"), text.encode("utf-8"))

    def _path(self, address: str, media: str) -> Path:
        return self.folder / f"{_hash(f'{media} {address}'.encode())[:40]}.body"


def default_folder() -> Path:
    """Return the folder for caches of this program on this platform."""
    from platformdirs import user_cache_path

    return user_cache_path("integration-scoreboard") / "fetch"


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write beside the place and rename, with the content on the disk before the name."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    with beside.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(path)
