"""Datasets made to do harm: every one gives findings, within bounded time, and few enough to read."""

from __future__ import annotations

import time

import pytest

from scoreboard.definitions.reading import MOST_FAULTS
from scoreboard.findings import Report
from scoreboard.observations import check_observations, read_observations
from scoreboard.observations.contracts import MOST_FAILURES

HEADER = "state,indicator,year,group,sex,age,duration,value,status,se,n,source,note\n"
ROW = "AT,overcrowding_rate,{year},{group},T,TOTAL,TOTAL,{value},{status},{se},,{source},{note}\n"
GOOD = {
    "year": 2017,
    "group": "FOR",
    "value": 12,
    "status": "",
    "se": "",
    "source": "INCOME-2021",
    "note": "",
}


@pytest.fixture
def check(mini, tmp_path):
    """Check one file of AT; returns the findings."""
    (tmp_path / "data/AT").mkdir(parents=True)
    (tmp_path / "data/AT/sources.yaml").write_bytes((mini.root / "data/AT/sources.yaml").read_bytes())

    def check_text(text: str):
        (tmp_path / "data/AT/x.csv").write_text(text, "utf-8", newline="")
        report = Report()
        observations = read_observations(tmp_path, mini.framework, report)
        check_observations(observations, mini.framework, report)
        return [finding for finding in report if finding.code != "unused-source"]

    return check_text


def row(**cells: object) -> str:
    return ROW.format(**{**GOOD, **cells})


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "=HYPERLINK(", "=cmd|' /C calc'!A0"])
@pytest.mark.parametrize("column", ["note", "source", "group"])
def test_cells_that_a_spreadsheet_would_run(check, begin, column):
    findings = check(HEADER + row(**{column: begin + "x"}))
    assert ("formula-cell", 2) in {(it.code, it.place.line) for it in findings}


def test_negative_values_are_no_formulas(check):
    assert {it.code for it in check(HEADER + row(value=-5))} == {"value-out-of-range"}


@pytest.mark.parametrize(
    ("cell", "code", "advice"),
    [
        ("١٢", "not-a-number", "was 12 meant?"),
        ("１２.５", "not-a-number", "was 12.5 meant?"),
        ("12\u00a0345", "thousands-separator", "was 12345 meant?"),
        ("12,5", "decimal-comma", "was 12.5 meant?"),
        ("12,500", "decimal-comma", "was 12.500 meant?"),
        ("1.234,5", "decimal-comma", "was 1234.5 meant?"),
        ("nan", "not-a-number", ""),
        ("-inf", "not-a-number", ""),
        ("1e999", "value-out-of-range", ""),
        ("9" * 5000, "value-out-of-range", ""),
    ],
)
def test_numbers(check, cell, code, advice):
    (finding,) = check(HEADER + row(value=f'"{cell}"'))
    assert (finding.code, str(finding.place)) == (code, "data/AT/x.csv:2:45")
    assert finding.advice == advice
    assert len(finding.found) < 200


@pytest.mark.parametrize("size", ["-1", "1e999"])
def test_standard_errors_are_finite_and_not_negative(check, size):
    (finding,) = check(HEADER + row(se=size))
    assert (finding.code, finding.allowed) == ("value-out-of-range", "0 or more")


@pytest.mark.parametrize(
    ("old", "new"), [("AT,", "АT,"), ("overcrowding", "overcrоwding"), (",FOR,", ",FОR,"), (",T,", ",Τ,")]
)
def test_codes_in_look_alike_letters_are_unknown(check, old, new):
    findings = check(HEADER + row().replace(old, new))
    assert findings
    assert {it.code for it in findings} <= {
        "unknown-state", "unknown-indicator", "unknown-group", "state-folder-mismatch"
    }  # fmt: skip
    assert all(
        "CYRILLIC" in it.advice for it in findings if it.code in ("unknown-state", "unknown-indicator")
    )


def test_escapes_of_a_terminal_are_written_out(check):
    findings = check(HEADER + row(group="\x1b[2J"))
    assert {it.code for it in findings} == {"invisible-character", "unknown-group"}
    assert all(it.found.isprintable() for it in findings)


@pytest.mark.parametrize(
    "text",
    [
        HEADER + row(value="abc", group="X", status="?", source="none") * 20_000,
        HEADER + "AT\n" * 100_000,
        HEADER + "".join(row(year=n, note=f"={n}", value=n) for n in range(20_000)),
        ",".join(f"column{n}" for n in range(200_000)) + "\n",
        ",".join(["state"] * 100_000) + "\n",
        HEADER + '"' + "x" * 10_000_000,
        HEADER + "," * 5_000_000,
        "\n" * 200_000,
        HEADER + "\n" * 200_000,
    ],
    ids=["all-wrong", "short", "different", "columns", "state", "cell", "commas", "blank", "blank-rows"],
)
def test_datasets_that_are_wrong_throughout_end_soon(check, text):
    start = time.process_time()
    findings = check(text)
    assert time.process_time() - start < 20  # minutes without the bounds; seconds on any machine with them
    assert 0 < len(findings) < 20 * MOST_FAILURES


def test_what_is_not_listed_is_said(check):
    findings = check(HEADER + row(value="abc") * (MOST_FAILURES + 5))
    assert "more-faults" in {it.code for it in findings}
    assert sum(it.code == "row-length" for it in check(HEADER + "AT\n" * 1000)) == MOST_FAULTS
