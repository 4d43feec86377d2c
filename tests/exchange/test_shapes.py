"""Every shape gives the same cells, and a file that cannot be read says why and where."""

import gzip
import json

import pytest

from scoreboard.exchange import sdmx_csv
from scoreboard.exchange.codelists import read_codelists
from scoreboard.exchange.shapes import read_delivery
from scoreboard.findings import Report

HEADER = "freq,unit,sex,age,citizen,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
ROW = "A,PC,T,Y20-64,NAT,EL,2019,61.2,b\n"


def read(folder, name, project=None):
    report = Report()
    lists = read_codelists(project / "data/codelists.csv") if project else {}
    return read_delivery(folder / name, name, lists, report), report


@pytest.mark.parametrize(
    ("file", "shape", "updated", "lines"),
    [
        ("employment.tsv", "Eurostat TSV", "", [2, 2, 2, 3]),
        ("employment_codes.csv", "SDMX-CSV", "2025-03-21", [2, 3, 4, 5]),
        ("employment_labels.csv", "SDMX-CSV with labels", "2025-03-21", [2, 3, 4, 5]),
        ("employment.json", "JSON-stat", "2025-03-21", [0, 0, 0, 0]),
        ("employment_table.csv", "plain table", "", [2, 3, 4, 5]),
    ],
)
def test_content_tells_the_shape(deliver, project, file, shape, updated, lines):
    delivery, report = read(deliver("x.csv", source=file), "x.csv", project)
    assert report.ok
    assert (delivery.shape, delivery.updated) == (shape, updated)
    assert len(delivery.frame) == 21
    assert list(delivery.lines[:4]) == lines


@pytest.mark.parametrize(
    "file", ["employment.tsv", "employment_codes.csv", "employment_labels.csv", "employment.json"]
)
def test_official_shapes_come_in_the_columns_of_sdmx_csv(deliver, project, file):
    delivery, _ = read(deliver(file), file, project)
    greece = delivery.frame[delivery.frame["geo"].isin(["EL", "Greece"])]
    nationals = greece[greece["citizen"] == "NAT"].sort_values("TIME_PERIOD")
    assert list(nationals["OBS_VALUE"]) == ["61.2", "61.0", "62.60"]  # digits as the source has them
    assert list(nationals["OBS_FLAG"]) == ["", "", "b"]
    assert set(nationals["age"]) == {"Y20-64"}


def test_a_compressed_file_is_the_same_file(deliver):
    plain, _ = read(deliver("e.csv", text=HEADER + ROW), "e.csv")
    packed, _ = read(deliver("e.csv.gz", text=gzip.compress((HEADER + ROW).encode())), "e.csv.gz")
    assert packed.frame.equals(plain.frame)
    assert packed.sha256 != plain.sha256  # of the file as delivered


def test_windows_line_ends_and_byte_order_mark(deliver):
    text = ("\ufeff" + HEADER + ROW).replace("\n", "\r\n")
    delivery, report = read(deliver("e.csv", text=text), "e.csv")
    assert report.ok
    assert list(delivery.frame.iloc[0]) == ["A", "PC", "T", "Y20-64", "NAT", "EL", "2019", "61.2", "b"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (HEADER + ROW + "A,PC\n", "row-length", 3),
        (HEADER + 'A,"PC\n', "csv-syntax", 2),
        (HEADER.encode() + b"A,\xff\n", "encoding-not-utf8", 2),
        (gzip.compress(b"freq", mtime=0)[:-4], "csv-syntax", None),
        ("geo,year,geo\nSE,2019,1\n", "unknown-column", 1),
        ("freq,geo\\TIME_PERIOD\t2019\nA,SE\t1\t2\n", "row-length", 2),
        ("freq,geo\\TIME_PERIOD\t2019\nA,SE\t12,3\n", "not-a-number", 2),
        ('{"version": "2.0",\n "id": ]}', "wrong-value", 2),
        ('{"some": "thing"}', "wrong-value", None),
    ],
)
def test_an_unreadable_file_names_its_line(deliver, text, code, line):
    delivery, report = read(deliver("e.csv", text=text), "e.csv")
    assert delivery is None
    assert [(finding.code, finding.place.line) for finding in report] == [(code, line)]


def test_an_unknown_label_is_a_finding_at_its_first_row(deliver, project):
    text = HEADER + ROW + ROW.replace("Y20-64", "From 20 to 64 yeers") + ROW.replace("Y20-64", "Total")
    _, report = read(deliver("e.csv", text=text), "e.csv", project)
    (finding,) = report
    assert (finding.code, finding.place.line) == ("wrong-value", 3)
    assert "did you mean 'From 20 to 64 years'?" in finding.advice


def json_stat(**changes):
    document = {
        "version": "2.0", "class": "dataset", "id": ["geo", "time"], "size": [2, 2],
        "value": [1, None, 2.50, 4],
        "dimension": {
            "geo": {"category": {"index": ["SE", "NO"]}},
            "time": {"category": {"index": {"2021": 1, "2020": 0}}},
        },
    }  # fmt: skip
    return json.dumps(document | changes).replace("2.5,", "2.50,")


@pytest.mark.parametrize(
    ("changes", "values", "flags"),
    [
        ({}, ["1", "", "2.50", "4"], ["", "", "", ""]),
        ({"status": ["b", "u", None, None]}, ["1", "", "2.50", "4"], ["b", "u", "", ""]),
        ({"status": "e"}, ["1", "", "2.50", "4"], ["e", "e", "e", "e"]),
        ({"value": {"0": 1, "3": 4}, "status": {"1": "u"}}, ["1", "", "4"], ["", "u", ""]),
    ],
)
def test_json_stat_values_and_status_dense_sparse_or_single(deliver, changes, values, flags):
    delivery, report = read(deliver("e.json", text=json_stat(**changes)), "e.json")
    assert report.ok
    assert list(delivery.frame[sdmx_csv.VALUE]) == values
    assert list(delivery.frame[sdmx_csv.FLAG]) == flags
    assert list(delivery.frame["TIME_PERIOD"])[:2] == ["2020", "2021"]


def test_json_stat_with_cells_beyond_its_dimensions_is_refused(deliver):
    delivery, report = read(deliver("e.json", text=json_stat(value={"4": 1})), "e.json")
    assert delivery is None
    assert "cell 4 of 4" in next(iter(report)).found
