"""Words of the definitions in the language of the edition: titles, and what levels, goalposts and nodes say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoreboard.report.i18n.messages import BOOK, SOURCE, Told, active, catalogue

if TYPE_CHECKING:
    from pydantic import BaseModel

    from scoreboard.definitions import Framework

Lookup = Callable[[str], str]
SAID: dict[str, tuple[str, ...]] = {
    "PolicyIndicator": ("title", "proxy", "levels", "exceptions"),
    "StatisticIndicator": ("title", "proxy", "goalposts"),
    "Level": ("condition",),
    "DeclaredException": ("reason",),
    "Goalposts": ("reason",),
    "Index": ("title", "tree", "remarks"),
    "Node": ("title", "description", "proxy", "lookup", "children"),
    "LookupRow": ("condition",),
    "Remark": ("text",),
    "StateGroup": ("title", "explanation"),
}
"""Kind of model → the texts of it that computed pages show, and the parts that hold further ones.

Questions, reasons and known problems are prose of the indicators' own pages, which Sphinx translates.
"""


def localised(framework: Framework, book: Path) -> Framework:
    """Return the definitions with their words in the language in use, and all else as it is.

    Parameters
    ----------
    book : the folder of the book's sources; its `locale/` holds the catalogue.
    """
    if active() == SOURCE:
        return framework
    say = catalogue(book / "locale", BOOK, active()).gettext
    indicators = {code: _model(it, say) for code, it in framework.indicators.items()}
    indices = {lens: _model(index, say) for lens, index in framework.indices.items()}
    states = {code: replace(state, name=say(state.name)) for code, state in framework.states.items()}
    groups = replace(
        framework.groups, definitions={code: _model(it, say) for code, it in framework.groups.items()}
    )
    return replace(framework, indicators=indicators, indices=indices, states=states, groups=groups)


def _model(it: BaseModel, say: Lookup) -> Any:  # noqa: ANN401  (the same kind of model that came in)
    names = SAID.get(type(it).__name__, ())
    return it.model_copy(update={name: _part(getattr(it, name), say) for name in names})


def _part(value: Any, say: Lookup) -> Any:  # noqa: ANN401  (a text, a model, or several of them)
    if isinstance(value, str):
        told = say(one_line(value))
        return value if told == one_line(value) else Told(told)  # what nobody translated stays as it was
    if isinstance(value, tuple):
        return tuple(_model(each, say) for each in value)
    return None if value is None else _model(value, say)


def one_line(words: str) -> str:
    """Return a text without the ends of lines that its file has; a translated one stays marked as such."""
    return type(words)(" ".join(words.split()))


def messages(framework: Framework) -> Iterator[tuple[str, str]]:
    """Yield every text to be translated with the file it comes from; titles before what stands below them."""
    for code, it in framework.indicators.items():
        yield from ((text, framework.documents[code].file) for text in _texts(it))
    for lens, index in framework.indices.items():
        yield from ((text, framework.documents[lens].file) for text in _texts(index))
        for node in framework.nodes:
            if node[0] == lens:
                yield framework.label(*node), framework.documents[lens].file
    for state in framework.states.values():
        yield state.name, "data/states.csv"
    for group in framework.groups.values():
        yield from ((text, "data/groups.yaml") for text in _texts(group))


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, str):
        yield one_line(value)
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif value is not None:
        for name in SAID.get(type(value).__name__, ()):
            yield from _texts(getattr(value, name))
