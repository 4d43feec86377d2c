"""Faults of how children are joined: rules with their parameters, and where weights come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from scoreboard.definitions.checks.faults import Fault, below, listed
from scoreboard.definitions.checks.tree import name_of
from scoreboard.definitions.framework import leaves, walk
from scoreboard.definitions.method import PARAMETERS, TABLES, RuleParameters, Weighting
from scoreboard.definitions.models import Index, Node, Years
from scoreboard.definitions.reading import suggest


def rule_faults(
    key: str, rule: str, given: RuleParameters, years: Years, groups: Iterable[Node]
) -> Iterator[Fault]:
    """Yield the faults of a rule and its parameters.

    Parameters
    ----------
    key : under which the rule stands; its parameters stand beside it.
    groups : the groups that are joined by the rule.
    """
    acting = PARAMETERS[rule]
    for name in RuleParameters.model_fields:
        if getattr(given, name) is not None and name not in acting:
            allowed = f"{rule} has: {listed(acting)}"
            yield Fault("parameter-without-effect", ("parameters", name), f"{name} with {rule}", allowed)
    if rule == "power" and given.exponent is None:
        yield Fault("missing-key", (key,), "'exponent' is absent", "required in 'parameters' for power")
    year = given.reference_year
    if year is not None and "reference_year" in acting and not years.first <= year <= years.last:
        allowed = f"{years.first} to {years.last}, the years of the index"
        yield Fault("wrong-value", ("parameters", "reference_year"), f"reference_year: {year}", allowed)
    if rule == "copeland" and (given.tolerance or 0) >= 0.5:
        allowed = "below 0.5: from there on all states tie"
        yield Fault("wrong-value", ("parameters", "tolerance"), f"tolerance: {given.tolerance:g}", allowed)
    if rule == "benefit_of_the_doubt":
        for group in groups:
            yield from below(("parameters",), _share_faults(given, group))


def _share_faults(given: RuleParameters, group: Node) -> Iterator[Fault]:
    """Shares of n children sum to 1, so none of them all can be above, or below, 1/n."""
    count = len(group.children)
    low, high = given.least_share or 0.0, 1.0 if given.greatest_share is None else given.greatest_share
    if low * count > 1 + 1e-12:
        found = f"least_share: {low:g} for the {count} children of {group.node}"
        yield Fault("wrong-value", ("least_share",), found, f"at most {1 / count:.3g}")
    if high * count < 1 - 1e-12:
        found = f"greatest_share: {high:g} for the {count} children of {group.node}"
        yield Fault("wrong-value", ("greatest_share",), found, f"at least {1 / count:.3g}")


def following(index: Index) -> list[Node]:
    """Return the groups that follow the index's own rule."""
    return [node for _, node in walk(index.tree) if node.children and node.aggregation is None]


def joining_faults(index: Index) -> Iterator[Fault]:
    """Yield the faults of rules and weightings, in the index itself and in its tree."""
    yield from rule_faults("aggregation", index.aggregation, index.parameters, index.years, following(index))
    groups = [(path, node) for path, node in walk(index.tree) if node.children]
    for path, node in walk(index.tree):
        if node.aggregation:
            faults = rule_faults("aggregation", node.aggregation, node.parameters, index.years, [node])
            yield from below(path, faults)
        elif node.parameters != RuleParameters():
            found = f"parameters of {name_of(node)} without a rule"
            allowed = "beside an 'aggregation' of its own"
            yield Fault("parameter-without-effect", (*path, "parameters"), found, allowed)
        if node.weighting and node.children:
            yield from _own_weighting(node, (*path, "weighting"), path)
    yield from below(("weighting",), _table_faults(index.weighting))
    yield from _index_weighting(index, [node for _, node in groups if node.weighting is None])
    for path, node in groups:
        if node.weighting is None:
            yield from below(path, _idle_weights(node, index.weighting))


def _own_weighting(node: Node, place: tuple[str | int, ...], path: tuple[str | int, ...]) -> Iterator[Fault]:
    assert node.weighting is not None  # the caller has seen to it
    yield from below(place, _table_faults(node.weighting))
    yield from below(place, weighting_faults(node.weighting, node))
    yield from below(path, _idle_weights(node, node.weighting))


