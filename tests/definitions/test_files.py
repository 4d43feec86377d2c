"""Files that anybody may have sent: refused or read within bounded time and memory, never followed outside."""

from __future__ import annotations

import os

import pytest

from scoreboard.definitions import read_yaml, suggest
from scoreboard.definitions.characters import INVISIBLE, skeleton
from scoreboard.definitions.files import LARGEST_CSV, MOST_MARKED, read_text
from scoreboard.definitions.reading import MOST_FAULTS, parse_yaml, validate
from scoreboard.definitions.registers import SourceRegister
from scoreboard.findings import Report


def codes(report: Report) -> list[tuple[str, str]]:
    return [(finding.code, str(finding.place)) for finding in report]


@pytest.fixture
def read(tmp_path):
    """Read a file of a project folder; returns the text and the findings."""
    (tmp_path / "project").mkdir()

    def read_file(name: str, content: bytes | None = None, largest: int = LARGEST_CSV):
        path = tmp_path / "project" / name
        if content is not None:
            path.write_bytes(content)
        report = Report()
        return read_text(path, name, report, largest), codes(report)

    return read_file


def test_a_good_file(read):
    assert read("a", "ä\n€\n".encode()) == ("ä\n€\n", [])


@pytest.mark.parametrize("target", ["../secret", "/etc/hostname", "/dev/zero"])
def test_links_out_of_the_project_are_not_followed(read, tmp_path, target):
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "project/a").symlink_to(target)
    assert read("a") == (None, [("path-outside-project", "a")])


def test_a_link_inside_the_project_is_read(read, tmp_path):
    (tmp_path / "project/b").write_text("b")
    (tmp_path / "project/a").symlink_to("b")
    assert read("a") == ("b", [])


def test_a_loop_of_links_a_pipe_and_a_folder_are_no_files(read, tmp_path):
    project = tmp_path / "project"
    (project / "a").symlink_to("b")
    (project / "b").symlink_to("a")
    os.mkfifo(project / "c")
    (project / "d").mkdir()
    for name in "abcd":
        assert read(name) == (None, [("file-missing", name)])


def test_the_size_is_looked_at_before_the_file_is_opened(read, tmp_path):
    with (tmp_path / "project/a").open("wb") as handle:
        handle.truncate(2**40)
    assert read("a") == (None, [("file-too-large", "a")])
    assert read("b", b"12345", largest=4) == (None, [("file-too-large", "b")])


@pytest.mark.parametrize(
    ("content", "place"),
    [(b"a\nb\0c", "x:2:2"), (b"\x1b[31m", "x:1:1"), ("a\u202eb".encode(), "x:1:2"),
     ("ä\r\nab\u200b".encode(), "x:2:3"), ("\ufeff\ufeffa".encode(), "x:1:1"), ("a\xadb".encode(), "x:1:2")],
)  # fmt: skip
def test_invisible_characters_are_named_with_their_place(read, content, place):
    _, findings = read("x", content)
    assert ("invisible-character", place) in findings


def test_many_invisible_characters_are_named_a_few_times(read):
    _, findings = read("x", b"\0" * 10**6)
    assert len(findings) == MOST_MARKED


def test_line_ends(read):
    assert read("x", b"a\r\nb\r\n")[1] == []
    assert read("x", b"a\r\nb\nc\n")[1] == [("mixed-line-endings", "x:2")]
    assert read("x", b"a\rb\r\nc\n")[1] == [("mixed-line-endings", "x:2")]


def test_every_invisible_character_is_shown_by_no_glyph():
    assert all(not chr(code).isprintable() for code in range(0x110000) if INVISIBLE.match(chr(code)))


@pytest.mark.parametrize("word", ["АT", "ＡＴ", "A\u200bT", "ΑΤ"])  # Cyrillic, full width, zero width, Greek
def test_look_alikes_are_told(word):
    assert skeleton(word) == "AT"
    assert suggest(word, ["AT", "BE"]).startswith("did you mean 'AT'? (")


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(30_000)),
        "".join(f"k: {n}\n" for n in range(100_000)),
        "- " * 100_000,
        "{" * 100_000,
        "a: " + "9" * 900_000,
        "a: '" + "x" * 900_000 + "'",
        "a: |\n" + "  x\n" * 200_000,
    ],
    ids=["aliases", "duplicates", "deep", "deep-flow", "integer", "scalar", "block"],
)
def test_yaml_bombs_end_soon_and_say_little(text):
    report = Report()
    document = parse_yaml(text, "x.yaml", report)
    if document is not None:
        assert validate(document, SourceRegister, report) is None
    assert 0 < len(report) <= MOST_FAULTS
    assert all(len(finding.found) < 300 for finding in report)


def test_many_unknown_keys_end_soon():
    report = Report()
    document = parse_yaml("".join(f"key{n}: {n}\n" for n in range(50_000)), "x.yaml", report)
    assert validate(document, SourceRegister, report) is None
    assert len(report) == MOST_FAULTS


@pytest.mark.parametrize("number", ["1e999", "-1e999", "9" * 400, ".nan", ".inf", "NaN", "Infinity"])
def test_numbers_that_are_none_are_refused(number, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(f"datasets: {{a: {{provider: {number}}}}}", "utf-8")
    report = Report()
    document = read_yaml(path, "x.yaml", report)
    assert document is not None
    assert validate(document, SourceRegister, report) is None
