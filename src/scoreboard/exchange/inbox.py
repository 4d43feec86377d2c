"""The folder of downloaded files: which file holds which declared dataset."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scoreboard.definitions.registers import Dataset
from scoreboard.findings import Place, Report

SUFFIXES = (".tsv", ".csv", ".json")


@dataclass(frozen=True)
class Inbox:
    """A folder with input files, in it or below it.

    Parameters
    ----------
    folder : where to look.
    datasets : dataset key → its declaration; a file's stem is the key, or one of the declared `files`.
    taken : files that are something else, such as an edition of our own.
    """

    folder: Path
    datasets: Mapping[str, Dataset]
    taken: Collection[Path] = ()

    def name(self, path: Path) -> str:
        """Return the path of a file below the folder, for findings and the report."""
        return path.relative_to(self.folder).as_posix()

    def deliveries(self, wanted: Collection[str], report: Report) -> Iterator[tuple[str, Path]]:
        """Yield (dataset key, its file) of the datasets wanted; a second file for one is a finding."""
        for key in sorted(wanted):
            paths = [path for stem in self._stems(key) for path in self._files.get(stem, [])]
            for path in paths[1:]:
                found = f"{key} is delivered twice, also in {self.name(paths[0])}"
                advice = "Keep one of the two files in the folder."
                report.add("duplicate-observation", Place(self.name(path)), found, "", advice)
            if paths:
                yield key, paths[0]

    def absent(self, wanted: Collection[str]) -> tuple[str, ...]:
        """Return the datasets wanted that no file holds."""
        return tuple(key for key in sorted(wanted) if not self._files.keys() & self._stems(key))

    def unread(self) -> tuple[str, ...]:
        """Return the data files that no dataset names."""
        named = {stem for key in self.datasets for stem in self._stems(key)}
        paths = [path for stem, paths in self._files.items() if stem not in named for path in paths]
        return tuple(sorted(map(self.name, paths)))

    def _stems(self, key: str) -> list[str]:
        return [stem.lower() for stem in self.datasets[key].files or (key,)]

    @cached_property
    def _files(self) -> dict[str, list[Path]]:
        """Stem in lower case → the data files that have it."""
        found: dict[str, list[Path]] = {}
        for path in sorted(self.folder.rglob("*")):
            name = path.name.lower().removesuffix(".gz")
            if name.endswith(SUFFIXES) and path.is_file() and path not in self.taken:
                found.setdefault(name.rpartition(".")[0], []).append(path)
        return found
