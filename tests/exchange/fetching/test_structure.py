"""The definitions against what the service says of a dataset: a changed table is named with the line that asks."""

import pytest
from pysdmx.io import read_sdmx

from scoreboard.definitions import load_framework
from scoreboard.definitions.registers import Fetch
from scoreboard.exchange.fetching import Cache, Wish, fetch
from scoreboard.exchange.fetching.demands import needs
from scoreboard.exchange.fetching.narrowing import check_structure, narrow, places_of
from scoreboard.exchange.fetching.structure import Structure, read_structure
from scoreboard.findings import Place, Report

from . import service as loopback
from .conftest import (
    DAY,
    DIMENSIONS,
    PATIENCE,
    Time,
    contents,
    dataset,
    definitions,
    empty_project,
    framework,
    rows,
    statistic,
)

CODES = {
    "freq": ("A",), "unit": ("PC", "THS"), "sex": ("T", "F", "M"), "age": ("Y20-64", "Y15-64"),
    "citizen": ("NAT", "NEU27_2020_FOR", "TOTAL"), "geo": ("EL", "SE", "EU27_2020", "UK"),
}  # fmt: skip


def need_of(*indicators, **more):
    made = framework(list(indicators), {"employment": dataset(fetch=Fetch(service="office", **more))})
    (need,) = needs(made)
    return made, need


def findings(need, codes):
    report = Report()
    remarks = check_structure(need, Structure(codes), report)
    return [(finding.code, finding.found) for finding in report], remarks


def test_a_structure_that_fits_gives_nothing():
    assert findings(need_of(statistic())[1], CODES) == ([], [])


@pytest.mark.parametrize(
    ("change", "code", "found"),
    [
        ({"unit": None}, "missing-column", "employment has no dimension 'unit', which employment asks for"),
        (
            {"citizen": None},
            "missing-column",
            "employment has no dimension 'citizen', which employment asks for",
        ),
        ({"geo": None}, "missing-column", "employment has no dimension 'geo' of states"),
        (
            {"unit": ("PCT",)},
            "wrong-value",
            "employment: unit = PC, which employment asks for, is not among its codes",
        ),
        ({"age": ("Y15-64",)}, "wrong-value", "employment: age = Y20-64, which employment asks for"),
        ({"citizen": ("NAT", "FOR")}, "wrong-value", "employment: citizen = NEU27_2020_FOR"),
        (
            {"wstatus": ("EMP", "NEMP")},
            "missing-key",
            "the dimension 'wstatus', of which employment takes no single",
        ),
    ],
)
def test_a_changed_structure_is_told(change, code, found):
    codes = {name: held for name, held in (CODES | change).items() if held is not None}
    (one,), remarks = findings(need_of(statistic())[1], codes)
    assert one[0] == code
    assert found in one[1]
    assert remarks == []


def test_a_new_dimension_of_one_code_does_no_harm():
    assert findings(need_of(statistic())[1], CODES | {"wstatus": ("EMP",)}) == ([], [])


def test_a_filter_of_the_dataset_itself_closes_a_dimension():
    _, need = need_of(statistic(), filters={"wstatus": "EMP"})
    codes = CODES | {"wstatus": ("EMP", "NEMP")}
    assert findings(need, codes) == ([], [])
    assert narrow(need, Structure(codes), {})["wstatus"] == ("EMP",)


def test_of_several_codes_some_may_be_absent():
    _, need = need_of(
        statistic(
            sexes=["T", "F", "M"], sources=[{"dataset": "employment", "filters": {"unit": ["PC", "PC_POP"]}}]
        )
    )
    told, remarks = findings(need, CODES | {"sex": ("T",)})
    assert told == []
    assert [remark.partition(" (")[0] for remark in remarks] == [
        "employment has no unit = PC_POP", "employment has no sex = F, M",
    ]  # fmt: skip
    assert narrow(need, Structure(CODES | {"sex": ("T",)}), {})["sex"] == ("T",)


def test_a_dataset_without_sex_and_age_is_fine():
    codes = {name: held for name, held in CODES.items() if name not in ("sex", "age")}
    assert findings(need_of(statistic())[1], codes) == ([], [])


def test_the_union_over_indicators_leaves_open_what_one_of_them_needs_whole():
    young = statistic("young", age="Y15-24", sexes=["F"], sex="F")
    anyone = statistic("anyone", by="none", groups=[], group="TOTAL")
    _, need = need_of(statistic(), young)
    assert need.codes()["age"] == ("Y15-24", "Y20-64")
    assert need.codes()["sex"] == ("F", "T")
    _, need = need_of(statistic(), anyone)
    assert "citizen" not in need.codes()


def test_recoded_groups_are_asked_for_by_the_names_of_the_dataset():
    recode = {"NAT": "OWN", "FOR": "OTHER"}
    it = statistic(
        sources=[{"dataset": "employment", "recode": recode}], groups=["OWN", "OTHER"], group="OTHER"
    )
    assert need_of(it)[1].codes()["citizen"] == ("FOR", "NAT")


@pytest.mark.parametrize(
    ("naming", "expected"), [("eurostat", {"EL", "UK"}), ("iso2", {"GR", "GB"}), ("iso3", {"GRC", "GBR"})]
)
def test_states_are_asked_for_by_the_codes_of_the_service(naming, expected):
    made, need = need_of(statistic())
    assert set(places_of(need, None, made, ("GR", "GB"), naming)) == expected


def test_states_are_those_of_the_dataset_and_no_aggregates():
    made, need = need_of(statistic())
    assert places_of(need, Structure(CODES), made, (), "eurostat") == {"EL": "GR", "SE": "SE", "UK": "GB"}


