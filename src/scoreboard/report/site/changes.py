"""The change list of a project: CHANGELOG.md as entries, for the page and for feed readers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FILE = "CHANGELOG.md"
_VERSION = re.compile(r"^## \[?(?P<version>[^\],\s]+)\]?[,\s–-]*(?P<when>.*)$", re.MULTILINE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Entry:
    """One version of the change list.

    Parameters
    ----------
    when : what stands after the version: a day, or "unreleased".
    text : what changed, as Markdown.
    """

    version: str
    when: str
    text: str

    @property
    def day(self) -> date | None:
        """The day of the release, or None before it."""
        found = _DAY.search(self.when)
        return date.fromisoformat(found[0]) if found else None


def entries(root: Path) -> list[Entry]:
    """Return the versions of a project's CHANGELOG.md in its own order, the newest first; none without a file."""
    path = root / FILE
    text = path.read_text("utf-8") if path.is_file() else ""
    heads = list(_VERSION.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return [
        Entry(head["version"], head["when"].strip(), text[head.end() : end].strip())
        for head, end in zip(heads, ends, strict=False)
    ]
