"""The whole way: every interface gives the data that an import of the same tables gives."""

from datetime import timedelta

import pytest
import yaml

from scoreboard.exchange.fetching import Cache, Wish, fetch

from .conftest import (
    DAY,
    PATIENCE,
    contents,
    dataset,
    definitions,
    digest,
    empty_project,
    rows_of,
    statistic,
    with_old_data,
)

PROTOCOLS = ["eurostat-sdmx-3.0", "eurostat-sdmx-2.1", "eurostat-statistics", "sdmx-3.0", "sdmx-2.1"]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_interface_gives_what_an_import_of_the_whole_tables_gives(
    run, service, project, tables, imported, tmp_path, protocol
):
    report = run(protocol=protocol)
    assert report.ok, report.as_text()
    assert [one.how for one in report.fetched] == ["fetched", "fetched"]
    got = rows_of(project)
    expected = imported(tables, empty_project(tmp_path / "other"))
    assert got == expected


def test_the_second_sdmx_csv_gives_it_too(run, project, tables, imported, tmp_path):
    assert run(format="csv-2.0").ok
    assert rows_of(project) == imported(tables, empty_project(tmp_path / "other"))


@pytest.mark.parametrize("how", ["plain", "packed", "encoded"])
def test_however_the_response_is_compressed(run, service, project, how):
    service.compressed, service.encoded = how != "plain", how == "encoded"
    report = run()
    assert report.ok
    entry = yaml.safe_load(contents(project)["data/GR/sources.yaml"])["sources"]["employment"]
    assert entry["sha256"] == report.fetched[0].sha256  # of the content, not of its compression
    assert entry["updated"] == "2025-03-21"
    assert entry["accessed"] == "2026-01-01"


def test_only_what_the_definitions_need_is_asked_for(run, service):
    run(wish=Wish(states=("GR", "SE"), years=(2020, 2021)))
    (asked,) = [path for path in service.asked if "/data/" in path and "EMPLOYMENT" in path]
    for part in (
        "c[freq]=A",
        "c[citizen]=NAT,NEU27_2020_FOR",
        "c[age]=Y20-64",
        "c[geo]=EL,SE",
        "c[TIME_PERIOD]=ge:2020+le:2021",
    ):
        assert part in asked
    assert "EU27_2020," not in asked


def test_what_is_not_asked_for_stays(run, project, old):
    before = contents(old)["data/GR/labour_market.csv"]
    assert run(wish=Wish(states=("SE",))).ok
    assert contents(project)["data/GR/labour_market.csv"] == before
    assert run(wish=Wish(states=("GR",), years=(2019, 2019))).ok
    text = contents(project)["data/GR/labour_market.csv"].decode()
    assert "GR,employment,2018,NAT,,Y20-64,,2.0," in text
    assert "GR,employment,2019,NAT,,Y20-64,,60.0," in text
    assert ",2020," not in text
    assert run().ok
    text = contents(project)["data/GR/labour_market.csv"].decode()
    assert ",2018," not in text  # everything was asked for, and the dataset has no 2018
    assert ",2020,NAT," in text


def test_one_indicator_alone_asks_for_its_datasets_alone(run, service, project):
    assert run(wish=Wish(indicators=("jobless",))).ok
    assert service.count("EMPLOYMENT") == 0
    assert "data/SE/health.csv" in contents(project)
    assert "data/SE/labour_market.csv" not in contents(project)


def test_a_second_run_asks_nobody_and_changes_nothing(run, service, project):
    run()
    before, asked = digest(project), len(service.asked)
    report = run()
    assert [one.how for one in report.fetched] == ["cached", "cached"]
    assert (digest(project), len(service.asked)) == (before, asked)
    assert report.imported.written == ()


def test_refresh_asks_for_everything_anew(run, service):
    run()
    asked = len(service.asked)
    assert [one.how for one in run(refresh=True).fetched] == ["fetched", "fetched"]
    assert len(service.asked) == 2 * asked


