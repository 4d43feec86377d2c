"""The microdata contract as predicates of the engine: how many rows offend against each rule, and some of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoreboard.definitions import Framework, suggest
from scoreboard.definitions.estimating import Variable, microdata_contract
from scoreboard.definitions.reading import Document
from scoreboard.estimate.columns import Columns, standard
from scoreboard.estimate.engines import Engine
from scoreboard.findings import Report

if TYPE_CHECKING:
    import ibis.expr.types as ir

SHOWN = 5
"""Different offending values that a finding names."""


@dataclass(frozen=True)
class Rule:
    """One rule of the contract over the rows.

    Parameters
    ----------
    variable : the standard variable.
    code : of the finding.
    allowed : what may stand there, in words.
    offends : predicate, true where a row breaks the rule.
    """

    variable: str
    code: str
    allowed: str
    offends: ir.BooleanColumn


def check_rows(
    engine: Engine, columns: Columns, document: Document, file: str, framework: Framework, report: Report
) -> None:
    """Hold every row against the contract, in one pass; the values of offending rows cost one more each.

    Parameters
    ----------
    file : name of the microdata, for findings; they stand at the variable's place in the mapping.
    """
    rules = [rule for name in columns.mapping.variables for rule in _rules(columns, name)]
    table = columns.table
    counts = {f"c{at}": table.count(where=rule.offends) for at, rule in enumerate(rules)}
    found = engine.frame(table.aggregate(rows=table.count(), **counts)).iloc[0]
    rows = int(found["rows"])
    report.checked["persons"] += rows
    if not rows:
        report.add("row-length", document.place(()), f"{file} has no rows", "one row per person")
    for at, rule in enumerate(rules):
        if number := int(found[f"c{at}"]):
            told = (
                f"{file}: {number:,} of {rows:,} rows have {rule.variable} = {_sample(engine, columns, rule)}"
            )
            report.add(rule.code, document.place(("variables", rule.variable)), told, rule.allowed)
    _check_states(engine, columns, document, file, framework, report)
    _check_key(engine, columns, document, file, report)


def _rules(columns: Columns, name: str) -> Iterator[Rule]:
    """Yield the rules for one mapped variable: not empty, a known code, a number within its range."""
    variable = microdata_contract().variables[name]
    raw, lacking = columns.raw(name), columns.lacking(name)
    there = raw.notnull()
    if variable.required or variable.filled:
        empty = raw.isnull() | raw.isin(lacking) if lacking else raw.isnull()
        yield Rule(name, "wrong-value", "a value in every row", empty)
    if variable.type in {"code", "yes_no"} or (columns.mapping.variables[name].codes and name != "state"):
        known = [*columns.keys(name), *lacking]
        listed = ", ".join(map(str, known))
        yield Rule(name, "wrong-value", f"{listed}, as the mapping says", there & ~raw.isin(known))
    elif variable.type == "number":
        yield from _number_rules(columns, name, variable)


def _number_rules(columns: Columns, name: str, variable: Variable) -> Iterator[Rule]:
    raw, number, lacking = columns.raw(name), columns.number(name), columns.lacking(name)
    given = raw.notnull() & ~raw.isin(lacking) if lacking else raw.notnull()
    if not raw.type().is_numeric():
        yield Rule(name, "not-a-number", "a number", given & number.isnull())
    if number.type().is_floating():
        yield Rule(name, "not-a-number", "a finite number", number.isnan() | number.isinf())
    low, high = variable.low, variable.high
    if low is not None:
        reach = f"at least {low:g}" if high is None else f"{low:g} to {high:g}"
        outside = number < low if high is None else (number < low) | (number > high)
        yield Rule(name, "value-out-of-range", reach, outside)
    if variable.whole and not number.type().is_integer():
        yield Rule(name, "wrong-value", "a whole number", number != number.floor())


def _sample(engine: Engine, columns: Columns, rule: Rule) -> str:
    """Return the most frequent offending values, and one offending row's person where there is a number."""
    seen = columns.where(rule.offends)
    offending = seen.table
    values = offending.group_by(value=seen.raw(rule.variable)).aggregate(rows=offending.count())
    frame = engine.frame(values.order_by([values.rows.desc(), values.value]).limit(SHOWN))
    listed = ", ".join(
        "nothing" if value != value or value is None else str(value) for value in frame["value"]
    )
    if not columns.has("person"):
        return listed
    persons = engine.frame(offending.select(person=seen.raw("person")).order_by("person").limit(SHOWN))
    return f"{listed} (persons {', '.join(map(str, persons['person']))})"


def _check_states(
    engine: Engine, columns: Columns, document: Document, file: str, framework: Framework, report: Report
) -> None:
    """Report states that the project does not know; an office's own codes are translated first."""
    found = engine.frame(columns.table.select(state=columns.raw("state")).distinct())["state"]
    mapped = columns.mapping.variables["state"]
    for code in sorted({standard(raw, mapped) for raw in found.dropna()} - framework.states.keys()):
        advice = "Translate it under codes; " + suggest(code, framework.states)
        place = document.place(("variables", "state"))
        report.add("unknown-state", place, f"{file}: '{code}'", "a code of data/states.csv", advice)


def _check_key(engine: Engine, columns: Columns, document: Document, file: str, report: Report) -> None:
    """Report persons that stand twice in one state and year, where persons are numbered."""
    key = microdata_contract().key
    if not all(columns.has(name) for name in key):
        return
    table = columns.table
    twice = table.group_by(**{name: columns.raw(name) for name in key}).aggregate(rows=table.count())
    twice = twice.filter(twice.rows > 1)
    number = int(engine.frame(twice.aggregate(keys=twice.count()))["keys"].iloc[0])
    if number:
        first = engine.frame(twice.order_by(list(key)).limit(SHOWN))[list(key)]
        listed = "; ".join(" ".join(map(str, row)) for row in first.itertuples(index=False))
        told = f"{file}: {number:,} persons stand more than once ({', '.join(key)}: {listed})"
        report.add("duplicate-observation", document.place(("variables", "person")), told, "one row each")