@pytest.mark.parametrize("version", [2, 3])
def test_structures_are_read_as_an_independent_library_reads_them(tmp_path, version):
    body = loopback.Service({"EMPLOYMENT": loopback.Table(DIMENSIONS, rows())}).constraint(
        "EMPLOYMENT", version
    )
    (tmp_path / "structure.xml").write_bytes(body)
    (theirs,) = read_sdmx(tmp_path / "structure.xml", validate=False).structures
    region = getattr(theirs, "cube_region", None) or theirs.cube_regions[0]
    expected = {one.id: tuple(value.value for value in one.values) for one in region.key_values}
    ours = read_structure(body).codes
    assert ours == {name: codes for name, codes in expected.items() if name != "TIME_PERIOD"}


def test_the_order_of_the_key_is_that_of_the_positions():
    service = loopback.Service({"EMPLOYMENT": loopback.Table(DIMENSIONS, rows())})
    structure = read_structure(service.constraint("EMPLOYMENT", 2), service.definition("EMPLOYMENT"))
    assert structure.order == tuple(DIMENSIONS)


@pytest.mark.parametrize(
    "body", [b"", b"<a>", b"<a/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"not XML at all"]
)
def test_what_is_no_structure_is_refused(body):
    with pytest.raises(ValueError, match=r"XML|dimensions"):
        read_structure(body)


def test_a_changed_table_names_the_line_of_the_definition(service, tables, tmp_path):
    """Through the whole fetch, with definitions in files."""
    root = empty_project(tmp_path / "own")
    (root / "indicators/labour_market").mkdir(parents=True)
    (root / "indicators/sources.yaml").write_text(
        f"services:\n  office: {{protocol: eurostat-sdmx-3.0, url: '{service.url}', agency: ESTAT}}\n"
        "datasets:\n  employment:\n    provider: E\n    title: T\n    licence: L\n    attribution: A\n"
        "    url: https://example.org\n    fetch: {service: office, filters: {indic: EMP}}\n"
    )
    (root / "indicators/labour_market/rate.yaml").write_text(
        "code: rate\nlens: context\ndomain: labour_market\ntitle: Rate\nwhy: W.\ndefinition: D.\nunit: per_cent\n"
        "direction: none\nby: citizenship\ngroups: [NAT, STLS]\ngroup: STLS\nage: Y20-64\n"
        "possible: {low: 0, high: 100}\nsources:\n  - dataset: employment\n    filters: {freq: A, unit: PCT}\n"
    )
    made, report = load_framework(root)
    assert "rate" in made.indicators, list(report)
    result = fetch(
        root, made, Wish(), Cache(tmp_path / "c"), today=DAY, patience=PATIENCE, clock=Time().clock
    )
    told = {(str(finding.place), finding.code, finding.found) for finding in result.findings}
    assert told == {
        ("indicators/labour_market/rate.yaml:10:1", "wrong-value",
         "employment: citizen = STLS, which rate asks for, is not among its codes"),
        ("indicators/labour_market/rate.yaml:16:24", "wrong-value",
         "employment: unit = PCT, which rate asks for, is not among its codes"),
        ("indicators/sources.yaml:10:40", "missing-column",
         "employment has no dimension 'indic', which datasets.employment.fetch asks for"),
    }  # fmt: skip
    assert service.count("/data/") == 0
    assert not any("rate" in file for file in contents(root))


def test_a_service_that_says_nothing_of_its_structure_is_asked_for_all_states(service, run):
    assert run(protocol="sdmx-3.0", structure=False).ok
    (asked,) = [path for path in service.asked if "EMPLOYMENT" in path]
    assert "AD,AL,AM" in asked
    assert service.count("availability") == 0


def test_an_office_with_names_of_its_own(service, tmp_path):
    """Columns in capitals and ISO codes of three letters, as OECD and ILO have them."""
    names = ["FREQ", "UNIT", "SEX", "AGE", "CITIZENSHIP", "REF_AREA"]
    iso = {"EL": "GRC", "UK": "GBR", "SE": "SWE", "EU27_2020": "OECD"}
    cells = [[*row[:5], iso[row[5]], *row[6:]] for row in rows() if row[5] != "EU27_2020"]
    service.tables["DF_WORK"] = loopback.Table(names, cells)
    service.format = "csv-2.0"
    made = definitions(service.url, "sdmx-3.0", places="iso3", format="csv-2.0")
    columns = {"state": "REF_AREA", "sex": "SEX", "age": "AGE", "group": "CITIZENSHIP"}
    made.datasets.clear()
    made.datasets["work"] = dataset(
        columns=columns, fetch=Fetch(service="office", dataflow="DF_WORK", agency="OECD.ELS")
    )
    made.indicators.clear()
    made.indicators["work"] = statistic("work", [{"dataset": "work", "filters": {"FREQ": "A", "UNIT": "PC"}}])
    root = empty_project(tmp_path / "own")
    report = fetch(
        root, made, Wish(), Cache(tmp_path / "c"), today=DAY, patience=PATIENCE, clock=Time().clock
    )
    assert report.ok, report.as_text()
    assert service.count("/data/dataflow/OECD.ELS/DF_WORK/1.0") == 1
    assert b"GR,work,2019,NAT,,Y20-64,,60.0," in contents(root)["data/GR/labour_market.csv"]


def test_every_demand_of_this_repository_has_its_line(root):
    made, report = load_framework(root)
    assert report.ok
    asked = needs(made)
    assert len(asked) > 25
    for need in asked:
        for demand in need.all():
            assert isinstance(demand.place, Place)
            assert demand.place.line > 1, demand
