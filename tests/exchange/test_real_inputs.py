"""The real downloads, where they lie beside the repository: all read, nothing lost, nothing changed."""

import csv
import shutil

import pytest

from scoreboard.definitions import load_framework
from scoreboard.exchange import import_folder

from .making import REPOSITORY

ELSEWHERE = b",world_bank_population,"
"""The source of rows that came from a Python package, and not from the downloads."""
INPUTS = REPOSITORY.parent / "shared/data"
pytestmark = pytest.mark.skipif(not INPUTS.is_dir(), reason="the downloads are not beside the repository")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of this repository's definitions and national datasets."""
    root = tmp_path_factory.mktemp("copy")
    for folder in ("indicators", "data"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    return root


@pytest.fixture(scope="module")
def report(copy):
    framework, findings = load_framework(copy)
    assert list(findings) == []
    return import_folder(INPUTS, copy, framework)


def test_there_is_no_finding_and_no_change(report):
    assert list(report.findings) == []
    assert report.written == ()


def test_every_row_is_accounted_for(report):
    assert len(report.datasets) >= 29
    for one in report.datasets:
        assert one.read == one.kept + sum(one.left_out.values()) > 0, one.dataset


def test_all_policy_items_are_kept(report):
    (items,) = [one for one in report.datasets if one.dataset == "mipex_2020_items"]
    assert (items.read, items.kept, items.left_out) == (12_798, 12_798, {})


def test_all_shapes_are_among_them(report):
    shapes = {one.shape for one in report.datasets}
    assert shapes == {"Eurostat TSV", "SDMX-CSV", "SDMX-CSV with labels", "JSON-stat", "plain table"}


def test_from_nothing_the_same_files_come_out(report, copy, tmp_path):
    shutil.copytree(REPOSITORY / "indicators", tmp_path / "indicators")
    (tmp_path / "data").mkdir()
    for name in ("states.csv", "codelists.csv"):
        shutil.copy(REPOSITORY / "data" / name, tmp_path / "data")
    framework, _ = load_framework(tmp_path)
    import_folder(INPUTS, tmp_path, framework)
    for path in sorted((tmp_path / "data").glob("*/*.csv")):
        published = (copy / path.relative_to(tmp_path)).read_bytes().splitlines(keepends=True)
        downloaded = [line for line in published if ELSEWHERE not in line]
        assert path.read_bytes() == b"".join(downloaded), path


def test_known_cells_arrive_as_they_are():
    def cell(state, domain, **wanted):
        with (REPOSITORY / f"data/{state}/{domain}.csv").open(encoding="utf-8", newline="") as handle:
            rows = [row for row in csv.DictReader(handle) if wanted.items() <= row.items()]
        (row,) = rows
        return row["value"], row["status"]

    leavers = {"indicator": "early_leavers_citizenship", "year": "2010", "group": "NEU27_2020_FOR"}
    assert cell("HR", "education", **leavers) == ("82.4", "bu")
    work = {"indicator": "employment_rate_citizenship", "year": "2021", "group": "EU27_2020_FOR"}
    assert cell("AT", "labour_market", **work, sex="F") == ("70.4", "b")
    assert cell("BA", "labour_market", **work, sex="F") == ("", "bu")
