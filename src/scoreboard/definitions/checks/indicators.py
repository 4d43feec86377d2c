"""Faults of one indicator: levels, sources, measure, groups, goalposts."""

from __future__ import annotations

from collections.abc import Iterator

from scoreboard.definitions.checks.estimating import estimate_faults
from scoreboard.definitions.checks.faults import Fault
from scoreboard.definitions.framework import AnyIndicator, Framework
from scoreboard.definitions.models import PolicyIndicator, StatisticIndicator
from scoreboard.definitions.reading import suggest


def indicator_faults(framework: Framework, indicator: AnyIndicator) -> Iterator[Fault]:
    """Yield the faults of an indicator."""
    for position, source in enumerate(indicator.sources):
        if source.dataset not in framework.datasets:
            advice = suggest(source.dataset, framework.datasets)
            path = ("sources", position, "dataset")
            yield Fault("unknown-source", path, f"'{source.dataset}'", advice=advice)
    if isinstance(indicator, PolicyIndicator):
        yield from _level_faults(indicator)
        return
    yield from _statistic_faults(indicator)
    yield from estimate_faults(indicator)
    yield from _sibling_faults(framework, indicator)
    if indicator.observations_of is None:
        yield from _own_observation_faults(indicator)
    else:
        yield from _derived_faults(framework, indicator)


def _level_faults(indicator: PolicyIndicator) -> Iterator[Fault]:
    scores = [level.score for level in indicator.levels]
    if scores != sorted(set(scores), reverse=True):
        found = f"the levels come as {', '.join(f'{score:g}' for score in scores)}"
        yield Fault("level-scores-disordered", ("levels",), found)


def _statistic_faults(it: StatisticIndicator) -> Iterator[Fault]:
    for key, bounds in (("goalposts", it.goalposts), ("possible", it.possible)):
        if bounds and bounds.low >= bounds.high:
            found = f"low {bounds.low:g}, high {bounds.high:g}"
            yield Fault("goalposts-reversed", (key, "low"), found, "low < high")
    if it.goalposts and it.lens == "outcome" and len(it.examples) < 2:
        yield Fault("missing-key", ("examples",), f"{len(it.examples)} worked examples", "at least 2")
    if it.lens == "context" and it.direction != "none":
        yield Fault("wrong-value", ("direction",), it.direction, "none: context is never scored")
    if it.lens == "outcome" and it.direction == "none":
        yield Fault("wrong-value", ("direction",), "none", "more_is_better or less_is_better")
    yield from _reference_faults(it)


OTHERS = {
    "reference": "group",
    "reference_sex": "sex",
    "reference_duration": "duration",
}
"""What a group is held against → what is measured."""


def _reference_faults(it: StatisticIndicator) -> Iterator[Fault]:
    """Yield where a level is held against something, or a gap against nothing or itself."""
    stated = {key: getattr(it, key) for key in OTHERS if getattr(it, key) is not None}
    if it.measure == "level":
        for key, code in stated.items():
            yield Fault("parameter-without-effect", (key,), f"{key}: {code}", "only for measures but level")
    elif it.measure == "achievement" and it.reference is None:
        yield Fault("missing-key", (), "'reference' is absent", "required for achievement: the population")
    elif not stated:
        allowed = f"required for measure: {it.measure}, or reference_sex or reference_duration"
        yield Fault("missing-key", (), "'reference' is absent", allowed)
    elif all(code == getattr(it, OTHERS[key]) for key, code in stated.items()):
        key, code = next(iter(stated.items()))
        yield Fault("wrong-value", (key,), f"{code}, held against itself", f"another {OTHERS[key]}")


def _sibling_faults(framework: Framework, it: StatisticIndicator) -> Iterator[Fault]:
    """Siblings are other statistics with observations of their own, in the same unit."""
    alike = [
        code for code, other in framework.observed.items()
        if isinstance(other, StatisticIndicator) and other.unit == it.unit and code != it.code
    ]  # fmt: skip
    for key, codes in (("part_of", (it.part_of or "",)), ("disjoint_with", it.disjoint_with)):
        for code in filter(None, codes):
            if code not in framework.unread and (code not in alike or it.observations_of):
                allowed = f"a statistic with its own observations in {it.unit}; {suggest(code, alike)}"
                yield Fault("unknown-indicator", (key,), f"'{code}'", allowed)


def _own_observation_faults(it: StatisticIndicator) -> Iterator[Fault]:
    if it.measure != "level":
        yield Fault("missing-key", (), "'observations_of' is absent", f"required for measure: {it.measure}")
    if it.possible is None:
        allowed = "required for an indicator with its own observations"
        yield Fault("missing-key", (), "'possible' is absent", allowed)
    yield from _slice_faults(it, it)


def _derived_faults(framework: Framework, it: StatisticIndicator) -> Iterator[Fault]:
    if it.observations_of in framework.unread:
        return
    base = framework.indicators.get(it.observations_of or "")
    if not isinstance(base, StatisticIndicator) or base.observations_of:
        allowed = "a statistic with its own observations; " + suggest(
            it.observations_of or "", [c for c, i in framework.observed.items() if i.lens != "policy"]
        )
        yield Fault("unknown-indicator", ("observations_of",), it.observations_of or "", allowed)
        return
    yield from _slice_faults(it, base)
    for key in ("sources", "groups", "possible"):
        if getattr(it, key):
            yield Fault("wrong-value", (key,), f"{key} is given", f"left out: {base.code} has it")


def _slice_faults(it: StatisticIndicator, base: StatisticIndicator) -> Iterator[Fault]:
    """Hold the groups, sexes and durations that an indicator measures against those that the data hold."""
    held = {
        "group": base.groups or ("TOTAL",),
        "sex": base.sexes,
        "duration": ("TOTAL",),  # the data have no other: a stay of some length is an indicator of its own
    }
    for key, codes in held.items():
        for name in (key, "reference" if key == "group" else f"reference_{key}"):
            code = getattr(it, name)
            if code is not None and code not in codes:
                yield Fault("wrong-value", (name,), code, ", ".join(codes))
