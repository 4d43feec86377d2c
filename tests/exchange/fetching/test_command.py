"""The verb `fetch`: what goes to stdout and what to stderr, exit codes, misuse."""

from __future__ import annotations

import csv
import json
import shutil

import pytest
from click.testing import CliRunner

from scoreboard.cli import main

from . import service as loopback
from .conftest import DIMENSIONS, contents, rows


@pytest.fixture
def service():
    tables = {"LFSA_ARGAN": loopback.Table(DIMENSIONS, rows())}
    with loopback.serve(loopback.Service(tables)) as running:
        yield running


@pytest.fixture
def own(root, tmp_path):
    """A project with the definitions of this repository and no data."""
    project = tmp_path / "project"
    (project / "data").mkdir(parents=True)
    shutil.copytree(root / "indicators", project / "indicators")
    for name in ("states.csv", "codelists.csv"):
        shutil.copy(root / "data" / name, project / "data")
    return project


@pytest.fixture
def run(own, tmp_path, service):
    def run(*arguments, address=service.url, **more):
        fixed = [
            "--project",
            str(own),
            "--cache",
            str(tmp_path / "cache"),
            "--service",
            f"eurostat={address}",
        ]
        return CliRunner().invoke(main, ["fetch", *fixed, *arguments], **more)

    return run


ONE = ("--indicator", "activity_rate_citizenship")


def test_a_clean_fetch(run, own):
    result = run(*ONE)
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith("dataset 1 of 1: lfsa_argan\n  fetched: ")
    assert result.stdout.startswith("lfsa_argan: fetched, 18 cells, ")
    assert (
        "remark: lfsa_argan has no citizen = EU27_2020_FOR (indicators/labour_market/activity_rate"
        in result.stdout
    )
    assert "3 states: 18 rows read, 18 kept" in result.stdout
    assert (
        b"GR,activity_rate_citizenship,2019,NAT,,Y20-64,,60.0,,,,lfsa_argan,"
        in contents(own)["data/GR/labour_market.csv"]
    )


def test_a_gap_is_fetched_by_the_indicator_whose_observations_it_uses(run):
    result = run("--indicator", "overcrowding_gap_citizenship", "--dry-run", "--format", "json")
    (request,) = json.loads(result.stdout)
    assert (request["dataset"], request["indicators"]) == ("ilc_lvho15", "overcrowding_rate_citizenship")


def test_a_dry_run_asks_nobody_and_writes_nothing(run, own, service, tmp_path):
    before = contents(own)
    result = run("--dry-run", "--format", "csv", "--state", "AT", "--since", "2020")
    assert result.exit_code == 0
    assert result.stderr == ""
    listed = list(csv.DictReader(result.stdout.splitlines()))
    assert len(listed) > 25
    assert all("c[geo]=AT&c[TIME_PERIOD]=ge:2020" in request["address"] for request in listed)
    assert {request["cached"] for request in listed} == {"nothing"}
    assert service.asked == []
    assert contents(own) == before
    assert not (tmp_path / "cache").exists()


def test_a_dry_run_for_people_says_what_the_cache_holds(run):
    run(*ONE)
    result = run(*ONE, "--dry-run")
    assert result.stdout.startswith(
        "lfsa_argan (eurostat; the cache holds: whole)\n  for activity_rate_citizenship\n"
    )
    assert result.stdout.endswith("1 requests\n")


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_report_for_machines(run, form):
    result = run(*ONE, "--format", form)
    if form == "json":
        report = json.loads(result.stdout)
        assert report["missing"] == report["findings"] == []
        assert report["fetched"][0]["how"] == "fetched"
        assert report["imported"]["states"] == ["GB", "GR", "SE"]
    else:
        (row,) = csv.DictReader(result.stdout.splitlines())
        assert (row["dataset"], row["how"], row["cells"]) == ("lfsa_argan", "fetched", "18")


def test_findings_exit_with_1_and_write_nothing(run, own, service):
    before = contents(own)
    service.faults = ["refused"]
    result = run(*ONE)
    assert result.exit_code == 1
    assert (
        "could not be fetched from eurostat: the service refuses the request: Invalid value" in result.stdout
    )
    assert "indicators/sources.yaml:" in result.stdout
    assert "nothing written" in result.stdout
    assert contents(own) == before


def test_the_address_may_come_from_the_environment(own, service, tmp_path):
    arguments = ["fetch", "--project", str(own), "--cache", str(tmp_path / "c"), *ONE]
    result = CliRunner().invoke(main, arguments, env={"SCOREBOARD_SERVICES": f"eurostat={service.url}"})
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--indicator", "activity_rate"], "did you mean 'activity_rate_citizenship'?"),
        (["--indicator", "job_search_support"], "no dataset of job_search_support can be fetched"),
        (["--state", "EL"], "there is no state EL"),
        (["--since", "2021", "--until", "2019"], "--since 2021 lies after --until 2019"),
        (["--service", "oecd=https://example.org"], "there is no service oecd"),
        (["--service", "eurostat"], "--service needs NAME=URL"),
        (["--format", "xml"], "'text', 'csv', 'json'"),
    ],
)
def test_misuse_exits_with_2(run, arguments, message):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in " ".join(result.stderr.split())


def test_without_the_extra_a_plain_sentence_names_it(run, monkeypatch):
    monkeypatch.setattr("scoreboard.cli.fetch_.find_spec", lambda name: None)
    result = run(*ONE)
    assert result.exit_code == 2
    assert "pip install 'integration-scoreboard[fetch]'" in " ".join(result.stderr.split())


def test_faulty_definitions_exit_with_1(run, own):
    (own / "indicators/sources.yaml").write_text("datasets: [\n")
    result = run(*ONE)
    assert result.exit_code == 1
    assert "indicators/sources.yaml:" in result.stderr


def test_a_project_without_anything_to_fetch_is_told_so(mini):
    result = CliRunner().invoke(main, ["fetch", "--project", str(mini.root), "--dry-run"])
    assert result.exit_code == 2
    assert "no dataset has `fetch` in indicators/sources.yaml" in " ".join(result.stderr.split())


def test_an_undeclared_service_is_found_before_anything_is_asked(own, run, service):
    path = own / "indicators/sources.yaml"
    path.write_text(path.read_text().replace("fetch: {service: eurostat}", "fetch: {service: eurostta}", 1))
    result = CliRunner().invoke(main, ["validate", "--project", str(own)])
    assert "unknown-source  'eurostta'" in result.stdout
    assert "did you mean 'eurostat'?" in result.stdout
    assert result.exit_code == 1
    assert run().exit_code == 1
    assert service.asked == []
