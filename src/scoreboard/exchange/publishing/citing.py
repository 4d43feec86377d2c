"""How to cite an edition, from the project's CITATION.cff, with the versions of its indices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = "CITATION.cff"


@dataclass(frozen=True)
class Citation:
    """What a reader needs to cite an edition.

    Parameters
    ----------
    authors : names in the order of citation.
    released : ISO date, or empty.
    message : what the authors ask for.
    """

    title: str
    authors: tuple[str, ...]
    version: str
    released: str
    message: str = ""

    @property
    def year(self) -> str:
        """The year of the release, or "no date" in the manner of citations."""
        return self.released[:4] or "n.d."

    @property
    def text(self) -> str:
        """The citation in one line: authors (year): title, version, date."""
        when = f", {self.released}" if self.released else ""
        who = " and ".join(self.authors)
        return f"{who} ({self.year}): {self.title}. Version {self.version}{when}."

    @property
    def bibtex(self) -> str:
        """The citation as a BibTeX entry; names in braces stay as they are."""
        fields = {
            "author": " and ".join(f"{{{name}}}" for name in self.authors),
            "title": f"{{{self.title}}}",
            "year": self.year if self.released else "",
            "version": self.version,
            "date": self.released,
        }
        lines = [f"  {name} = {{{_escaped(value)}}}," for name, value in fields.items() if value]
        return "\n".join([f"@misc{{{self.key},", *lines, "}"])

    @property
    def key(self) -> str:
        """The name of the BibTeX entry: first words of the title, and the version."""
        words = re.findall(r"[a-z]+", self.title.lower())[:2]
        return "".join(words) + re.sub(r"\D", "", self.released[:4] or self.version)


def _escaped(value: str) -> str:
    return re.sub(r"([&%$#_])", r"\\\1", value)


def citation(root: Path, title: str, version: str) -> Citation:
    """Return the citation of a project.

    Parameters
    ----------
    root : the project folder; its CITATION.cff says what it says there.
    title, version : of a project without that file.
    """
    path = root / FILE
    said = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else {}
    authors = tuple(_name(author) for author in said.get("authors", ())) or (f"The authors of {title}",)
    return Citation(
        title=str(said.get("title", title)),
        authors=authors,
        version=str(said.get("version", version)),
        released=str(said.get("date-released", "")),
        message=str(said.get("message", "")),
    )


def _name(author: dict[str, str]) -> str:
    given = " ".join(filter(None, [author.get("family-names", ""), author.get("given-names", "")]))
    return author.get("name") or given