@pytest.mark.parametrize("mark", ["etag", "last_modified"])
def test_an_old_response_is_asked_for_only_if_it_has_changed(run, service, time, project, mark):
    setattr(service, mark, '"v1"' if mark == "etag" else "Wed, 01 Jan 2025 00:00:00 GMT")
    run(protocol="sdmx-3.0")
    before = digest(project)
    time.moment += timedelta(days=3)
    report = run(protocol="sdmx-3.0")
    assert [one.how for one in report.fetched] == ["unchanged", "unchanged"]
    assert getattr(service, mark) in service.conditions[-1].values()
    assert digest(project) == before
    time.moment += timedelta(days=3)
    setattr(service, mark, '"v2"' if mark == "etag" else "Thu, 02 Jan 2025 00:00:00 GMT")
    assert [one.how for one in run(protocol="sdmx-3.0").fetched] == ["fetched", "fetched"]


def test_the_catalogue_says_what_has_changed(run, service, time, tables, project):
    run()
    service.updates = {"EMPLOYMENT": "31.12.2025", "JOBLESS": "02.01.2026"}
    time.moment += timedelta(days=3)
    tables["JOBLESS"].rows[0][-2] = "99.0"
    asked = service.count("/data/")
    report = run()
    assert [one.how for one in report.fetched] == ["unchanged", "fetched"]
    assert service.count("catalogue") == 1
    assert service.count("/data/") == asked + 1
    assert b",99.0," in contents(project)["data/GR/health.csv"]


def test_without_a_catalogue_everything_old_is_asked_for_again(run, service, time):
    run()
    time.moment += timedelta(days=3)
    service.catalogue = lambda: b"<html>gone</html>"
    said = []
    assert [one.how for one in run(said=said).fetched] == ["fetched", "fetched"]
    assert any("the catalogue cannot be had" in line for line in said)


def test_progress_names_each_dataset_and_its_size(run):
    said = []
    report = run(said=said)
    assert said[0] == "dataset 1 of 2: employment"
    assert said[1] == f"  fetched: {report.fetched[0].size:,} bytes, {report.fetched[0].cells} cells"


@pytest.mark.parametrize("damage", ["body", "cut", "sidecar", "alone", "address"])
def test_a_damaged_entry_of_the_cache_is_fetched_again(run, service, project, tmp_path, damage):
    run()
    before = digest(project)
    cache = tmp_path / "cache"
    for path in list(cache.glob("*.body")):
        sidecar = path.with_suffix(".json")
        if damage == "body":
            path.write_bytes(path.read_bytes()[:-1] + b"x")
        elif damage == "cut":
            path.write_bytes(path.read_bytes()[:100])
        elif damage == "sidecar":
            sidecar.write_text(sidecar.read_text()[:30])
        elif damage == "alone":
            sidecar.unlink()
        else:
            sidecar.write_text(sidecar.read_text().replace("127.0.0.1", "example.org"))
    asked = service.count("/data/")
    assert run().ok
    assert service.count("/data/") == asked + 2
    assert digest(project) == before


def test_the_cache_holds_no_half_written_file(run, tmp_path):
    run()
    names = [path.name for path in (tmp_path / "cache").iterdir()]
    assert len(names) == 8  # two structures and two datasets, each with its sidecar
    assert not any("part" in name for name in names)


def test_a_dataset_that_was_taken_for_want_of_a_better_one_gives_way(run, project, service, tmp_path):
    """Values from a news page stand only until the table itself can be had."""
    root = with_old_data(project)
    for path in root.glob("data/GR/*"):
        path.write_text(
            path.read_text().replace("employment,\n", "news,\n").replace("  employment:", "  news:")
        )
    made = definitions(service.url)
    made.datasets["news"] = dataset()
    sources = [{"dataset": "employment", "filters": {"freq": "A", "unit": "PC"}}, {"dataset": "news"}]
    made.indicators["employment"] = statistic(sources=sources)
    report = fetch(root, made, Wish(), Cache(tmp_path / "c"), today=DAY, patience=PATIENCE)
    assert report.ok
    text = contents(root)["data/GR/labour_market.csv"].decode()
    assert ",news," not in text
    assert "GR,employment,2019,NAT,,Y20-64,,60.0," in text
    assert "news" not in contents(root)["data/GR/sources.yaml"].decode()
