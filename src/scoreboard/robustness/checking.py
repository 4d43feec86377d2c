"""Factors that change nothing: an interval that leaves out in silence what an index calls uncertain is wrong."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scoreboard.definitions.checks.faults import Fault
from scoreboard.definitions.models import Index
from scoreboard.findings import Report
from scoreboard.observations import Panel
from scoreboard.robustness.factors import CHOICES, Draws, declared
from scoreboard.robustness.simulating import simulate
from scoreboard.robustness.study import Study
from scoreboard.scoring.methods.weighting import WeightingError
from scoreboard.scoring.trial import reason_of

FEW, MANY = 3, 48
"""Realisations that are tried first; and in all, before a factor is said to change nothing."""
_NOISE = 1e-9
"""Score points that rounding may make of the same weights in other units."""


def check_factors(panel: Panel, report: Report) -> None:
    """Add every factor, and every alternative, that leaves all scores of all nodes as they are.

    Parameters
    ----------
    panel : of definitions and observations in which no error was found.
    """
    for lens, index in panel.framework.indices.items():
        for fault in factor_faults(panel, index):
            place = panel.framework.place(lens, *fault.path)
            report.add(fault.code, place, fault.found, fault.allowed, fault.advice)


def factor_faults(panel: Panel, index: Index) -> Iterator[Fault]:
    """Yield the factors of an index that have no effect on any score."""
    study = Study(panel, index, None, index.robustness.seed, MANY, declared(index))
    for name in study.factors:
        options = study.sources[name].options
        if name in CHOICES and options > 1:
            yield from _alternatives(study, name, options)
        elif not _acts_somehow(study, name) and not _waits_for_data(study, name):
            found = f"{name}: no score changes in {MANY} draws"
            yield Fault("factor-without-effect", ("robustness", name), found)


def _acts_somehow(study: Study, name: str) -> bool:
    return any(_acts(study, name, np.arange(1, count)) for count in (FEW, MANY))


def _waits_for_data(study: Study, name: str) -> bool:
    """Return whether a factor would matter in the tree, were there more data: no fault of an index."""
    several = [group for group in study.tree.groups if len(group.children) > 1 and group.rule != "lookup"]
    weighed = [group for group in several if group.rule != "benefit_of_the_doubt"]
    return bool({"weights": weighed, "inclusion": several}.get(name)) or _unscored(study, name)


def _unscored(study: Study, name: str) -> bool:
    """Return whether nothing that a factor could change has a score, in any state and year."""
    varied = study.index.robustness.aggregation
    named = varied.nodes if varied and name == "aggregation" else ()
    groups = [group.name for group in study.tree.groups if not named or group.name in named]
    return all(bool(study.unscored[group].all()) for group in groups)


def _alternatives(study: Study, name: str, options: int) -> Iterator[Fault]:
    """Yield the alternatives that change nothing; the streams within a choice may change something all the same."""
    streams = options * np.arange(1, FEW)
    for option in range(1, options):
        path = ("robustness", name, "alternatives", option - 1)
        try:
            acts = _acts(study, name, np.array([option])) or _acts(study, name, option + streams)
        except WeightingError as error:
            yield Fault(
                "weights-not-fitted", path, f"alternative {option} of {name}", advice=reason_of(error)
            )
            continue
        if not acts and not _unscored(study, name):
            yield Fault("factor-without-effect", path, f"alternative {option} of {name}: no score changes")


def _acts(study: Study, name: str, drawn: Draws) -> bool:
    """Return whether some score of some node differs from the index's own in some realisation."""
    nodes = [group.name for group in study.tree.groups]
    own = np.stack(study.score({}, (), nodes)).swapaxes(1, 2)
    scores = simulate(study, {name: drawn}, nodes).scores
    same = (np.abs(scores - own) <= _NOISE) | (np.isnan(scores) & np.isnan(own))
    return not same.all()
