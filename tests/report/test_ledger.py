"""The ledger makes a value again if, and only if, something that it was made from has changed."""

import math
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from docutils import nodes

import scoreboard.report
from scoreboard.report.digest import digest
from scoreboard.report.ledger import Ledger, read

WORLD: dict[str, object] = {}
MADE: list[str] = []


class Shelf:
    """Stands in for an edition: a folder and a ledger."""

    def __init__(self, root, version="1"):
        self.root = root
        self.ledger = Ledger(self, root / "_build", version)


@read(of=lambda _shelf, name: WORLD[name])
def given(_shelf, name):
    return WORLD[name]


@read
def parity(shelf, name):
    MADE.append("parity")
    return given(shelf, name) % 2


@read(kept=True)
def sentence(shelf):
    MADE.append("sentence")
    chosen = "second" if given(shelf, "which") else "first"
    return f"{chosen} is {'odd' if parity(shelf, chosen) else 'even'}"


@read
def words(shelf):
    MADE.append("words")
    return (shelf.root / "words.txt").read_text("utf-8")


@read(derived=True)
def large(shelf):
    MADE.append("large")
    return object() if given(shelf, "first") else None


@pytest.fixture
def built(tmp_path):
    """Ask a read of a new edition over the same folder, and return its value and what had to be made."""
    WORLD.update(which=0, first=1, second=2)

    def build(function, version="1"):
        MADE.clear()
        shelf = Shelf(tmp_path, version)
        value = function(shelf)
        shelf.ledger.save()
        return value, list(MADE)

    return build


def test_what_was_kept_is_not_made_again(built):
    assert built(sentence) == ("first is odd", ["sentence", "parity"])
    assert built(sentence) == ("first is odd", [])


def test_an_equal_part_ends_the_work(built):
    built(sentence)
    WORLD["first"] = 3
    assert built(sentence) == ("first is odd", ["parity"])
    WORLD["first"] = 4
    assert built(sentence) == ("first is even", ["parity", "sentence"])


def test_what_nobody_read_does_not_count(built):
    built(sentence)
    WORLD["second"] = 5
    assert built(sentence) == ("first is odd", [])


def test_other_reads_are_noted_when_the_way_changes(built):
    built(sentence)
    WORLD["which"] = 1
    assert built(sentence) == ("second is even", ["sentence", "parity"])
    WORLD["second"] = 5
    assert built(sentence) == ("second is odd", ["parity", "sentence"])


def test_what_is_gone_is_not_asked_for_any_more(built):
    built(sentence)
    WORLD["which"] = 1
    del WORLD["first"]
    assert built(sentence)[0] == "second is even"


def test_other_code_makes_all_again(built):
    built(sentence)
    assert built(sentence, version="2") == ("first is odd", ["sentence", "parity"])


def test_a_file_that_was_opened_is_a_read(built, tmp_path):
    (tmp_path / "words.txt").write_text("one", "utf-8")
    first = built(words)
    shelf = Shelf(tmp_path)
    before = shelf.ledger._before[f"{__name__}:words",].digest
    assert shelf.ledger.same((f"{__name__}:words",), before)
    (tmp_path / "words.txt").write_text("two", "utf-8")
    assert not Shelf(tmp_path).ledger.same((f"{__name__}:words",), before)
    assert (first[0], built(words)[0]) == ("one", "two")


def test_a_value_too_large_to_compare_is_known_by_its_reads(built, tmp_path):
    built(large)
    known = Shelf(tmp_path).ledger
    record = known._before[f"{__name__}:large",]
    MADE.clear()
    assert known.digest((f"{__name__}:large",)) == record.digest
    assert MADE == []
    WORLD["first"] = 7
    assert Shelf(tmp_path).ledger.digest((f"{__name__}:large",)) != record.digest


def test_kept_values_that_nobody_needs_are_let_go(built, tmp_path):
    built(sentence)
    built(parity_of_first)
    assert list((tmp_path / "_build" / "values").iterdir()) == []


def parity_of_first(shelf):
    return parity(shelf, "first")


FRAME = pd.DataFrame({"state": ["AT", "BE"], "score": [1.0, math.nan], "note": ["", None]})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        ("1", 1),
        (["a", "b"], ["ab"]),
        (("a",), ["a"]),
        ([["a"], []], [[], ["a"]]),
        ({"a": 1}, {"a": 2}),
        (FRAME, FRAME[::-1]),
        (FRAME, FRAME.assign(score=[1.0, 0.0])),
        (FRAME, FRAME.assign(note=["", "None"])),
        (FRAME, FRAME.rename(columns={"note": "notes"})),
        (FRAME["score"], FRAME["score"].astype(str)),
        (np.arange(4), np.arange(4).reshape(2, 2)),
        (nodes.raw("", "x", format="html"), nodes.raw("", "x", format="html", scripts=["charts"])),
    ],
)
def test_other_values_have_another_hash(one, other):
    assert digest(one) != digest(other)
    assert digest([one]) != digest([other])


def test_equal_values_have_one_hash():
    assert digest(FRAME) == digest(FRAME.copy(deep=True))
    assert digest({"a", "b", "c"}) == digest({"c", "b", "a"})


def test_what_cannot_be_looked_into_is_refused():
    with pytest.raises(TypeError, match="object"):
        digest([object()])


def test_nothing_of_an_edition_is_remembered_behind_the_ledger():
    """A block that takes a value from another memory would not note what that was made from."""
    package = Path(scoreboard.report.__file__).parent
    files = list(package.rglob("*.py"))
    assert len(files) > 50
    hidden = re.compile(r"@(?:lru_)?cache\b[^\n]*\ndef \w+\(\s*edition\b")
    assert [str(file) for file in files if hidden.search(file.read_text("utf-8"))] == []


def test_what_rests_on_a_changed_input_is_suspect_and_nothing_else(built, tmp_path):
    built(sentence)
    keys = [(f"{__name__}:{name}",) for name in ("sentence", "never_made")]
    assert [Shelf(tmp_path).ledger.is_suspect(key) for key in keys] == [False, True]
    WORLD["second"] = 9
    assert not Shelf(tmp_path).ledger.is_suspect(keys[0])
    WORLD["first"] = 8
    assert Shelf(tmp_path).ledger.is_suspect(keys[0])


def test_what_was_made_again_and_is_equal_is_no_suspect(built, tmp_path):
    built(sentence)
    WORLD["first"] = 3
    shelf = Shelf(tmp_path)
    shelf.ledger.digest((f"{__name__}:parity", "first"))
    assert not shelf.ledger.is_suspect((f"{__name__}:sentence",))


def test_a_value_made_elsewhere_is_taken_from_where_it_was_kept(built, tmp_path):
    built(sentence)
    WORLD["first"] = 4
    other, shelf = Shelf(tmp_path), Shelf(tmp_path)
    other.ledger.digest((f"{__name__}:sentence",))
    shelf.ledger.learn(other.ledger.records)
    MADE.clear()
    assert sentence(shelf) == "first is even"
    assert MADE == []


@read(kept=True)
def constant(_shelf):
    MADE.append("constant")
    return "words that rest on nothing"


def test_what_rests_on_nothing_is_made_once(built):
    assert built(constant)[1] == ["constant"]
    assert built(constant)[1] == []
