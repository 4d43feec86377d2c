"""Faults of mappings, of rows and of blocks: all at once, each at its place, and nothing estimated."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml

from scoreboard.definitions import load_framework
from scoreboard.definitions.checks.estimating import estimate_faults
from scoreboard.definitions.estimating import Mapping, microdata_contract
from scoreboard.definitions.models import StatisticIndicator
from scoreboard.estimate import example_mapping, read_mapping
from scoreboard.findings import Report

from .making import AGES, SHARE, VARIABLES, estimated, mapping, statistic, survey

REPLICATES = {"method": "bootstrap", "columns": ["rw1..rw3"]}


def found(folder: Path, frame, mapped: dict, *indicators: StatisticIndicator) -> list[tuple[str, int, str]]:
    result = estimated(folder, frame, mapped, *(indicators or (SHARE,)))
    assert result.cells.empty
    return [(it.code, it.place.line, it.found) for it in result.findings]


def line(mapped: dict, name: str) -> int:
    """Return the line of a variable in the mapping as written."""
    lines = yaml.safe_dump(mapped, sort_keys=False).splitlines()
    return lines.index(f"  {name}:") + 1


def test_the_example_names_all_variables_and_reads_back(tmp_path):
    file = tmp_path / "mapping.yaml"
    file.write_text(example_mapping(), "utf-8")
    report = Report()
    read = read_mapping(file, report)
    assert read is not None, list(report)
    assert set(read[0].variables) == set(microdata_contract().variables)


CHANGES = {
    "unknown-key": ("agee", {"column": "age"}, "'agee'"),
    "missing-column": ("age", {"column": "AGE"}, "AGE is absent"),
}


@pytest.mark.parametrize("code", CHANGES)
def test_a_wrong_name_is_found_where_it_stands(tmp_path, code):
    name, variable, told = CHANGES[code]
    mapped = mapping({name: variable})
    faults = found(tmp_path, survey(100), mapped)
    assert [(it, text) for it, _, text in faults] == [(code, told)]
    assert faults[0][1] in {line(mapped, name), line(mapped, name) + 1}


@pytest.mark.parametrize(
    ("name", "variable", "told"),
    [
        ("sex", {"column": "sex", "codes": {"1": "M", "2": "W"}}, "2: W"),
        ("sex", {"column": "sex", "codes": {"1": "M", "female": "F"}}, "'female'"),
        ("age", {"column": "age", "missing": ["none"]}, "'none'"),
        ("age", {"column": "age", "constant": 3}, "both column and constant"),
        ("age", {}, "neither"),
        ("activity", {"column": "ilo"}, "'activity.codes' is absent"),
        ("in_education", {"column": "ilo"}, "'in_education.codes' is absent"),
    ],
)
def test_codes_that_cannot_be_are_found(tmp_path, name, variable, told):
    assert [text for *_, text in found(tmp_path, survey(100), mapping({name: variable}))] == [told]


@pytest.mark.parametrize(
    ("design", "without", "codes"),
    [
        ({"kind": "replicates"}, (), ["missing-key"]),
        ({"replicates": REPLICATES}, (), ["missing-column"] * 3 + ["parameter-without-effect"]),
        ({"kind": "replicates", "replicates": {**REPLICATES, "fay": 0.5}}, (), None),
        ({"kind": "replicates", "replicates": {**REPLICATES, "method": "jackknife_n"}}, (), None),
        ({}, ("weight",), ["missing-key"]),
        ({}, ("sex", "age"), ["missing-key", "missing-key"]),
    ],
)
def test_a_design_that_contradicts_itself_is_found(tmp_path, design, without, codes):
    frame = survey(100, replicates=0 if codes else 3)
    faults = [code for code, *_ in found(tmp_path, frame, mapping(without=without, design=design))]
    assert sorted(faults) == sorted(codes or faults)
    assert faults


def test_every_rule_of_the_rows_counts_and_names_offenders(tmp_path):
    people = survey(200)
    people["w"] = people["w"].astype(float)
    people.loc[[1, 2], "w"] = [np.nan, -1.0]
    people.loc[3, "age"] = 130
    people.loc[[4, 5, 6], "ilo"] = [7, 7, 8]
    people.loc[8, ["person", "year"]] = people.loc[7, ["person", "year"]]
    mapped = mapping({"state": {"constant": "ZZ"}})
    faults = found(tmp_path, people, mapped)
    told = {(code, at): text for code, at, text in faults}
    assert len(told) == len(faults) == 6
    assert (
        "3 of 200 rows have activity = 7, 8 (persons 4, 5, 6)"
        in told["wrong-value", line(mapped, "activity")]
    )
    assert "1 of 200 rows have age = 130 (persons 3)" in told["value-out-of-range", line(mapped, "age")]
    assert "weight = -1.0 (persons 2)" in told["value-out-of-range", line(mapped, "weight")]
    assert "weight = nothing" in told["wrong-value", line(mapped, "weight")]
    assert "1 persons stand more than once" in told["duplicate-observation", line(mapped, "person")]
    assert ("unknown-state", line(mapped, "state")) in told


def test_a_file_without_rows_is_a_finding(tmp_path):
    assert [code for code, *_ in found(tmp_path, survey(50).head(0), mapping())] == ["row-length"]


def test_nothing_to_estimate_is_a_finding(tmp_path):
    faults = found(tmp_path, survey(50), mapping(without=("activity",)))
    assert [code for code, *_ in faults] == ["missing-key"]


BLOCKS = {
    "unknown-key": [
        {"universe": AGES, "numerator": {"activty": ["employed"]}},
        {"universe": AGES, "numerator": {"weight": {"least": 1}}},
    ],
    "wrong-value": [
        {"universe": AGES, "numerator": {"activity": ["working"]}},
        {"universe": AGES, "numerator": {"activity": True}},
        {"universe": AGES, "numerator": {"in_education": ["yes"]}},
        {"universe": AGES, "numerator": {"occupation": {"between": [9, 4]}}},
        {"universe": AGES, "numerator": {"occupation": {"least": 4, "most": 9}}},
        {"universe": {"age": {"between": [15, 64]}}, "numerator": {"activity": ["employed"]}},
        {"numerator": {"activity": ["employed"]}},
        {"universe": AGES},
        {"universe": AGES, "numerator": {"activity": ["employed"]}, "quantile": {"of": "income"}},
        {"universe": AGES, "quantile": {"of": "activity"}},
    ],
}


@pytest.mark.parametrize(
    ("code", "block"), [(code, block) for code, blocks in BLOCKS.items() for block in blocks]
)
def test_a_faulty_block_is_found(code, block):
    assert {fault.code for fault in estimate_faults(statistic("x", block))} == {code}


def test_a_block_beside_observations_of_another_indicator_has_no_effect():
    derived = SHARE.model_copy(update={"observations_of": "other"})
    assert [fault.code for fault in estimate_faults(derived)] == ["parameter-without-effect"]


def test_a_sound_block_has_no_fault():
    assert list(estimate_faults(SHARE)) == []


def test_all_indicators_of_surveys_on_work_income_and_living_conditions_have_blocks(root):
    framework, _ = load_framework(root)
    survey_data = ("lfs", "edat_lfs", "ilc_", "hlth_silc", "silc_")
    expected = {
        code
        for code, it in framework.observed.items()
        if isinstance(it, StatisticIndicator) and any(s.dataset.startswith(survey_data) for s in it.sources)
    }
    assert len(expected) >= 30
    assert {code for code in expected if framework.indicators[code].estimate is None} == set()


def test_the_model_refuses_unknown_keys_and_is_frozen():
    plain = mapping()
    read = Mapping.model_validate(plain)
    with pytest.raises(ValueError, match="frozen"):
        read.design = read.design  # type: ignore[misc]
    with pytest.raises(ValueError, match="extra"):
        Mapping.model_validate({**plain, "columns": {}})
    assert set(read.variables) == set(VARIABLES)
