"""What a fault is, the sample project it is put into, and how a single edit makes it.

The sample is a copy of the repository's definitions and of six states' data: large (AT, SE), small (CY, MT),
without surveys (TR) and nearly empty (XK). One validation of it takes a fraction of a second, so each fault can
be put in at many places, one at a time.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random
from textwrap import indent

import scoreboard
from scoreboard.definitions import Framework, walk
from scoreboard.definitions.framework import INDEX_FILES
from scoreboard.definitions.models import Index, Node
from scoreboard.findings import Finding

REPOSITORY = Path(__file__).parent.parent
STATES = ("AT", "CY", "MT", "SE", "TR", "XK")
LENSES = tuple(INDEX_FILES)
Keys = tuple[str | int, ...]
"""Keys and positions down to a place of a definition."""
MARK = "▲"
"""Stands in a replacement where the finding must be; taken out before the text is written."""
Content = bytes | Path | None
"""What is made of a file: its bytes, a link to a path, or nothing."""


@dataclass(frozen=True)
class Row:
    """One row of a national dataset: file, line from 1, and the text of its cells by column."""

    file: str
    line: int
    cells: dict[str, str]

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(self.cells[name] for name in ("indicator", "year", "group", "sex", "age", "duration"))


@dataclass(frozen=True)
class Injection:
    """One edit and where its finding must be.

    Parameters
    ----------
    file : the file that is changed.
    content : its new bytes; a path to make it a link to that; None to delete it.
    place : file, line and column that the finding must name; None where it concerns the whole file or line.
    beside : other files that are changed with it.
    """

    file: str
    content: Content
    place: tuple[str, int | None, int | None]
    beside: Mapping[str, Content] = field(default_factory=dict)

    @property
    def contents(self) -> dict[str, Content]:
        return {self.file: self.content, **self.beside}


@dataclass(frozen=True)
class Fault:
    """One type of fault.

    Parameters
    ----------
    inject : makes one injection at a random place, or None where the place drawn does not suit.
    follows : codes of errors that this fault must cause elsewhere too, since others lean on what it breaks.
    against : whether the sample is held against what it was before.
    """

    name: str
    code: str
    inject: Callable[[Sample, Random], Injection | None]
    follows: frozenset[str] = frozenset()
    against: bool = False


@dataclass
class Sample:
    """A project folder to put faults into; remembers what the files held."""

    root: Path
    _texts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def copy(cls, root: Path) -> Sample:
        """Copy definitions, schemas, bibliography and the data of `STATES` to `root`."""
        for folder in ("indicators", "practices", "schemas", *(f"data/{state}" for state in STATES)):
            shutil.copytree(REPOSITORY / folder, root / folder)
        for path in [REPOSITORY / "book/references.bib", *(REPOSITORY / "data").glob("*.[cy]*")]:
            target = root / path.relative_to(REPOSITORY)
            target.parent.mkdir(exist_ok=True)
            shutil.copy(path, target)
        return cls(root)

    def text(self, file: str) -> str:
        if file not in self._texts:
            self._texts[file] = (self.root / file).read_bytes().decode()
        return self._texts[file]

    def files(self, pattern: str) -> list[str]:
        return sorted(path.relative_to(self.root).as_posix() for path in self.root.glob(pattern))

    @cached_property
    def before(self) -> Path:
        """A folder beside the sample that holds it as it was."""
        return Sample.copy(self.root.with_name("before")).root

    @cached_property
    def framework(self) -> Framework:
        return scoreboard.Project(self.root).framework

    @cached_property
    def findings(self) -> list[Finding]:
        """What validation says of the sample as it is."""
        return list(scoreboard.Project(self.root).validate())

    @cached_property
    def rows(self) -> list[Row]:
        """All rows of the national datasets, as Python's csv module reads them."""
        result = []
        for file in self.files("data/*/*.csv"):
            reader = csv.DictReader(io.StringIO(self.text(file), newline=""))
            result += [Row(file, reader.line_num, row) for row in reader]
        return result

    @cached_property
    def keys(self) -> set[tuple[str, ...]]:
        """Keys of the rows that have a value."""
        return {(row.cells["state"], *row.key) for row in self.rows if row.cells["value"]}

    def places(self, lens: str) -> list[tuple[Keys, Node]]:
        """Return (path, node): groups that follow the rule of their index, and indicators that stand once in it."""
        every = list(walk(self.framework.indices[lens].tree))
        count = Counter(node.indicator for _, node in every)
        return [
            (path, it) for path, it in every if not it.aggregation and (it.node or count[it.indicator] == 1)
        ]

    def where(self, lens: str, path: Keys) -> tuple[str, int]:
        """Return file and line of a place of a tree."""
        place = self.framework.place(lens, *path)
        return place.file, place.line or 1

    def replace_lines(self, file: str, line: int, new: list[str]) -> str:
        """Return the text of a file with one line replaced by some others."""
        lines = self.text(file).splitlines(keepends=True)
        return "".join([*lines[: line - 1], *new, *lines[line:]])

    def put(self, contents: Mapping[str, Content]) -> dict[str, Content]:
        """Write, link or delete files; return what they held before, so that it can be put back."""
        before = {file: _held(self.root / file) for file in contents}
        for file, content in contents.items():
            _put(self.root / file, content)
        return before


