"""Faults of normalisation, treatment and imputation, as an index, a place in its tree or a factor states them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from scoreboard.definitions.checks.faults import Fault, below, listed
from scoreboard.definitions.framework import Framework, walk
from scoreboard.definitions.method import (
    COMPARING,
    ORDERING,
    SCALING,
    Imputation,
    Normalisation,
    Treatment,
)
from scoreboard.definitions.models import Index, StatisticIndicator
from scoreboard.definitions.reading import suggest

NUMBERS = tuple(dict.fromkeys(name for names in SCALING.values() for name in names))
"""All keys of a normalisation that some method needs."""
REQUIRED = {"distance_to_target": "target", "distance_to_reference": "reference"}
"""Normalisation → the key without which it cannot be worked."""


def normalisation_faults(how: Normalisation, states: Collection[str]) -> Iterator[Fault]:
    """Yield the faults of a normalisation by itself; bounds that an indicator may give are not missed here."""
    acting = SCALING[how.method]
    for key in NUMBERS:
        if getattr(how, key) is not None and key not in acting:
            found = f"{key} with {how.method}"
            yield Fault("parameter-without-effect", (key,), found, f"{how.method} has: {listed(acting)}")
    if "over" in how.model_fields_set and how.method not in COMPARING:
        of_the_year = how.method == "distance_to_reference" and how.over == "year"
        if not of_the_year:
            allowed = "for methods that compare states: " + ", ".join(COMPARING)
            yield Fault("parameter-without-effect", ("over",), f"over: {how.over} with {how.method}", allowed)
    if how.transform == "log" and how.method in ORDERING:
        found = f"transform: log with {how.method}"
        yield Fault("parameter-without-effect", ("transform",), found, "none: the order stays the same")
    missing = REQUIRED.get(how.method)
    if missing and getattr(how, missing) is None:
        yield Fault("missing-key", (), f"'{missing}' is absent", f"required for method: {how.method}")
    if how.reference is not None and how.reference not in states:
        yield Fault(
            "unknown-state", ("reference",), f"'{how.reference}'", advice=suggest(how.reference, states)
        )
    yield from _end_faults(how)


def _end_faults(how: Normalisation) -> Iterator[Fault]:
    """Yield ends of a scale that are the wrong way round or have no logarithm."""
    least, most = how.lowest_score or 0.0, 100.0 if how.highest_score is None else how.highest_score
    if how.method == "min_max" and least >= most:
        key = "lowest_score" if how.lowest_score is not None else "highest_score"
        found = f"lowest_score {least:g}, highest_score {most:g}"
        yield Fault("wrong-value", (key,), found, "lowest_score < highest_score")
    if how.method == "goalposts" and how.low is not None and how.high is not None and how.low >= how.high:
        yield Fault("goalposts-reversed", ("low",), f"low {how.low:g}, high {how.high:g}", "low < high")
    for key in ("low", "high", "target"):
        value = getattr(how, key)
        if how.transform == "log" and value is not None and value <= 0:
            yield Fault("wrong-value", (key,), f"{key}: {value:g} with transform: log", "above 0")


def leaf_faults(framework: Framework, index: Index) -> Iterator[tuple[str, Fault]]:
    """Yield (document, fault) where an indicator cannot be normalised as its place in the tree says."""
    varied = index.robustness.normalisation
    alternatives = varied.alternatives if varied else ()
    told: set[tuple[str, str]] = set()
    for path, node in walk(index.tree):
        if node.indicator not in framework.indicators:
            continue
        own = (*path, "normalisation") if node.normalisation else ("normalisation",)
        ways = [(own, node.normalisation or index.normalisation)]
        if node.normalisation is None:
            ways += [
                (("robustness", "normalisation", "alternatives", at), way)
                for at, way in enumerate(alternatives)
            ]
        for where, how in ways:
            for document, fault in _leaf_faults(framework, index, node.indicator, how, where):
                if (document, fault.found) not in told:
                    yield document, fault
                told.add((document, fault.found))


def _leaf_faults(
    framework: Framework, index: Index, code: str, how: Normalisation, where: tuple[str | int, ...]
) -> Iterator[tuple[str, Fault]]:
    it = framework.indicators[code]
    upside_down = isinstance(it, StatisticIndicator) and it.direction == "less_is_better"
    if how.method == "none" and upside_down and getattr(it, "measure", "") == "level":
        allowed = "a method that turns values round: of this indicator less is better"
        yield index.lens, Fault("wrong-value", (*where, "method"), f"none for {code}", allowed)
    if how.method != "goalposts":
        return
    own = getattr(it, "goalposts", None)
    low = how.low if how.low is not None or own is None else own.low
    high = how.high if how.high is not None or own is None else own.high
    if low is None or high is None:
        yield _no_goalposts(it.lens, index, code, where)
    elif low >= high and (how.low is None) != (how.high is None):  # with both, the fault is told once
        key = "low" if how.low is not None else "high"
        found = f"low {low:g}, high {high:g} for {code}"
        yield index.lens, Fault("goalposts-reversed", (*where, key), found, "low < high")
    elif how.transform == "log" and low <= 0:
        found = f"low {low:g} of {code} with transform: log"
        yield index.lens, Fault("wrong-value", (*where, "transform"), found, "goalposts above 0")


def _no_goalposts(lens: str, index: Index, code: str, where: tuple[str | int, ...]) -> tuple[str, Fault]:
    allowed = f"required, as the {index.lens} index normalises it by goalposts"
    if lens == "policy":  # an item has levels; only the index can say which of them are the bounds
        allowed = "required, as policy items have no goalposts of their own"
        return index.lens, Fault("missing-key", where, "'low' and 'high' are absent", allowed)
    return code, Fault("missing-key", (), "'goalposts' is absent", allowed)


def group_faults(how: Normalisation) -> Iterator[Fault]:
    """Yield what is wrong where a group's score is normalised, which has no goalposts of its own."""
    if how.method == "goalposts":
        for key in ("low", "high"):
            if getattr(how, key) is None:
                yield Fault("missing-key", (), f"'{key}' is absent", "required, as a group has no goalposts")
    if how.method == "none" and how.transform == "none":
        yield Fault("parameter-without-effect", ("method",), "none", "left out: a group is not scaled anyway")


