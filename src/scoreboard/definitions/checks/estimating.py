"""Faults of the `estimate:` block of an indicator: variables, tests, and the age that its code promises."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoreboard.definitions.checks.faults import Fault, Path_, listed
from scoreboard.definitions.estimating import Bounds, Condition, Estimate, Test, microdata_contract
from scoreboard.definitions.models import StatisticIndicator
from scoreboard.definitions.reading import suggest

DESIGN = {"state", "year", "person", "weight", "stratum", "psu", "population_psus"}
"""Variables that say how persons were sampled; no condition may ask for them."""
_AGE = re.compile(r"Y(?:(?P<low>\d+)-(?P<high>\d+)|_GE(?P<least>\d+)|_LT(?P<below>\d+))")


def estimate_faults(it: StatisticIndicator) -> Iterator[Fault]:
    """Yield the faults of an indicator's block."""
    if it.estimate is None:
        return
    if it.observations_of:
        found = f"{it.code} uses the observations of {it.observations_of}"
        yield Fault("parameter-without-effect", ("estimate",), found, "only where an indicator has its own")
    if it.by not in {"citizenship", "birth", "none"}:
        yield Fault("wrong-value", ("estimate",), f"by: {it.by}", "by citizenship, birth or none")
    yield from _kind_faults(it, it.estimate)
    for key in ("universe", "denominator", "numerator"):
        yield from _condition_faults(("estimate", key), getattr(it.estimate, key) or {})
    yield from _age_faults(it, it.estimate)


def _kind_faults(it: StatisticIndicator, block: Estimate) -> Iterator[Fault]:
    given = [key for key in ("numerator", "mean", "quantile") if getattr(block, key) is not None]
    if len(given) != 1:
        allowed = "exactly one of numerator, mean and quantile"
        yield Fault("wrong-value", ("estimate",), f"given: {listed(given)}", allowed)
    if block.numerator is not None and it.unit not in {"per_cent", "ratio"}:
        yield Fault(
            "wrong-value", ("estimate", "numerator"), f"a share, in {it.unit}", "unit per_cent or ratio"
        )
    if block.value is not None:
        path: Path_ = ("estimate", "quantile", "of") if block.quantile else ("estimate", "mean")
        numeric = [name for name, v in microdata_contract().variables.items() if v.type == "number"]
        numeric = sorted(set(numeric) - DESIGN)
        if block.value not in numeric:
            yield Fault("wrong-value", path, f"'{block.value}'", "a numeric variable: " + listed(numeric))


def _condition_faults(path: Path_, condition: Condition) -> Iterator[Fault]:
    variables = microdata_contract().variables
    known = sorted(variables.keys() - DESIGN)
    for name, test in condition.items():
        if name not in known:
            yield Fault("unknown-key", (*path, name), f"'{name}'", advice=suggest(name, known))
            continue
        variable = variables[name]
        if variable.type == "code" and isinstance(test, tuple):
            for at, code in enumerate(test):
                if code not in variable.codes:
                    yield Fault("wrong-value", (*path, name, at), f"'{code}'", listed(variable.codes))
        elif (variable.type, _kind(test)) not in {("number", "bounds"), ("yes_no", "yes_no")}:
            allowed = {
                "code": "a list of codes",
                "number": "between, least or most",
                "yes_no": "true or false",
            }
            yield Fault("wrong-value", (*path, name), f"{name}: {_kind(test)}", allowed[variable.type])
        elif isinstance(test, Bounds):
            yield from _bound_faults((*path, name), test)


def _kind(test: Test) -> str:
    if isinstance(test, bool):
        return "yes_no"
    return "bounds" if isinstance(test, Bounds) else "codes"


def _bound_faults(path: Path_, test: Bounds) -> Iterator[Fault]:
    given = [key for key in ("between", "least", "most") if getattr(test, key) is not None]
    if len(given) != 1:
        yield Fault("wrong-value", path, f"given: {listed(given)}", "one of between, least and most")
    elif test.between and test.between[0] > test.between[1]:
        found = f"between {test.between[0]:g} and {test.between[1]:g}"
        yield Fault("wrong-value", (*path, "between"), found, "the lower bound first")


def _age_faults(it: StatisticIndicator, block: Estimate) -> Iterator[Fault]:
    """Hold the universe's ages against the indicator's age class."""
    match = _AGE.fullmatch(it.age)
    if not match:
        return
    low, high, least, below = (float(text) if text else None for text in match.groups())
    wanted = (least if low is None else low, high if below is None else below - 1)
    test = block.universe.get("age")
    found = (test.low, test.high) if isinstance(test, Bounds) else (None, None)
    if found != wanted:
        told = f"ages {_ages(*found)}, but age: {it.age}"
        yield Fault("wrong-value", ("estimate", "universe"), told, f"ages {_ages(*wanted)}")


def _ages(low: float | None, high: float | None) -> str:
    return f"{low or 0:g}–{'' if high is None else f'{high:g}'}"
