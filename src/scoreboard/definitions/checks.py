"""What the models alone cannot say: faults between definitions, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from scoreboard.definitions.framework import SOURCES, Framework, leaves, walk
from scoreboard.definitions.models import Index, PolicyIndicator, StatisticIndicator
from scoreboard.definitions.reading import suggest
from scoreboard.findings import Report


def check_framework(framework: Framework, root: Path, report: Report) -> None:
    """Add every fault between definitions to `report`: trees, weights, goalposts, levels, references."""
    _check_references(framework, _bibliography(root), report)
    for indicator in framework.indicators.values():
        _check_sources(framework, indicator.code, report)
        if isinstance(indicator, PolicyIndicator):
            _check_levels(framework, indicator, report)
        else:
            _check_statistic(framework, indicator, report)
    for index in framework.indices.values():
        _check_parameters(framework, index, report)
        _check_tree(framework, index, report)
    _check_unused(framework, report)


def _check_levels(framework: Framework, indicator: PolicyIndicator, report: Report) -> None:
    scores = [level.score for level in indicator.levels]
    if scores != sorted(set(scores), reverse=True):
        report.add(
            "level-scores-disordered",
            framework.place(indicator.code, "levels"),
            f"the levels come as {', '.join(f'{score:g}' for score in scores)}",
            indicator=indicator.code,
        )


def _check_statistic(framework: Framework, indicator: StatisticIndicator, report: Report) -> None:
    for fault, path, found, allowed in _statistic_faults(framework, indicator):
        report.add(
            fault, framework.place(indicator.code, *path), found, allowed=allowed, indicator=indicator.code
        )


def _statistic_faults(
    framework: Framework, it: StatisticIndicator
) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    """Yield (finding code, path, found, allowed) for one statistic."""
    goal = it.goalposts
    if goal and goal.low >= goal.high:
        found = f"low {goal.low:g}, high {goal.high:g}"
        yield "goalposts-reversed", ("goalposts", "low"), found, "low < high"
    if it.possible and it.possible.low >= it.possible.high:
        found = f"low {it.possible.low:g}, high {it.possible.high:g}"
        yield "goalposts-reversed", ("possible", "low"), found, "low < high"
    if it.lens == "outcome" and goal is None:
        yield "missing-key", (), "'goalposts' is absent", "required for outcome indicators"
    if it.lens == "outcome" and len(it.examples) < 2:
        yield "missing-key", ("examples",), f"{len(it.examples)} worked examples", "at least 2"
    if it.lens == "context" and it.direction != "none":
        yield "wrong-value", ("direction",), it.direction, "none: context is never scored"
    if it.lens == "outcome" and it.direction == "none":
        yield "wrong-value", ("direction",), "none", "more_is_better or less_is_better"
    if it.measure != "level" and it.reference is None:
        yield "missing-key", (), "'reference' is absent", f"required for measure: {it.measure}"
    yield from _sibling_faults(framework, it)
    if it.observations_of is None:
        yield from _own_observation_faults(it)
    else:
        yield from _derived_faults(framework, it)


def _sibling_faults(
    framework: Framework, it: StatisticIndicator
) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    """Siblings are other statistics with observations of their own, in the same unit."""
    alike = [
        code for code, other in framework.observed.items()
        if isinstance(other, StatisticIndicator) and other.unit == it.unit and code != it.code
    ]  # fmt: skip
    for key, codes in (("part_of", (it.part_of or "",)), ("disjoint_with", it.disjoint_with)):
        for code in filter(None, codes):
            if code not in framework.unread and (code not in alike or it.observations_of):
                allowed = f"a statistic with its own observations in {it.unit}; {suggest(code, alike)}"
                yield "unknown-indicator", (key,), f"'{code}'", allowed


def _own_observation_faults(it: StatisticIndicator) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    if it.measure != "level":
        yield "missing-key", (), "'observations_of' is absent", f"required for measure: {it.measure}"
    if it.possible is None:
        yield "missing-key", (), "'possible' is absent", "required for an indicator with its own observations"
    if it.groups and it.group not in it.groups:
        yield "wrong-value", ("group",), it.group, ", ".join(it.groups)


def _derived_faults(
    framework: Framework, it: StatisticIndicator
) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    if it.observations_of in framework.unread:
        return
    base = framework.indicators.get(it.observations_of or "")
    if not isinstance(base, StatisticIndicator) or base.observations_of:
        allowed = "a statistic with its own observations; " + suggest(
            it.observations_of or "", [c for c, i in framework.observed.items() if i.lens != "policy"]
        )
        yield "unknown-indicator", ("observations_of",), it.observations_of or "", allowed
        return
    for key in ("group", "reference"):
        group = getattr(it, key)
        if group is not None and group not in (base.groups or ("TOTAL",)):
            yield "wrong-value", (key,), group, ", ".join(base.groups)
    for key in ("sources", "groups", "possible"):
        if getattr(it, key):
            yield "wrong-value", (key,), f"{key} is given", f"left out: {base.code} has it"


def _check_sources(framework: Framework, code: str, report: Report) -> None:
    for position, source in enumerate(framework.indicators[code].sources):
        if source.dataset not in framework.datasets:
            report.add(
                "unknown-source",
                framework.place(code, "sources", position, "dataset"),
                f"'{source.dataset}'",
                advice=suggest(source.dataset, framework.datasets),
                indicator=code,
            )


def _check_references(framework: Framework, known: set[str] | None, report: Report) -> None:
    """Hold the references of indicators and datasets against the bibliography, where there is one."""
    cited: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
        (code, ("references",), it.references) for code, it in framework.indicators.items()
    ]
    cited += [
        (SOURCES, ("datasets", key, "references"), it.references) for key, it in framework.datasets.items()
    ]
    for document, path, references in cited:
        for position, key in enumerate(references):
            if known is not None and key not in known:
                place = framework.place(document, *path, position)
                report.add("unknown-reference", place, f"'{key}'", advice=suggest(key, known))


def _bibliography(root: Path) -> set[str] | None:
    """Return the keys of book/references.bib, or None for a project that has no book."""
    path = root / "book/references.bib"
    if not path.is_file():
        return None
    return set(re.findall(r"@\w+\{([^,\s]+),", path.read_text("utf-8", errors="replace")))


METHOD = {"policy": "none", "outcome": "goalposts"}
"""Levels of policy items are scores already; statistics have units of their own."""


def _check_parameters(framework: Framework, index: Index, report: Report) -> None:
    """Check what stands beside the tree: years, normalisation and remarks."""
    if index.years.first > index.years.last:
        place = framework.place(index.lens, "years", "first")
        found = f"first {index.years.first}, last {index.years.last}"
        report.add("wrong-value", place, found, allowed="first not after last")
    if index.normalisation.method != METHOD[index.lens]:
        place = framework.place(index.lens, "normalisation", "method")
        report.add("wrong-value", place, index.normalisation.method, allowed=METHOD[index.lens])
    nodes = [node.node or node.indicator or "" for _, node in walk(index.tree)]
    for position, remark in enumerate(index.remarks):
        if remark.node not in nodes:
            place = framework.place(index.lens, "remarks", position, "node")
            report.add("unknown-node", place, f"'{remark.node}'", advice=suggest(remark.node, nodes))


def _check_tree(framework: Framework, index: Index, report: Report) -> None:
    for path, node in walk(index.tree):
        where = framework.place(index.lens, *path)
        if node.weight <= 0:
            place = framework.place(index.lens, *path, "weight")
            report.add("weights-not-positive", place, f"weight {node.weight:g}", allowed="above 0")
        if (node.node is None) == (node.indicator is None):
            report.add("wrong-value", where, "a place in the tree", allowed="either node or indicator")
        if bool(node.children) != bool(node.node):
            report.add("wrong-value", where, node.node or node.indicator or "", allowed="a node has children")
        if node.indicator:
            _check_leaf(framework, index, node.indicator, path, report)
        if node.children and (node.aggregation or index.aggregation) == "lookup":
            _check_lookup(framework, index, path, report)
    _check_counted_twice(framework, index, report)


def _check_leaf(
    framework: Framework, index: Index, code: str, path: tuple[str | int, ...], report: Report
) -> None:
    scored = [c for c, indicator in framework.indicators.items() if indicator.lens == index.lens]
    if code not in scored and code not in framework.unread:
        place = framework.place(index.lens, *path, "indicator")
        known = framework.indicators.get(code)
        found = f"'{code}'" + (f", which is a {known.lens} indicator" if known else "")
        report.add("unknown-node", place, found, advice=suggest(code, scored))


def _check_lookup(framework: Framework, index: Index, path: tuple[str | int, ...], report: Report) -> None:
    node = next(node for at, node in walk(index.tree) if at == path)
    children = [child.indicator or child.node or "" for child in node.children]
    if not node.lookup:
        report.add("missing-key", framework.place(index.lens, *path), f"{node.node} has no 'lookup' table")
    for position, row in enumerate(node.lookup):
        for child, condition in row.when.items():
            place = framework.place(index.lens, *path, "lookup", position, "when", child)
            if child not in children:
                report.add("unknown-node", place, f"'{child}'", advice=suggest(child, children))
            if not CONDITION.fullmatch(condition):
                report.add("wrong-value", place, condition, allowed="a number, or < <= = >= > and a number")


CONDITION = re.compile(r"(<=|>=|<|>|=)?\s*(-?\d+(?:\.\d+)?)")
"""Grammar of a look-up's conditions: an optional comparison and a number."""


def _check_counted_twice(framework: Framework, index: Index, report: Report) -> None:
    """Report the second place of an indicator below one root, and of a name in one tree."""
    counted: set[tuple[str | int, str]] = set()
    names = set(framework.indicators)
    for path, node in walk(index.tree):
        root = path[1]
        if node.indicator and (root, node.indicator) in counted:
            place = framework.place(index.lens, *path, "indicator")
            below = index.tree[int(root)].node
            report.add("item-counted-twice", place, f"'{node.indicator}' stands already below '{below}'")
        counted.add((root, node.indicator or ""))
        if node.node and node.node in names:
            place = framework.place(index.lens, *path, "node")
            report.add("duplicate-code", place, f"'{node.node}' is already a node or an indicator")
        names.add(node.node or "")


def _check_unused(framework: Framework, report: Report) -> None:
    for lens, index in framework.indices.items():
        used = {code for root in index.tree for code in leaves(root)}
        for code, indicator in framework.indicators.items():
            if indicator.lens == lens and code not in used:
                report.add("unused-indicator", framework.place(code, "code"), f"'{code}'", indicator=code)
