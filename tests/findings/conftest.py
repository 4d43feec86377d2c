"""Reports that the renderers are tried on."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoreboard.findings import Lines, Place, Report, catalogue

ROWS = """state,indicator,value,note
AT,employment_rate,abc,"a, b"
AT,employment_rate,71.5,u
"""


@pytest.fixture
def report() -> Report:
    """One error, one warning and one remark."""
    report = Report()
    report.add(
        "not-a-number", Place("data/AT/x.csv", 2, 20), "value = 'abc'", "a number", "was 12 meant?", "AT"
    )
    report.add("unused-source", Place("data/AT/sources.yaml"), "'A, B: 100%'")
    report.add(
        "low-reliability", Place("data/AT/x.csv", 3, 25), "2 values flagged u", indicator="employment_rate"
    )
    report.checked.update(observations=12345, files=2)
    return report


@pytest.fixture
def folder(tmp_path) -> Path:
    """The project that the report is about."""
    (tmp_path / "data/AT").mkdir(parents=True)
    (tmp_path / "data/AT/x.csv").write_text(ROWS, "utf-8")
    return tmp_path


@pytest.fixture
def lines(folder) -> Lines:
    return Lines(folder)


HOSTILE = [
    "100 % <b>&amp;</b> \"quoted\" 'and' `ticked`",
    "two\nlines\r\nand\rmore",
    "::error file=x::injected",
    "%0A::warning::injected",
    "</script><script>alert(1)</script>",
    "]]> --> <!--",
    "nul \x00 bell \x07 escape \x1b[31m delete \x7f",
    "\u202eright to left\u202c \u200b \ufeff \u2028 \x85",
    "שלום العربية",
    "lone \ud800 surrogate, \ufffe, \U0001f600",
    '=HYPERLINK("https://example.org")',
]
"""What a file may hold and a format may take for its own."""


def everywhere(text: str) -> Report:
    """Return a report with the text in every part of an error and of a warning."""
    report = Report()
    for code in ("not-a-number", "unused-source"):
        for place in (Place(text, 2, 3), Place("data/AT/x.csv", 2, 20)):
            report.add(code, place, text, text, text, text, text)
    return report


@pytest.fixture(params=HOSTILE, ids=range(len(HOSTILE)))
def hostile(request, tmp_path) -> tuple[str, Report, Lines]:
    """A hostile text, a report full of it, and a project whose file holds it."""
    (tmp_path / "data/AT").mkdir(parents=True)
    content = f"head\n{request.param}\n".encode("utf-8", "surrogatepass")
    (tmp_path / "data/AT/x.csv").write_bytes(content)
    return request.param, everywhere(request.param), Lines(tmp_path)


@pytest.fixture
def every_kind() -> Report:
    """One finding of every code."""
    report = Report()
    for position, code in enumerate(catalogue(), start=1):
        report.add(code, Place("data/AT/x.csv", position, 1), "found")
    return report
