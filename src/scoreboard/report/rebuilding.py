"""What has to be read and written again: a page whose own words or computed contents changed, and no other.

Sphinx reads a page again when its file is newer. Here its content counts, and so does that of every block and
chapter on it, which the ledger knows. What a page shows of others (titles, order, labels) is one hash: while
it stays, only pages that were read are written.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scoreboard.report import ahead, briefs, chapters, runtime
from scoreboard.report.digest import digest
from scoreboard.report.edition import Edition
from scoreboard.report.ledger import Key
from scoreboard.report.site import glossary

FOLDER = ".ledger"
"""Below the parsed pages, so that both are thrown away together."""


def connect(app: Any) -> None:  # noqa: ANN401  (sphinx.application.Sphinx, here and below)
    """Register the hooks with Sphinx."""
    app.connect("env-get-outdated", outdated)
    app.connect("env-purge-doc", forget)
    app.connect("env-before-read-docs", provide_chapters)
    app.connect("env-updated", surrounded)
    app.connect("build-finished", keep, priority=900)  # after the briefs, which ask the ledger too


def note(env: Any, edition: Edition, key: Key) -> None:  # noqa: ANN401
    """Note that the page being read shows a read of the ledger."""
    _of(env, "contents").setdefault(env.docname, {})[key] = edition.ledger.digest(key)


def _of(env: Any, name: str) -> dict[str, Any]:  # noqa: ANN401
    """Return what the environment remembers of each page under a name."""
    if not hasattr(env, "scoreboard_pages"):
        env.scoreboard_pages = {}
    found: dict[str, Any] = env.scoreboard_pages.setdefault(name, {})
    return found


def outdated(app: Any, env: Any, added: set[str], changed: set[str], removed: set[str]) -> list[str]:  # noqa: ANN401
    """Return the pages to be read again, and take away what a page that is gone left in the site."""
    for page in removed:
        _clear(app, page)
    edition, known = app.scoreboard_edition, env.found_docs - added - changed
    if _of(env, "book").get("code") != edition.ledger.version:
        _make_ahead(app, env, dict.fromkeys(sorted(env.found_docs)))
        return sorted(known)
    contents = {page: _of(env, "contents").get(page, {}) for page in sorted(known)}
    _make_ahead(app, env, contents | dict.fromkeys(sorted(added | changed)))
    return [page for page in contents if not _is_current(app, page)]


def _make_ahead(app: Any, env: Any, contents: dict[str, Any]) -> None:  # noqa: ANN401
    """Make what the pages will ask, chapters first, since they take longest; None stands for a page to be read."""
    edition, module, groups = app.scoreboard_edition, app.config.scoreboard_blocks, {}
    for page, known in contents.items():
        path = Path(env.doc2path(page))
        groups[path] = ahead.asked(edition, path, module) if known is None else list(known)
        if has_briefs(app) and page.startswith("states/") and path.stem in edition.states:
            groups[path].append(briefs.key(path.stem, title(app)))
    ahead.make(
        edition, [groups[path] for path in sorted(groups, key=lambda it: it.suffix != chapters.SUFFIX)]
    )


def has_briefs(app: Any) -> bool:  # noqa: ANN401
    """Return whether a book has pages of states, and so a brief beside each."""
    return bool(app.config.scoreboard_pages) and "states/index" in app.env.found_docs


def title(app: Any) -> str:  # noqa: ANN401
    """Return the title of the book."""
    return str(app.config.html_title or app.config.project)


def _is_current(app: Any, page: str) -> bool:  # noqa: ANN401
    ledger, env = app.scoreboard_edition.ledger, app.env
    contents = _of(env, "contents").get(page, {})
    return _of(env, "sources").get(page) == _source(env, page) and all(
        ledger.same(key, was) for key, was in contents.items()
    )


def _source(env: Any, page: str) -> str:  # noqa: ANN401
    """Return the hash of a page's file and of the files that it takes in."""
    files = [Path(env.doc2path(page)), *(Path(env.srcdir, it) for it in sorted(env.dependencies[page]))]
    return digest([path.read_bytes() if path.is_file() else None for path in files])


def forget(_app: Any, env: Any, page: str) -> None:  # noqa: ANN401
    """Forget what a page showed: it is gone, or about to be read."""
    for name in ("contents", "sources"):
        _of(env, name).pop(page, None)


def provide_chapters(app: Any, env: Any, pages: list[str]) -> None:  # noqa: ANN401
    """Execute the chapters among the pages to be read."""
    edition = app.scoreboard_edition
    for page in pages:
        path = Path(env.doc2path(page))
        if path.suffix == chapters.SUFFIX:
            key = chapters.outputs_key(path.relative_to(edition.root).as_posix())
            executed, _ = edition.ledger.value(key)
            chapters.provide(str(path), executed, Path(app.config.nb_execution_cache_path))


def surrounded(app: Any, env: Any) -> list[str]:  # noqa: ANN401
    """Note the sources of the pages read; return all pages if what each shows of the others has changed."""
    edition, sources = app.scoreboard_edition, _of(env, "sources")
    for page in env.found_docs - sources.keys():
        sources[page] = _source(env, page)
        path = Path(env.doc2path(page))
        if path.suffix == chapters.SUFFIX:
            key = chapters.outputs_key(path.relative_to(edition.root).as_posix())
            _of(env, "contents").setdefault(page, {})[key] = edition.ledger.digest(key)
    book, now = _of(env, "book"), surroundings(app)
    same = book.get("surroundings") == now
    settle_late_files(app)
    book.update(surroundings=now, code=edition.ledger.version)
    return [] if same else sorted(env.found_docs)


def surroundings(app: Any) -> str:  # noqa: ANN401
    """Return the hash of all that pages show of each other, and of the settings."""
    env = app.env
    standard, cited = env.domaindata["std"], env.domaindata.get("cite", {})
    return digest(
        {
            "titles": {page: env.titles[page] for page in sorted(env.titles)},
            "order": {page: env.toctree_includes[page] for page in sorted(env.toctree_includes)},
            "trees": env.tocs[env.config.root_doc],
            "slugs": {page: repr(it.get("myst_slugs")) for page, it in sorted(env.metadata.items())},
            "labels": {name: sorted(map(repr, it.items())) for name, it in standard.items() if isinstance(it, dict)},
            "cited": [
                (it.citation_id, tuple(it.bibliography_key), it.key, it.formatted_entry.label)
                for it in cited.get("citations", ())
            ],
        }
    )  # fmt: skip


def settle_late_files(app: Any) -> None:  # noqa: ANN401
    """Have the files that are written after the pages there, or not there, as in a first build.

    Pages name a file by the hash of its content where they find it: MyST-NB's style is laid out before them, and
    the glossary's script taken away until all pages are written, so that a new word in it changes none of them.
    """
    from myst_nb.sphinx_ext import add_global_html_resources

    if app.builder.format == "html":
        static = Path(app.outdir, "_static")
        static.mkdir(parents=True, exist_ok=True)
        add_global_html_resources(app, None)
        (static / runtime.FOLDER / glossary.SCRIPT).unlink(missing_ok=True)


def _clear(app: Any, page: str) -> None:  # noqa: ANN401
    """Remove the files of a page from the site."""
    site = Path(app.outdir)
    for path in [Path(app.builder.get_outfilename(page)), *(site / "_sources").glob(f"{page}.*")]:
        path.unlink(missing_ok=True)


def keep(app: Any, fault: Exception | None) -> None:  # noqa: ANN401
    """Keep the ledger for the next build."""
    if not fault:
        app.scoreboard_edition.ledger.save()
