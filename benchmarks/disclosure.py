"""Disclosure control under attack: random tables are protected, and an intruder tries to work out what is hidden.

    python benchmarks/disclosure.py [--tables 10000] [--seed 1] [--without-complementary]

Tables are tabulated from random persons: one breakdown, linked breakdowns, three dimensions, registers, incomes;
with every choice of what is published and how it is rounded. A figure is recovered if the interval that the
intruder finds is narrower than its rule asks, or a point. Exits with 1 if any is, or if the truth lies outside.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from unittest import mock

import numpy as np
import pandas as pd

from scoreboard.definitions.disclosure import SUMS, DisclosureRules, Sum
from scoreboard.estimate.disclosure import protect, protecting
from scoreboard.estimate.disclosure.attack import CELL, attack
from scoreboard.estimate.disclosure.complementary import Choice

EU, NON_EU = "EU27_2020_FOR", "NEU27_2020_FOR"
GROUPS = {
    "NAT": ["NAT"], EU: [EU], NON_EU: [NON_EU], "FOR": [EU, NON_EU], "TOTAL": ["NAT", EU, NON_EU, "UNK"],
}  # fmt: skip
SEXES = {"F": ["F"], "M": ["M"], "T": ["F", "M"]}
AGES = {"Y15-24": ["Y15-24"], "Y25-64": ["Y25-64"], "Y15-64": ["Y15-24", "Y25-64"]}
KINDS = ("one", "register", "one", "income", "one", "linked", "one", "register", "income", "one") * 2
KINDS = (*KINDS[:-1], "ages")
"""Kinds of tables in turn; those of three dimensions, each worth ten others of the solver's time, are one in twenty."""
BATCH = 50
"""Tables of one kind and one set of rules that are protected together."""


