"""The scoring engine at full size: seconds, peak memory, and the ratio to plain NumPy written for one case.

    python benchmarks/engine.py [case …]

Each case runs in a process of its own, three times; the median counts. Memory is that of all processes.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise

import numpy as np

REPEATS = 3
ALL_FACTORS = {
    "draws": 10_000,
    "seed": 1,
    "sampling": {},
    "imputation": {"alternatives": [{"method": "linear", "maximum_age_years": 3}]},
    "treatment": {"alternatives": [{"winsorise": 5, "then": "log_shifted"}]},
    "normalisation": {"alternatives": [{"method": "min_max"}]},
    "weights": {"within": 0.25},
    "aggregation": {"alternatives": [{"rule": "power", "parameters": {"exponent": 0.5}}]},
    "inclusion": {"leave_out": "one"},
    "goalposts": {"within": 0.1},
}


def timed(work: Callable[[], object]) -> list[float]:
    """Return the seconds of each repeat."""
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return seconds


def peak_megabytes() -> float:
    """Return the memory of this process and its workers; what they share is counted for each, so at most this."""
    own, largest = (
        resource.getrusage(who).ru_maxrss / 1000 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own + (os.cpu_count() or 1) * largest


def noisy_weights() -> dict[str, object]:
    """51 units × 49 indicators × 3 levels, 10,000 draws: weights, 2 normalisations, 2 aggregations."""
    from synthetic import study

    from scoreboard.robustness import uncertainty

    panel, index = study(
        51, 49, 1, groups=4, below=2, normalisation={"method": "min_max", "lowest_score": 1},
        robustness={
            "draws": 10_000, "seed": 1, "weights": {"within": 0.25},
            "normalisation": {"alternatives": [{"method": "z_score", "mean": 50, "sd": 10}]},
            "aggregation": {"alternatives": [{"rule": "geometric"}]},
        },
    )  # fmt: skip

    def engine() -> object:
        it = uncertainty(panel, index, nodes=["overall"])
        return [part.samples for part in it.parts()]

    values = panel.frame["value"].to_numpy().reshape(51, 49)
    sizes = [len(part) for part in np.array_split(np.arange(49), 8)]
    engine()
    return {"seconds": timed(engine), "floor": timed(lambda: numpy_floor(values, sizes))}


def numpy_floor(values: np.ndarray, sizes: list[int], draws: int = 10_000) -> tuple[np.ndarray, np.ndarray]:
    """Do the arithmetic of `noisy_weights` in plain NumPy that can do nothing else: scores and ranks [draw, unit]."""
    random = np.random.default_rng(1)
    low, high = values.min(axis=0), values.max(axis=0)
    scaled = np.stack([
        (values - low) / (high - low) * 99 + 1,
        (values - values.mean(axis=0)) / values.std(axis=0, ddof=1) * 10 + 50,
    ])  # fmt: skip
    normalisation, geometric = random.integers(2, size=draws), random.random(draws) < 0.5
    result = np.empty((draws, len(values)))
    for way in range(2):
        for is_geometric in (False, True):
            chosen = np.flatnonzero((normalisation == way) & (geometric == is_geometric))
            nodes = scaled[way].T[:, None, :]
            for count in (sizes, [2] * 4, [4]):
                nodes = np.log(nodes) if is_geometric else nodes
                weights = random.uniform(0.75, 1.25, (sum(count), len(chosen), 1))
                ends = np.cumsum([0, *count])
                nodes = np.stack([
                    sum(nodes[k] * weights[k] for k in range(a, b)) / weights[a:b].sum(axis=0)
                    for a, b in pairwise(ends)
                ])  # fmt: skip
                nodes = np.exp(nodes) if is_geometric else nodes
            result[chosen] = nodes[0]
    ranks = np.concatenate([
        (part[:, None, :] > part[:, :, None]).sum(axis=-1) + 1 for part in np.array_split(result, 100)
    ])  # fmt: skip
    return result, ranks


def all_factors() -> dict[str, object]:
    """38 states × 60 indicators × 15 years, 10,000 draws of all eight factors, scores and ranks of six nodes."""
    from synthetic import study

    from scoreboard.robustness import uncertainty

    panel, index = study(38, 60, 15, groups=5, missing=0.03, robustness=ALL_FACTORS)
    return {"seconds": timed(lambda: uncertainty(panel, index).intervals)}


def one_pass(units: int, indicators: int, years: int) -> dict[str, object]:
    """Normalise by min-max and aggregate three levels, once."""
    from synthetic import study

    from scoreboard.scoring import Peers, compile_plan, evaluate

    panel, index = study(2, indicators, 1, below=4, normalisation={"method": "min_max"})
    plan = compile_plan(index, panel.framework)
    values = np.random.default_rng(1).normal(50, 10, (units * years, indicators))
    peers = Peers(np.tile(np.arange(units).astype(str), years), np.repeat(np.arange(years), units))
    sizes = [len(part) for part in np.array_split(np.arange(indicators), 20)]

    def floor() -> np.ndarray:
        low, high = values.min(axis=0), values.max(axis=0)
        nodes = (values - low) / (high - low) * 100
        for count in (sizes, [4] * 5, [5]):
            ends = np.cumsum([0, *count])
            nodes = np.stack([nodes[:, a:b].mean(axis=1) for a, b in pairwise(ends)], -1)
        return nodes

    return {"seconds": timed(lambda: evaluate(plan, values, peers)), "floor": timed(floor)}


def many_units() -> dict[str, object]:
    """10,000 units × 200 indicators: normalise and aggregate."""
    return one_pass(10_000, 200, 1)


def long_panel() -> dict[str, object]:
    """1,000 units × 20 years × 200 indicators: normalise and aggregate."""
    return one_pass(1_000, 200, 20)


def sobol() -> dict[str, object]:
    """Sobol' indices, eight factors, N = 2,048, one year of 38 states × 60 indicators."""
    from synthetic import study

    from scoreboard.robustness.sensitivity import sensitivity

    factors = ALL_FACTORS | {
        "imputation": {"alternatives": [{"method": "mean"}]}
    }  # one year: nothing to join
    panel, index = study(38, 60, 1, groups=5, missing=0.03, robustness=factors)
    return {"seconds": timed(lambda: sensitivity(panel, index, node="overall", base=2048))}


