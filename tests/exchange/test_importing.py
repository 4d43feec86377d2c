"""The whole way, from downloaded files to national datasets, on one small dataset in five shapes."""

import csv
import gzip
import itertools
from datetime import date

import pytest
import yaml

from scoreboard.exchange import import_folder

from .making import FILES, dataset, framework, statistic

DAY = date(2025, 1, 2)
SHAPES = ["employment.tsv", "employment_codes.csv", "employment_labels.csv", "employment.json"]
GREECE = """\
state,indicator,year,group,sex,age,duration,value,status,se,n,source,note
GR,employment,2019,NAT,,Y20-64,,61.2,,,,employment,
GR,employment,2019,NEU27_2020_FOR,,Y20-64,,54.4,,,,employment,
GR,employment,2020,NAT,,Y20-64,,61.0,,,,employment,
GR,employment,2020,NEU27_2020_FOR,,Y20-64,,,m,,,employment,
GR,employment,2021,NAT,,Y20-64,,62.60,b,,,employment,
GR,employment,2021,NEU27_2020_FOR,,Y20-64,,,u,,,employment,
"""
LEFT_OUT = {"age = Y15-64": 3, "an aggregate of states: EU27_2020": 3, "no value in any year": 3}


def contents(root):
    paths = sorted((root / "data").glob("*/*"))
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in paths}


def of(report, dataset):
    return next(one for one in report.datasets if one.dataset == dataset)


@pytest.mark.parametrize("file", SHAPES)
def test_every_shape_gives_the_same_national_datasets(deliver, project, employment, file):
    folder = deliver("employment." + file.rpartition(".")[2], source=file)
    report = import_folder(folder, project, employment, today=DAY)
    assert list(report.findings) == []
    files = contents(project)
    assert files["data/GR/labour_market.csv"] == GREECE
    assert files["data/GB/labour_market.csv"].splitlines()[-2:] == [
        "GB,employment,2021,NAT,,Y20-64,,,m,,,employment,",
        "GB,employment,2021,NEU27_2020_FOR,,Y20-64,,,C,,,employment,",  # confidential: never written
    ]
    assert report.states == ("GB", "GR")  # BA has no value in any year, XK another age
    count = of(report, "employment")
    assert (count.read, count.kept, count.indicators) == (21, 12, {"employment": 12})
    left_out = {
        why.replace("European Union - 27 countries  (from 2020)", "EU27_2020"): n
        for why, n in count.left_out.items()
    }
    assert left_out == LEFT_OUT


def test_a_plain_table_gives_them_too(deliver, project, table_framework):
    report = import_folder(deliver("employment_table.csv"), project, table_framework, today=DAY)
    assert contents(project)["data/GR/labour_market.csv"] == GREECE
    left_out = of(report, "employment").left_out
    assert {why.replace("years_of_age", "age"): rows for why, rows in left_out.items()} == LEFT_OUT
    source = yaml.safe_load(contents(project)["data/GR/sources.yaml"])["sources"]["employment"]
    assert source["url"] == "https://example.org/EL"  # the page of the state's own rows


def test_sources_say_where_the_rows_come_from(deliver, project, employment):
    import_folder(deliver("employment.csv", source="employment_codes.csv"), project, employment, today=DAY)
    text = contents(project)["data/GR/sources.yaml"]
    first, rest = text.split("\n", 1)
    assert first == "# yaml-language-server: $schema=../../schemas/state-sources.json"
    entry = yaml.safe_load(rest)["sources"]["employment"]
    assert list(entry) == sorted(entry)
    assert len(entry.pop("sha256")) == 64
    assert entry == {
        "accessed": "2025-01-02", "dataset": "employment", "licence": "CC BY 4.0", "provider": "Eurostat",
        "title": "Employment", "updated": "2025-03-21", "url": "https://example.org/employment",
    }  # fmt: skip


def test_a_second_import_changes_no_byte_and_keeps_the_day(deliver, project, employment):
    folder = deliver("employment.tsv")
    first = import_folder(folder, project, employment, today=DAY)
    before = contents(project)
    second = import_folder(folder, project, employment, today=date(2026, 6, 7))
    assert len(first.written) == 4
    assert second.written == ()
    assert contents(project) == before


