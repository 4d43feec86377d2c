"""An office's columns as expressions in standard variables; nothing is computed until an engine runs them.

Tests are made on the office's own codes wherever they can, so that no row is recoded only to be compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scoreboard.definitions.estimating import Bounds, MappedVariable, Mapping, Plain, Test, microdata_contract

if TYPE_CHECKING:
    import ibis.expr.types as ir


UNWEIGHTED = "no weight"


class NotOfThisTypeError(ValueError):
    """A code of the mapping cannot stand in its column; carries the code."""


class Columns:
    """The microdata seen through a mapping.

    Parameters
    ----------
    table : the microdata, as the engine reads them.
    mapping : where the standard variables are; its faults have been found before (`mapping.mapping_faults`).
    """

    def __init__(self, table: ir.Table, mapping: Mapping) -> None:
        given = {name: it.constant for name, it in mapping.variables.items() if it.constant is not None}
        constants = {_constant(name): _literal(value) for name, value in {UNWEIGHTED: 1.0, **given}.items()}
        self.table, self.mapping = table.mutate(**constants), mapping
        self._variables = microdata_contract().variables

    def where(self, condition: ir.BooleanColumn) -> Columns:
        """Return the same of some rows only."""
        return Columns(self.table.filter(condition), self.mapping)

    def has(self, name: str) -> bool:
        """Return whether a variable is mapped."""
        return name in self.mapping.variables

    def raw(self, name: str) -> ir.Column:
        """Return the office's column, or its constant for all rows."""
        return self.table[self.mapping.variables[name].column or _constant(name)]

    def keys(self, name: str) -> dict[Any, Plain]:
        """Return the office's code, in the type of its column → standard code or number."""
        mapped, variable = self.mapping.variables[name], self._variables[name]
        if not mapped.codes and variable.type == "code":
            return {typed(code, self.raw(name)): code for code in variable.codes}
        if not mapped.codes and variable.type == "yes_no":
            return {True: True, False: False}
        return {typed(text, self.raw(name)): code for text, code in mapped.codes.items()}

    def lacking(self, name: str) -> list[Any]:
        """Return the office's codes for a value that is not known."""
        return [typed(str(code), self.raw(name)) for code in self.mapping.variables[name].missing]

    def number(self, name: str) -> ir.NumericColumn:
        """Return a numeric variable; null where it is not known."""
        raw, keys, lacking = self.raw(name), self.keys(name), self.lacking(name)
        if keys:
            return raw.cases(*keys.items())
        value = raw.isin(lacking).ifelse(None, raw) if lacking else raw
        if not raw.type().is_numeric():
            return value.try_cast("float64")
        return value

    def weight(self) -> ir.NumericColumn:
        """Return the sampling weight as a floating-point number; 1 where none is mapped."""
        weight = self.number("weight") if self.has("weight") else self.table[_constant(UNWEIGHTED)]
        return weight.cast("float64")

    def position(self, name: str) -> ir.IntegerColumn:
        """Return the place of a code in the contract's list, −1 where it is not known."""
        codes = self._variables[name].codes
        places = [(key, codes.index(str(code))) for key, code in self.keys(name).items()]
        return self.raw(name).cases(*places, else_=-1).cast("int8")

    def known(self, name: str) -> ir.BooleanColumn:
        """Return where a variable has a value; the rows hold no other codes than those of the mapping."""
        if self._variables[name].type == "number":
            return self.number(name).notnull()
        raw, lacking = self.raw(name), self.lacking(name)
        return raw.notnull() & ~raw.isin(lacking) if lacking else raw.notnull()

    def holds(self, name: str, test: Test) -> ir.BooleanColumn:
        """Return where a test holds; null or false where the value is not known."""
        if isinstance(test, Bounds):
            return _within(self.number(name), test)
        wanted: set[Plain] = {test} if isinstance(test, bool) else set(test)
        return self.raw(name).isin([key for key, code in self.keys(name).items() if code in wanted])


def _constant(name: str) -> str:
    """Return the name of the column of a constant, which no office's column has."""
    return f"constant of {name}"


def _literal(value: Plain) -> ir.Value:
    """Return a constant; one with a fraction by its text, because Spark takes 1.0 for a decimal number."""
    import ibis

    return ibis.literal(repr(value)).cast("float64") if isinstance(value, float) else ibis.literal(value)


def _within(number: ir.NumericColumn, test: Bounds) -> ir.BooleanColumn:
    if test.between:
        low, high = (int(bound) if bound.is_integer() else bound for bound in test.between)
        return number.between(low, high)
    return number >= test.least if test.least is not None else number <= test.most


def typed(text: str, column: ir.Value) -> Any:  # noqa: ANN401  (as the column has it)
    """Return an office's code, which YAML keeps as text, in the type of its column.

    Raises
    ------
    NotOfThisTypeError
        If it cannot stand there.
    """
    kind = column.type()
    try:
        if kind.is_boolean():
            return {"true": True, "false": False}[text.lower()]
        if kind.is_integer():
            return int(text)
        return float(text) if kind.is_numeric() else text
    except (ValueError, KeyError):
        raise NotOfThisTypeError(text) from None


def standard(raw: Any, mapped: MappedVariable) -> str:  # noqa: ANN401
    """Return the standard name of a value that no test looks at, such as a state's."""
    return str(mapped.codes.get(str(raw), raw))