def identical() -> dict[str, object]:
    """Bits of the draws: 1 or 2 workers, chunks of 1, 7 and all."""
    from synthetic import study

    from scoreboard.robustness import uncertainty

    panel, index = study(38, 60, 15, groups=5, missing=0.03, robustness=ALL_FACTORS)

    def draws(**how: int) -> list[bytes]:
        parts = uncertainty(panel, index, draws=300, **how).parts()
        return [array.tobytes() for it in parts for array in (it.samples.scores, it.samples.ranks)]

    settings = [{"workers": w, "chunk": c} for w in (1, 2) for c in (1, 7, 300)]
    start = time.perf_counter()
    first, *others = [draws(**how) for how in settings]
    return {"seconds": [time.perf_counter() - start], "identical": all(first == other for other in others)}


CASES: dict[str, tuple[Callable[[], dict[str, object]], float | None]] = {
    "noisy_weights": (noisy_weights, 1.0),
    "all_factors": (all_factors, 15.0),
    "many_units": (many_units, 0.1),
    "long_panel": (long_panel, 0.3),
    "sobol": (sobol, 5.0),
    "identical": (identical, None),
}
"""Case → what runs, and the seconds it may take."""


def main(names: list[str]) -> int:
    """Run cases, each in a process of its own, and print a table; 1 if a figure is not reached."""
    reached = True
    print(f"{'case':15} {'seconds':>8} {'aim':>6} {'× floor':>8} {'peak MB':>8}  what")
    for name in names or CASES:
        run = subprocess.run(
            [sys.executable, __file__, "--alone", name], capture_output=True, text=True, check=False
        )
        if run.returncode:
            print(run.stderr)
            return 1
        result = json.loads(run.stdout)
        work, aim = CASES[name]
        seconds = statistics.median(result["seconds"])
        floor = f"{seconds / statistics.median(result['floor']):.2f}" if "floor" in result else "–"
        told = (
            "bit-identical" if result.get("identical") else "" if "identical" not in result else "DIFFERENT"
        )
        print(
            f"{name:15} {seconds:8.3f} {aim or '–':>6} {floor:>8} {result['peak']:8.0f}  {told} {work.__doc__}",
            flush=True,
        )
        reached &= (aim is None or seconds <= aim) and result.get("identical", True)
    return 0 if reached else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        outcome = CASES[sys.argv[2]][0]()
        outcome["peak"] = peak_megabytes()
        print(json.dumps(outcome))
        sys.exit()
    sys.exit(main(sys.argv[1:]))
