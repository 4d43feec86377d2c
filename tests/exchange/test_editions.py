"""Round trip: what `scoreboard export` wrote comes back as the same observations, in every format."""

from __future__ import annotations

import shutil
from dataclasses import replace
from importlib import import_module

import pandas as pd
import pytest

from scoreboard.cli.export_ import FORMATS, PUBLISHING
from scoreboard.definitions import load_framework
from scoreboard.exchange import import_folder
from scoreboard.exchange.editions import find_editions, read_edition
from scoreboard.exchange.publishing import make_release
from scoreboard.exchange.slices import KEY
from scoreboard.findings import Report
from scoreboard.observations import make_panel
from scoreboard.project import Project

EXACT = ["parquet", "datapackage", "csvw", "sdmx-csv", "sdmx-ml", "excel"]
CELLS = [*KEY, "value", "status", "flags", "se", "n", "source", "note"]


@pytest.fixture(scope="session")
def edition(mini):
    return mini.release()


@pytest.fixture
def fresh(mini, tmp_path):
    """The mini project without any observation."""
    folder = tmp_path / "fresh"
    for name in ("indicators", "book"):
        shutil.copytree(mini.root / name, folder / name)
    (folder / "data").mkdir()
    shutil.copy(mini.root / "data/states.csv", folder / "data")
    return folder


@pytest.fixture
def publish(tmp_path):
    """Write an edition in a format; return the folder that is imported."""

    def write(release, *formats):
        inbox = tmp_path / "inbox"
        for name in formats:
            folder = inbox / name
            folder.mkdir(parents=True)
            import_module(f"{PUBLISHING}.{FORMATS[name].module}").write(release, folder)
        return inbox

    return write


def bring(inbox, project, **more):
    framework, findings = load_framework(project)
    assert findings.ok
    return import_folder(inbox, project, framework, **more)


def cells(project):
    return project.panel().frame[CELLS].sort_values(KEY, ignore_index=True)


@pytest.mark.parametrize("name", EXACT)
def test_an_edition_comes_back_as_the_same_observations_sources_and_scores(
    publish, fresh, mini, edition, name
):
    report = bring(publish(edition, name), fresh)
    (count,) = report.datasets
    assert (count.read, count.kept, count.left_out) == (62, 62, {})
    assert sum(count.indicators.values()) == 62
    again = Project(fresh)
    pd.testing.assert_frame_equal(cells(again), cells(mini), check_exact=True)
    assert all(again.sources(state) == mini.sources(state) for state in mini.states)
    for lens in ("policy", "outcome"):
        pd.testing.assert_frame_equal(again.scores(lens).frame, mini.scores(lens).frame, check_exact=True)


@pytest.mark.parametrize("name", EXACT)
def test_importing_again_changes_no_byte(publish, fresh, edition, name):
    inbox = publish(edition, name)
    assert bring(inbox, fresh).written
    assert bring(inbox, fresh).written == ()


@pytest.fixture(scope="session")
def real(root):
    """All observations of this repository, to be published without scores."""
    project = Project(root)
    observations, _ = project._validated  # a stale schema of a change in progress is no matter here
    panel = make_panel(observations, project.framework)
    return make_release(root, panel, [], [], observations.sources)


@pytest.mark.parametrize("name", [name for name in EXACT if name != "excel"])
def test_all_real_observations_read_back_to_the_last_bit(publish, real, name):
    inbox = publish(real, name)
    ((shape, path),) = find_editions(inbox)
    report = Report()
    read = read_edition(shape, path, path.name, report)
    assert read is not None, list(report)
    assert len(read.observations) == len(real.observations) > 40_000
    for column, ours in real.observations.items():
        theirs = read.observations[column]
        if column in ("value", "se", "n"):
            numbers = pd.to_numeric(theirs.replace("", None)).astype("float64")
            assert numbers.equals(ours), column
        else:
            assert theirs.tolist() == ours.astype(str).tolist(), column


@pytest.mark.parametrize("name", EXACT)
def test_awkward_texts_and_numbers_read_back(publish, edition, name):
    from .publishing.conftest import AWKWARD

    notes = pd.Series([AWKWARD[row % len(AWKWARD)] for row in range(62)], dtype="str")
    values = pd.Series([(0.1 + 0.2) * 10.0**row for row in range(-30, 32)])
    source = edition.observations["source"].replace("WORK-2021", "Büro/2021 (b) $1")
    awkward = replace(
        edition,
        observations=edition.observations.assign(note=notes, value=values, source=source),
        sources=edition.sources.replace("WORK-2021", "Büro/2021 (b) $1"),
    )
    ((shape, path),) = find_editions(publish(awkward, name))
    read = read_edition(shape, path, path.name, Report())
    assert read.observations["note"].tolist() == notes.tolist()
    assert [float(text) for text in read.observations["value"]] == values.tolist()
    assert read.observations["source"].tolist() == source.tolist()
    assert set(read.sources["source"]) == set(awkward.sources["source"])


def test_an_edition_in_several_formats_is_one_edition(publish, fresh, mini, edition):
    report = bring(publish(edition, *EXACT), fresh)
    assert [count.kept for count in report.datasets] == [62, 0, 0, 0, 0, 0]
    assert all(count.left_out == {"it stands in another file already": 62} for count in report.datasets[1:])
    pd.testing.assert_frame_equal(cells(Project(fresh)), cells(mini))


