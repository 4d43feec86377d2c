"""The offending line: the cell, the caret, and files that should not be read."""

from __future__ import annotations

import pytest

from scoreboard.findings import Lines, Place
from scoreboard.findings.lines import WIDTH


def excerpt_of(folder, content, line=1, column=1, name="x.csv"):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return Lines(folder).excerpt(Place(name, line, column))


@pytest.mark.parametrize(
    ("content", "column", "cell"),
    [
        ("a,bc,d", 3, "bc"),
        ("a,bc", 3, "bc"),
        ('a,"b, c",d', 3, '"b, c"'),
        ('a,"say ""no""",d', 3, '"say ""no"""'),
        ('a,"never closed', 3, '"never closed'),
        ("a,,d", 3, ","),
        ("a,", 3, " "),
        ("\ufeffa,b", 1, "a"),
        ("é,bc,d", 3, "bc"),
    ],
)
def test_a_cell_of_a_csv(tmp_path, content, column, cell):
    assert excerpt_of(tmp_path, content, column=column).cell == cell


@pytest.mark.parametrize(
    ("content", "column", "cell"),
    [
        ("key: value # why", 6, "value"),
        ("key: 'a b'", 6, "'a b'"),
        ("{low: 20, high: 0}", 7, "20"),
        ("unit: per_cent", 1, "unit"),
    ],
)
def test_a_word_of_a_yaml(tmp_path, content, column, cell):
    assert excerpt_of(tmp_path, content, column=column, name="x.yaml").cell == cell


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_readers_count_them(tmp_path, ends):
    assert excerpt_of(tmp_path, ends.join(["one", "t\u2028wo", "three"]), line=3).text == "three"


@pytest.mark.parametrize("before", ["abc,", "né,", "日本,", "e\u0301,", "\u202e,", "\t,"])
def test_the_caret_stands_below_the_cell(tmp_path, before):
    from scoreboard.findings.visible import width

    shown = excerpt_of(tmp_path, f"{before}cell,rest", column=len(before) + 1)
    assert shown.cell == "cell"
    assert shown.caret == " " * width(shown.before) + "^^^^"


def test_a_long_line_is_cut_about_the_cell(tmp_path):
    shown = excerpt_of(tmp_path, f"{'a' * 5000},cell,{'b' * 5000}", column=5002)
    assert shown.cell == "cell"
    assert shown.text.startswith("…a")
    assert shown.text.endswith("b…")
    assert len(shown.text) <= WIDTH + 2
    assert len(excerpt_of(tmp_path, "c" * 5000).cell) <= WIDTH


def test_right_to_left_letters_are_written_out(tmp_path):
    assert excerpt_of(tmp_path, "א,b", column=3).text == "\\u05d0,b"


@pytest.mark.parametrize(
    "place", [Place("x.csv"), Place("x.csv", 9, 1), Place("none.csv", 1), Place("\0", 1)]
)
def test_nothing_to_show(tmp_path, place):
    (tmp_path / "x.csv").write_text("a\n", "utf-8")
    assert Lines(tmp_path).excerpt(place) is None
    assert Lines().excerpt(place) is None


def test_without_a_column_no_cell_is_marked(tmp_path):
    shown = excerpt_of(tmp_path, "a,b", column=None)
    assert (shown.text, shown.cell, shown.caret) == ("a,b", "", "")


def test_what_lies_outside_or_is_no_file_is_not_read(tmp_path, monkeypatch):
    project = tmp_path / "project"
    project.mkdir()
    (tmp_path / "secret.csv").write_text("secret\n", "utf-8")
    (project / "link.csv").symlink_to(tmp_path / "secret.csv")
    (project / "loop.csv").symlink_to(project / "loop.csv")
    (project / "folder.csv").mkdir()
    (project / "large.csv").write_text("large\n", "utf-8")
    monkeypatch.setattr("scoreboard.findings.lines.LARGEST", 3)
    names = ("link.csv", "loop.csv", "folder.csv", "../secret.csv", "large.csv", str(tmp_path / "secret.csv"))
    assert [Lines(project).excerpt(Place(name, 1)) for name in names] == [None] * len(names)
