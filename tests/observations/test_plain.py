"""Plain files are read natively, and nobody can tell: the same cells, lines and findings as by the csv module."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scoreboard.findings import Report
from scoreboard.observations import parsing, plain, tables
from scoreboard.observations.plain import LONGEST_CELL, plain_rows, read_plain

HEADER = ["state", "indicator", "year", "value", "source", "note", "group"]
ODD = [
    "",
    "1",
    "1.0",
    "01",
    "NA",
    "nan",
    "True",
    "#",
    "'",
    " ",
    "\t",
    "\\",
    "\x1a",
    "\x85",
    "\u2028",
    "\ufeff",
    "é",
]
CELL = st.one_of(
    st.sampled_from(ODD), st.text(st.characters(codec="utf-8", exclude_characters=',"\n\r\0'), max_size=4)
)


@st.composite
def plain_texts(draw) -> str:
    """A file of five to seven columns in any order, with any cells that need no quotes."""
    header = draw(st.permutations(HEADER[:5] + draw(st.lists(st.sampled_from(HEADER[5:]), unique=True))))
    rows = draw(st.lists(st.lists(CELL, min_size=len(header), max_size=len(header)), max_size=12))
    return "\n".join(map(",".join, [header, *rows])) + draw(st.sampled_from(["", "\n"]))


WILD = st.lists(st.sampled_from([*'\n\r",ab,,,,\0', "\r\n", "1,2,3,4,5\n", "é,,,,\n", '"a,b",,,,\n'])).map(
    "".join
)


def read(texts: list[str], natively: bool, piece: int = 16, batch: int = 5):
    """Read files one after the other into one table; returns its frame and what was reported."""
    table, report = tables.Table(), Report()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "PIECE", piece)
        patch.setattr(tables, "BATCH", batch)
        patch.setattr(parsing, "BATCH", batch)
        if not natively:
            patch.setattr(parsing, "plain_rows", lambda text, width: None)
        for number, text in enumerate(texts):
            parsing.read_table(text, f"{number}.csv", "AT", table, report)
    return table.frame(), list(report), report.checked


def assert_no_difference(texts: list[str]) -> None:
    (frame, *rest), (slow_frame, *slow_rest) = read(texts, True), read(texts, False)
    pd.testing.assert_frame_equal(frame, slow_frame)
    assert rest == slow_rest


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(plain_texts(), min_size=1, max_size=3))
@example([",".join(HEADER)])
@example([",".join(HEADER) + "\n\ufeff,,,,,,"])
@example([",".join(HEADER) + "\n" + "1,1,1,1,1,1,1\n" * 30])
def test_plain_files_are_read_natively_as_by_the_csv_module(texts):
    assert all(plain_rows(text, len(text.split("\n")[0].split(","))) is not None for text in texts)
    assert_no_difference(texts)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WILD | plain_texts().map(lambda text: text.partition("\n")[2]), min_size=1, max_size=4))
@example(
    ["a,b,c,d,e\n\n", "a,b,c,d\n,e,f,g,h,i\n"]
)  # a blank line; as many commas as there must be, elsewhere
def test_other_files_and_mixtures_are_read_as_by_the_csv_module(bodies):
    assert_no_difference([",".join(HEADER[:5]) + "\n" + body for body in bodies])


@pytest.mark.parametrize(
    "body",
    ['"a",b\n', "a,b\r\n", "a,b\rc,d\n", "a,\0\n", "a\n", "a,b,c\n", "a,b\n\n", "a\nb,c,d\n", "\n"],
    ids=["quote", "crlf", "cr", "nul", "short", "long", "blank", "shifted", "empty"],
)
def test_what_is_not_plain(body):
    assert plain_rows("x,y\n" + body, 2) is None


@pytest.mark.parametrize(("more", "is_plain"), [(-20, True), (0, False), (1, False)])
def test_cells_may_be_as_long_as_elsewhere(more, is_plain):
    text = ",".join(HEADER[:5]) + "\na,b,c,d," + "x" * (LONGEST_CELL + more) + "\n"
    assert (plain_rows(text, 5) is not None) == is_plain
    assert_no_difference([text])


def test_no_column_is_taken_for_numbers_or_truths():
    columns = read_plain(["value", "note", "n"], [b"1,True,\n1.0,False,\n", b"nan,TRUE,\n"])
    assert columns.to_dict("list") == {
        "value": ["1", "1.0", "nan"],
        "note": ["True", "False", "TRUE"],
        "n": ["", "", ""],
    }


def test_a_file_of_many_pieces_keeps_its_lines():
    text = ",".join(HEADER[:5]) + "\n" + "".join(f"AT,x,{number},1,s\n" for number in range(1000))
    frame, _, checked = read([text], True, piece=100, batch=64)
    assert frame["line"].tolist() == list(range(2, 1002))
    assert frame["year"].tolist() == [str(number) for number in range(1000)]
    assert checked["files"] == 1
