"""Reading mapping.yaml and holding it against the contract and the columns of the microdata."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scoreboard.definitions import read_yaml, suggest, validate
from scoreboard.definitions.checks.faults import Fault
from scoreboard.definitions.estimating import Mapping, Variable, microdata_contract, spread
from scoreboard.definitions.reading import Document
from scoreboard.estimate.columns import Columns, NotOfThisTypeError, typed
from scoreboard.findings import Report

SCHEMA_LINE = "# yaml-language-server: $schema=schemas/microdata-mapping.json\n"


def read_mapping(path: Path, report: Report) -> tuple[Mapping, Document] | None:
    """Read a mapping strictly.

    Returns
    -------
    The mapping and its file, or None where it cannot be used; the report then says why.
    """
    document = read_yaml(path, path.name, report)
    mapping = validate(document, Mapping, report) if document else None
    return (mapping, document) if mapping and document else None


def check_mapping(columns: Columns, document: Document, report: Report) -> None:
    """Report every fault of a mapping, each at its place."""
    for fault in mapping_faults(columns):
        report.add(fault.code, document.place(fault.path), fault.found, fault.allowed, fault.advice)


def mapping_faults(columns: Columns) -> Iterator[Fault]:
    """Yield what is wrong with a mapping, given the columns of the microdata."""
    contract, mapping = microdata_contract(), columns.mapping
    for name, variable in contract.variables.items():
        if variable.required and name not in mapping.variables:
            yield Fault("missing-key", ("variables",), f"'variables.{name}' is absent", variable.meaning)
    for name in mapping.variables:
        if name not in contract.variables:
            advice = suggest(name, contract.variables)
            yield Fault("unknown-key", ("variables", name), f"'{name}'", advice=advice)
        else:
            yield from _variable_faults(columns, name, contract.variables[name])
    yield from _design_faults(columns)


def _variable_faults(columns: Columns, name: str, variable: Variable) -> Iterator[Fault]:
    mapped, path = columns.mapping.variables[name], ("variables", name)
    if (mapped.column is None) == (mapped.constant is None):
        yield Fault(
            "wrong-value", path, "both column and constant" if mapped.column else "neither", "one of them"
        )
        return
    if mapped.column and mapped.column not in columns.table.columns:
        advice = suggest(mapped.column, columns.table.columns)
        yield Fault("missing-column", (*path, "column"), f"{mapped.column} is absent", advice=advice)
        return
    for text, code in mapped.codes.items():
        if not _fits(code, variable):
            yield Fault("wrong-value", (*path, "codes", text), f"{text}: {code}", _allowed(variable))
    for key, texts in (("codes", list(mapped.codes)), ("missing", list(map(str, mapped.missing)))):
        for at, text in enumerate(texts):
            try:
                typed(text, columns.raw(name))
            except NotOfThisTypeError:
                kind = columns.raw(name).type()
                place = (*path, key, text if key == "codes" else at)
                yield Fault(
                    "wrong-value", place, f"'{text}'", f"a code of {mapped.column}, which holds {kind}"
                )
    kind = columns.raw(name).type()
    if variable.type == "yes_no" and not mapped.codes and not kind.is_boolean():
        yield Fault(
            "missing-key", path, f"'{name}.codes' is absent", f"which codes of {kind} are true or false"
        )
    if variable.type == "code" and not mapped.codes and not kind.is_string():
        yield Fault(
            "missing-key", path, f"'{name}.codes' is absent", f"codes of {kind} for {_allowed(variable)}"
        )


def _fits(code: object, variable: Variable) -> bool:
    """Tell whether an office's code may be translated to this."""
    if variable.type == "yes_no":
        return isinstance(code, bool)
    if variable.type == "number":
        return isinstance(code, int | float) and not isinstance(code, bool)
    return variable.type == "any" or code in variable.codes


def _allowed(variable: Variable) -> str:
    words = {"yes_no": "true or false", "number": "a number", "any": "a name"}
    return words.get(variable.type) or ", ".join(variable.codes)


def _design_faults(columns: Columns) -> Iterator[Fault]:
    """Yield where the design and its replicate weights do not go together."""
    design, how = columns.mapping.design, columns.mapping.design.replicates
    path = ("design", "replicates")
    if (design.kind == "replicates") != (how is not None):
        code = "parameter-without-effect" if how else "missing-key"
        found = f"kind: {design.kind}, {'with' if how else 'without'} replicates"
        yield Fault(code, path, found, "replicates for kind: replicates alone")
    if design.kind != "register" and not columns.has("weight"):
        yield Fault("missing-key", ("variables",), "'variables.weight' is absent", "required for a sample")
    if how is None:
        return
    names = spread(how.columns)
    if len(names) < 2:
        yield Fault("wrong-value", (*path, "columns"), ", ".join(names), "two or more replicates")
    for name in names:
        if name not in columns.table.columns:
            advice = suggest(name, columns.table.columns)
            yield Fault("missing-column", (*path, "columns"), f"{name} is absent", advice=advice)
    for key, needed in (("fay", how.method == "fay"), ("scales", how.method == "jackknife_n")):
        given = bool(getattr(how, key))
        if given != needed:
            code = "missing-key" if needed else "parameter-without-effect"
            yield Fault(code, (*path, key), f"method: {how.method}, {key} {'given' if given else 'absent'}")
    if how.scales and len(how.scales) != len(names):
        yield Fault(
            "wrong-value", (*path, "scales"), f"{len(how.scales)} scales", f"{len(names)}, as the columns"
        )


def example_mapping() -> str:
    """Return a mapping with all standard variables, commented, to be filled by an office."""
    lines = [
        SCHEMA_LINE
        + "# Where your microdata keep the standard variables. Remove what they do not have: indicators",
        "# that need it are left out. A code that you name neither under codes nor under missing is a finding.",
        "# A file must be one survey or register: " + microdata_contract().row,
        "source:",
        "  key: lfs_microdata                # stands in the column source of the data",
        "  provider: Name of your office",
        "  title: Labour Force Survey, own estimates from microdata",
        "  licence: CC BY 4.0",
        "  url: https://www.example.org/labour-force-survey",
        "design:",
        "  kind: linearised                  # linearised, replicates, or register (everybody is counted)",
        "  single_psu: fail                  # a stratum with one PSU: fail, adjust or certainty",
        "# replicates: {method: fay, fay: 0.5, columns: [rw1..rw80]}",
        "# disclosure: {minimum_count: 20, reliable_count: 50}",
        "variables:",
    ]
    for name, variable in microdata_contract().variables.items():
        lines += [f"  # {variable.meaning}" + (" Required." if variable.required else "")]
        lines += [f"  {name}: {variable.example}"]
    return "\n".join(lines) + "\n"
