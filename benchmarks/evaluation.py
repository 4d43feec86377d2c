"""Evaluations of policy changes: do intervals cover, and tests keep their size, on panels like ours?

Takes the samples of `survey` on this repository (which states, which years, how many changes in which year),
deals the changes out anew among the states, and puts invented outcomes into the same cells: effects of states
and years, noise that lasts (autocorrelation 0.6), and a planted effect. Then counts how often the 95 per cent
interval by permutation covers the effect, how often each test rejects at 5 per cent, and what the estimators
say.

    python benchmarks/evaluation.py [--each 40] [--project .]

Exits with 1 if the interval of a constant effect covers in fewer than 93 or more than 97 per cent.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy import stats

from scoreboard.analysis.evaluation import find_rises, make_sample, survey
from scoreboard.analysis.evaluation.checks import earlier
from scoreboard.analysis.evaluation.library import ESTIMATORS, library
from scoreboard.analysis.evaluation.outcomes import chosen, outcome_values
from scoreboard.analysis.evaluation.permuting import assignments, permutation_test, permuted_path
from scoreboard.project import Project

ROOT = Path(__file__).parents[1]
DRAWS, SPAN, KEEPS = 499, np.arange(-5, 6), 0.6
ALPHA = 0.05


def shapes(root):
    panel = Project(root).panel()
    for it in survey(panel, draws=99).itertuples():
        yield make_sample(find_rises(panel, it.item), outcome_values(panel, chosen(panel, it.outcome)))


def invented(shape, rng, effect):
    """Return a sample of the shape with the changes dealt out anew, and the mean effect that was planted."""
    cohorts = assignments(shape, 1, int(rng.integers(2**31)))[0]
    states, years = shape.values.shape
    noise = rng.normal(size=(states, years))
    for year in range(1, years):
        noise[:, year] = KEEPS * noise[:, year - 1] + np.sqrt(1 - KEEPS**2) * noise[:, year]
    values = noise + rng.normal(0, 5, (states, 1)) + rng.normal(0, 2, years)
    sample = replace(shape, cohorts=cohorts, values=np.where(shape.seen, values, np.nan))
    planted = np.where(sample.treated, effect(shape.years - cohorts[:, None]), 0.0)
    return replace(sample, values=sample.values + planted), float(planted[sample.treated & shape.seen].mean())


EFFECTS = {
    "no effect": lambda since: 0.0 * since,
    "effect of 1 sd": lambda since: 1.0 + 0.0 * since,
    "growing by 0.5 sd a year": lambda since: 0.5 * (since + 1),
}


def one(shape, rng, effect, estimators):
    sample, truth = invented(shape, rng, effect)
    seed = int(rng.integers(2**31))
    found = permutation_test(sample, DRAWS, seed)
    moved = earlier(sample, 1)
    placebo = permutation_test(moved, DRAWS, seed) if len(moved.changed) >= 3 else None
    row = {
        "covered": found.low <= truth <= found.high,
        "rejected": found.p < ALPHA,
        "leads rejected": permuted_path(sample, SPAN, DRAWS, seed)[3] < ALPHA,
        "placebo rejected": placebo.p < ALPHA if placebo else np.nan,
        "bias, by permutation": found.effect - truth,
    }
    reach = stats.t.ppf(1 - ALPHA / 2, len(sample.states) - 1)
    with library() as pyfixest:
        for name in estimators:
            effect_, se = ESTIMATORS[name][2](pyfixest, sample.long())
            row[f"bias, {name}"] = effect_ - truth
            row[f"covered, {name}"] = abs(effect_ - truth) <= reach * se
    return row


def show(name, rows):
    def share(key):
        hits = np.array([row[key] for row in rows], float)
        hits = hits[~np.isnan(hits)]
        error = np.sqrt(max(hits.mean() * (1 - hits.mean()), 1e-9) / len(hits))
        return f"{100 * hits.mean():5.1f} % (± {196 * error:.1f}, n = {len(hits)})"

    print(f"\n{name}")
    for key in rows[0]:
        if key.startswith(("covered", "rejected", "leads", "placebo")):
            print(f"  {key:32} {share(key)}")
        elif key.startswith("bias"):
            print(f"  {key:32} {np.mean([row[key] for row in rows]):+.3f} sd")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=40, help="simulations of each sample")
    parser.add_argument("--project", type=Path, default=ROOT)
    asked = parser.parse_args()
    each, known, begun = asked.each, list(shapes(asked.project)), time.process_time()
    print(f"{len(known)} samples × {each} simulations, {DRAWS} permutations each")
    faults = []
    for number, (name, effect) in enumerate(EFFECTS.items()):
        rng = np.random.default_rng([7, number])
        estimators = ["two-way", "two-stage"]
        rows = [one(shape, rng, effect, estimators) for shape in known for _ in range(each)]
        show(name, rows)
        covered = np.mean([row["covered"] for row in rows])
        if name != "growing by 0.5 sd a year" and not 0.93 <= covered <= 0.97:
            faults.append(f"{name}: the interval covers {covered:.3f}, not 0.93 to 0.97")
    print(f"\n{time.process_time() - begun:.0f} s of CPU")
    print("\n".join(faults))
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
