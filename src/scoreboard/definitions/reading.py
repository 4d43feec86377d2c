"""Strict reading of YAML: text stays text, nothing is lost, and every value keeps its place.

Only ``true``, ``false``, ``null`` and numbers as JSON writes them are typed; everything else is text, so
``NO`` stays Norway and ``010`` stays a code. Duplicate keys, anchors, aliases, tags and further documents
are refused, each with its line and column.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from scoreboard.definitions.characters import shown, skeleton, strange_letters
from scoreboard.definitions.files import read_text
from scoreboard.findings import Place, Report, Severity

Path_ = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None, "": None}
_MAX_DEPTH = 40
_OPENED = ("while scanning a quoted scalar", "while parsing a flow")
MOST_FAULTS = 200
"""Faults that are told of one file; a file with more is of another kind, and time must stay bounded."""


class _TextLoader(yaml.CSafeLoader):
    """The C loader without its guesses about plain scalars."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012  (PyYAML's own protocol)


@dataclass(frozen=True)
class Document:
    """A YAML file as plain values, with the place of each value and key.

    Parameters
    ----------
    file : path for findings.
    value : dicts, lists and scalars.
    places : path of keys and indices → place of the key (in mappings) or of the item (in lists).
    """

    file: str
    value: Any
    places: dict[Path_, Place] = field(default_factory=dict)

    def place(self, path: Path_) -> Place:
        """Return the place of `path`, or of the nearest ancestor that the file holds."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.file, 1, 1))


def read_yaml(path: Path, file: str, report: Report) -> Document | None:
    """Read one YAML file strictly.

    Parameters
    ----------
    path : the file.
    file : how findings name it.
    report : receives what is wrong.

    Returns
    -------
    The document, or None when the file cannot be used; the report then says why.
    """
    before = len(report)
    text = read_text(path, file, report)
    usable = text is not None and all(it.severity is not Severity.ERROR for it in report.findings[before:])
    return parse_yaml(text, file, report) if text is not None and usable else None


def parse_yaml(text: str, file: str, report: Report) -> Document | None:
    """Parse YAML text; see `read_yaml`."""
    before = len(report)
    try:
        _refuse_features(text, file, report)
        node = yaml.compose(text, Loader=_TextLoader) if len(report) == before else None
    except yaml.MarkedYAMLError as error:
        mark = _opened(text, error) or error.problem_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        report.add("yaml-syntax", place, str(error.problem or error.context or error))
        return None
    except yaml.YAMLError as error:
        report.add("yaml-syntax", Place(file), str(error).replace("\n", " "))
        return None
    if node is None and len(report) == before:
        report.add("yaml-syntax", Place(file, 1, 1), "the file is empty")
    if node is None:
        return None
    document = Document(file, None)
    value = _Builder(document, report).build(node, ())
    return Document(file, value, document.places) if len(report) == before else None


def _opened(text: str, error: yaml.MarkedYAMLError) -> Any:  # noqa: ANN401  (a mark of either loader)
    """Return where something was opened and never closed: it is found to be wrong only further down.

    A quotation that runs over several lines into the line of the fault has ended at a mark that was meant
    to begin another.
    """
    if (error.context or "").startswith(_OPENED):
        return error.context_mark
    opened = None
    try:
        for token in yaml.scan(text, Loader=_TextLoader):
            long = isinstance(token, yaml.ScalarToken) and token.end_mark.line > token.start_mark.line
            if long and token.style in ("'", '"') and error.problem_mark:  # type: ignore[attr-defined]
                reaches = token.end_mark.line == error.problem_mark.line
                opened = token.start_mark if reaches else opened
    except yaml.YAMLError:
        pass  # the fault that is being placed
    return opened


def _refuse_features(text: str, file: str, report: Report) -> None:
    """Report anchors, aliases and tags, and nesting so deep that the C composer would die of it."""
    depth, documents, refused = 0, 0, 0
    event: Any  # PyYAML's types know neither tags nor marks of events
    for event in yaml.parse(text, Loader=_TextLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        reason = None
        if documents > 1:
            reason = "a further document (---)"
        elif getattr(event, "anchor", None):
            reason = f"an anchor (&{event.anchor}) or its alias (*{event.anchor})"
        elif getattr(event, "tag", None):
            reason = f"the tag {event.tag}"
        elif depth > _MAX_DEPTH:
            reason = f"nesting deeper than {_MAX_DEPTH} levels"
        if reason:
            mark = event.start_mark
            report.add("yaml-feature-refused", Place(file, mark.line + 1, mark.column + 1), shown(reason))
            refused += 1
        if depth > _MAX_DEPTH or documents > 1 or refused >= MOST_FAULTS:
            return


class _Builder:
    """Turns PyYAML's node graph into plain values, once over each node."""

    def __init__(self, document: Document, report: Report) -> None:
        self.document, self.report = document, report
        self.doubled = 0

    def build(self, node: yaml.Node, path: Path_) -> Any:  # noqa: ANN401  (YAML holds anything)
        place = Place(self.document.file, node.start_mark.line + 1, node.start_mark.column + 1)
        self.document.places.setdefault(path, place)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)  # the third and last kind of node
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = Place(self.document.file, key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                self.report.add("yaml-feature-refused", place, "a key that is not plain text")
                continue
            key = key_node.value
            if key in values:
                self._refuse_double((*path, key), place)
                continue
            self.document.places[(*path, key)] = place
            values[key] = self.build(value_node, (*path, key))
        return values

    def _refuse_double(self, path: Path_, place: Place) -> None:
        self.doubled += 1
        if self.doubled <= MOST_FAULTS:
            first = self.document.place(path).line
            self.report.add(
                "duplicate-key", place, f"'{shown(str(path[-1]))}' stands already on line {first}"
            )


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    """Type a plain scalar as JSON would; quoted and block scalars stay text."""
    text: str = node.value
    if node.style:  # the C loader gives plain scalars an empty style
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text) and len(text) < 19:
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def validate(document: Document, model: type[M], report: Report) -> M | None:
    """Hold a document against its model; all faults at once, each with its place.

    Returns
    -------
    The frozen model, or None; the report then says why.
    """
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        faults = error.errors(include_url=False)[:MOST_FAULTS]
        for fault in faults:
            if not _follows(fault, faults):
                _report_fault(document, model, fault, report)
        return None