def test_a_new_file_has_a_new_day(deliver, project, employment):
    import_folder(deliver("employment.tsv"), project, employment, today=DAY)
    changed = (FILES / "employment.tsv").read_text().replace("61.2", "61.3")
    report = import_folder(
        deliver("employment.tsv", text=changed), project, employment, today=date(2026, 6, 7)
    )
    assert "data/GR/labour_market.csv" in report.written
    assert "accessed: '2026-06-07'" in contents(project)["data/GR/sources.yaml"]


def test_compressed_and_in_a_folder_of_folders(deliver, project, employment):
    packed = gzip.compress((FILES / "employment.tsv").read_bytes())
    report = import_folder(deliver("a/b/EMPLOYMENT.tsv.gz", text=packed), project, employment, today=DAY)
    assert of(report, "employment").file == "a/b/EMPLOYMENT.tsv.gz"
    assert contents(project)["data/GR/labour_market.csv"] == GREECE


def test_an_unknown_place_is_an_error_and_nothing_is_written(deliver, project, employment):
    text = (FILES / "employment.tsv").read_text().replace("NAT,UK", "NAT,Atlantis")
    report = import_folder(deliver("employment.tsv", text=text), project, employment, today=DAY)
    (finding,) = report.findings
    assert (finding.code, str(finding.place)) == ("unknown-state", "employment.tsv:5")
    assert finding.found == "'Atlantis' (3 times)"
    assert report.written == ()
    assert contents(project) == {}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("62.60 b", "62.60 q", "status-unknown"),
        ("62.60 b", "6.2.60 b", "not-a-number"),
        ("\t2019", "\tnow", "wrong-value"),
        ("unit", "measure", "missing-column"),
        ("Y15-64,NAT,XK", "Y20-64,NAT,EL", "duplicate-observation"),
    ],
)
def test_what_cannot_be_understood_is_an_error(deliver, project, employment, old, new, code):
    text = (FILES / "employment.tsv").read_text().replace(old, new)
    report = import_folder(deliver("employment.tsv", text=text), project, employment, today=DAY)
    assert [finding.code for finding in report.findings] == [code]
    assert contents(project) == {}


def test_a_table_without_its_columns_is_an_error(deliver, project, table_framework, employment):
    folder = deliver("employment_table.csv", text="country;rate\nSE;1\n")
    report = import_folder(folder, project, table_framework, today=DAY)
    assert {finding.code for finding in report.findings} == {"missing-column"}
    folder = deliver("employment.csv", text="country;rate\nSE;1\n")  # and no columns are declared
    report = import_folder(folder, project, employment, today=DAY)
    assert {finding.code for finding in report.findings} == {"missing-column"}


def test_an_interval_becomes_a_standard_error_and_a_stated_one_is_kept(deliver, project):
    columns = {
        "state": "geo",
        "year": "year",
        "value": "rate",
        "se": "se",
        "ci_low": "low",
        "ci_high": "high",
    }
    table = dataset(files=["survey"], columns=columns, interval_level=0.9)
    survey = framework(
        [statistic(sources=[{"dataset": "survey"}], by="none", groups=[], group="TOTAL")], {"survey": table}
    )
    lines = ["geo,year,rate,se,low,high", "SE,2020,50,,46.71,53.29", "SE,2021,50,1.5,46,54", "SE,2022,50,,,"]
    report = import_folder(deliver("survey.csv", text="\n".join(lines) + "\n"), project, survey, today=DAY)
    assert list(report.findings) == []
    (text,) = (file for name, file in contents(project).items() if name.endswith(".csv"))
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["se"] for row in rows] == ["2.00018", "1.5", ""]  # 6.58 / 3.289707


def test_swapped_bounds_of_an_interval_are_an_error(deliver, project):
    columns = {"state": "geo", "year": "year", "value": "rate", "ci_low": "low", "ci_high": "high"}
    table = dataset(files=["survey"], columns=columns)
    survey = framework(
        [statistic(sources=[{"dataset": "survey"}], by="none", groups=[], group="TOTAL")], {"survey": table}
    )
    text = "geo,year,rate,low,high\nSE,2020,50,53,47\n"
    report = import_folder(deliver("survey.csv", text=text), project, survey, today=DAY)
    assert [finding.code for finding in report.findings] == ["wrong-value"]
    assert contents(project) == {}


