"""Renewing the message catalogues: what is said now is added, what is no longer said goes, translations stay."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from scoreboard.report.i18n import borrowed
from scoreboard.report.i18n.messages import BOOK, INTERFACE, LANGUAGES, LOCALE, SOURCE, po_file

REPORT = LOCALE.parent
PROJECT = "Integration Scoreboard"
HEADER = "# Messages of the report; `scoreboard book --catalogues` renews this file and keeps translations."
TARGETS = [language for language in LANGUAGES if language != SOURCE]


def interface_messages() -> Catalog:
    """Return every text of the interface.

    What stands in ``_()``, ``N_()``, ``ngettext()``, ``forms()`` or ``count()``, and what rooms below say as it is.
    """
    template = Catalog(charset="utf-8")
    for path in sorted(REPORT.rglob("*.py")):
        for message in messages_of(path.read_text("utf-8")):
            template.add(message, None, [(path.relative_to(REPORT).as_posix(), 0)])
    for message, place in borrowed.messages():
        template.add(message, None, [(f"../{place}", 0)])
    return template


def messages_of(code: str) -> Iterator[str | tuple[str, str]]:
    """Yield the marked texts of a module, also those inside f-strings; with a plural as (singular, plural).

    >>> list(messages_of('_(word); _("Rows"); count(n, "state")'))
    ['Rows', ('state', 'states')]
    """
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        words = [it.value for it in call.args if isinstance(it, ast.Constant) and isinstance(it.value, str)]
        if name in {"_", "N_"} and words:
            yield words[0]
        elif name in {"ngettext", "forms", "count"} and words:
            yield words[0], words[1] if len(words) > 1 else f"{words[0]}s"


def book_messages(root: Path) -> Catalog:
    """Return every text of a project: titles of its definitions, and the prose of its pages as Sphinx finds it."""
    from scoreboard.project import Project
    from scoreboard.report.building import OUTPUT, build
    from scoreboard.report.i18n.framework import messages

    build(root, builder="gettext")
    with (root / OUTPUT / "gettext" / SOURCE / f"{BOOK}.pot").open("rb") as file:
        template = read_po(file)
    for title, place in messages(Project(root).framework):
        template.add(title, None, [(place, 0)])
    return template


def renew(root: Path) -> pd.DataFrame:
    """Write the catalogues of a project, and of the interface if the package lies in it; return `completeness`."""
    if LOCALE.is_relative_to(root):
        _renew(LOCALE, INTERFACE, interface_messages())
    _renew(root / "book" / "locale", BOOK, book_messages(root))
    return completeness(root)


def _renew(folder: Path, domain: str, template: Catalog) -> None:
    for language in TARGETS:
        path = po_file(folder, domain, language)
        catalogue = _read(path, language)
        made = catalogue.creation_date
        catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        catalogue.creation_date = made  # or the file would change with every look
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, include_lineno=False, omit_header=False, sort_by_file=False)


def _read(path: Path, language: str) -> Catalog:
    if not path.is_file():
        return Catalog(language, header_comment=HEADER, project=PROJECT, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def completeness(root: Path) -> pd.DataFrame:
    """Return how complete every catalogue is: one row per catalogue and language.

    Columns `catalogue, language, messages, translated, fuzzy, missing, share`, the last in per cent.
    """
    rows = [
        {"catalogue": name, "language": LANGUAGES[language], **_counted(_read(path, language))}
        for name, folder, domain in (
            ("interface", LOCALE, INTERFACE),
            ("book", root / "book" / "locale", BOOK),
        )
        for language in TARGETS
        if (path := po_file(folder, domain, language)).is_file()
    ]
    columns = ["catalogue", "language", "messages", "translated", "fuzzy", "missing", "share"]
    return pd.DataFrame(rows, columns=columns)


def _counted(catalogue: Catalog) -> dict[str, float]:
    states = pd.Series(list(_states(catalogue)), dtype=str).value_counts()
    whole = int(states.sum())
    counts = {name: int(states.get(name, 0)) for name in ("translated", "fuzzy", "missing")}
    return {"messages": whole, **counts, "share": 100 * counts["translated"] / whole if whole else 100.0}


def _states(catalogue: Catalog) -> Iterator[str]:
    for message in catalogue:
        if message.id and message.string is not None:
            told = message.string if isinstance(message.string, str) else all(message.string)
            yield "missing" if not told else "fuzzy" if message.fuzzy else "translated"