def _follows(fault: Any, faults: Iterable[Any]) -> bool:  # noqa: ANN401
    """Tell whether a list is called too short only because items of it are at fault themselves."""
    path = fault["loc"]
    below = (other["loc"] for other in faults if len(other["loc"]) > len(path))
    return fault["type"] == "too_short" and any(other[: len(path)] == path for other in below)


def _report_fault(document: Document, model: type[BaseModel], fault: Any, report: Report) -> None:  # noqa: ANN401
    path: Path_ = tuple(fault["loc"])
    place, key = document.place(path), str(path[-1]) if path else ""
    dotted = shown(".".join(map(str, path)))
    empty = fault["type"] == "missing" or fault.get("input") is None
    if fault["type"] == "licence_missing" or (key == "licence" and empty):
        report.add(
            "licence-missing", place, f"{dotted}: no licence", allowed="the terms of use of the source"
        )
    elif fault["type"] == "extra_forbidden":
        known = _fields_at(model, path[:-1])
        report.add("unknown-key", place, f"'{shown(key)}'", advice=suggest(key, known))
    elif fault["type"] == "missing":
        report.add("missing-key", place, f"'{dotted}' is absent")
    else:
        value = fault.get("input")
        found = f"{dotted} is empty" if value is None else shown(f"{dotted} = {value!r:.120}")
        report.add("wrong-value", place, found, allowed=fault["msg"])


def _fields_at(model: type[BaseModel], path: Path_) -> list[str]:
    """Return the keys that the model at `path` has, following its annotations."""
    current: Any = model
    for step in path:
        if isinstance(step, int) or not _is_model(current):
            continue
        info = current.model_fields.get(step)  # none for the key of a dictionary: its values are the model
        current = next(iter(_models_in(info.annotation)), None) if info else current
    return list(current.model_fields) if _is_model(current) else []


def _is_model(thing: Any) -> bool:  # noqa: ANN401
    return isinstance(thing, type) and issubclass(thing, BaseModel)


def _models_in(annotation: Any) -> Iterable[type[BaseModel]]:  # noqa: ANN401
    if _is_model(annotation):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


def suggest(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean …?`` for the nearest known word, or the list of what there is.

    >>> suggest("titel", ["title", "why"])
    "did you mean 'title'?"
    """
    known = sorted(known)
    plain = skeleton(word)
    near = difflib.get_close_matches(plain, known, n=1, cutoff=0.6)
    if near:
        why = "" if word.isascii() else f" ({strange_letters(word)})"
        return f"did you mean '{near[0]}'?{why}"
    listed = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return f"there is: {listed}" if listed else ""