def test_two_files_for_one_dataset_are_an_error(deliver, project, employment):
    deliver("old/employment.tsv", source="employment.tsv")
    report = import_folder(deliver("employment.tsv"), project, employment, today=DAY)
    assert [finding.code for finding in report.findings] == ["duplicate-observation"]


def test_the_first_dataset_with_rows_is_taken(deliver, project):
    sources = [{"dataset": "absent"}, {"dataset": "empty"}, {"dataset": "good"}, {"dataset": "spare"}]
    it = framework([statistic(sources=sources)], {key["dataset"]: dataset() for key in sources})
    deliver("empty.tsv", text="sex,age,citizen,geo\\TIME_PERIOD\t2019\nT,Y20-64,NAT,SE\t: u\n")
    deliver("good.tsv", source="employment.tsv")
    report = import_folder(deliver("spare.tsv", source="employment.tsv"), project, it, today=DAY)
    assert report.absent == ("absent",)
    assert of(report, "empty").left_out == {"no value in any year": 1}
    assert of(report, "good").kept == 12
    assert of(report, "spare").left_out["taken from good, which is preferred"] == 12
    assert contents(project)["data/GR/labour_market.csv"] == GREECE.replace(",employment,\n", ",good,\n")


def test_recode_and_several_indicators_from_one_dataset(deliver, project):
    source = {"dataset": "employment", "recode": {"NAT": "OWN", "NEU27_2020_FOR": "OTHER"}}
    own = statistic("own", [source], groups=["OWN"], group="OWN", domain="education")
    young = statistic("young", age="Y15-64", groups=["NAT"])
    it = framework([own, young], {"employment": dataset()})
    count = of(import_folder(deliver("employment.tsv"), project, it, today=DAY), "employment")
    assert count.indicators == {"own": 6, "young": 3}
    assert count.left_out["citizen = NEU27_2020_FOR"] == 6
    assert "GR,own,2019,OWN,,Y20-64,,61.2," in contents(project)["data/GR/education.csv"]


def test_a_file_that_no_dataset_names_is_mentioned(deliver, project, employment):
    deliver("notes/readme.csv", text="a,b\n")
    report = import_folder(deliver("employment.tsv"), project, employment, today=DAY)
    assert report.unread == ("notes/readme.csv",)
    assert "notes/readme.csv" in report.as_text()


OWN = "state,indicator,year,group,age,value,status,source\n"


def give(project, state, rows, sources="office"):
    folder = project / "data" / state
    folder.mkdir(exist_ok=True)
    (folder / "own.csv").write_text(OWN + rows, "utf-8")
    entry = {"provider": "Statistics office", "title": "Survey", "dataset": "S1", "licence": "open",
             "url": "https://example.org/s1", "accessed": "2024-05-06"}  # fmt: skip
    text = yaml.safe_dump({"sources": {sources: entry}})
    (folder / "sources.yaml").write_text(text, "utf-8")


def test_a_states_own_rows_stay_and_are_never_doubled(deliver, project, employment):
    give(project, "GR", "GR,employment,2019,NAT,Y20-64,63.5,,office\n")
    report = import_folder(deliver("employment.tsv"), project, employment, today=DAY)
    assert of(report, "employment").left_out["the national dataset has its own row"] == 1
    files = contents(project)
    assert files["data/GR/own.csv"].endswith("63.5,,office\n")
    assert "GR,employment,2019,NAT," not in files["data/GR/labour_market.csv"]
    assert list(yaml.safe_load(files["data/GR/sources.yaml"])["sources"]) == ["employment", "office"]


def test_own_rows_in_a_written_file_stay_in_it(deliver, project, employment):
    folder = deliver("employment.tsv")
    import_folder(folder, project, employment, today=DAY)
    path = project / "data/GR/labour_market.csv"
    own = "GR,employment,2018,NAT,,Y20-64,,60.1,,0.4,900,employment_office,page 7\n"
    path.write_text(path.read_text() + own)
    import_folder(folder, project, employment, today=DAY)
    assert path.read_text().splitlines()[1] == own.strip()
    assert path.read_text().count("\n") == 8


