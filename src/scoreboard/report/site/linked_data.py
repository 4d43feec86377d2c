"""What search engines for data read in the pages: schema.org Dataset as JSON-LD.

https://developers.google.com/search/docs/appearance/structured-data/dataset says what is required (name,
description) and recommended; https://schema.org/Dataset what it means. The edition stands on the start page and
on the page of the data, each indicator on its own page, as a part of it. An address is absolute where the
address of the site is known, and else relative to the page.
"""

from __future__ import annotations

import json
import posixpath
from typing import Any
from urllib.parse import urljoin

import pandas as pd

from scoreboard.definitions.framework import AnyIndicator
from scoreboard.definitions.models import PolicyIndicator
from scoreboard.exchange.publishing.citing import Citation
from scoreboard.exchange.publishing.json_api import FOLDER as API
from scoreboard.exchange.publishing.sources import licence_address
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html
from scoreboard.report.i18n import active
from scoreboard.report.ledger import read
from scoreboard.report.site import api, downloads
from scoreboard.report.site.citing import edition_citation
from scoreboard.report.site.meta import cut_to

CONTEXT = "https://schema.org/"
CONTENT_LICENCE = "CC-BY-4.0"
"""Of definitions, texts and scores; observations have that of their dataset."""
INDICATOR_PAGES = "codebook/"
DATA_PAGE = "data"
SHORTEST, LONGEST = 50, 5000
"""Characters of a description, as the search engines ask."""

Thing = dict[str, Any]


def script(edition: Edition, page: str, start: str, base: str = "") -> Html:
    """Return the `<script>` of a page, empty for a page that describes no data.

    Parameters
    ----------
    page : name of the page. start : name of the first page of the book.
    base : address of the site, ending in a slash, or empty.
    """
    code = page.removeprefix(INDICATOR_PAGES)
    place = _Place(page, start, base)
    if not edition.lenses:
        return Html("")
    if page in (start, DATA_PAGE):
        return embedded(whole(edition, place))
    if page.startswith(INDICATOR_PAGES) and code in edition.framework.indicators:
        return embedded(of_indicator(edition, code, place))
    return Html("")


def embedded(thing: Thing) -> Html:
    """Return JSON-LD inside a `<script>`; what could end the script or begin a tag is escaped as JSON allows."""
    text = json.dumps(thing, ensure_ascii=False, allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Html(f'<script type="application/ld+json">{text}</script>')


class _Place:
    """Where a page stands, and so how it names other files of the site."""

    def __init__(self, page: str, start: str, base: str) -> None:
        self.page, self.start, self.base = page, start, base

    def to(self, file: str) -> str:
        """Return the address of a file of the site."""
        if self.base:
            return urljoin(self.base, file)
        return posixpath.relpath(file, posixpath.dirname(self.page) or ".")

    @property
    def edition(self) -> str:
        """What the edition is called on every page."""
        return f"{self.to(f'{self.start}.html')}#dataset"


def whole(edition: Edition, place: _Place) -> Thing:
    """Return the edition as a Dataset."""
    cited = _cited(edition)
    indices = [edition.framework.indices[lens] for lens in edition.lenses]
    tables = [(f"{downloads.FOLDER}/{name}.csv", "text/csv", name) for name in downloads.TABLES]
    api_files = [(f"{api.home()}{API}/index.json", "application/json", "JSON API")]
    described = " ".join(f"{index.title}: {index.description.rstrip('.')}." for index in indices)
    return {
        **_common(edition, described),
        "@id": place.edition,
        "url": place.to(f"{place.start}.html"),
        "name": cited.title,
        "version": cited.version,
        "license": licence_address(CONTENT_LICENCE),
        "citation": cited.text,
        **({"datePublished": cited.released} if cited.released else {}),
        **_coverage(edition, edition.frame.dropna(subset=["score"])),
        "variableMeasured": [
            {"@type": "PropertyValue", "name": index.title, "minValue": 0, "maxValue": 100}
            for index in indices
        ],
        "distribution": [_download(place, *file) for file in (*tables, *api_files)],
    }


def of_indicator(edition: Edition, code: str, place: _Place) -> Thing:
    """Return an indicator as a Dataset, a part of the edition."""
    it, base = edition.framework.indicators[code], edition.framework.base(code)
    rows = _observed(edition).get(base.code, pd.DataFrame())
    meaning = it.question if isinstance(it, PolicyIndicator) else it.definition
    used = [edition.framework.datasets[key] for key in _datasets(base) if key in edition.framework.datasets]
    observations = [(f"observations/{base.code}.json", "Observations")] if len(rows) else []
    files = [*observations, (f"indicators/{code}.json", "Definition")]
    return {
        **_common(edition, f"{meaning} {it.why}"),
        "@id": f"{place.to(f'{place.page}.html')}#dataset",
        "url": place.to(f"{place.page}.html"),
        "name": it.title,
        "license": _licences([each.licence for each in used]) or licence_address(CONTENT_LICENCE),
        "citation": _cited(edition).text,
        "isPartOf": {"@id": place.edition},
        **({"isBasedOn": [each.url for each in used]} if used else {}),
        **_coverage(edition, rows),
        "variableMeasured": _variable(it, meaning),
        "distribution": [
            _download(place, f"{api.home()}{API}/{path}", "application/json", name) for path, name in files
        ],
    }


def _common(edition: Edition, description: str) -> Thing:
    """Return what every Dataset says."""
    names = _cited(edition).authors
    text = description if len(description) >= SHORTEST else f"{description} {_cited(edition).title}."
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "description": cut_to(text, LONGEST),
        "inLanguage": active(),
        "isAccessibleForFree": True,
        "creator": [{"@type": "Organization", "name": name} for name in names],
    }


@read(derived=True)
def _cited(edition: Edition) -> Citation:
    return edition_citation(edition)


@read(derived=True)
def _observed(edition: Edition) -> dict[str, pd.DataFrame]:
    """Return indicator → its rows that have a value."""
    rows = edition.panel.frame.dropna(subset=["value"])
    return {str(code): part for code, part in rows.groupby("indicator")}


def _coverage(edition: Edition, rows: pd.DataFrame) -> Thing:
    """Return first and last year and the states of some rows; nothing where there are none."""
    if rows.empty:
        return {}
    places = [edition.name(state) for state in sorted(rows["state"].unique())]
    return {
        "temporalCoverage": f"{rows['year'].min()}/{rows['year'].max()}",
        "spatialCoverage": [{"@type": "Place", "name": name} for name in places],
    }


def _variable(it: AnyIndicator, meaning: str) -> Thing:
    unit: Thing = {"unitText": it.unit.replace("_", " ")} if not isinstance(it, PolicyIndicator) else {
        "minValue": 0, "maxValue": 100,
    }  # fmt: skip
    return {"@type": "PropertyValue", "name": it.title, "description": meaning, **unit}


def _datasets(it: AnyIndicator) -> list[str]:
    return list(dict.fromkeys(source.dataset for source in it.sources))


def _licences(names: list[str]) -> Any:  # noqa: ANN401  (one or several)
    """Return licences by their addresses; one without an address by its name."""
    told = [licence_address(name) or {"@type": "CreativeWork", "name": name} for name in dict.fromkeys(names)]
    return told[0] if len(told) == 1 else told


def _download(place: _Place, file: str, kind: str, name: str) -> Thing:
    return {"@type": "DataDownload", "name": name, "encodingFormat": kind, "contentUrl": place.to(file)}
