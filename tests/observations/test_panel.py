"""The typed panel: value, status and place of every observation."""

from __future__ import annotations

import numpy as np
import pytest

from scoreboard.project import Project


def test_one_row_for_each_row_of_the_files(mini):
    frame = mini.panel().frame
    assert len(frame) == mini.validate().checked["observations"]
    assert mini.panel().states == ["AT", "BE", "SE"]
    for row in frame.sample(10, random_state=1).to_dict("records"):
        line = (mini.root / row["file"]).read_text("utf-8").splitlines()[row["line"] - 1]
        assert line.startswith(f"{row['state']},{row['indicator']},{row['year']},")


def test_types(mini):
    frame = mini.panel().frame
    assert frame["value"].dtype == float
    assert frame["year"].dtype == int
    unreliable = frame[frame["flags"] == "u"]
    assert unreliable["se"].tolist() == [2.5, 2.5]
    assert unreliable["n"].tolist() == [180, 180]
    assert unreliable["note"].unique().tolist() == ["few persons, read with care"]


def test_missing_keeps_its_status_and_is_no_number(mini):
    frame = mini.panel().frame
    missing = frame[frame["status"] == "missing"]
    assert missing["indicator"].tolist() == ["overcrowding_rate", "school_access"]
    assert missing["flags"].tolist() == ["m", "m"]
    assert np.isnan(missing["value"]).all()


@pytest.mark.parametrize(
    ("flags", "status"),
    [("", "observed"), ("b", "observed"), ("u", "observed"), ("e", "estimated"), ("p", "estimated"),
     ("bf", "estimated"), ("i", "imputed"), ("ei", "imputed")],
)  # fmt: skip
def test_status_from_flags(change_mini, flags, status):
    root = change_mini([{"file": "data/AT/outcomes.csv", "old": "FOR,,,,12,,", "new": f"FOR,,,,12,{flags},"}])
    frame = Project(root).panel().frame
    chosen = frame[
        (frame["state"] == "AT") & (frame["indicator"] == "overcrowding_rate") & (frame["year"] == 2020)
    ]
    assert chosen["status"].tolist() == [status]