def test_rows_stand_in_one_order_whoever_wrote_them(deliver, project):
    """A default is empty in the file and spelt out once read; both stand in the same place."""
    it = framework([statistic("one", sexes=["T", "F"]), statistic("two")], {"employment": dataset()})
    women = (FILES / "employment.tsv").read_text().replace("T,Y15-64,NAT,XK", "F,Y20-64,NAT,EL")
    folder = deliver("employment.tsv", text=women)
    import_folder(folder, project, it, today=DAY)
    before = contents(project)
    changed = deliver("employment.tsv", text=women.replace("61.2", "61.3"))
    import_folder(changed, project, it, indicators=["two"], today=DAY)
    import_folder(deliver("employment.tsv", text=women), project, it, indicators=["two"], today=DAY)
    assert "GR,one,2019,NAT,F," in before["data/GR/labour_market.csv"]
    assert contents(project)["data/GR/labour_market.csv"] == before["data/GR/labour_market.csv"]


def test_faulty_national_datasets_are_not_overwritten(deliver, project, employment):
    give(project, "GR", "GR,employment,2019\n")
    report = import_folder(deliver("employment.tsv"), project, employment, today=DAY)
    assert [finding.code for finding in report.findings] == ["row-length"]
    assert list(contents(project)) == ["data/GR/own.csv", "data/GR/sources.yaml"]


def test_one_indicator_alone_leaves_the_others_as_they_are(deliver, project):
    it = framework([statistic("one"), statistic("two")], {"employment": dataset()})
    import_folder(deliver("employment.tsv"), project, it, today=DAY)
    changed = (FILES / "employment.tsv").read_text().replace("61.2", "61.3")
    import_folder(deliver("employment.tsv", text=changed), project, it, indicators=["two"], today=DAY)
    rows = contents(project)["data/GR/labour_market.csv"]
    assert "GR,one,2019,NAT,,Y20-64,,61.2," in rows
    assert "GR,two,2019,NAT,,Y20-64,,61.3," in rows


def test_rows_of_an_indicator_no_longer_defined_go(deliver, project):
    datasets = {"employment": dataset()}
    both = framework([statistic("one"), statistic("two", domain="health")], datasets)
    folder = deliver("employment.tsv")
    import_folder(folder, project, both, today=DAY)
    report = import_folder(folder, project, framework([statistic("one")], datasets), today=DAY)
    assert report.written == ("data/GB/health.csv", "data/GR/health.csv")
    assert not (project / "data/GR/health.csv").exists()


def test_a_context_series_that_is_not_available_is_kept(deliver, project):
    """A state that publishes nothing is itself worth showing where nothing is scored."""
    context = framework([statistic(lens="context")], {"employment": dataset()})
    text = import_folder(deliver("employment.tsv"), project, context, today=DAY).as_text()
    assert "read 21 = kept 15 + left out 6" in text
    rows = contents(project)["data/BA/labour_market.csv"].splitlines()[1:]
    assert rows
    assert all(row.split(",")[7] == "" and row.split(",")[8] for row in rows)


def test_read_is_kept_and_left_out_in_the_text_too(deliver, project, employment):
    text = import_folder(deliver("employment.tsv"), project, employment, today=DAY).as_text()
    assert "read 21 = kept 12 + left out 9" in text
    assert (
        text.splitlines()[-1] == "1 dataset(s), 2 states: 21 rows read, 12 kept, 9 left out; 4 files changed"
    )


def test_progress_tells_each_file_once(deliver, project):
    datasets = {key: dataset(files=["employment"]) for key in ("a", "b")}
    told = []
    import_folder(deliver("employment.tsv"), project, framework([], datasets), progress=told.append)
    assert told == ["reading employment.tsv"]


def test_no_temporary_file_stays(deliver, project, employment):
    import_folder(deliver("employment.tsv"), project, employment, today=DAY)
    names = itertools.chain.from_iterable(path.name for path in (project / "data").rglob("*"))
    assert "part" not in "".join(names)