def _idle_weights(group: Node, how: Weighting) -> Iterator[Fault]:
    """Yield the weights that children have in the tree while theirs come from elsewhere."""
    for position, child in enumerate(group.children):
        if "weight" in child.model_fields_set and how.method != "given":
            found = f"weight of {name_of(child)}, while the weights are {how.method}"
            where = ("children", position, "weight")
            yield Fault("parameter-without-effect", where, found, "with weighting: {method: given}")


def _index_weighting(index: Index, groups: list[Node]) -> Iterator[Fault]:
    """Yield the faults of a table for the whole index: but for effective weights, one names one group's children."""
    how = index.weighting
    if how.method == "effective":
        names = list(dict.fromkeys(code for root in index.tree for code in leaves(root)))
        yield from below(("weighting", "effective"), _name_faults(how.effective, names))
    elif how.method in TABLES and getattr(how, TABLES[how.method]) and len(groups) > 1:
        key = TABLES[how.method]
        found = f"one table for the children of {len(groups)} groups"
        allowed = "in the tree, at the group whose children it weighs"
        yield Fault("wrong-value", ("weighting", key), found, allowed)
    elif groups:
        yield from below(("weighting",), weighting_faults(how, groups[0]))


def _table_faults(how: Weighting) -> Iterator[Fault]:
    for method, key in TABLES.items():
        if getattr(how, key) and method != how.method:
            found = f"{key} with {how.method}"
            yield Fault("parameter-without-effect", (key,), found, f"with method: {method}")
    if how.method in TABLES and not getattr(how, TABLES[how.method]) and how.method != "optimised":
        found = f"'{TABLES[how.method]}' is absent"
        yield Fault("missing-key", (), found, f"required for method: {how.method}")


def weighting_faults(how: Weighting, group: Node) -> Iterator[Fault]:
    """Yield the faults of a weighting's table, held against the children of its group."""
    children = [name_of(child) for child in group.children]
    if how.method == "effective" and how.effective:
        yield from below(("effective",), _name_faults(how.effective, list(leaves(group))))
    if how.method == "optimised" and how.aim:
        yield from below(("aim",), _name_faults(how.aim, children))
    if how.method == "budget_allocation":
        for expert, points in how.allocations.items():
            yield from below(("allocations", expert), _name_faults(points, children))
            if not any(points.values()):
                yield Fault("weights-incomplete", ("allocations", expert), f"{expert} gives no points")
    if how.method == "ahp" and how.comparisons:
        yield from _judgement_faults(how, children)


def _name_faults(named: Iterable[str], children: list[str]) -> Iterator[Fault]:
    named = list(named)
    for name in named:
        if name not in children:
            yield Fault("unknown-node", (name,), f"'{name}'", advice=suggest(name, children))
    if left_out := [child for child in children if child not in named]:
        yield Fault("weights-incomplete", (), f"says nothing of {', '.join(left_out)}")


def _judgement_faults(how: Weighting, children: list[str]) -> Iterator[Fault]:
    """Every pair is to be judged once."""
    pairs: Counter[frozenset[str]] = Counter()
    for position, judgement in enumerate(how.comparisons):
        place = ("comparisons", position)
        for key in ("more", "than"):
            name = getattr(judgement, key)
            if name not in children:
                yield Fault("unknown-node", (*place, key), f"'{name}'", advice=suggest(name, children))
        pair = frozenset((judgement.more, judgement.than))
        pairs[pair] += 1
        if len(pair) == 1:
            yield Fault("wrong-value", (*place, "than"), f"{judgement.than}, compared with itself")
        elif pairs[pair] == 2:
            found = f"{judgement.more} and {judgement.than} are compared a second time"
            yield Fault("wrong-value", place, found, "each pair once")
    open_ = [
        f"{one} and {other}"
        for one, other in combinations(children, 2)
        if frozenset((one, other)) not in pairs
    ]
    if open_:
        yield Fault("weights-incomplete", ("comparisons",), f"not compared: {'; '.join(open_)}")
