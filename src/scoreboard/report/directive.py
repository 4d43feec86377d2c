"""The directive ``{scoreboard} NAME ARGUMENTS``: puts what a tested function returns into a page.

The functions stand by name in `BLOCKS` of `scoreboard.report.blocks` (setting `scoreboard_blocks`). A block
may return MyST text, a chart, `Html`, docutils nodes, None, or a list of these.
"""

from __future__ import annotations

import inspect
import shlex
from collections.abc import Iterable, Iterator
from typing import ClassVar

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from scoreboard.report import rebuilding
from scoreboard.report.contents import Block, Part, content, content_key, find_blocks
from scoreboard.report.i18n import prose

IN_ENGLISH = {f"scoreboard.report.site.blocks.{name}" for name in ("guide", "change_list")} | {
    "scoreboard.report.blocks.reference",
    "scoreboard.report.blocks.pathways.page",
    "scoreboard.report.blocks.pathways.summary",
}
"""Modules and functions whose words no catalogue translates: in other languages their blocks are marked as such."""


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
        edition = self.env.app.scoreboard_edition
        found = self._nodes(content(edition, self.config.scoreboard_blocks, name, *arguments))
        rebuilding.note(self.env, edition, content_key(self.config.scoreboard_blocks, name, *arguments))
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

    def _nodes(self, parts: Iterable[Part]) -> Iterator[nodes.Node]:
        for part in parts:
            yield from self._parsed(part) if isinstance(part, str) else [part.deepcopy()]

    def _parsed(self, text: str) -> list[nodes.Node]:
        """Return MyST text as nodes; headings in it are sections of the page."""
        holder = nodes.Element()
        source = self.get_source_info()[0]
        self.state.nested_parse(StringList(text.splitlines(), source), 0, holder, match_titles=True)
        return list(prose.computed(holder).children)
