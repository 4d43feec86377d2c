"""Faults of an index: years, remarks, targets, its tree, and every parameter of the method with its alternatives."""

from __future__ import annotations

from collections.abc import Iterator

from scoreboard.definitions.checks.faults import Fault, Path_, below
from scoreboard.definitions.checks.joining import following, joining_faults, rule_faults
from scoreboard.definitions.checks.scaling import (
    imputation_faults,
    normalisation_faults,
    scaling_faults,
    treatment_faults,
)
from scoreboard.definitions.checks.tree import name_of, tree_faults
from scoreboard.definitions.framework import Framework, walk
from scoreboard.definitions.method import AlternativeRule, VaryWeights
from scoreboard.definitions.models import Index
from scoreboard.definitions.reading import suggest


def index_faults(framework: Framework, index: Index) -> Iterator[Fault]:
    """Yield the faults that stand in the file of an index."""
    if index.years.first > index.years.last:
        found = f"first {index.years.first}, last {index.years.last}"
        yield Fault("wrong-value", ("years", "first"), found, "first not after last")
    yield from _named_nodes(index)
    yield from tree_faults(framework, index)
    yield from scaling_faults(framework, index)
    yield from joining_faults(index)
    yield from below(("robustness",), _factor_faults(framework, index))


def _named_nodes(index: Index) -> Iterator[Fault]:
    """Yield the nodes that remarks, targets and alternative rules name and the tree does not have."""
    nodes = [name_of(node) for _, node in walk(index.tree)]
    groups = [name_of(node) for _, node in walk(index.tree) if node.children]
    named: list[tuple[Path_, str]] = [
        (("remarks", at, "node"), remark.node) for at, remark in enumerate(index.remarks)
    ]
    named += [(("time", "targets", at, "node"), target.node) for at, target in enumerate(index.time.targets)]
    varied = index.robustness.aggregation
    for path, name in named:
        if name not in nodes:
            yield Fault("unknown-node", path, f"'{name}'", advice=suggest(name, nodes))
    for at, name in enumerate(varied.nodes if varied else ()):
        if name not in groups:
            place = ("robustness", "aggregation", "nodes", at)
            yield Fault("unknown-node", place, f"'{name}'", "a group of the tree", suggest(name, groups))


def _factor_faults(framework: Framework, index: Index) -> Iterator[Fault]:
    """Yield what is wrong with each declared factor, and alternatives that are the index's own way."""
    factors, states = index.robustness, framework.states
    if factors.weights:
        yield from below(("weights",), _weight_faults(factors.weights))
    own = {
        "imputation": index.imputation,
        "treatment": index.treatment,
        "normalisation": index.normalisation,
        "aggregation": AlternativeRule(rule=index.aggregation, parameters=index.parameters),
    }
    for name, nominal in own.items():
        declared = getattr(factors, name)
        alternatives = declared.alternatives if declared else ()
        for position, other in enumerate(alternatives):
            place = (name, "alternatives", position)
            if other == nominal or other in alternatives[:position]:
                found = "the index's own way" if other == nominal else "the same alternative a second time"
                yield Fault("factor-without-effect", place, found, "something else than the index does")
    for position, normalisation in enumerate(
        factors.normalisation.alternatives if factors.normalisation else ()
    ):
        place = ("normalisation", "alternatives", position)
        yield from below(place, normalisation_faults(normalisation, states))
    for position, imputation in enumerate(factors.imputation.alternatives if factors.imputation else ()):
        yield from below(("imputation", "alternatives", position), imputation_faults(imputation, states))
    for position, treatment in enumerate(factors.treatment.alternatives if factors.treatment else ()):
        if treatment:
            yield from below(("treatment", "alternatives", position), treatment_faults(treatment))
    for position, rule in enumerate(factors.aggregation.alternatives if factors.aggregation else ()):
        yield from below(("aggregation", "alternatives", position), _rule_faults(index, rule))


def _weight_faults(how: VaryWeights) -> Iterator[Fault]:
    if (how.within is None) == (how.dirichlet is None):
        found = "neither within nor dirichlet" if how.within is None else "both within and dirichlet"
        yield Fault("wrong-value", (), found, "one of the two")


def _rule_faults(index: Index, other: AlternativeRule) -> Iterator[Fault]:
    varied = index.robustness.aggregation
    named = varied.nodes if varied else ()
    groups = [node for _, node in walk(index.tree) if node.node in named] if named else following(index)
    if other.rule == "lookup" and any(not node.lookup for node in groups):
        yield Fault("wrong-value", ("rule",), "lookup", "a rule that needs no table of its own")
    yield from rule_faults("rule", other.rule, other.parameters, index.years, groups)