def rules_of(kind: str, turn: int) -> DisclosureRules:
    """Return the rules of a batch: every choice of what is published and of rounding takes its turn."""
    publish = ("value", "value_and_n", "numerators")[turn % 3]
    method = ("deterministic", "controlled")[turn // 3 % 2]
    base = (1, 5)[turn // 6 % 2]
    return DisclosureRules(
        minimum_count=5 if kind == "register" else 20,
        reliable_count=5 if kind == "register" else 50,
        certain=kind == "register",
        publish=publish,
        rounding={"method": method, "count_base": base, "weight_base": 10 if kind == "register" else 100},
        sums=(*SUMS, Sum(column="age", total="Y15-64", parts=("Y15-24", "Y25-64"))),
        linked=(("rate_citizenship", "rate_birth"),),
        protection=(0.1, 0.25)[turn // 12 % 2],
    )


def persons(rng: np.random.Generator, kind: str) -> pd.DataFrame:
    """Return some hundreds of random persons, few of them foreign."""
    count = int(rng.integers(60, 1500))
    shares = rng.dirichlet([12, 1, 1, 0.2 if rng.random() < 0.5 else 1e-9])
    citizen = rng.choice(["NAT", EU, NON_EU, "UNK"], count, p=shares)
    moved = rng.random(count) < 0.1
    frame = pd.DataFrame(
        {"citizenship": citizen, "birth": np.where(moved, rng.permutation(citizen), citizen)}
    )
    frame["sex"] = rng.choice(["F", "M"], count)
    frame["age"] = rng.choice(["Y15-24", "Y25-64"], count, p=[0.2, 0.8])
    frame["weight"] = 1.0 if kind == "register" else rng.uniform(20, 300, count)
    income = rng.lognormal(9.5, 0.9, count)
    frame["y"] = income if kind == "income" else (rng.random(count) < rng.uniform(0.02, 0.98)).astype(float)
    return frame


def tabulated(
    people: pd.DataFrame, by: str, year: int, kind: str, ages: dict[str, list[str]]
) -> pd.DataFrame:
    """Return all cells of one breakdown, as `protect` takes them."""
    rows = []
    groups = {group: GROUPS[group] for group in (("NAT", "FOR", "TOTAL") if kind == "ages" else GROUPS)}
    for (group, g), (sex, s), (age, a) in itertools.product(groups.items(), SEXES.items(), ages.items()):
        inside = people[people[by].isin(g) & people["sex"].isin(s) & people["age"].isin(a)]
        parts = np.sort((inside["weight"] * inside["y"]).to_numpy())[::-1]
        weight, total = inside["weight"].sum(), parts.sum()
        rows.append(
            {
                "state": "AT", "indicator": f"{'mean' if kind == 'income' else 'rate'}_{by}", "year": year,
                "group": group, "sex": sex, "age": age, "duration": "TOTAL", "se": 1.0, "n": len(inside),
                "value": (1 if kind == "income" else 100) * total / weight if weight else np.nan,
                "weight": weight, "numerator": total, "top1": parts[:1].sum(), "top2": parts[1:2].sum(),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def draw(count: int, kind: str, seed: int) -> pd.DataFrame:
    """Return the cells of some random tables, each of a year of its own."""
    rng = np.random.default_rng(seed)
    tables = []
    for year in range(count):
        people = persons(rng, kind)
        ages = AGES if kind == "ages" else {"Y15-64": AGES["Y15-64"]}
        tables += [
            tabulated(people, by, year, kind, ages)
            for by in (("citizenship", "birth") if kind == "linked" else ("citizenship",))
        ]
    return pd.concat(tables, ignore_index=True)


def needed(found: pd.DataFrame, rules: DisclosureRules) -> pd.Series[float]:
    """Return how wide the interval of each hidden figure must be, as the rules say it, in its unit."""
    small = found["reason"].isin(["too few"])
    people = np.maximum(rules.protection, 2 / found["n_true"].clip(lower=1)).clip(upper=1)
    share = ~found["indicator"].str.startswith("mean")
    mean = np.maximum(rules.protection * found["value_true"], 2 * found["top1"] / found["weight_true"])
    primary = ~found["reason"].isin(["complementary", "count complementary", "whole table"])
    value = np.where(primary, np.where(share, 100 * people, mean), 1e-6)
    return pd.Series(
        np.where(found["quantity"] == "value", value, np.where(small, rules.minimum_count, 1.0)), found.index
    )


def leave_as_it_is(system: object, hidden: np.ndarray, seconds: float) -> Choice:
    """Stand in for the complementary suppression when it is switched off."""
    return Choice(hidden, np.zeros_like(hidden), np.zeros_like(hidden))


def run(count: int, kind: str, turn: int, seed: int, complementary: bool = True) -> dict[str, float]:
    """Protect and attack tables of one kind under one set of rules; return counts and seconds."""
    rules, cells = rules_of(kind, turn), draw(count, kind, seed)
    start = time.perf_counter()
    with mock.patch.object(
        protecting, "complement", protecting.complement if complementary else leave_as_it_is
    ):
        protected = protect(cells, rules)
    between = time.perf_counter()
    ceilings = {"mean_citizenship": np.inf}
    found = attack(protected.published, cells["weight"], rules, ceilings)
    end = time.perf_counter()
    truth = cells.rename(columns={name: f"{name}_true" for name in ("value", "n", "weight")})
    found = found.merge(truth.assign(reason=protected.cells["reason"]), on=CELL)
    true = np.where(found["quantity"] == "value", found["value_true"], found["n_true"])
    slack = 1e-6 * np.maximum(1, np.abs(true))
    narrow = found["high"] - found["low"] < needed(found, rules) * (1 - 1e-5)
    return {
        "tables": count,
        "cells": len(cells),
        "unsafe": int(protected.cells["reason"].isin(["too few", "dominance", "everyone"]).sum()),
        "complementary": int((protected.cells["reason"] == "complementary").sum()),
        "whole table": int((protected.cells["reason"] == "whole table").sum()),
        "exposed": len(protected.exposed),
        "attacked": len(found),
        "recovered": int(narrow.sum()),
        "outside": int(((true < found["low"] - slack) | (true > found["high"] + slack)).sum()),
        "protect s": between - start,
        "attack s": end - between,
    }


def jobs(count: int, seed: int) -> Iterator[tuple[int, str, int, int]]:
    """Yield batches of tables: every kind with every turn of the rules."""
    for number, at in enumerate(range(0, count, BATCH)):
        kind = KINDS[number % len(KINDS)]
        yield min(BATCH, count - at), kind, number // len(KINDS), seed * 100_003 + number


def _job(job: tuple[int, str, int, int, bool]) -> tuple[str, dict[str, float]]:
    return job[1], run(*job)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tables", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-complementary", action="store_true")
    options = parser.parse_args()
    todo = [(*job, not options.without_complementary) for job in jobs(options.tables, options.seed)]
    with ProcessPoolExecutor() as pool:
        results = []
        for kind, result in pool.map(_job, todo):
            results.append({"kind": kind, **result})
            print(f"{sum(it['tables'] for it in results):,} tables", file=sys.stderr)
    frame = pd.DataFrame(results)
    table = frame.groupby("kind", sort=False).sum()
    table.loc["all"] = table.sum()
    print(table.round(1).to_string(float_format=lambda number: f"{number:g}"))
    return int(table.loc["all", ["recovered", "outside", "exposed"]].sum() > 0)


if __name__ == "__main__":
    sys.exit(main())
