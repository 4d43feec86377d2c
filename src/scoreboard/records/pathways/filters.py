"""Filters as data: field, operator, value. The page's script (assets/filters.js) takes the same, to the same answers.

A filter of what is not recorded, or left to the state, is neither met nor failed: it is unknown. Unknown never
matches, and is counted apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field as Told

from scoreboard.definitions import suggest
from scoreboard.definitions.basics import Closed
from scoreboard.definitions.pathway_fields import NOT_RECORDED, fields
from scoreboard.records.pathways.entries import STATUSES, Entry, Value

Operator = Literal["=", "!=", "<", "<=", ">", ">=", "in", "has", "is"]
Scalar = Annotated[float, Told(strict=True)] | str
Answer = Literal["yes", "no", "unknown"]
OPERATORS: dict[Operator, str] = {
    "=": "is exactly, or one of several values between commas",
    "!=": "is not",
    "<": "is less, or earlier",
    "<=": "is at most, or not later",
    ">": "is more, or later",
    ">=": "is at least, or not earlier",
    "in": "is one of several values",
    "has": "is a list that has each of the values",
    "is": "is recorded, left_to_state or not_recorded",
}
ORDER = ("<", "<=", ">", ">=")
RECORD = ("state", "pathway", "version", "title", "act", "origin", "standing", "since", "until", "confidence")
"""What is asked of the record itself rather than of a term."""
DAYS = ("since", "until")
LASTS = "9999-12-31"
"""Stands for a last day that is not set, in comparing."""
_TEXT = re.compile(r"\s*([a-z0-9_]+)\s*(<=|>=|!=|=|<|>|\bhas\b|\bin\b|\bis\b)\s*(.+?)\s*")


class Filter(Closed):
    """One condition."""

    field: str
    op: Operator = "="
    value: Scalar | tuple[Scalar, ...]


Asked = Filter | str | Mapping[str, Any]


class FilterError(ValueError):
    """A filter that cannot be asked; the message says why and what could be."""


def as_filters(asked: Iterable[Asked] = (), /, **equal: Any) -> tuple[Filter, ...]:  # noqa: ANN401
    """Return filters from data, from text or from keywords.

    Parameters
    ----------
    asked : each a `Filter`, a mapping with its keys, or a text such as ``duration_max>=24``.
    equal : field → value, or values of which one must be.

    Raises
    ------
    FilterError
        If a field or operator does not exist, or they do not go together.

    Examples
    --------
    >>> as_filters(["duration_max>=24"], state=("DE", "FR"))[1].op
    'in'
    """
    given = [*asked, *({"field": name, "op": _equal(value), "value": value} for name, value in equal.items())]
    return tuple(_checked(it if isinstance(it, Filter) else _made(it)) for it in given)


def _equal(value: object) -> Operator:
    return "in" if isinstance(value, list | tuple | set) else "="


def _made(asked: str | Mapping[str, Any]) -> Filter:
    from pydantic import ValidationError

    try:
        return Filter.model_validate(_parsed(asked) if isinstance(asked, str) else asked)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise FilterError(f"{asked!r}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}") from error


def _parsed(text: str) -> dict[str, Any]:
    """Return the parts of ``field operator value``; several values stand between commas."""
    found = _TEXT.fullmatch(text)
    if not found:
        example = f"field, operator, value, such as duration_max>=24 ({', '.join(OPERATORS)})"
        raise FilterError(f"'{text}': write {example}")
    name, op, words = found.groups()
    numeric = name in fields() and fields()[name].kind == "number" and op != "is"
    values = [_typed(word.strip(), numeric) for word in words.split(",")]
    if op == "=" and len(values) > 1:
        op = "in"
    several = op in ("in", "has") or len(values) > 1
    return {"field": name, "op": op, "value": values if several else values[0]}


def _typed(word: str, number: bool) -> Scalar:
    try:
        return float(word) if number else word
    except ValueError:
        return word


def _checked(it: Filter) -> Filter:
    """Return a filter whose field, operator and value go together."""
    known = fields().get(it.field)
    if known is None and it.field not in RECORD:
        raise FilterError(f"there is no field '{it.field}': {suggest(it.field, [*fields(), *RECORD])}")
    ordered = it.field in DAYS or (known is not None and known.kind in ("number", "date"))
    if it.op in ORDER and not ordered:
        raise FilterError(f"'{it.field}' has no order: {it.op} is for numbers and days")
    if isinstance(it.value, tuple) and it.op not in ("in", "has"):
        raise FilterError(f"'{it.field} {it.op}' takes one value: several go with in and has")
    if it.op == "is" and it.value not in STATUSES:
        raise FilterError(f"'{it.field} is {it.value}': {suggest(str(it.value), STATUSES)}")
    return it


def on_day(day: str) -> tuple[Filter, Filter]:
    """Return the filters for what is open on a day (ISO)."""
    return Filter(field="since", op="<=", value=day), Filter(field="until", op=">=", value=day)


def answer(entry: Entry, it: Filter) -> Answer:
    """Return whether an entry meets one filter."""
    if it.field in RECORD:
        value: Value | None = record_value(entry, it.field)
        status = "recorded" if value is not None else NOT_RECORDED
    elif entry.standing == "not_bound":
        return "no"  # an act has no terms where it does not hold
    else:
        fact = entry.facts.get(it.field)
        value, status = (fact.value, fact.status) if fact else (None, NOT_RECORDED)
    if it.op == "is":
        return "yes" if status == it.value else "no"
    if value is None:
        return "unknown"
    return "yes" if _meets(value, it.op, it.value) else "no"


def record_value(entry: Entry, field: str) -> str | None:
    """Return what the record itself says; None where that is unknown, nothing where it does not apply."""
    if field == "act":
        return entry.legal_basis.act
    if field in DAYS:
        if entry.standing == "not_bound":
            return ""
        return entry.since if field == "since" else entry.until or LASTS
    return str(getattr(entry, field))


def _meets(value: Value, op: Operator, asked: Scalar | tuple[Scalar, ...]) -> bool:
    several = asked if isinstance(asked, tuple) else (asked,)
    if op == "has":
        return isinstance(value, tuple) and all(it in value for it in several)
    if op == "in":
        return any(_same(value, it) for it in several)
    if op in ("=", "!="):
        return _same(value, several[0]) is (op == "=")
    return _before(value, op, several[0])


def _same(value: Value, asked: Scalar) -> bool:
    return asked in value if isinstance(value, tuple) else type(value) is type(asked) and value == asked


def _before(value: Value, op: Operator, asked: Scalar) -> bool:
    """Compare numbers with numbers and days with days; anything else has no order, and meets nothing."""
    if value == "" or isinstance(value, tuple) or type(value) is not type(asked):
        return False
    low, high = (value, asked) if op.startswith("<") else (asked, value)
    return bool(low < high or (op.endswith("=") and low == high))  # type: ignore[operator]  # both of one type


def meets(entry: Entry, filters: Iterable[Filter]) -> Answer:
    """Return whether an entry meets all filters: no if one fails, unknown if one is unknown and none fails."""
    answers = {answer(entry, it) for it in filters}
    return "no" if "no" in answers else "unknown" if "unknown" in answers else "yes"
