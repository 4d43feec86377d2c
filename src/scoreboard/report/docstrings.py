"""NumPy docstrings as data: the summary and the sections of a public name, and its signature."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

SECTIONS = ("Parameters", "Attributes", "Returns", "Raises", "Examples")
_HEADING = re.compile(rf"^({'|'.join(SECTIONS)})\n-+\n", re.MULTILINE)
_ENTRY = re.compile(r"^(?P<names>[\w*]+(?:, [\w*]+)*)(?: : (?P<text>.*))?$")
STARS: dict[Any, str] = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
WIDTH = 90
"""Letters of a signature that stands on one line."""


@dataclass(frozen=True)
class Documented:
    """A public name with what its docstring says.

    Parameters
    ----------
    name : as a program writes it, such as `Project.panel`.
    thing : the function, class, property or method.
    """

    name: str
    thing: Any

    @cached_property
    def _parts(self) -> list[str]:
        return _HEADING.split(inspect.getdoc(self.function) or "")

    @property
    def function(self) -> Any:  # noqa: ANN401  (a function or a class)
        """What carries the docstring."""
        return getattr(self.thing, "fget", None) or getattr(self.thing, "func", None) or self.thing

    @property
    def is_attribute(self) -> bool:
        """Whether it is read without a call."""
        return self.function is not self.thing and not isinstance(self.thing, classmethod | staticmethod)

    @property
    def text(self) -> str:
        """What stands before the first section."""
        return self._parts[0].strip()

    @property
    def sections(self) -> dict[str, str]:
        """Name of a section → its text."""
        return {
            name: text.strip("\n") for name, text in zip(self._parts[1::2], self._parts[2::2], strict=True)
        }

    def entries(self, section: str) -> list[tuple[str, str]]:
        """Return (name, what is said of it) of a section that lists things; several names may share a line."""
        found: list[tuple[str, str]] = []
        for line in self.sections.get(section, "").splitlines():
            entry = None if line.startswith(" ") else _ENTRY.match(line)
            if entry:
                found.append((entry["names"], entry["text"] or ""))
            elif found:
                found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}".strip())
        return found

    @property
    def signature(self) -> str:
        """How it is called, with types and defaults; an attribute has its type only."""
        if self.is_attribute:
            return f"{self.name}: {_type(inspect.signature(self.function).return_annotation)}"
        signature = inspect.signature(
            self.thing.__func__ if isinstance(self.thing, classmethod) else self.thing
        )
        of_class = isinstance(self.thing, type)
        parts = list(_parts(signature, skip="." in self.name))
        gives = signature.return_annotation
        end = "" if of_class or gives is inspect.Signature.empty else f" -> {_type(gives)}"
        line = f"{self.name}({', '.join(parts)}){end}"
        return line if len(line) <= WIDTH else f"{self.name}(\n    " + ",\n    ".join(parts) + f",\n){end}"

    def members(self) -> Iterator[Documented]:
        """Yield the public attributes and methods of a class, attributes first, in the order of its source."""
        own = [
            Documented(f"{self.name}.{name}", thing)
            for name, thing in vars(self.thing).items()
            if not name.startswith("_")
            and (callable(thing) or hasattr(thing, "__get__"))
            and _has_text(thing)
        ]
        yield from sorted(own, key=lambda member: not member.is_attribute)


def _has_text(thing: Any) -> bool:  # noqa: ANN401
    """Return whether a member is written in the class, and no slot or default of a field."""
    return (
        inspect.isfunction(thing)
        or isinstance(thing, classmethod | staticmethod | property)
        or hasattr(thing, "func")
    )


def _parts(signature: inspect.Signature, skip: bool) -> Iterator[str]:
    """Yield the parameters as they are written, the star before those that are named."""
    starred = False
    for number, parameter in enumerate(signature.parameters.values()):
        if skip and number == 0:
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            starred = True
            yield "*"
        starred = starred or parameter.kind is parameter.VAR_POSITIONAL
        written = STARS.get(parameter.kind, "") + parameter.name
        if parameter.annotation is not parameter.empty:
            written += f": {_type(parameter.annotation)}"
        yield (
            written if parameter.default is parameter.empty else f"{written} = {_default(parameter.default)}"
        )


def _type(annotation: object) -> str:
    name = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))
    return name.strip("'\"")


def _default(value: object) -> str:
    """Return a default as it is written; one that only a program can make is `...`."""
    text = repr(value)
    return "..." if "<" in text else text
