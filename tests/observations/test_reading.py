"""National CSVs as text: every row keeps its file and line, every cell its column."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scoreboard.findings import Place, Report
from scoreboard.observations import check_observations, read_observations
from scoreboard.project import Project

HEADER = "state,indicator,year,group,sex,age,duration,value,status,se,n,source,note\n"
ROW = "AT,overcrowding_rate,2017,FOR,T,TOTAL,TOTAL,12,,,,INCOME-2021,\n"


@pytest.fixture(scope="module")
def folder(mini, tmp_path_factory):
    """An empty project folder with one state, read with the definitions of the mini project."""
    root = tmp_path_factory.mktemp("observations")
    (root / "data/AT").mkdir(parents=True)
    (root / "data/AT/sources.yaml").write_bytes((mini.root / "data/AT/sources.yaml").read_bytes())
    return root


def read(folder, mini, content: bytes | str):
    (folder / "data/AT/x.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    report = Report()
    observations = read_observations(folder, mini.framework, report)
    check_observations(observations, mini.framework, report)
    return observations, [finding for finding in report if finding.code != "unused-source"]


def test_defaults_fill_what_is_left_out(folder, mini):
    observations, findings = read(
        folder, mini, "source,value,year,indicator,state\nINCOME-2021,12,2017,overcrowding_rate,AT\n"
    )
    (row,) = observations.frame.to_dict("records")
    assert (row["group"], row["sex"], row["age"], row["duration"]) == ("TOTAL", "T", "TOTAL", "TOTAL")
    assert (row["file"], row["line"], row["status"]) == ("data/AT/x.csv", 2, "")
    assert [finding.code for finding in findings] == ["unknown-group"]  # FOR is the only group


@pytest.mark.parametrize(
    "text", ["NA", "NaN", "null", "None", "-", ":", "12,5", "1 2", "0x1F", "1_0", "inf", "١٢", "1e999", "½"]
)
def test_what_is_no_number_is_a_finding_not_a_gap(folder, mini, text):
    _, findings = read(folder, mini, HEADER + ROW.replace(",12,", f',"{text}",'))
    codes = {finding.code for finding in findings}
    assert codes & {"not-a-number", "value-out-of-range", "decimal-comma"}
    assert {str(finding.place) for finding in findings} == {"data/AT/x.csv:2:45"}


@pytest.mark.parametrize("text", ["12", "12.5", "0", "1e1", ".5", "5."])
def test_numbers(folder, mini, text):
    observations, findings = read(folder, mini, HEADER + ROW.replace(",12,", f",{text},"))
    assert [finding.code for finding in findings] == (["unflagged-extreme"] if text == "0" else [])
    assert observations.frame["value"].tolist() == [text]


@pytest.mark.parametrize("year", ["2017.0", "", "abc", "２０１７", "20171231235959", "1949", "2200"])
def test_years(folder, mini, year):
    _, findings = read(folder, mini, HEADER + ROW.replace("2017", year))
    code = "not-a-number"
    if year.isascii() and year.isdigit():
        code = "year-out-of-range" if year == "1949" else "future-year"
    assert [(finding.code, str(finding.place)) for finding in findings] == [(code, "data/AT/x.csv:2:22")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_do_not_move_places(folder, mini, newline, mark):
    text = (mark + HEADER + ROW + ROW.replace("2017", "1900")).replace("\n", newline)
    _, findings = read(folder, mini, text)
    marks = ["data/AT/x.csv:1:1"] if mark else []
    assert sorted(str(finding.place) for finding in findings) == [*marks, "data/AT/x.csv:3:22"]


def test_quoted_cells_and_odd_characters_do_not_move_places(folder, mini):
    note = ROW.replace("INCOME-2021,", 'INCOME-2021,"a, ""b""\u2028 c"')
    _, findings = read(
        folder, mini, HEADER + note + ROW.replace("2017,FOR", '2018,"FO,R"').replace(",12,", ",x,")
    )
    assert [(finding.code, finding.place) for finding in findings] == [
        ("unknown-group", Place("data/AT/x.csv", 3, 27)),
        ("not-a-number", Place("data/AT/x.csv", 3, 48)),
    ]


def test_a_doubled_column(folder, mini):
    observations, findings = read(folder, mini, HEADER.replace("note", "value") + ROW)
    assert [finding.found for finding in findings] == ["'value' stands twice"]
    assert observations.frame.empty


def test_how_long_a_cell_may_be_is_ours_to_say(folder, mini):
    theirs = csv.field_size_limit(10**9)  # as another library in the same process does it
    try:
        _, findings = read(folder, mini, HEADER + ROW.replace("12", "1" * 200_000))
        assert csv.field_size_limit() == 10**9
    finally:
        csv.field_size_limit(theirs)
    assert "cell-too-long" in [finding.code for finding in findings]


def test_neighbours_are_named(folder, mini):
    rows = "".join(ROW.replace("2017", str(2010 + at)).replace(",12,", f",{10 + at},") for at in range(4))
    _, findings = read(folder, mini, HEADER + rows + ROW.replace("2017", "2016").replace(",12,", ",162,"))
    assert findings[0].found == "overcrowding_rate = 162"
    assert findings[0].allowed == "0–100 (per cent)"
    assert findings[0].advice == "AT's other values of this series lie between 10 and 13"


def test_an_empty_folder_and_an_empty_file(folder, mini):
    observations, findings = read(folder, mini, "")
    assert observations.frame.empty
    assert {finding.code for finding in findings} == {"missing-column"}


@settings(max_examples=50)
@given(st.binary(max_size=120))
@example(b"\x00")
@example(b'"')
@example(HEADER.encode() + b"\n\n,,,\n")
@example(HEADER.encode() + b'AT,"' + b"x" * 200_000 + b'"\n')
def test_random_bytes_give_findings_and_never_an_exception(folder, mini, content):
    _, findings = read(folder, mini, content)
    assert findings


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=6)


@settings(max_examples=25)
@given(st.lists(st.lists(CELL, min_size=13, max_size=13), min_size=1, max_size=3))
def test_random_cells_give_findings_and_never_an_exception(folder, mini, rows):
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    _, findings = read(folder, mini, HEADER + buffer.getvalue())
    assert findings
    for finding in findings:
        str(finding.place)


def test_counts_say_what_was_read(mini, root):
    report = mini.validate()
    rows = [
        line
        for path in (mini.root / "data").glob("*/*.csv")
        for line in path.read_text("utf-8").splitlines()[1:]
    ]
    assert report.checked["observations"] == len(rows)
    assert report.checked["files"] == 6
    assert Project(root / "tests").framework.indicators == {}