def test_editions_that_contradict_each_other_are_a_finding_and_nothing_is_written(publish, fresh, edition):
    publish(edition, "parquet")
    other = edition.observations.assign(value=edition.observations["value"] + 1)
    report = bring(publish(replace(edition, observations=other), "datapackage"), fresh)
    assert [finding.code for finding in report.findings] == ["duplicate-observation"]
    assert "not the same in all editions (60 such rows)" in next(iter(report.findings)).found
    assert report.written == ()
    assert not (fresh / "data/AT").exists()


def test_a_part_of_an_edition_replaces_its_own_rows_only(publish, tmp_path, mini, edition):
    project = tmp_path / "whole"
    shutil.copytree(mini.root, project)
    part = edition.only(states=["AT"], years=[2019])
    part = replace(part, observations=part.observations.assign(value=part.observations["value"].where(
        part.observations["indicator"] != "employment_rate", 33.0)))  # fmt: skip
    report = bring(publish(part, "sdmx-csv"), project)
    assert report.findings.ok
    after, before = cells(Project(project)), cells(mini)
    changed = after["value"] != before["value"]
    changed &= ~(after["value"].isna() & before["value"].isna())
    pd.testing.assert_frame_equal(after[KEY], before[KEY])
    assert set(after.loc[changed, "value"]) == {33.0}
    assert set(after.loc[changed, "state"]) == {"AT"}
    assert set(after.loc[changed, "year"]) == {2019}


def test_rows_that_a_state_has_from_another_source_stay(publish, tmp_path, mini, edition):
    project = tmp_path / "whole"
    shutil.copytree(mini.root, project)
    other = replace(
        edition,
        observations=edition.observations.assign(source="ELSEWHERE", value=1.0),
        sources=edition.sources.assign(source="ELSEWHERE").drop_duplicates(["state", "source"]),
    )
    (count,) = bring(publish(other, "parquet"), project).datasets
    assert count.left_out == {"the national dataset has its own row": 62}
    pd.testing.assert_frame_equal(cells(Project(project)), cells(mini))


def test_what_this_project_does_not_have_is_left_out_with_its_reason(publish, fresh, edition):
    observations = edition.observations.copy()
    observations.loc[observations["indicator"] == "median_income", "indicator"] = "shoe_size"
    observations.loc[observations["state"] == "SE", "state"] = "ZZ"
    sources = edition.sources.replace({"state": {"SE": "ZZ"}})
    other = replace(edition, observations=observations, sources=sources)
    (count,) = bring(publish(other, "datapackage"), fresh, indicators=["employment_rate"]).datasets
    assert set(count.left_out) == {
        "no indicator here: shoe_size", "no state here: ZZ", "not asked for: another indicator",
    }  # fmt: skip
    assert count.read == count.kept + sum(count.left_out.values())
    assert set(count.indicators) == {"employment_rate"}


@pytest.mark.parametrize(
    ("old", "new", "code", "found"),
    [
        ("TOTAL,60,", "TOTAL,sixty,", "not-a-number", "'sixty' (1 times)"),
        (",u,2.5,", ",uQ,2.5,", "status-unknown", "'uQ'"),
        ("WORK-2021", "WORK-1999", "source-not-declared", "'WORK-1999' of AT is not among the sources"),
        (
            "AT,employment_rate,2019,NAT",
            "AT,employment_rate,2019,NEU27_2020_FOR",
            "duplicate-observation",
            "twice",
        ),
        ("state,indicator", "country,indicator", "missing-column", "state is absent"),
    ],
)
def test_what_cannot_be_an_observation_is_a_finding_and_nothing_is_written(
    publish, fresh, edition, old, new, code, found
):
    inbox = publish(edition, "datapackage")
    path = inbox / "datapackage/observations.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    report = bring(inbox, fresh)
    assert code in {finding.code for finding in report.findings}
    assert any(found in finding.found for finding in report.findings)
    assert report.written == ()
    assert not (fresh / "data/AT").exists()


def test_a_source_without_licence_is_a_finding(publish, fresh, edition):
    report = bring(publish(replace(edition, sources=edition.sources.assign(licence="?")), "parquet"), fresh)
    assert report.written == ()
    assert any("licence" in finding.found for finding in report.findings)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("parquet", "sources.parquet"),
        ("datapackage", "observations.csv"),
        ("sdmx-csv", "sources.csv"),
        ("sdmx-ml", "sources.xml"),
    ],
)
def test_a_file_that_is_gone_or_cut_off_is_a_finding(publish, fresh, edition, name, file):
    inbox = publish(edition, name)
    path = inbox / name / file
    path.write_bytes(path.read_bytes()[: len(path.read_bytes()) // 2])
    if name in ("datapackage", "sdmx-csv"):
        path.unlink()
    report = bring(inbox, fresh)
    assert not report.findings.ok
    assert report.written == ()


def test_files_of_others_are_no_editions(tmp_path):
    (tmp_path / "observations.csv").write_text("a,b\n1,2\n", "utf-8")
    (tmp_path / "datapackage.json").write_text('{"name": "other"}', "utf-8")
    (tmp_path / "x").mkdir()
    (tmp_path / "x/datapackage.json").write_text("[", "utf-8")
    (tmp_path / "observations.parquet").write_bytes(b"PAR1")
    (tmp_path / "observations.xml").write_text("<a/>", "utf-8")
    (tmp_path / "book.xlsx").write_bytes(b"PK")
    assert list(find_editions(tmp_path)) == []
