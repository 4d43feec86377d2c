"""The search index of a book that is built again: what Sphinx keeps of pages that it did not write falls short.

Sphinx reads the kept part from the published index, which has lost the entries of the glossary and keeps words
that no page has any more. Here each page's part is kept whole, and the index made of the parts.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoreboard.report.ledger import Ledger

FILE = "search.pickle"


@dataclass(frozen=True)
class Part:
    """What one page gives to the index: its titles, its entries, and the words of its text and of its titles."""

    title: str
    filename: str
    titles: Any
    entries: Any
    words: frozenset[str]
    title_words: frozenset[str]


def connect(app: Any) -> None:  # noqa: ANN401  (sphinx.application.Sphinx, here and below)
    """Register the hooks with Sphinx."""
    app.connect("html-page-context", note)
    app.connect("html-collect-pages", settle)


def note(app: Any, page: str, _template: str, _context: dict[str, Any], doctree: Any) -> None:  # noqa: ANN401
    """Note a page that is written, and so comes into the index anew."""
    if doctree is not None:
        app.scoreboard_written = {*getattr(app, "scoreboard_written", ()), page}


def settle(app: Any) -> list[Any]:  # noqa: ANN401
    """Make the index of the parts of all pages, of those not written as they were kept."""
    index = getattr(app.builder, "indexer", None)
    if index is None:
        return []
    ledger: Ledger = app.scoreboard_edition.ledger
    assert ledger.folder
    file = ledger.folder / FILE
    known: dict[str, Part] = pickle.loads(file.read_bytes()) if file.is_file() else {}
    parts = {page: it for page, it in known.items() if page in app.env.found_docs}
    parts |= _parts(index, getattr(app, "scoreboard_written", set()))
    _fill(index, dict(sorted(parts.items())))
    _keep(file, parts)
    return []


def _keep(file: Path, parts: dict[str, Part]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(pickle.dumps(parts))


def _parts(index: Any, pages: set[str]) -> dict[str, Part]:  # noqa: ANN401  (sphinx.search.IndexBuilder, here and below)
    words, title_words = _by_page(index._mapping, pages), _by_page(index._title_mapping, pages)
    return {
        page: Part(
            index._titles[page],
            index._filenames[page],
            index._all_titles.get(page, []),
            index._index_entries.get(page),
            frozenset(words[page]),
            frozenset(title_words[page]),
        )
        for page in pages & index._titles.keys()
    }


def _by_page(mapping: dict[str, set[str]], pages: set[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {page: set() for page in pages}
    for word, having in mapping.items():
        for page in having & pages:
            found[page].add(word)
    return found


def _fill(index: Any, parts: dict[str, Part]) -> None:  # noqa: ANN401
    index._titles = {page: it.title for page, it in parts.items()}
    index._filenames = {page: it.filename for page, it in parts.items()}
    index._all_titles = {page: it.titles for page, it in parts.items()}
    index._index_entries = {page: it.entries for page, it in parts.items() if it.entries is not None}
    index._mapping, index._title_mapping = {}, {}
    for page, it in parts.items():
        for word in it.words:
            index._mapping.setdefault(word, set()).add(page)
        for word in it.title_words:
            index._title_mapping.setdefault(word, set()).add(page)