def _held(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _put(path: Path, content: Content) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    if isinstance(content, Path):
        path.symlink_to(content)
    elif content is not None:
        path.write_bytes(content)
    elif not any(path.parent.iterdir()):
        path.parent.rmdir()


def quoted(text: str) -> str:
    """Return the text of one cell as CSV writes it."""
    return '"' + text.replace('"', '""') + '"' if re.search(r'[,"\r\n]', text) else text


def line_of(cells: Mapping[str, str]) -> str:
    """Return the line of a CSV."""
    return ",".join(map(quoted, cells.values())) + "\n"


def column_of(row: Row, name: str) -> int:
    """Return the character, from 1, at which a cell begins."""
    names = list(row.cells)
    return sum(len(quoted(row.cells[it])) + 1 for it in names[: names.index(name)]) + 1


def marked(file: str, text: str) -> Injection:
    """Return the injection of a text in which `MARK` shows the place of the finding."""
    at = text.find(MARK)
    if at < 0:
        return Injection(file, text.encode(), (file, None, None))
    line, column = text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
    return Injection(file, text.replace(MARK, "").encode(), (file, line, column))


def edit(name: str, code: str, files: str, pattern: str, new: str, follows: str = "") -> Fault:
    """Return the fault that replaces a random match of `pattern` in a random file by `new`."""
    search = re.compile(pattern, re.MULTILINE)

    def inject(sample: Sample, random: Random) -> Injection | None:
        file = random.choice(sample.files(files))
        text = sample.text(file)
        matches = list(search.finditer(text))
        if not matches:
            return None
        match = random.choice(matches)
        return marked(file, text[: match.start()] + match.expand(new) + text[match.end() :])

    return Fault(name, code, inject, frozenset(follows.split()))


def cell(
    name: str,
    code: str,
    column: str,
    new: Callable[[Row, Sample, Random], str | None],
    follows: str = "",
    found_in: str = "",
) -> Fault:
    """Return the fault that writes another text into one cell of a random row.

    Parameters
    ----------
    new : returns the text, or None where the row does not suit.
    found_in : the column that the finding must name, where it is another.
    """

    def inject(sample: Sample, random: Random) -> Injection | None:
        row = random.choice(sample.rows)
        text = new(row, sample, random)
        if text is None or text == row.cells[column]:
            return None
        changed = Row(row.file, row.line, row.cells | {column: text})
        content = sample.replace_lines(row.file, row.line, [line_of(changed.cells)])
        return Injection(
            row.file, content.encode(), (row.file, row.line, column_of(changed, found_in or column))
        )

    return Fault(name, code, inject, frozenset(follows.split()))


def one_of(*texts: str) -> Callable[[object, Sample, Random], str]:
    """Return what chooses one of some texts, wherever it is to stand."""
    return lambda where, sample, random: random.choice(texts)


Say = Callable[[Node, Sample, Random], str | None]
"""What a place of a tree says more; None where it does not suit."""


def say(text: str, line: int, more: str) -> str:
    """Return the text of an index file in which the place of the tree at `line` says more.

    Parameters
    ----------
    more : lines of a group, or keys of an indicator.
    """
    lines = text.splitlines(keepends=True)
    head = lines[line - 1]
    if "indicator: " in head and more:
        shift, keys = head.split("- ")
        keys = keys.strip(" {}\n")
        lines[line - 1] = f"{shift}- {{{keys}, {more}}}\n"
    elif more:
        lines.insert(line, indent(more, " " * (head.index("- ") + 2)) + "\n")
    return "".join(lines)


def in_tree(
    name: str, code: str, of: str, new: Say, follows: str = "", lenses: tuple[str, ...] = LENSES
) -> Fault:
    """Return the fault of what a random place of a tree says more.

    Parameters
    ----------
    of : "node" for groups, "indicator" for indicators.
    new : what it says; where it has no mark, the finding is to name the place itself.
    """

    def inject(sample: Sample, random: Random) -> Injection | None:
        lens = random.choice(lenses)
        path, node = random.choice([it for it in sample.places(lens) if getattr(it[1], of)])
        more = new(node, sample, random)
        if more is None:
            return None
        file, line = sample.where(lens, path)
        text = say(sample.text(file), line, more)
        if MARK not in more:
            lines = text.splitlines(keepends=True)
            lines[line - 1] = lines[line - 1].replace(f"{of}: ", f"{MARK}{of}: ", 1)
            text = "".join(lines)
        return marked(file, text)

    return Fault(name, code, inject, frozenset(follows.split()))


def in_index(
    name: str, code: str, key: str, new: Callable[[Index, Sample, Random], str | None], follows: str = "",
    lenses: tuple[str, ...] = LENSES,
) -> Fault:  # fmt: skip
    """Return the fault of another entry for a key of an index, or for a factor (`robustness.weights`)."""

    def inject(sample: Sample, random: Random) -> Injection | None:
        lens = random.choice(lenses)
        entry = new(sample.framework.indices[lens], sample, random)
        file = f"indicators/{INDEX_FILES[lens]}"
        return None if entry is None else marked(file, with_entry(sample.text(file), key, entry))

    return Fault(name, code, inject, frozenset(follows.split()))


def with_entry(text: str, key: str, entry: str) -> str:
    """Return the text of an index file with another entry for a key, or with one more."""
    outer, _, inner = key.rpartition(".")
    shift, before = ("  ", "  seed:") if outer else ("", "missing:")
    new = indent(entry, shift) + "\n"
    old = re.compile(rf"^{shift}{inner}:.*\n(?:{shift} +.*\n)*", re.MULTILINE)
    if old.search(text):
        return old.sub(lambda _: new, text, count=1)
    return text.replace(f"\n{before}", f"\n{new}{before}", 1)
