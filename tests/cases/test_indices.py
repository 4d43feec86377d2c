"""Whole indices worked by hand (index_*.yaml): definitions and data go in, scores of states come out.

Each case becomes a project of its own on the disk, is validated as any project, and is scored from there. What
a case does not say is of no weight to it: texts, sources, and the index of the other lens.

    indicators: code → what differs from a statistic of which more is better, with goalposts 0 and 100
    index:      what differs from an arithmetic mean of goalposts; `tree`, or `children` of one node `overall`
    data:       year → indicator → state → value
    output:     year → node → state → score
    ranks:      the same, where ranks are worked out too
    findings:   codes of the warnings that must come, none if absent
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scoreboard.definitions.reading import parse_yaml
from scoreboard.findings import Report
from scoreboard.project import Project

Case = dict
HERE = Path(__file__).parent
MINI = HERE.parent / "mini"
PLAUSIBILITY = {"large-change", "outlier-among-states", "stale-data", "unflagged-extreme"}
"""Warnings that invented values of a few states may bring about; they are not what is worked out here."""


def all_cases() -> list[Case]:
    cases = []
    for path in sorted(HERE.glob("index_*.yaml")):
        report = Report()
        document = parse_yaml(path.read_text("utf-8"), path.name, report)
        assert document is not None, list(report)
        cases += document.value
    return cases


def statistic(code: str, given: Case) -> Case:
    """Return an indicator file: a statistic with goalposts and the examples that follow from them."""
    text = {key: f"{key} of {code}" for key in ("title", "why", "definition")}
    own = {"unit": "number", "direction": "more_is_better", "possible": {"low": -1e9, "high": 1e9}}
    it = {"code": code, "lens": "outcome", "domain": "housing"} | text | own
    it |= {"goalposts": {"low": 0, "high": 100}} | given
    if it.get("observations_of"):
        del it["possible"]
    if it["goalposts"] is None:
        return {key: value for key, value in it.items() if key != "goalposts"}
    it["goalposts"] = {"reason": "invented"} | it["goalposts"]
    if "examples" not in it:
        ends = [it["goalposts"]["low"], it["goalposts"]["high"]]
        turned = it["direction"] == "less_is_better"
        it["examples"] = [
            {"group": end, "score": score}
            for end, score in zip(ends, (100, 0) if turned else (0, 100), strict=True)
        ]
    return it


def item(code: str, given: Case) -> Case:
    """Return an indicator file: a question with three levels."""
    text = {key: f"{key} of {code}" for key in ("title", "why", "question")}
    levels = [{"score": score, "condition": str(score)} for score in given.get("levels", (100, 50, 0))]
    ends = [{"case": "an end", "level": end, "score": end} for end in (100, 0)]
    of_items = {"levels": levels, "evidence": ["law"], "examples": ends}
    return {"code": code, "lens": "policy", "domain": "housing"} | text | of_items


def index(lens: str, years: list[int], given: Case) -> Case:
    own = {key: value for key, value in given.items() if key != "children"}
    if "children" in given:
        own["tree"] = [{"node": "overall", "children": given["children"]}]
    return {
        "code": lens,
        "lens": lens,
        "title": "worked by hand",
        "version": "1.0.0",
        "description": "worked by hand",
        "years": {"first": min(years), "last": max(years), "reason": "those of the case"},
        "normalisation": {"method": "none" if lens == "policy" else "goalposts"},
        "aggregation": "arithmetic",
        "missing": {"coverage": 0, "reason": "as the case says"},
        "minimum_states": 1,
        "robustness": {"draws": 100, "seed": 1},
    } | own


@pytest.fixture
def build(tmp_path):
    """Write the project of a case."""

    def write(path: str, content: Case) -> None:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(json.dumps(content, indent=1), "utf-8")

    def build(given: Case) -> Project:
        lens = given.get("lens", "outcome")
        years = sorted({int(year) for year in given["data"]})
        make = item if lens == "policy" else statistic
        for code, own in given["indicators"].items():
            write(f"indicators/housing/{code}.yaml", make(code, own or {}))
        files = {"policy": "policy", "outcome": "outcomes"}
        write(f"indicators/{files[lens]}.yaml", index(lens, years, given["index"]))
        write(f"indicators/{files.pop(lens) and next(iter(files.values()))}.yaml", beside(lens, years))
        write("indicators/housing/beside.yaml", (statistic if lens == "policy" else item)("beside", {}))
        write("indicators/sources.yaml", {"datasets": {}})
        write_data(tmp_path, given["data"], years)
        return Project(tmp_path)

    return build


def beside(lens: str, years: list[int]) -> Case:
    """Return the index of the other lens: every project has both."""
    other = "outcome" if lens == "policy" else "policy"
    return index(other, years, {"children": [{"indicator": "beside"}]})


def write_data(root: Path, data: Case, years: list[int]) -> None:
    """Write observations, one file a state, and the sources that they name."""
    rows = [
        (state, code, year, value)
        for year, of_year in data.items() for code, values in of_year.items() for state, value in values.items()
    ]  # fmt: skip
    states = list(dict.fromkeys(row[0] for row in rows))
    rows += [(states[0], "beside", years[0], 50)]
    shutil.copytree(MINI / "data", root / "data", ignore=shutil.ignore_patterns("??", "*.csv"))
    table = pd.read_csv(HERE.parents[1] / "data/states.csv", dtype=str, keep_default_na=False)
    table[table["code"].isin(states)].to_csv(root / "data/states.csv", index=False)
    source = {"provider": "Nobody", "title": "a case", "dataset": "case", "licence": "CC0"}
    source |= {"url": "https://example.org", "accessed": "2020-01-01"}
    for state in states:
        lines = [
            f"{s},{code},{year},{value},CASE"
            for s, code, year, value in rows
            if s == state and value is not None
        ]
        text = "\n".join(["state,indicator,year,value,source", *lines, ""])
        (root / f"data/{state}").mkdir()
        (root / f"data/{state}/case.csv").write_text(text, "utf-8")
        sources = json.dumps({"sources": {"CASE": source} if lines else {}})
        (root / f"data/{state}/sources.yaml").write_text(sources, "utf-8")


CASES = all_cases()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_index_is_scored_as_by_hand(case, build):
    assert set(case) <= {"name", "input", "output", "ranks", "findings"}
    project = build(case["input"])
    report = project.validate()
    assert report.ok, "\n".join(map(str, report))
    assert {it.code for it in report} - PLAUSIBILITY == set(case.get("findings", ()))
    frame = project.scores(case["input"].get("lens", "outcome")).frame.set_index(["year", "node", "state"])
    for column, expected in (("score", case["output"]), ("rank", case.get("ranks", {}))):
        for year, node, by_hand in cells(expected):
            found = {state: frame.loc[(year, node, state), column] for state in by_hand}
            assert found == pytest.approx(by_hand, abs=case["input"].get("to", 1e-9), nan_ok=True), (
                year,
                node,
            )


def cells(expected: Case) -> Iterator[tuple[int, str, dict[str, float]]]:
    """Yield (year, node, state → value), NaN where nothing is to come."""
    for year, nodes in expected.items():
        for node, values in nodes.items():
            yield int(year), node, {s: np.nan if value is None else value for s, value in values.items()}


def test_enough_cases_ran():
    assert len(CASES) >= 85
    assert len({case["name"] for case in CASES}) == len(CASES)
