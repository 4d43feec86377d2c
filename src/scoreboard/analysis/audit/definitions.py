"""Steps 1 and 10, and what step 2 asks of definitions: is every part named, described and explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from scoreboard.analysis.audit.checks import Measured
from scoreboard.analysis.audit.subject import Subject
from scoreboard.definitions import leaves
from scoreboard.definitions.models import PolicyIndicator, StatisticIndicator


def share_that(what: str, holds: Mapping[str, bool], verb: str) -> Measured:
    """Return the share of some things for which something holds, and those for which it does not.

    >>> share_that("nodes", {"health": True, "housing": False}, "have a description").text
    '1 of 2 nodes have a description'
    """
    if not holds:
        return Measured(None, f"there are no {what}")
    good, missing = sum(holds.values()), tuple(name for name, well in holds.items() if not well)
    return Measured(good / len(holds), f"{good} of {len(holds)} {what} {verb}", missing)


def nodes_described(it: Subject) -> Measured:
    """Return the share of group nodes with a description."""
    return share_that(
        "nodes", {name: bool(node.description) for name, node in it.nodes.items()}, "are described"
    )


def indicator_count(it: Subject) -> Measured:
    """Return how many indicators count in the overall."""
    codes = dict.fromkeys(leaves(it.index.tree[0]))
    beside = len(it.indicators) - len(codes)
    text = f"{len(codes)} indicators count in the overall"
    return Measured(len(codes), text + (f"; beside it: {beside}" if beside else ""))


def indicators_explained(it: Subject) -> Measured:
    """Return the share of indicators that say what they measure and why it matters."""

    def explained(code: str) -> bool:
        indicator = it.indicators[code]
        what = indicator.question if isinstance(indicator, PolicyIndicator) else indicator.definition
        return bool(what.strip() and indicator.why.strip())

    holds = {code: explained(code) for code in it.indicators}
    return share_that("indicators", holds, "say what they measure and why it matters")


def sources_named(it: Subject) -> Measured:
    """Return the share of indicators whose observations have a declared source."""
    holds = {code: bool(it.framework.base(code).sources) for code in it.indicators}
    return share_that("indicators", holds, "name the dataset of their observations")


def directions_declared(it: Subject) -> Measured:
    """Return the share of indicators that say whether more is better."""

    def directed(code: str) -> bool:
        indicator = it.indicators[code]
        return not isinstance(indicator, StatisticIndicator) or indicator.direction != "none"

    holds = {code: directed(code) for code in it.indicators}
    return share_that("indicators", holds, "say whether more is better")


def proxies(it: Subject) -> Measured:
    """Return the share of the overall's weight that rests on named proxies."""
    named = [node.node or "" for node in it.nodes.values() if node.proxy]
    named += [code for code, indicator in it.indicators.items() if indicator.proxy]
    within = [name for name in named if name in it.shares]
    weight = sum(it.shares[name] for name in within if not _inside(it, name, within))
    text = (
        f"{100 * weight:.3g} % of the overall's weight rests on proxies; those that are named: {len(named)}"
    )
    return Measured(weight, text, tuple(named), {"proxies": len(named)})


def _inside(it: Subject, name: str, others: Iterable[str]) -> bool:
    """Tell whether an indicator stands below another of the nodes, so that its weight is counted there."""
    return any(name in leaves(it.nodes[other]) for other in others if other in it.nodes)


def titles(it: Subject) -> Measured:
    """Return the share of nodes and indicators with a title in plain words."""
    named = {name: bool(node.title) for name, node in it.nodes.items()}
    named |= {code: bool(indicator.title) for code, indicator in it.indicators.items()}
    return share_that("nodes and indicators", named, "have a title")


def chapters(it: Subject) -> Measured:
    """Return the share of the parts of the overall that have a chapter in the book."""
    if it.pages is None:
        return Measured(None, "not checked by code: this project has no book")
    parts = [child.node for child in it.index.tree[0].children if child.node]
    return share_that("parts of the overall", {name: name in it.pages for name in parts}, "have a chapter")


def by_hand(what: str) -> Callable[[Subject], Measured]:
    """Return a check that leaves something to people."""
    return lambda it: Measured(None, f"not checked by code: {what}")