def treatment_faults(how: Treatment) -> Iterator[Fault]:
    """Yield the faults of a treatment by itself."""
    if how.winsorise == 0 and how.then is None:
        found = "winsorise: 0 and no transformation"
        yield Fault("parameter-without-effect", (), found, "winsorise above 0, or then")


ACTING = {
    "latest": ("maximum_age_years",),
    "linear": ("maximum_age_years",),
    "mean": ("groups",),
    "median": ("groups",),
}
"""Imputation → the keys that act on it."""


def imputation_faults(how: Imputation, states: Collection[str]) -> Iterator[Fault]:
    """Yield the faults of an imputation."""
    acting = ACTING.get(how.method, ())
    for key in ("maximum_age_years", "groups"):
        if getattr(how, key) and key not in acting:
            allowed = f"{how.method} has: {listed(acting)}"
            yield Fault("parameter-without-effect", (key,), f"{key} with {how.method}", allowed)
    if "maximum_age_years" in acting and how.maximum_age_years is None:
        yield Fault("missing-key", (), "'maximum_age_years' is absent", f"required for method: {how.method}")
    seen: set[str] = set()
    for position, group in enumerate(how.groups):
        for place, state in enumerate(group):
            if state not in states:
                advice = suggest(state, states)
                yield Fault("unknown-state", ("groups", position, place), f"'{state}'", advice=advice)
            if state in seen:
                found = f"'{state}' is in two groups"
                yield Fault("wrong-value", ("groups", position, place), found, "each state once")
            seen.add(state)


def scaling_faults(framework: Framework, index: Index) -> Iterator[Fault]:
    """Yield the faults of how values become scores, in the index itself and in its tree."""
    states = framework.states
    yield from below(("normalisation",), normalisation_faults(index.normalisation, states))
    yield from below(("imputation",), imputation_faults(index.imputation, states))
    if index.treatment:
        yield from below(("treatment",), treatment_faults(index.treatment))
    for path, node in walk(index.tree):
        if node.normalisation:
            place = (*path, "normalisation")
            yield from below(place, normalisation_faults(node.normalisation, states))
            if node.children:
                yield from below(place, group_faults(node.normalisation))
