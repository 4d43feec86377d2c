"""Gaps of every kind as scored indicators: by group, by sex and by duration of stay, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scoreboard.definitions import Framework
from scoreboard.definitions.models import Index, StatisticIndicator
from scoreboard.observations import Panel
from scoreboard.scoring import score

NAT, MIGRANTS = "NAT", "NEU27_2020_FOR"
RATE = {
    "code": "rate", "lens": "context", "domain": "labour_market", "title": "Rate", "why": "-", "definition": "-",
    "unit": "per_cent", "direction": "none", "by": "citizenship", "groups": [NAT, MIGRANTS, "TOTAL"],
    "group": MIGRANTS, "sexes": ["T", "F", "M"], "possible": {"low": 0, "high": 100},
}  # fmt: skip
ROWS = [  # state, group, sex, duration, value
    ("AT", MIGRANTS, "T", "TOTAL", 60.0), ("AT", NAT, "T", "TOTAL", 75.0), ("AT", "TOTAL", "T", "TOTAL", 72.0),
    ("AT", MIGRANTS, "F", "TOTAL", 50.0), ("AT", MIGRANTS, "M", "TOTAL", 70.0),
    ("AT", MIGRANTS, "T", "Y_LT5", 45.0),
    ("BE", MIGRANTS, "T", "TOTAL", 40.0), ("BE", NAT, "T", "TOTAL", 80.0), ("BE", "TOTAL", "T", "TOTAL", 64.0),
    ("BE", MIGRANTS, "F", "TOTAL", 40.0),
]  # fmt: skip


def panel_of(**gap):
    """A panel with one base statistic, and an outcome indicator made of it."""
    base = StatisticIndicator.model_validate(RATE)
    derived = StatisticIndicator.model_validate(
        {
            "code": "gap", "lens": "outcome", "domain": "labour_market", "title": "Gap", "why": "-",
            "definition": "-", "unit": "percentage_points", "direction": "more_is_better",
            "observations_of": "rate", "group": MIGRANTS,
            "goalposts": {"low": -100, "high": 100, "reason": "-"}, **gap,
        }
    )  # fmt: skip
    index = Index.model_validate(
        {
            "code": "outcomes", "lens": "outcome", "title": "-", "version": "1.0.0", "description": "-",
            "years": {"first": 2020, "last": 2020, "reason": "-"}, "normalisation": {"method": "goalposts"},
            "aggregation": "arithmetic", "missing": {"coverage": 0, "reason": "-"}, "minimum_states": 1,
            "robustness": {"draws": 100, "seed": 1},
            "tree": [{"node": "overall", "children": [{"indicator": "gap"}]}],
        }
    )  # fmt: skip
    frame = pd.DataFrame(ROWS, columns=["state", "group", "sex", "duration", "value"]).assign(
        indicator="rate", year=2020, age="TOTAL", status="observed", flags="", se=np.nan, n=np.nan,
        source="-", note="", file="-", line=1,
    )  # fmt: skip
    framework = Framework({"rate": base, "gap": derived}, {"outcome": index}, {}, {})
    return Panel(frame, framework), index


@pytest.mark.parametrize(
    ("gap", "values"),
    [
        ({"measure": "gap", "reference": NAT}, {"AT": -15.0, "BE": -40.0}),
        ({"measure": "ratio", "reference": NAT}, {"AT": 0.8, "BE": 0.5}),
        ({"measure": "log_ratio", "reference": NAT}, {"AT": np.log(0.8), "BE": np.log(0.5)}),
        # Y = |60/72 - 1| = 1/6, α = sqrt(72/72) = 1: 1 + 5/6·99; BE: Y = 3/8, α = sqrt(64/72): 1 + α·5/8·99
        ({"measure": "achievement", "reference": "TOTAL"}, {"AT": 83.5, "BE": 1 + np.sqrt(8 / 9) * 61.875}),
        ({"measure": "gap", "sex": "F", "reference_sex": "M"}, {"AT": -20.0, "BE": np.nan}),
        (
            {"measure": "ratio", "sex": "F", "reference": MIGRANTS, "reference_sex": "T"},
            {"AT": 5 / 6, "BE": 1.0},
        ),
        ({"measure": "gap", "duration": "Y_LT5", "reference_duration": "TOTAL"}, {"AT": -15.0, "BE": np.nan}),
    ],
)
def test_a_gap_of_any_kind_is_measured_and_scored(gap, values):
    panel, index = panel_of(**gap)
    scores = score(panel, index)
    found = dict(zip(scores.block.states, scores.block.values[:, 0], strict=True))
    assert found == pytest.approx(values, nan_ok=True)
    expected = {state: (value + 100) / 2 for state, value in values.items()}
    overall = dict(zip(scores.block.states, scores.values[:, scores.tree.column("overall")], strict=True))
    assert overall == pytest.approx(expected, nan_ok=True)


def test_less_is_better_turns_every_measure_round():
    plain = score(*panel_of(measure="log_ratio", reference=NAT)).block.values
    turned = score(*panel_of(measure="log_ratio", reference=NAT, direction="less_is_better")).block.values
    np.testing.assert_allclose(turned, -plain)
