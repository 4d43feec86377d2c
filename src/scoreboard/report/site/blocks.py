"""The page "Cite, download, contribute", computed from the project's own files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from scoreboard.exchange.publishing.json_api import FOLDER as API
from scoreboard.exchange.publishing.json_api.documents import RESOURCES
from scoreboard.report.edition import LENS_NAMES, Edition
from scoreboard.report.html import Html, text
from scoreboard.report.i18n import _
from scoreboard.report.i18n.borrowed import told
from scoreboard.report.links import link
from scoreboard.report.site import api, changes, downloads
from scoreboard.report.site.citing import edition_citation
from scoreboard.report.tables import table_html


def cite(edition: Edition) -> list[Any]:
    """Return how to cite the edition, in words and as BibTeX."""
    cited = edition_citation(edition)
    versions = ", ".join(
        f"{LENS_NAMES[lens]} {edition.framework.indices[lens].version}" for lens in edition.lenses
    )
    return [
        cited.text,
        _("Versions of the indices: {versions}.").format(versions=versions),
        f"```bibtex\n{cited.bibtex}\n```",
    ]


def download_table(edition: Edition) -> Html:
    """Return the files with all scores and observations, with what each holds."""
    rows = [
        (_file(name), told(downloads.about(make)), len(make(edition)))
        for name, make in downloads.TABLES.items()
    ]
    columns = [_("File"), _("What it holds"), _("Rows")]
    return table_html(
        pd.DataFrame(rows, columns=columns), _("The whole edition as CSV files"), sortable=False
    )


def api_files() -> dict[str, str]:
    """Return each file of the JSON API with what it holds, in English."""
    listed = {"index.json": "what the edition holds", "openapi.json": "this API in OpenAPI 3.1"}
    listed |= {path: about for path, (_model, about) in RESOURCES.items()}
    return {path: about[:1].upper() + about[1:] for path, about in listed.items()}


def api_table(edition: Edition) -> Html:
    """Return the files of the JSON API, with what each holds."""
    rows = [(_api_file(path), told(about)) for path, about in api_files().items()]
    table = pd.DataFrame(rows, columns=[_("File"), _("What it holds")])
    return table_html(table, _("The whole edition as JSON files"), sortable=False)


def _api_file(path: str) -> Html:
    """Return the name of a file, as a link where it names one file and not many; it may break at a slash."""
    if "{" not in path:
        return link(f"{api.home()}{API}/{path}", path)
    return Html(text(path).replace("/", "/<wbr>"))


def _file(name: str) -> Html:
    return link(f"{downloads.FOLDER}/{name}.csv", f"{name}.csv")


def change_list(edition: Edition) -> str:
    """Return what changed in each version, from CHANGELOG.md."""
    found = changes.entries(edition.file(changes.FILE).parent)
    if not found:
        return _("This project keeps no change list.")
    return "\n\n".join(f"### {entry.version}, {entry.when}\n\n{_lowered(entry.text)}" for entry in found)


def _lowered(text: str) -> str:
    """Return text with its headings as bold lines, so that the page's own outline stays flat."""
    lines = [f"**{line.lstrip('# ')}**\n" if line.startswith("#") else line for line in text.splitlines()]
    return "\n".join(lines)


def guide(edition: Edition, file: str = "CONTRIBUTING.md") -> str:
    """Return the table of a project's guide for contributors: what to change, and what checks it."""
    path = edition.file(file)
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    table = [line for line in lines if line.startswith("|")]
    return "\n".join(table) or _("This project has no guide for contributors yet.")


def translations(edition: Edition) -> Html | str:
    """Return how complete the message catalogues are."""
    from scoreboard.report.i18n.extracting import TARGETS, completeness
    from scoreboard.report.i18n.messages import BOOK, po_file

    for language in TARGETS:
        edition.file(po_file(Path("book", "locale"), BOOK, language).as_posix())
    table = completeness(edition.root)
    if table.empty:
        return _("There is no catalogue yet.")
    headings = [_("Catalogue"), _("Language"), _("Messages"), _("Translated"), _("Fuzzy"), _("Missing"), "%"]
    return table_html(
        table.set_axis(headings, axis="columns"), _("Completeness of the catalogues"), sortable=False
    )
