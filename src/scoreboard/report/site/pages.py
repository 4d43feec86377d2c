"""Hooks of Sphinx: what is added to every page, the page for addresses that lead nowhere, and the files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes

from scoreboard.report import runtime
from scoreboard.report.html import Html, attributes, text
from scoreboard.report.i18n import LANGUAGES, SOURCE, _, active
from scoreboard.report.site import changes, files, glossary, linked_data, loading, meta
from scoreboard.report.site.api import write_api
from scoreboard.report.site.downloads import write_downloads
from scoreboard.report.site.navigation import parts

CITE = "cite"
NOT_FOUND = "404"
WITHOUT = {NOT_FOUND, "search", "genindex"}
"""Pages that a site map leaves out."""


def connect(app: Any) -> None:  # noqa: ANN401  (sphinx.application.Sphinx, here and below)
    """Register the hooks with Sphinx."""
    app.add_config_value("scoreboard_languages", [], "html", types=(list,))  # built beside each other
    app.add_config_value("scoreboard_terms", [], "env", types=(list,))
    app.add_js_file(f"{runtime.FOLDER}/{glossary.SCRIPT}", loading_method="defer")
    app.connect("doctree-read", glossary.link_terms)
    app.connect("html-collect-pages", not_found)
    app.connect("html-page-context", describe)
    app.connect("html-page-context", loading.lean, priority=990)  # when all others have added theirs


def describe(app: Any, page: str, _template: str, context: dict[str, Any], doctree: Any) -> None:  # noqa: ANN401
    """Give a page its description, its OpenGraph properties and the link to the feed."""
    config = app.config
    if not hasattr(app, "scoreboard_parts"):
        app.scoreboard_parts = parts(app.env)  # once for all pages, when all have been read
    context["scoreboard_parts"] = app.scoreboard_parts
    context["scoreboard_languages"] = languages(page, config.scoreboard_languages)
    title = context.get("title") or config.project
    about = meta.description(doctree) if isinstance(doctree, nodes.document) else ""
    own = meta.tags(
        title,
        about,
        site=config.project,
        language=active(),
        base=config.html_baseurl,
        page=f"{page}.html",
    )
    root = re.sub(r"[^/]+", "..", page)[:-2]
    context["metatags"] = "\n".join([_without_description(context.get("metatags", ""), about), own])
    if app.builder.name in {"html", "dirhtml"}:
        edition = app.scoreboard_edition
        context["metatags"] += linked_data.script(edition, page, config.root_doc, config.html_baseurl)
    if changes.entries(app.scoreboard_edition.root):
        context["metatags"] += "\n" + meta.feed_link(root, config.project)


def languages(page: str, built: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return (language, its own name, link) of the same page in every other language that is built beside it."""
    home = "../" * (page.count("/") + (active() != SOURCE))
    folders = {language: "" if language == SOURCE else f"{language}/" for language in built}
    return [
        (language, LANGUAGES[language], f"{home}{folder}{page}.html")
        for language, folder in folders.items()
        if language != active()
    ]


def _without_description(tags: str, about: str) -> str:
    return (
        re.sub(r'<meta[^>]+(?:name="description"|property="og:[^"]+")[^>]*>\s*', "", tags) if about else tags
    )


def not_found(app: Any) -> Iterator[tuple[str, dict[str, Any], str]]:  # noqa: ANN401
    """Yield the page that servers show for an address without a page."""
    start = f"{app.config.root_doc}.html"
    body = (
        f"<section><h1>{_('Page not found')}</h1>"
        f"<p>{_('There is no page at this address. It may have been renamed, or belong to another edition.')}</p>"
        f"<p><a{attributes(href=start)}>{_('Go to the start page')}</a></p></section>"
    )
    place = urlsplit(app.config.html_baseurl).path
    # a server shows this page at any depth, so its own links must not depend on the address
    base = Html(f"<base{attributes(href=place)}/>") if place else ""
    yield NOT_FOUND, {"title": _("Page not found"), "body": body, "metatags": base}, "page.html"


def write_data(app: Any) -> None:  # noqa: ANN401
    """Write downloads and API into the site."""
    edition, site, inputs = app.scoreboard_edition, Path(app.outdir), app.config.scoreboard_inputs
    if edition.lenses:
        write_downloads(edition, site, f"{inputs} {active()}")
        write_api(edition, site, inputs, app.env.found_docs)


def write_files(app: Any) -> None:  # noqa: ANN401
    """Write what follows from the pages: the glossary's script, the first page, the site map and the feed."""
    edition, site = app.scoreboard_edition, Path(app.outdir)
    _write(site / "_static" / runtime.FOLDER / glossary.SCRIPT, glossary.script(app.env))
    config, listed = app.config, changes.entries(edition.root)
    _write_start(site, config)
    pages = sorted(f"{page}.html" for page in app.env.found_docs if page not in WITHOUT)
    _write(site / files.SITE_MAP, files.site_map(pages, config.html_baseurl))
    if not listed:
        return
    page = f"{CITE if CITE in app.env.found_docs else config.root_doc}.html"
    written = files.feed(
        listed,
        edition.day,
        title=config.project,
        author=config.author,
        base=config.html_baseurl,
        page=page,
        language=active(),
    )
    _write(site / files.FEED, written)


def _write_start(site: Path, config: Any) -> None:  # noqa: ANN401
    """Lead from index.html, which servers and people look for, to the first page."""
    if config.root_doc != "index":
        target = f"{config.root_doc}.html"
        refresh = attributes(http_equiv="refresh", content=f"0; url={target}")
        page = f'<!doctype html><html lang="{active()}"><head><meta charset="utf-8"><meta{refresh}>'
        page += f"<title>{text(config.project)}</title></head><body><a{attributes(href=target)}>"
        _write(site / "index.html", f"{page}{text(config.project)}</a></body></html>\n")


def _write(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
