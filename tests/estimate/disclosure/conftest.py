"""Tables of a few cells, written by hand."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

SCRIPT = Path(__file__).parents[3] / "benchmarks/disclosure.py"
PEOPLE = {("NAT", "F"): (900, 450), ("NAT", "M"): (1100, 700), ("FOR", "F"): (60, 20), ("FOR", "M"): (80, 50)}
"""A table without a secret: (group, sex) → persons asked, and those of them with the characteristic."""


def table(
    people: dict[tuple[str, str], tuple[int, int]], weight: float = 100.0, **codes: object
) -> pd.DataFrame:
    """Return the cells of groups by sex with their totals; everybody weighs the same."""
    groups = {"NAT": ["NAT"], "FOR": ["FOR"], "TOTAL": ["NAT", "FOR", "UNK"]}
    rows = []
    for group, members in groups.items():
        for sex, sexes in {"F": "F", "M": "M", "T": "FM"}.items():
            inside = [people.get((g, s), (0, 0)) for g in members for s in sexes]
            n, with_it = (sum(pair[k] for pair in inside) for k in (0, 1))
            rows.append(
                {
                    "state": "AT", "indicator": "rate", "year": 2020, "group": group, "sex": sex, "age": "Y20-64",
                    "duration": "TOTAL", "value": 100 * with_it / n if n else np.nan, "se": 1.234, "n": n,
                    "weight": n * weight, "numerator": with_it * weight, "top1": weight * (with_it > 0),
                    "top2": weight * (with_it > 1), **codes,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


@pytest.fixture
def make_table() -> Callable[..., pd.DataFrame]:
    """Make a table, with some of the people replaced."""

    def make(changes: dict[tuple[str, str], tuple[int, int]] | None = None, **codes: object) -> pd.DataFrame:
        return table({**PEOPLE, **(changes or {})}, **codes)

    return make


@pytest.fixture
def look() -> Callable[..., pd.Series]:
    """Look a column up by group and sex."""

    def of(frame: pd.DataFrame, column: str) -> pd.Series:
        return frame.set_index(["group", "sex"])[column]

    return of


@pytest.fixture(scope="session")
def benchmark() -> ModuleType:
    """The script of the attack as a module."""
    spec = importlib.util.spec_from_file_location("disclosure_benchmark", SCRIPT)
    module = sys.modules["disclosure_benchmark"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
