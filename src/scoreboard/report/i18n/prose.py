"""Prose of the pages in the language of the edition: translated by Sphinx, and marked where it is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from scoreboard.report.html import Html, attributes, text
from scoreboard.report.i18n.messages import BOOK, SOURCE, Told, _, active

SETTINGS = {
    "locale_dirs": ["locale"],
    "gettext_compact": BOOK,
    "gettext_location": False,
    "translation_progress_classes": "untranslated",
}
IN_ENGLISH = f"language-{SOURCE}"
"""The class that becomes the attribute `lang` of an element."""


def connect(app: Any, config: Any) -> None:  # noqa: ANN401  (Sphinx's application and settings, here and below)
    """Have Sphinx translate the pages; needs to be called before the first is read."""
    for name, value in SETTINGS.items():
        setattr(config, name, value)
    app.add_transform(ComputedOutputs)
    if active() != SOURCE:
        app.connect("doctree-read", mark_english)


def computed(part: nodes.Element) -> nodes.Element:
    """Return computed text so marked that it is not translated again as prose."""
    for node in part.findall(nodes.TextElement):
        if not isinstance(node, nodes.Inline):  # Sphinx would take the element away
            node["translatable"] = False
    return part


def computed_outputs(page: nodes.document) -> None:
    """Mark what the cells of a chapter say as computed."""
    for part in page.findall(nodes.container):
        if part.get("nb_element") == "cell_code_output":
            computed(part)


class ComputedOutputs(SphinxTransform):  # type: ignore[misc]  # sphinx is skipped by the checker
    """Keeps what the cells of a chapter say out of the catalogue: it is computed in the language of the edition."""

    default_priority = 5  # before Sphinx collects and translates messages

    def apply(self, **_options: object) -> None:
        """Mark the outputs of all cells."""
        computed_outputs(self.document)


def mark_english(_app: Any, page: nodes.document) -> None:  # noqa: ANN401
    """Say of every text that no catalogue translates that it is English, and of the page that it has some."""
    found = [node for node in page.findall(nodes.Element) if "untranslated" in node.get("classes", ())]
    for node in found:  # the theme would colour the class of Sphinx like an error
        node["classes"] = [it for it in node["classes"] if it != "untranslated"] + [IN_ENGLISH]
    title = next(iter(page.findall(nodes.title)), None)
    if title is not None and any(isinstance(node, nodes.paragraph | addnodes.glossary) for node in found):
        words = _("Parts of this page are not translated yet; they stand in English.")
        note = nodes.paragraph("", words, classes=["sb-untranslated"])
        title.parent.insert(title.parent.index(title) + 1, note)


def in_english(words: str) -> str:
    """Return text of the definitions, marked as English in another language unless a catalogue translated it.

    In HTML the words come back escaped; in an English edition they come back as they are.
    """
    if active() == SOURCE or not words:
        return words
    if not foreign(words):
        return text(words)
    return Html(f"<span{attributes(lang=SOURCE)}>{text(words)}</span>")


def foreign(words: str) -> str:
    """Return the language of a text of the definitions if it is not that of the edition, else nothing."""
    return "" if active() == SOURCE or isinstance(words, Told) else SOURCE


def in_english_whole(parts: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """Mark the nodes of a block whose words are not in the catalogue yet; in an English edition leave them."""
    for part in parts:
        if active() == SOURCE:
            pass
        elif isinstance(part, nodes.raw):
            part.children = [nodes.Text(f"<div{attributes(lang=SOURCE)}>{part.astext()}</div>")]
        elif isinstance(part, nodes.Element):
            part["classes"] += [IN_ENGLISH]
        yield part
