"""The directive ``{scoreboard} NAME ARGUMENTS``: puts what a tested function returns into a page.

The functions stand by name in `BLOCKS` of `scoreboard.report.blocks` (setting `scoreboard_blocks`). A block
may return MyST text, a chart, `Html`, docutils nodes, None, or a list of these.
"""

from __future__ import annotations

import inspect
import shlex
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, ClassVar

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from scoreboard.report.figure import chart_node
from scoreboard.report.html import Html
from scoreboard.report.i18n import prose

Block = Callable[..., Any]
IN_ENGLISH = {
    *(
        f"scoreboard.report.blocks.{name}"
        for name in ("audit", "codebook", "evidence", "findings", "overview")
    ),
    *(f"scoreboard.report.interactive.{name}" for name in ("compare", "what_if")),
    *(f"scoreboard.report.site.blocks.{name}" for name in ("guide", "change_list")),
}
"""Modules and functions whose words no catalogue translates: in other languages their blocks are marked as such."""


def find_blocks(module: str) -> Mapping[str, Block]:
    """Return the registry of blocks in a module, name → function of (edition, *arguments)."""
    blocks: Mapping[str, Block] = import_module(module).BLOCKS
    return blocks


class ScoreboardDirective(SphinxDirective):  # type: ignore[misc]  # sphinx is skipped by the checker
    """Computed content: ``{scoreboard} ranking policy health 2019``; quotes keep words together."""

    required_arguments: ClassVar[int] = 1
    optional_arguments: ClassVar[int] = 0
    final_argument_whitespace: ClassVar[bool] = True
    has_content: ClassVar[bool] = False

    def run(self) -> list[nodes.Node]:
        """Return the nodes of the block; an unknown name or wrong arguments are errors of the page."""
        name, *arguments = shlex.split(self.arguments[0])
        block = self._block(name, arguments)
        self.chart_name = " ".join([name, *arguments])
        found = self._nodes(block(self.env.app.scoreboard_edition, *arguments))
        untranslated = {block.__module__, f"{block.__module__}.{block.__name__}"} & IN_ENGLISH
        return list(prose.in_english_whole(found) if untranslated else found)

    def _block(self, name: str, arguments: list[str]) -> Block:
        blocks = find_blocks(self.config.scoreboard_blocks)
        if name not in blocks:
            raise self.error(f"there is no block '{name}' (there: {', '.join(sorted(blocks))})")
        try:
            inspect.signature(blocks[name]).bind(None, *arguments)
        except TypeError as fault:
            raise self.error(f"block '{name}': {fault}") from fault
        return blocks[name]

    def _nodes(self, content: Any) -> Iterator[nodes.Node]:  # noqa: ANN401  (any kind listed above)
        if content is None:
            return
        if isinstance(content, list | tuple):
            for part in content:
                yield from self._nodes(part)
        elif isinstance(content, nodes.Node):
            yield content
        elif isinstance(content, Html):
            yield nodes.raw("", content, format="html")
        elif isinstance(content, str):
            yield from self._parsed(content)
        else:
            yield chart_node(content, self.chart_name)

    def _parsed(self, text: str) -> list[nodes.Node]:
        """Return MyST text as nodes; headings in it are sections of the page."""
        holder = nodes.Element()
        source = self.get_source_info()[0]
        self.state.nested_parse(StringList(text.splitlines(), source), 0, holder, match_titles=True)
        return list(prose.computed(holder).children)
