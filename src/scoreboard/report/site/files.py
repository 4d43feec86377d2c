"""The files beside the pages: feed, site map, and tables for download."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from scoreboard.report.site import changes

TEMPLATES = Path(__file__).parents[1] / "templates"
FEED, SITE_MAP = "changes.xml", "sitemap.xml"


def feed(
    entries: Iterable[changes.Entry],
    today: date,
    *,
    title: str,
    author: str = "",
    base: str = "",
    page: str = "",
    language: str = "en",
) -> str:
    """Return the change list as an Atom feed.

    Parameters
    ----------
    today : the day given to what is not released yet, if nothing is.
    base : address of the site, ending in a slash, or empty: then links are relative. page : the change list's.
    """
    listed = list(entries)
    newest = max((entry.day for entry in listed if entry.day), default=today)
    return _render(
        FEED,
        entries=listed,
        newest=newest,
        title=title,
        author=author,
        base=base,
        page=page,
        language=language,
        identifier=lambda name: uuid.uuid5(uuid.NAMESPACE_URL, name).urn,
    )


def site_map(pages: Iterable[str], base: str = "") -> str:
    """Return the site map of pages, named from the folder of the site."""
    return _render(SITE_MAP, pages=sorted(pages), base=base)


def _render(name: str, **values: Any) -> str:  # noqa: ANN401  (whatever the template asks for)
    templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, keep_trailing_newline=True)
    return templates.get_template(name).render(**values)
