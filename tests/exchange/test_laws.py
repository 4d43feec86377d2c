"""Laws over made-up datasets: all shapes agree, and no cell is ever lost from the count."""

import csv
import io
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from scoreboard.exchange.cells import understand
from scoreboard.exchange.counts import count
from scoreboard.exchange.places import Gazetteer
from scoreboard.exchange.shapes import read_delivery
from scoreboard.exchange.slices import cut, prefer_first
from scoreboard.findings import Report

from .making import dataset, states, statistic

GAZETTEER = Gazetteer(states().values())
LABELS = {
    "sex": {"T": "Total", "F": "Females", "M": "Males"},
    "age": {"Y20-64": "From 20 to 64 years", "Y_GE18": "18 years or over"},
    "citizen": {"NAT": "Reporting country", "FOR": "Foreign country", "STLS": "Stateless"},
    "geo": {"EL": "Greece", "UK": "United Kingdom", "XK": "Kosovo*", "TR": "Türkiye",
            "EA20": "Euro area – 20 countries (from 2023)", "SE": "Sweden"},
}  # fmt: skip
DIMENSIONS = list(LABELS)
YEARS = ["2019", "2020", "2021"]

values = st.one_of(st.just(""), st.decimals(0, 100, places=1).map(str), st.integers(0, 100).map(str))
flags = st.sampled_from(["", "b", "u", "bu", "p", "c"])
series = st.tuples(*(st.sampled_from(sorted(LABELS[name])) for name in DIMENSIONS))
datasets = st.dictionaries(
    series, st.lists(st.tuples(values, flags), min_size=3, max_size=3), min_size=1, max_size=12
)


def as_tsv(cells):
    lines = [",".join(DIMENSIONS) + "\\TIME_PERIOD\t" + "\t".join(f"{year} " for year in YEARS)]
    for key, row in cells.items():
        lines.append("\t".join([",".join(key), *(f"{value or ':'} {flag}" for value, flag in row)]))
    return "\n".join(lines) + "\n"


def as_sdmx(cells, labels=None):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*DIMENSIONS, "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"])
    for key, row in cells.items():
        names = [labels[name][code] if labels else code for name, code in zip(DIMENSIONS, key, strict=True)]
        writer.writerows([*names, year, *cell] for year, cell in zip(YEARS, row, strict=True))
    return text.getvalue()


def as_json_stat(cells):
    codes = [sorted({key[at] for key in cells}) for at in range(len(DIMENSIONS))] + [YEARS]
    value, status = {}, {}
    for key, row in cells.items():
        for year, (number, flag) in zip(YEARS, row, strict=True):
            position = 0
            for known, code in zip(codes, (*key, year), strict=True):
                position = position * len(known) + known.index(code)
            value[str(position)] = f"@{number}@" if number else None
            status |= {str(position): flag} if flag else {}
    names = [*DIMENSIONS, "time"]
    dimension = {name: {"category": {"index": known}} for name, known in zip(names, codes, strict=True)}
    size = [len(known) for known in codes]
    document = {"version": "2.0", "class": "dataset", "id": names, "size": size, "dimension": dimension}
    text = json.dumps(document | {"value": value, "status": status})
    return text.replace('"@', "").replace('@"', "")  # numbers with the digits of the source


def cells_of(text, project_lists):
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.csv"
        path.write_text(text, "utf-8")
        delivery = read_delivery(path, "made.csv", project_lists, report)
    cells = understand("made", dataset(), delivery, GAZETTEER, report)
    assert list(report) == []
    return cells


def slices_of(cells):
    indicators = [
        statistic("all", [{"dataset": "made"}], groups=["NAT", "FOR"], group="FOR", sexes=["T", "F"]),
        statistic("adults", [{"dataset": "made", "filters": {"sex": "T"}}], age="Y_GE18", groups=["NAT"]),
    ]
    return [one for it in indicators for one in prefer_first([cut(it, it.sources[0], cells, Report())])]


def observations(cells):
    columns = ["state", "indicator", "year", "group", "sex", "age", "value", "status"]
    return sorted(tuple(row) for one in slices_of(cells) for row in one.rows[columns].itertuples(index=False))


LISTS = {name: {code: code for code in codes} | {label: code for code, label in codes.items()}
         for name, codes in LABELS.items()}  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(datasets)
def test_all_shapes_of_the_same_cells_give_the_same_observations(cells):
    texts = [as_tsv(cells), as_sdmx(cells), as_sdmx(cells, LABELS), as_json_stat(cells)]
    first, *others = [observations(cells_of(text, LISTS)) for text in texts]
    for other in others:
        assert other == first


@settings(max_examples=40, deadline=None)
@given(datasets)
def test_every_cell_is_kept_or_left_out_with_one_reason(cells):
    understood = cells_of(as_tsv(cells), LISTS)
    counted = count(understood, slices_of(understood))
    assert counted.read == 3 * len(cells) == counted.kept + sum(counted.left_out.values())
    assert "" not in counted.left_out
    assert counted.kept <= sum(counted.indicators.values())


@settings(max_examples=40, deadline=None)
@given(datasets)
def test_values_keep_their_digits_and_a_missing_one_says_why(cells):
    written = {(value, flag) for row in cells.values() for value, flag in row}
    for *_, value, status in observations(cells_of(as_sdmx(cells), LISTS)):
        assert value or status
        assert not ("C" in status and value)
        assert value == "" or (value, status) in written


def test_a_row_is_explained_by_the_indicator_that_came_nearest():
    cells = cells_of(as_sdmx({("F", "Y_GE18", "NAT", "SE"): [("1", ""), ("2", ""), ("3", "")]}), LISTS)
    assert count(cells, slices_of(cells)).left_out == {"age = Y_GE18": 3}


def test_a_dataset_that_no_indicator_uses_is_left_out_whole():
    cells = cells_of(as_sdmx({("T", "Y_GE18", "NAT", "SE"): [("1", ""), ("2", ""), ("3", "")]}), LISTS)
    counted = count(cells, [])
    assert counted.left_out == {"no indicator uses this dataset": 3}
