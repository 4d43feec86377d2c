"""Whatever the service does, data/ is as it was or whole and new, and the next run completes it."""

import socket
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoreboard.exchange.fetching import Cache, Wish, fetch

from . import service as loopback
from .conftest import (
    DAY,
    DIMENSIONS,
    HASTE,
    PATIENCE,
    Time,
    contents,
    definitions,
    digest,
    empty_project,
    rows,
    rows_of,
)

PASSING = [
    "slow", "cut", "bad-gzip", "not-gzip", "empty-body", "page", "page-503", "html-cut", "500", "502", "429",
    "429-date", "busy-200", "async", "async-202", "async-413", "async-expired", "warning-json", "endless",
    "short-length", "other-csv",
]  # fmt: skip
"""Faults after which the same request may well succeed."""
READY = ("async", "async-202", "async-413")
"""No faults, if one has patience."""
LASTING = {
    "too-big": ("file-too-large", "EXTRACTION_TOO_BIG"),
    "too-big-200": ("file-too-large", "EXTRACTION_TOO_BIG"),
    "refused": ("file-missing", "Invalid value in dimension geo"),
    "error-200": ("file-missing", "NO_RESULTS"),
    "error-json": ("file-missing", "Invalid"),
    "circle": ("file-missing", "redirects in a circle"),
    "429-long": ("file-missing", "no time left for another try"),
    "no-rows": ("file-missing", "holds nothing of what is asked for"),
    "renamed": ("missing-column", "the data have no unit"),
    "added": ("unknown-column", "the data have also wstatus"),
}
"""Faults that repeating does not help: finding, and what it says."""


def test_every_fault_of_the_service_is_tried():
    assert set(loopback.FAULTS) == {*PASSING, *LASTING}


@pytest.mark.parametrize("fault", PASSING)
def test_a_fault_that_passes_is_outlived(run, service, project, tables, imported, tmp_path, fault):
    service.faults = [fault]
    report = run(patience=HASTE if fault == "slow" else PATIENCE)
    assert report.ok, report.as_text()
    assert service.faults == []
    assert rows_of(project) == imported(tables, empty_project(tmp_path / "other"))


@pytest.mark.parametrize("fault", [name for name in PASSING if name not in READY])
def test_a_fault_that_stays_leaves_everything_as_it_was(run, service, old, tables, imported, tmp_path, fault):
    before = digest(old)
    service.faults = [fault] * 40
    patience = replace(HASTE if fault == "slow" else PATIENCE, tries=2, bound=40.0)
    report = run(root=old, patience=patience)
    assert not report.ok
    assert report.imported is None
    assert set(report.missing) == {"employment", "jobless"}
    assert {finding.code for finding in report.findings} == {"file-missing"}
    assert digest(old) == before
    service.faults = []
    assert run(root=old).ok
    assert rows_of(old) == imported(tables, empty_project(tmp_path / "other"))


@pytest.mark.parametrize("fault", LASTING)
def test_a_fault_that_repeating_does_not_help_is_told_at_once(run, service, old, time, fault):
    before, (code, words) = digest(old), LASTING[fault]
    service.faults = [fault]
    report = run(root=old)
    (finding,) = report.findings
    assert (finding.code, report.missing) == (code, ("employment",))
    assert words in finding.found
    assert "employment" in finding.found
    assert finding.advice
    assert time.slept == []
    assert digest(old) == before
    assert run(root=old).ok  # the fault is over, and what had come is not asked for again


@pytest.mark.parametrize(("fault", "seconds"), [("429", 7.0), ("429-date", 30.0), ("500", 1.0)])
def test_the_service_says_how_long_to_wait(run, service, time, fault, seconds):
    service.faults = [fault]
    assert run().ok
    assert time.slept == [seconds]


def test_waiting_grows_and_has_a_bound(run, service, time):
    service.faults = ["500"] * 3
    assert run().ok
    assert time.slept == [1.0, 2.0, 4.0]  # half of 2, 4, 8: the chance of this clock


def test_an_asynchronous_answer_is_waited_for(run, service, time):
    service.faults = ["async"]
    said = []
    assert run(said=said).ok
    assert time.slept == [5.0, 5.0]
    assert "  the service is preparing the data (processing)" in said


def test_an_asynchronous_answer_that_takes_too_long_is_given_up(run, service, old):
    before = digest(old)
    queue = service.queue
    service.queue = lambda body: queue(body, polls=10_000)
    service.faults = ["async"]
    report = run(root=old)
    assert "still preparing the data; run the command again later" in report.as_text()
    assert digest(old) == before


def test_no_service_at_all(run, service, old):
    before = digest(old)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        service.url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        report = run(root=old)
    assert "the connection failed" in report.as_text()
    assert report.missing == ("employment", "jobless")
    assert digest(old) == before


@pytest.mark.parametrize("fault", ["page", "html-cut", "cut", "500"])
def test_the_structure_may_be_at_fault_too(run, service, project, fault):
    service.structure_faults = [fault]
    assert run().ok


def test_what_has_come_is_imported_on_demand(run, service, project):
    service.faults = ["refused"]
    report = run(keep_going=True)
    assert report.missing == ("employment",)
    assert not report.ok
    assert "data/SE/health.csv" in report.imported.written
    assert "missing: employment" in report.as_text()
    assert not any("labour_market" in file for file in contents(project))


def test_what_has_come_is_not_asked_for_again(run, service, old):
    service.faults = ["refused"]
    run(root=old)
    asked = service.count("/data/dataflow/ESTAT/JOBLESS")
    assert run(root=old).ok
    assert service.count("/data/dataflow/ESTAT/JOBLESS") == asked == 1


def test_an_import_that_cannot_understand_writes_nothing(run, service, tables, old):
    tables["JOBLESS"].rows[0][-1] = "q"
    before = digest(old)
    report = run(root=old)
    assert {finding.code for finding in report.imported.findings} == {"status-unknown"}
    assert not report.ok
    assert digest(old) == before


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from([name for name in [*PASSING, *LASTING] if name != "slow"]), max_size=10),
    st.booleans(),
)
def test_no_sequence_of_faults_leaves_half_of_anything(tmp_path_factory, imported, faults, keep_going):
    folder = tmp_path_factory.mktemp("faults")
    root, other = empty_project(folder / "project"), empty_project(folder / "other")
    tables = {
        key: loopback.Table(DIMENSIONS, rows(value))
        for key, value in (("EMPLOYMENT", 60.0), ("JOBLESS", 12.0))
    }
    whole = imported(tables, other)
    before = rows_of(root)
    with loopback.serve(loopback.Service(tables)) as service:
        service.faults = list(faults)
        made, cache = definitions(service.url), Cache(folder / "cache")
        for _ in range(len(faults) + 1):
            report = fetch(
                root,
                made,
                Wish(),
                cache,
                today=DAY,
                patience=PATIENCE,
                clock=Time().clock,
                keep_going=keep_going,
            )
            got = rows_of(root)
            if report.ok:
                break
            if keep_going:
                assert all(text == whole[file] for file, text in got.items())
            else:
                assert got == before
        assert report.ok
        assert got == whole
