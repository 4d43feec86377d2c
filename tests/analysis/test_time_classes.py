"""Scoreboard classes: every field of the table, the borders, and neutral words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scoreboard.analysis.time import CLASSES, REPORT_NAMES, classes, classify

from .test_time_trends import long

LEVELS = {"far below": -1.5, "below": -0.7, "near": 0.0, "above": 0.7, "far above": 1.5}
CHANGES = [-1.5, 0.0, 1.5]


def report_class(level: float, change: float, moved: float = -1.0) -> str:
    table = classify(np.array([level]), np.array([change]), pd.Series([moved if change < 0 else 1.0]))
    return table["report_class"][0]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("far below", ["critical situations", "critical situations", "weak but improving"]),
        ("below", ["to watch", "to watch", "weak but improving"]),
        ("near", ["to watch", "on average", "better than average"]),
        ("above", ["good but to monitor", "better than average", "better than average"]),
        ("far above", ["good but to monitor", "best performers", "best performers"]),
    ],
)
def test_every_field_of_the_table(level, expected):
    assert [report_class(LEVELS[level], change) for change in CHANGES] == expected


@pytest.mark.parametrize(
    ("level", "change", "expected"),
    [
        (-1.0, 0, "to watch"),
        (-1.0 - 1e-9, 0, "critical situations"),
        (-0.5, 0, "on average"),
        (0.5, 0, "better than average"),
        (1.0, 0, "best performers"),
        (1.0, -1.0, "best performers"),
        (1.0, -1.0 - 1e-9, "good but to monitor"),
        (-0.6, 1.0, "weak but improving"),
        (-0.6, 1.0 - 1e-9, "to watch"),
    ],
)
def test_a_band_includes_its_lower_border(level, change, expected):
    assert report_class(level, change) == expected


@pytest.mark.parametrize(
    ("level", "expected"), [(0, "on average"), (0.7, "better than average"), (1.5, "best performers")]
)
def test_who_improved_has_not_lost_ground_however_fast_others_were(level, expected):
    assert report_class(level, -1.5, moved=0.2) == expected


def test_classes_by_hand():
    # levels 40 50 60: mean 50, s 10, so −1, 0 and 1; changes 6, 0, 0: mean 2, s √12, so 1.155, −0.577 twice
    table = classes(long({"AT": [34, 40], "BE": [50, 50], "SE": [60, 60]}), 2010, 2011)
    assert table["level_z"].tolist() == pytest.approx([-1, 0, 1])
    assert table["change_z"].tolist() == pytest.approx([4 / np.sqrt(12), -2 / np.sqrt(12), -2 / np.sqrt(12)])
    assert table["level_band"].tolist() == ["below", "near", "far above"]
    assert table["change_band"].tolist() == ["far above", "below", "below"]
    assert table["class"].tolist() == [
        "below the mean, gaining ground",
        "near the mean",
        "far above the mean",
    ]


def test_where_less_is_better_the_classes_turn_round():
    values = {"AT": [34.0, 40.0], "BE": [50.0, 47.0], "SE": [60.0, 66.0]}
    plain = classes(long(values), 2010, 2011, direction=-1)
    mirrored = classes(long({state: [-x for x in pair] for state, pair in values.items()}), 2010, 2011)
    assert plain["class"].tolist() == mirrored["class"].tolist()


def test_who_has_no_class_has_a_reason():
    table = classes(long({"AT": [1, 2], "BE": [2, 4], "SE": [3, np.nan]}), 2010, 2011)
    assert table["reason"].tolist() == ["not enough data: 2 of at least 3 states"] * 2 + ["no data for 2011"]
    assert (table["class"] == "").all()
    assert table[["level_z", "change_z"]].isna().all(axis=None)
    flat = classes(long({"AT": [1, 2], "BE": [2, 3], "SE": [3, 4]}), 2010, 2011)
    assert set(flat["reason"]) == {"all states have the same level or the same change"}
    assert (flat["class"] == "").all()


def test_states_without_both_years_do_not_shift_the_mean():
    full = {"AT": [34.0, 40.0], "BE": [50.0, 50.0], "SE": [60.0, 60.0]}
    alone, beside = (classes(long(full | more), 2010, 2011) for more in ({}, {"XK": [np.nan, 0.0]}))
    assert beside["class"].tolist()[:3] == alone["class"].tolist()
    assert beside["level_z"].tolist()[:3] == alone["level_z"].tolist()


def test_the_names_are_seven_and_judge_nobody():
    names = {name for row in CLASSES.values() for name in row}
    assert names == set(REPORT_NAMES)
    assert len(names) == 7
    assert not any(
        word in name for name in names for word in ("best", "worst", "good", "bad", "critical", "weak")
    )
