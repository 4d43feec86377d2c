"""`scoreboard pathways` prints what the Python interface gives."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from scoreboard.cli import main
from scoreboard.project import Project

BLUE_CARD = ["pathway=blue_card", "labour_market_test=none", "duration_max>=24"]


@pytest.fixture(scope="module")
def catalogue(root):
    return Project(root).pathways()


@pytest.fixture
def run(root):
    return lambda *options: CliRunner().invoke(main, ["pathways", *options, "--project", str(root)])


def where(conditions):
    return [part for it in conditions for part in ("--where", it)]


def test_csv_is_the_table_of_python(run, catalogue):
    result = run("--state", "DE", "--format", "csv")
    assert result.exit_code == 0
    assert result.stdout == catalogue.filter(state="DE").table().to_csv(index=False, lineterminator="\n")
    assert result.stderr == ""


def test_json_has_the_same_records(run, catalogue):
    rows = json.loads(run("--state", "DE", "--format", "json").stdout)
    assert [it["version"] for it in rows] == [it.version for it in catalogue.filter(state="DE")]
    assert {it["labour_market_test"] for it in rows} >= {None, "not_allowed", "none"}


def test_conditions_and_the_data_of_the_page_find_the_same_and_say_what_is_unknown(run, catalogue):
    plain = run(*where(BLUE_CARD), "--format", "csv")
    data = [it.model_dump(mode="json") for it in _filters(BLUE_CARD)]
    assert run("--filters", json.dumps(data), "--format", "csv").stdout == plain.stdout
    assert plain.stdout.count("\n") == 1 + len(catalogue.filter(*BLUE_CARD)) > 1
    assert plain.stderr.startswith(f"{len(catalogue.may_match(*BLUE_CARD))} more may match")


def _filters(conditions):
    from scoreboard.records.pathways import as_filters

    return as_filters(conditions)


def test_a_day_and_the_changes(run, catalogue):
    assert run("--as-of", "2015-01-01", "--format", "csv").stdout.count("\n") == 1 + len(
        catalogue.as_of("2015-01-01")
    )
    changes = run("--state", "HR", "--changes", "--format", "csv").stdout
    assert "2023-11-18,HR,blue_card,blue_card,follows,blue_card_2009" in changes


def test_terms_and_explanations_name_the_source(run):
    assert "European Commission" in run("--where", "version=blue_card", "--state", "FR", "--terms").stdout
    told = run("--explain", "DE/blue_card_2009/labour_market_test").stdout
    assert "data/DE/pathways.yaml:" in told
    assert "data/EU/pathways.yaml:" in told
    assert (
        json.loads(run("--explain", "DE/ict/quota", "--format", "json").stdout)["status"] == "left_to_state"
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--where", "qouta=none"], "did you mean 'quota'"),
        (["--state", "QQ"], "there is no record of QQ"),
        (["--filters", "{"], "--filters is no JSON"),
        (["--filters", "{}"], "--filters is a list"),
        (["--explain", "DE"], "write STATE/PATHWAY/FIELD"),
        (["--explain", "DE/x/quota"], "no record of 'x' in DE"),
    ],
)
def test_misuse_says_what_there_is(run, options, told):
    result = run(*options)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


def test_a_register_at_fault_gives_its_findings(change_mini):
    project = change_mini()
    (project / "data/AT/pathways.yaml").write_text("sources: {}\npathways:\n  x: {title: }\n", "utf-8")
    result = CliRunner().invoke(main, ["pathways", "--project", str(project)])
    assert result.exit_code == 1
    assert "data/AT/pathways.yaml:3:7  wrong-value" in result.stderr
