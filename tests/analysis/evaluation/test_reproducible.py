"""The same data give the same estimates in every process."""

import os
import subprocess
import sys

import pytest

pytest.importorskip("pyfixest")

RUN = """
from scoreboard import Project
from scoreboard.analysis.evaluation import candidates, find_rises, make_sample
from scoreboard.analysis.evaluation.association import association
from scoreboard.analysis.evaluation.library import estimates
from scoreboard.analysis.evaluation.outcomes import chosen, outcome_values

panel = Project(".").panel()
pair = candidates(panel).iloc[0]
values = outcome_values(panel, chosen(panel, pair["outcome"]))
sample = make_sample(find_rises(panel, pair["item"]), values)
levels = panel.frame.loc[panel.frame["indicator"] == pair["item"], ["state", "year", "value"]]
found = estimates(sample)[["effect", "se", "low", "high", "p"]]
slopes = association(levels, values[["state", "year", "value"]])
assert found["effect"].notna().sum() > 3 and slopes["slope"].notna().all()
print(found.to_csv(), slopes.to_csv())
"""


def test_estimates_do_not_follow_the_order_in_which_names_are_hashed(root):
    said = {
        subprocess.run(
            [sys.executable, "-c", RUN], cwd=root, env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("0", "1", "4")
    }  # fmt: skip
    assert len(said) == 1
