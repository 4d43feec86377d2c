"""Reports: order, counts and the catalogue."""

from __future__ import annotations

import pytest

from scoreboard.findings import InvalidDataError, Place, Report, Severity, catalogue


@pytest.fixture
def report() -> Report:
    report = Report()
    report.add("low-reliability", Place("a.csv", 1, 1), "1 value flagged u")
    report.add("break-in-series", Place("a.csv", 9, 3), "break in 1 series", state="AT")
    report.add("not-a-number", Place("b.csv", 2, 1), "value = 'x'", allowed="a number")
    report.add("not-a-number", Place("a.csv", 10, 1), "value = 'y'")
    report.add("not-a-number", Place("a.csv", 2, 5), "value = 'z'")
    report.checked["observations"] += 1234
    return report


def test_errors_come_first_then_by_place(report):
    places = ["a.csv:2:5", "a.csv:10:1", "b.csv:2:1", "a.csv:9:3", "a.csv:1:1"]
    assert [str(finding.place) for finding in report] == places


def test_only_errors_fail(report):
    assert not report.ok
    assert [report.count(severity) for severity in Severity] == [3, 1, 1]
    harmless = Report([finding for finding in report if finding.severity is not Severity.ERROR])
    assert harmless.ok
    assert len(harmless) == 2


def test_extend_takes_findings_and_counts(report):
    both = Report()
    both.extend(report)
    both.extend(report)
    assert len(both) == 2 * len(report)
    assert both.checked["observations"] == 2468


def test_a_code_outside_the_catalogue_is_a_mistake_of_the_program():
    with pytest.raises(KeyError, match="no-such-code"):
        Report().add("no-such-code", Place("a.csv"), "x")


def test_an_invalid_data_error_names_the_first_error(report):
    error = InvalidDataError(report)
    assert error.report is report
    assert "3 errors" in str(error)
    assert "value = 'z'" in str(error)


@pytest.mark.parametrize(
    ("place", "text"),
    [(Place("a"), "a"), (Place("a", 3), "a:3"), (Place("a", 3, 7), "a:3:7")],
)
def test_a_place_reads_as_editors_link_it(place, text):
    assert str(place) == text


def test_every_kind_says_what_it_is_and_what_to_do():
    assert len(catalogue()) > 40
    for code, kind in catalogue().items():
        assert kind.title[0].isupper(), code
        assert not kind.title.endswith("."), code
        assert kind.advice.strip(), code
        assert 0 <= kind.level <= 5, code
