"""What was read for what: each value of a book with the values it was made from, kept from build to build.

A *read* is a function of an edition and a few words, marked by `read`: made once in a build, and remembered
with its hash and the reads that it made itself. In the next build it has the same value while all of these
have, so it need not be made again; and where it is made again and comes out equal, what was made of it stays
as well (verifying traces with early cut-off: Mokhov, Mitchell, Peyton Jones 2018, doi 10.1145/3236774).
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

from scoreboard.report.digest import digest

if TYPE_CHECKING:
    from scoreboard.report.edition import Edition

Key = tuple[Any, ...]
"""(where the function stands, *its arguments), all of them words or numbers."""
Function = TypeVar("Function", bound=Callable[..., Any])
RECORDS, KEPT = "records.pickle", "values"
PACKAGE = Path(__file__).parents[1]
MADE = {"_build", "__pycache__", "node_modules", "site-packages"}
"""Folders of what is made, which nothing is made from."""


@dataclass(frozen=True)
class Record:
    """What is known of a value without the value: its hash, and the reads it was made from, with theirs."""

    digest: str
    reads: dict[Key, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Read:
    """How a read is made: `of` gives what stands for its value, if that is not its value."""

    function: Callable[..., Any]
    of: Callable[..., object] | None
    derived: bool
    kept: bool


_NOT_OWN = (str(PACKAGE), sys.prefix)
"""Where modules lie that are no part of a project, even if its folder holds them."""
_READS: dict[str, _Read] = {}
_reading: list[Ledger] = []
"""The ledgers that note what is opened, the innermost last."""


@overload
def read(function: Function) -> Function: ...
@overload
def read(
    *, of: Callable[..., object] | None = ..., derived: bool = ..., kept: bool = ...
) -> Callable[[Function], Function]: ...
def read(
    function: Callable[..., Any] | None = None,
    *,
    of: Callable[..., object] | None = None,
    derived: bool = False,
    kept: bool = False,
) -> Any:
    """Mark a function of (edition, *arguments) as a read; its result is shared and must not be changed.

    Parameters
    ----------
    of : takes the same arguments, and returns what the hash is made of: for inputs, whose files tell.
    derived : the hash is that of the reads it was made from: for a value too large to be compared.
    kept : the value itself is kept on disk, not its hash alone: for one that takes long to make.
    """

    def marked(function: Callable[..., Any]) -> Callable[..., Any]:
        name = f"{function.__module__}:{function.__qualname__}"
        _READS[name] = _Read(function, of, derived, kept)

        @wraps(function)
        def asked(edition: Edition, *arguments: Any) -> Any:  # noqa: ANN401
            return edition.ledger.value((name, *arguments))

        return asked

    return marked(function) if function else marked


class Ledger:
    """The reads of one edition.

    Parameters
    ----------
    edition : whom the reads ask.
    folder : where records and values are kept; None keeps nothing.
    version : hash of all code; what another version left is not looked at.
    """

    def __init__(self, edition: Edition, folder: Path | None = None, version: str = "") -> None:
        self.edition, self.folder, self.version = edition, folder, version
        self.records: dict[Key, Record] = {}
        self._before: dict[Key, Record] = self._load()
        self._suspects: dict[Key, bool] = {}
        self._values: dict[Key, Any] = {}
        self._readers: list[dict[Key, None]] = []

    def _load(self) -> dict[Key, Record]:
        path = self.folder / RECORDS if self.folder else None
        if path is None or not path.is_file():
            return {}
        version, records = pickle.loads(path.read_bytes())
        return records if version == self.version else {}

    def save(self) -> None:
        """Keep the records of this build for the next, and let go of kept values that none of them names."""
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            whole = self.folder / f"{RECORDS}.new"
            whole.write_bytes(pickle.dumps((self.version, self.records)))
            whole.replace(self.folder / RECORDS)
            named = {self._place(key, record) for key, record in self.records.items()}
            for path in (self.folder / KEPT).glob("*"):
                if path not in named:
                    path.unlink()

    def value(self, key: Key) -> Any:  # noqa: ANN401  (whatever the function returns)
        """Return the value of a read, and note that the one being made has read it."""
        made = key in self._values or self._restored(key) or self._made(key)
        assert made
        if self._readers:
            self._readers[-1][key] = None
        return self._values[key]

    def digest(self, key: Key) -> str:
        """Return the hash of a read's value, making it only if something that it was made from has changed."""
        if key not in self.records and not self._unchanged(key):
            with self.apart():
                if _find(key).of:
                    self._recorded(key, {})
                else:
                    self._made(key)
        return self.records[key].digest

    def _unchanged(self, key: Key) -> bool:
        """Return whether all that a value was made from is as it was; the reads are asked in their order."""
        old = self._before.get(key)
        if old is None or _find(key).of or not all(self.same(it, was) for it, was in old.reads.items()):
            return False
        self.records[key] = old
        return True

    def same(self, key: Key, before: str) -> bool:
        """Return whether a read still has the hash that it had before; one that cannot be made has not."""
        try:
            return self.digest(key) == before
        except Exception:  # what cannot be made any more has changed; who needs it will say so
            return False

    def _restored(self, key: Key) -> bool:
        """Take a kept value from disk, if it is still that of its reads."""
        if not (_find(key).kept and self.folder) or (key not in self.records and not self._unchanged(key)):
            return False
        path = self._place(key, self.records[key])
        if not path.is_file():
            return False
        self._values[key] = pickle.loads(path.read_bytes())
        return True

    def _made(self, key: Key) -> bool:
        how = _find(key)
        with self.apart() as reads:
            self._values[key] = how.function(self.edition, *key[1:])
        if how.of is None or key not in self.records:
            self._recorded(key, reads)
        if how.kept and self.folder:
            path = self._place(key, self.records[key])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pickle.dumps(self._values[key]))
        return True

    def _recorded(self, key: Key, reads: dict[Key, None]) -> None:
        how = _find(key)
        if how.of:
            with self.apart():
                self.records[key] = Record(digest(how.of(self.edition, *key[1:])))
            return
        known = {it: self.digest(it) for it in reads}
        value = tuple(known.items()) if how.derived else self._values[key]
        self.records[key] = Record(digest(value), known)

    def absorb(self, reads: Iterable[Key], records: Mapping[Key, Record]) -> None:
        """Take in what was read for the value being made by another process, which knew all that this one did."""
        self.learn(records)
        self._readers[-1].update(dict.fromkeys(reads))

    def learn(self, records: Mapping[Key, Record]) -> None:
        """Take in what another process, which knew all that this one did, made or found unchanged."""
        self.records = {**records, **self.records}

    def is_suspect(self, key: Key) -> bool:
        """Return whether a value may have to be made: it is new, or something far below it has changed."""
        if key not in self._suspects:
            old = self._before.get(key)
            if old is None:
                self._suspects[key] = True
            elif key in self.records or _find(key).of:
                self._suspects[key] = not self.same(key, old.digest)
            else:
                self._suspects[key] = any(map(self.is_suspect, old.reads))
        return self._suspects[key]

    @contextmanager
    def apart(self) -> Iterator[dict[Key, None]]:
        """Note the reads made inside for one value, and not for those that wait for it."""
        self._readers.append({})
        _reading.append(self)
        try:
            yield self._readers[-1]
        finally:
            _reading.pop()
            self._readers.pop()

    def opened(self, file: str) -> None:
        """Note that a file was opened for the value being made, if it is one of the project."""
        path = Path(file).resolve()
        root = self.edition.root
        if path.is_relative_to(root) and not path.is_relative_to(PACKAGE):
            inside = path.relative_to(root)
            if not any(part in MADE or part.startswith(".") for part in inside.parts):
                self._readers[-1][f"{__name__}:file", inside.as_posix()] = None

    def imported(self) -> None:
        """Note the modules of the project itself that are loaded: Python may take them from its own cache."""
        for file in [getattr(module, "__file__", None) for module in list(sys.modules.values())]:
            if file and file.startswith(f"{self.edition.root}/") and not file.startswith(_NOT_OWN):
                self.opened(file)

    def _place(self, key: Key, record: Record) -> Path:
        assert self.folder
        return self.folder / KEPT / digest((*key, record.digest))


def _find(key: Key) -> _Read:
    """Return how a read is made; its module may not have been loaded in this build yet."""
    name = str(key[0])
    if name not in _READS:
        import_module(name.partition(":")[0])
    return _READS[name]


def _content(edition: Edition, name: str) -> bytes | None:
    path = edition.root / name
    return path.read_bytes() if path.is_file() else None


@read(of=_content)
def file(_edition: Edition, name: str) -> str:
    """Name a file of the project that something was made from; its content is what counts."""
    return name


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and _reading and isinstance(arguments[0], str | Path):
        innermost, mode = _reading[-1], arguments[1]
        if not isinstance(mode, str) or "r" in mode:
            innermost.opened(str(arguments[0]))


sys.addaudithook(_watch)  # it cannot be taken away again, and does nothing while no value is being made
