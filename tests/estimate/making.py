"""A small survey with strata, PSUs and replicate weights, made from a seed; and mappings onto it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from scoreboard.definitions import Framework, State
from scoreboard.definitions.models import StatisticIndicator
from scoreboard.estimate import Estimation, estimate_cells, read_mapping
from scoreboard.estimate.engines import Engine, connect
from scoreboard.findings import Report

VARIABLES = {
    "state": {"constant": "AT"},
    "year": {"column": "year"},
    "person": {"column": "person"},
    "weight": {"column": "w"},
    "stratum": {"column": "stratum"},
    "psu": {"column": "psu"},
    "sex": {"column": "sex", "codes": {"1": "M", "2": "F"}},
    "age": {"column": "age"},
    "citizenship": {
        "column": "citizen",
        "codes": {"0": "NAT", "1": "EU27_2020_FOR", "2": "NEU27_2020_FOR"},
        "missing": ["9"],
    },
    "birth": {"column": "birth", "codes": {"n": "NAT", "e": "EU27_2020_FOR", "o": "NEU27_2020_FOR"}},
    "activity": {
        "column": "ilo",
        "codes": {"1": "employed", "2": "unemployed", "3": "inactive"},
        "missing": ["9"],
    },
    "education": {"column": "edu", "codes": {"L": "ED0-2", "M": "ED3_4", "H": "ED5-8"}},
    "in_education": {"column": "in_edu"},
    "occupation": {"column": "isco", "missing": ["99"]},
    "income": {"column": "income"},
}
SOURCE = {
    "key": "survey",
    "provider": "Office",
    "title": "Invented survey",
    "licence": "CC BY 4.0",
    "url": "https://www.example.org/",
}


def survey(
    persons: int = 4000, seed: int = 1, strata: int = 8, psus: int = 6, replicates: int = 0
) -> pd.DataFrame:
    """Return persons of two years; PSUs are numbered anew in each stratum."""
    draw = np.random.default_rng(seed)
    stratum = draw.integers(1, strata + 1, persons)
    psu = draw.integers(1, psus + 1, persons)
    effect = draw.normal(0, 0.6, (strata + 1, psus + 1))[stratum, psu]
    citizen = draw.choice([0, 1, 2, 9], persons, p=[0.7, 0.12, 0.15, 0.03])
    works = draw.random(persons) < 1 / (1 + np.exp(-(0.7 + effect - 0.4 * (citizen == 2))))
    frame = pd.DataFrame(
        {
            "year": draw.choice([2022, 2023], persons),
            "person": np.arange(persons),
            "w": np.round(draw.gamma(4, 50, persons), 4),
            "stratum": stratum,
            "psu": psu,
            "sex": draw.integers(1, 3, persons),
            "age": draw.integers(0, 90, persons),
            "citizen": citizen,
            "birth": draw.choice(["n", "e", "o"], persons, p=[0.65, 0.15, 0.2]),
            "ilo": np.where(draw.random(persons) < 0.02, 9, np.where(works, 1, draw.integers(2, 4, persons))),
            "edu": draw.choice(["L", "M", "H"], persons),
            "in_edu": draw.random(persons) < 0.3,
            "isco": draw.choice([*range(10), 99], persons),
            "income": np.round(np.exp(draw.normal(10, 0.6, persons) + 0.2 * effect), 2),
        }
    )
    halves = draw.integers(0, 2, (replicates, strata + 1, psus + 1))
    for at in range(replicates):
        frame[f"rw{at + 1}"] = frame["w"] * (0.5 + halves[at][stratum, psu])
    return frame


def mapping(variables: dict | None = None, without: tuple[str, ...] = (), **more: object) -> dict:
    """Return a mapping onto the survey as plain values."""
    chosen = {name: it for name, it in {**VARIABLES, **(variables or {})}.items() if name not in without}
    return {"source": SOURCE, **more, "variables": chosen}


def written(folder: Path, frame: pd.DataFrame, mapped: dict) -> tuple[Path, Path]:
    """Write microdata and mapping; return their paths."""
    people, file = folder / "people.parquet", folder / "mapping.yaml"
    frame.to_parquet(people, index=False)
    file.write_text(yaml.safe_dump(mapped, sort_keys=False), "utf-8")
    return people, file


def statistic(code: str, estimate: dict, unit: str = "per_cent", **more: object) -> StatisticIndicator:
    """Return an indicator by citizenship with a block."""
    plain = {
        "code": code, "lens": "context", "domain": "labour_market", "title": code, "why": "A test.",
        "definition": "A test.", "unit": unit, "direction": "none", "by": "citizenship",
        "groups": ["NAT", "EU27_2020_FOR", "NEU27_2020_FOR", "FOR", "TOTAL"], "sexes": ["T", "F", "M"],
        "age": "Y20-64", "possible": {"low": 0, "high": 1e9},
    }  # fmt: skip
    return StatisticIndicator.model_validate({**plain, **more, "estimate": estimate})


AGES = {"age": {"between": [20, 64]}}
SHARE = statistic(
    "share",
    {
        "universe": AGES,
        "denominator": {"activity": ["employed", "unemployed"]},
        "numerator": {"activity": ["unemployed"]},
    },
)
MEAN = statistic("mean", {"universe": AGES, "mean": "income"}, "euro")
MEDIAN = statistic("median", {"universe": AGES, "quantile": {"of": "income", "p": 0.5}}, "euro")


def framework(*indicators: StatisticIndicator) -> Framework:
    """Return a framework of some indicators and one state."""
    austria = State("AT", "Austria", "AUT", "AT", (), "1995-01-01", "", False, True, True)
    return Framework({it.code: it for it in indicators}, states={"AT": austria})


def estimated(
    folder: Path,
    frame: pd.DataFrame,
    mapped: dict,
    *indicators: StatisticIndicator,
    engine: Engine | None = None,
) -> Estimation:
    """Estimate indicators from a frame, with DuckDB if no other engine is given."""
    people, file = written(folder, frame, mapped)
    report = Report()
    read = read_mapping(file, report)
    assert read is not None, list(report)
    running = engine or connect("duckdb")
    try:
        return estimate_cells(running, people, *read, framework(*indicators))
    finally:
        if engine is None:
            running.close()


def cells_of(
    folder: Path, frame: pd.DataFrame, mapped: dict, *indicators: StatisticIndicator
) -> pd.DataFrame:
    """Estimate what must succeed."""
    found = estimated(folder, frame, mapped, *indicators)
    assert found.findings.ok, list(found.findings)
    assert len(found.cells)
    return found.cells
