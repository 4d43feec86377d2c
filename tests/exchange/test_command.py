"""The verb: exit codes, what goes to stdout and what to stderr, misuse."""

import json
import shutil

import pytest
from click.testing import CliRunner

from scoreboard.cli import main

from .making import FILES, REPOSITORY


@pytest.fixture
def own(project):
    """A project with the definitions of this repository and no data."""
    shutil.copytree(REPOSITORY / "indicators", project / "indicators")
    return project


def run(*arguments):
    return CliRunner().invoke(main, ["import", *map(str, arguments)])


def test_a_clean_import(deliver, own, tmp_path):
    folder = deliver("lfsa_ergan.tsv", source="employment.tsv")
    result = run(folder, "--project", own, "--report", tmp_path / "report.txt")
    assert result.exit_code == 0
    assert result.stderr == "reading lfsa_ergan.tsv\n"  # progress; stdout holds the report alone
    assert result.stdout.startswith("lfsa_ergan: lfsa_ergan.tsv (Eurostat TSV)\n")
    assert (tmp_path / "report.txt").read_text("utf-8") == result.stdout
    assert (own / "data/GR/labour_market.csv").is_file()


def test_the_report_as_json(deliver, own):
    folder = deliver("lfsa_ergan.tsv", source="employment.tsv")
    result = run(folder, "--project", own, "--format", "json")
    report = json.loads(result.stdout)
    (dataset,) = report["datasets"]
    assert dataset["read"] == dataset["kept"] + sum(dataset["left_out"].values()) == 21
    assert report["states"] == ["GB", "GR"]
    assert len(report["written"]) == 4


def test_findings_exit_with_1_and_write_nothing(deliver, own):
    text = (FILES / "employment.tsv").read_text().replace("NAT,UK", "NAT,Atlantis")
    result = run(deliver("lfsa_ergan.tsv", text=text), "--project", own)
    assert result.exit_code == 1
    assert "lfsa_ergan.tsv:5  unknown-state  'Atlantis' (3 times)" in result.stdout
    assert "nothing written" in result.stdout
    assert not (own / "data/GR").exists()


def test_faulty_definitions_exit_with_1(deliver, own):
    (own / "indicators/sources.yaml").write_text("datasets: [\n")
    result = run(deliver("lfsa_ergan.tsv", source="employment.tsv"), "--project", own)
    assert result.exit_code == 1
    assert "indicators/sources.yaml:" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "does not exist"),
        ([".", "--indicator", "employment_rate_citizenshp"], "did you mean 'employment_rate_citizenship'?"),
        ([".", "--format", "xml"], "'text', 'json'"),
        ([".", "--project", "src"], "no folder indicators/"),
        ([], "Missing argument"),
    ],
)
def test_misuse_exits_with_2(monkeypatch, arguments, message):
    monkeypatch.chdir(REPOSITORY)
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


def test_one_indicator_alone_reads_only_its_datasets(deliver, own):
    deliver("lfsa_urgan.tsv", source="employment.tsv")
    folder = deliver("lfsa_ergan.tsv", source="employment.tsv")
    result = run(folder, "--project", own, "--indicator", "unemployment_rate_citizenship")
    assert result.exit_code == 0
    assert "1 dataset(s), 2 states: 21 rows read, 12 kept" in result.stdout
    assert "lfsa_ergan" not in result.stdout
