"""Synthetic indices and panels of any size, seeded, for the benchmark of the engine."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoreboard.definitions import Framework
from scoreboard.definitions.models import Index, StatisticIndicator
from scoreboard.observations import Panel

DOMAINS = ("labour_market", "education", "health", "housing", "anti_discrimination")
FIRST_YEAR = 2001


def indicator(number: int) -> StatisticIndicator:
    """Return one indicator in per cent with goalposts."""
    code = f"indicator_{number:03d}"
    return StatisticIndicator.model_validate(
        {
            "code": code, "lens": "outcome", "domain": DOMAINS[number % 5], "title": code, "why": "speed",
            "definition": "drawn", "unit": "per_cent", "direction": "more_is_better",
            "possible": {"low": 0, "high": 100},
            "goalposts": {"low": 5, "high": 95, "reason": "bounds of the draw"},
        }
    )  # fmt: skip


def tree(indicators: int, groups: int, below: int = 0) -> dict[str, object]:
    """Return a tree of `groups` groups, each in `below` subgroups unless 0, over all indicators."""
    leaves = [{"indicator": indicator(number).code} for number in range(indicators)]
    parts = [part.tolist() for part in np.array_split(np.array(leaves, object), groups * max(below, 1))]
    nodes: list[dict[str, object]] = [
        {"node": f"topic_{n}", "children": part} for n, part in enumerate(parts)
    ]
    if below:
        nodes = [
            {"node": f"domain_{n}", "children": nodes[n * below : (n + 1) * below]} for n in range(groups)
        ]
    return {"node": "overall", "children": nodes}


def study(
    units: int,
    indicators: int,
    years: int,
    *,
    groups: int = 5,
    below: int = 0,
    missing: float = 0.0,
    **index: object,
) -> tuple[Panel, Index]:
    """Return a panel of drawn values and the index that scores it.

    Parameters
    ----------
    units : states; their codes are numbers.
    missing : share of the cells without a value.
    index : keys of the index file in place of the usual ones.
    """
    random = np.random.default_rng(1)
    made = {it.code: it for it in map(indicator, range(indicators))}
    level = random.normal(50, 12, (1, units, 1)) + random.normal(0, 8, (1, units, indicators))
    value = np.clip(level + random.normal(0, 3, (years, units, indicators)), 5, 95)
    value[random.random(value.shape) < missing] = np.nan
    year, state, code = np.indices(value.shape).reshape(3, -1)
    frame = pd.DataFrame(
        {
            "state": np.array([f"{n:05d}" for n in range(units)])[state], "indicator": np.array(list(made))[code],
            "year": FIRST_YEAR + year, "group": "TOTAL", "sex": "T", "age": "TOTAL", "duration": "TOTAL",
            "value": value.ravel(), "status": "observed", "flags": "", "se": 1.5, "n": np.nan,
            "source": "drawn", "note": "", "file": "drawn", "line": 1,
        }
    )  # fmt: skip
    keys = {
        "code": "synthetic", "lens": "outcome", "title": "Synthetic", "version": "1.0.0", "description": "drawn",
        "years": {"first": FIRST_YEAR, "last": FIRST_YEAR + years - 1, "reason": "size"},
        "normalisation": {"method": "goalposts"}, "aggregation": "arithmetic",
        "missing": {"coverage": 0.5, "reason": "as usual"}, "minimum_states": 2,
        "robustness": {"draws": 10_000, "seed": 1, "weights": {"within": 0.25}},
        "tree": [tree(indicators, groups, below)],
    }  # fmt: skip
    framework = Framework(
        indicators=made, indices={}, datasets={}, states={}, documents={}, unread=frozenset()
    )
    return Panel(frame, framework), Index.model_validate(keys | index)
