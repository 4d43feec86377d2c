"""Formulas as MathML, which every current browser shows by itself: no script, no font, no network."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.util.math import get_node_equation_number


def mathml(latex: str, *, display: bool) -> str:
    r"""Return LaTeX as a ``<math>`` element; blank lines and lone ``\\`` become rows of one block."""
    # latex2mathml does not know aligned, but its twin split.
    source = re.sub(r"\\(begin|end)\{aligned\}", r"\\\1{split}", aligned(latex) if display else latex)
    return str(convert(source, display="block" if display else "inline"))


def aligned(latex: str) -> str:
    r"""Return a displayed formula of several lines as one aligned environment.

    >>> aligned("a \\\\ b")
    '\\begin{aligned}a \\\\ b\\end{aligned}'
    """
    parts = [part.strip() for part in latex.split("\n\n") if part.strip()]
    joined = r" \\ ".join(parts)
    if len(parts) > 1 or (r"\\" in joined and r"\begin" not in joined):
        return rf"\begin{{aligned}}{joined}\end{{aligned}}"
    return joined


def visit_inline(writer: Any, node: nodes.Element) -> None:  # noqa: ANN401  (Sphinx's HTML translator)
    """Write a formula in running text."""
    writer.body.append(mathml(node.astext(), display=False))
    raise nodes.SkipNode


def visit_block(writer: Any, node: nodes.Element) -> None:  # noqa: ANN401
    """Write a displayed formula, with its number if it has a label."""
    writer.body.append(writer.starttag(node, "div", CLASS="math notranslate nohighlight sb-math"))
    writer.body.append(mathml(node.astext(), display=True))
    if node["number"]:
        writer.body.append(f'<span class="eqno">({get_node_equation_number(writer, node)})')
        writer.add_permalink_ref(node, "Link to this equation")
        writer.body.append("</span>")
    writer.body.append("</div>\n")
    raise nodes.SkipNode
