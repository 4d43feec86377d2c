"""The Sphinx extension of the book; plain Sphinx, so that it outlives Jupyter Book 1.

Before reading: the ledger of what was read for what, the generated pages, the scripts. While
reading: the directive. While writing: MathML, references, and scripts on the pages that need them.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from docutils import nodes

import scoreboard
from scoreboard.project import Project
from scoreboard.report import briefs, citations, enable, figure, inputs, mathml, rebuilding, runtime
from scoreboard.report.building import seldom_look_for_garbage
from scoreboard.report.directive import ScoreboardDirective
from scoreboard.report.edition import Edition, share
from scoreboard.report.i18n import SOURCE, prose, speaking, use
from scoreboard.report.paper import document as paper
from scoreboard.report.site import pages as site
from scoreboard.report.site import searching
from scoreboard.robustness.spreading import aside

TEMPLATES = Path(__file__).parent / "templates"
SITES = {"html", "dirhtml"}
"""Builders of a site; others print."""
NAMELESS = "Project name not set"
"""What Sphinx calls a project without a name."""


def setup(app: Any) -> dict[str, Any]:  # noqa: ANN401  (sphinx.application.Sphinx)
    """Register everything with Sphinx."""
    seldom_look_for_garbage()
    app.add_config_value("scoreboard_project", "..", "env", types=(str,))  # from the folder of the sources
    app.add_config_value("scoreboard_blocks", "scoreboard.report.blocks", "env", types=(str,))
    app.add_config_value("scoreboard_pages", "scoreboard.report.pages", "env", types=(str,))
    app.add_config_value("scoreboard_inputs", "", "", types=(str,))  # set here
    app.add_directive("scoreboard", ScoreboardDirective)
    app.add_html_math_renderer("mathml", (mathml.visit_inline, None), (mathml.visit_block, None))
    app.add_node(nodes.citation, override=True, html=(citations.visit, citations.depart))
    app.connect("config-inited", prepare, priority=100)  # before myst-nb reads its settings
    app.connect("builder-inited", write_generated)
    rebuilding.connect(app)
    searching.connect(app)
    app.connect("env-before-read-docs", begin_beside)
    app.connect("build-finished", write_beside)
    app.connect("doctree-read", figure.anchor_charts)
    app.connect("html-page-context", add_scripts)
    site.connect(app)  # its script stands before ours, which reads it
    paper.connect(app)
    app.add_css_file(f"{runtime.FOLDER}/scoreboard.css", priority=900)  # after the theme's
    app.add_css_file(f"{runtime.FOLDER}/print.css", priority=901, media="print")
    for name in runtime.EVERYWHERE:
        app.add_js_file(f"{runtime.FOLDER}/{name}", loading_method="defer")
    return {"version": scoreboard.__version__, "parallel_read_safe": False, "parallel_write_safe": True}


def project_root(app: Any) -> Path:  # noqa: ANN401
    """Return the project folder."""
    return Path(app.srcdir, app.config.scoreboard_project).resolve()


def prepare(app: Any, config: Any) -> None:  # noqa: ANN401
    """Open the project, and its ledger beside the parsed pages."""
    root = project_root(app)
    if config.project == NAMELESS:  # Jupyter Book hands on the title alone
        config.project = config.html_title
    use(config.language or SOURCE)
    prose.connect(app, config)
    version = inputs.code(config.scoreboard_blocks)
    config.scoreboard_inputs = inputs.fingerprint(root, version)
    app.scoreboard_edition = Edition(Project(root), Path(app.doctreedir, rebuilding.FOLDER), version)
    share(app.scoreboard_edition)
    config.nb_execution_cache_path = str(Path(app.outdir).parent / ".jupyter_cache")
    config.templates_path = [str(TEMPLATES), *config.templates_path]
    enable()


def write_generated(app: Any) -> None:  # noqa: ANN401
    """Write the generated pages into the sources, and the scripts into the site."""
    module = app.config.scoreboard_pages
    if module and find_spec(module):
        with speaking(SOURCE):  # sources are English in every language: Sphinx translates what they say
            import_module(module).write_pages(app.scoreboard_edition, Path(app.srcdir))
    if app.builder.format == "html":
        runtime.write(Path(app.outdir) / "_static")


def begin_beside(app: Any, _env: Any, _pages: list[str]) -> None:  # noqa: ANN401
    """Begin to write downloads, API and the brief of each state, while the pages are read and written."""
    app.scoreboard_begun = []
    if app.builder.name in SITES:
        app.scoreboard_begun.append(aside(lambda: site.write_data(app)))
        if rebuilding.has_briefs(app):
            folder = Path(app.outdir) / "_static" / briefs.FOLDER
            begun = briefs.begin_briefs(app.scoreboard_edition, folder, rebuilding.title(app))
            app.scoreboard_begun.append(begun)


def write_beside(app: Any, fault: Exception | None) -> None:  # noqa: ANN401
    """Write what else lies beside the pages, and wait for what was begun."""
    if not fault and app.builder.name in SITES:
        site.write_files(app)
    for wait in getattr(app, "scoreboard_begun", ()):
        wait()


def add_scripts(
    app: Any,  # noqa: ANN401
    _page: str,
    _template: str,
    _context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load the scripts of charts and maps on the pages that have some."""
    raw: Any = doctree.findall(nodes.raw) if doctree else ()
    wanted = {name for node in raw for name in node.get("scripts", ())}
    for name in [it for it in runtime.SCRIPTS if it in wanted]:  # in one order, whatever the page holds
        for file in runtime.SCRIPTS[name]:
            if file.endswith(".css"):
                app.add_css_file(f"{runtime.FOLDER}/{file}", priority=902)
            else:
                app.add_js_file(f"{runtime.FOLDER}/{file}", loading_method="defer")
