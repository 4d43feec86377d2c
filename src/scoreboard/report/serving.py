"""A preview that follows its sources: a small server, and pages that load again when they were rebuilt.

Each build runs in a process of its own, forked from this one, which has all libraries loaded.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path

from scoreboard.report import watching
from scoreboard.report.building import build, site_folder

PAUSE = 0.5
"""Seconds between two looks at the sources."""
ADDRESS = "/.built"
RELOAD = """<script>(() => {
  let built;
  setInterval(async () => {
    const now = await (await fetch("/.built", { cache: "no-store" })).text();
    if (built !== undefined && now !== built) location.reload();
    built = now;
  }, 1000);
})();</script>"""
"""What a page of the preview carries, and the built site does not."""

LIBRARIES = (
    "scoreboard.report.sphinxext", "jupyter_book.sphinx", "myst_nb.sphinx_ext", "sphinx_book_theme", "sphinx_design",
    "sphinxcontrib.bibtex", "sphinx.builders.html", "sphinx.search.en", "IPython.core.interactiveshell",
    "jupyter_cache", "scipy.stats",
)  # fmt: skip
"""Loaded once, so that no build has to."""

Tell = Callable[[str], None]
_processes = multiprocessing.get_context("fork")


class Handler(SimpleHTTPRequestHandler):
    """Serves the site with `RELOAD` in its pages, and the time of the last build."""

    def __init__(self, *request: object, site: Path) -> None:
        self.site = site
        super().__init__(*request, directory=str(site))  # type: ignore[arg-type]  # as its own class passes them

    def do_GET(self) -> None:
        """Answer one request."""
        path = Path(self.translate_path(self.path))
        if self.path == ADDRESS:
            self._send(
                stamp(self.site).read_text("utf-8") if stamp(self.site).is_file() else "", "text/plain"
            )
        elif path.suffix == ".html" and path.is_file():
            page = path.read_text("utf-8")
            self._send(page.replace("</body>", f"{RELOAD}</body>"), "text/html")
        else:
            super().do_GET()

    def _send(self, text: str, kind: str) -> None:
        content = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal is for builds."""


def stamp(site: Path) -> Path:
    """Return the file that changes with every build."""
    return site / ".built"


def server(site: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of the site on this machine only; port 0 takes a free one."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, site=site))


def serve(root: Path, language: str, port: int, tell: Tell) -> None:
    """Build the book, serve it, and build again what changes, until interrupted.

    Parameters
    ----------
    tell : says a line to whoever watches the terminal.
    """
    load()

    before = watching.snapshot(root)
    rebuild(root, language, tell)
    served = server(site_folder(root, language), port)
    process = _processes.Process(target=served.serve_forever, daemon=True)
    process.start()
    tell(f"http://127.0.0.1:{served.server_port}/ shows the book; Ctrl+C ends the preview.")
    try:
        follow(root, language, before, tell)
    finally:
        process.terminate()


def load() -> None:
    """Load the libraries of a build."""
    for library in LIBRARIES:
        import_module(library)


def follow(root: Path, language: str, before: watching.Snapshot, tell: Tell) -> None:
    """Build again what depends on a change, whenever there is one."""
    while True:
        time.sleep(PAUSE)
        now = watching.snapshot(root)
        names = watching.changed(before, now)
        if names:
            tell(f"changed: {', '.join(names)}")
            before = now
            rebuild(root, language, tell)


def rebuild(root: Path, language: str, tell: Tell) -> bool:
    """Build the book in a process of its own; return whether it succeeded."""
    start = time.monotonic()
    process = _processes.Process(target=_build, args=(root, language))
    process.start()
    process.join()
    done = process.exitcode == 0
    tell(f"{'built' if done else 'NOT built: see above'} in {time.monotonic() - start:.1f} s")
    stamp(site_folder(root, language)).write_text(str(time.time()), "utf-8")
    return done


def _build(root: Path, language: str) -> None:
    raise SystemExit(0 if build(root, language) else 1)
