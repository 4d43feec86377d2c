"""A saved edition is read back as it was, and nothing else is taken for one."""

from __future__ import annotations

import gzip
import json

import pytest

from scoreboard.analysis.comparison import SavedResultError, compare, load_edition, save_edition

from .conftest import with_cells


@pytest.fixture
def saved(panel, tmp_path):
    path = tmp_path / "edition.json.gz"
    save_edition(panel, path)
    return path


def change(path, edit):
    content = json.loads(gzip.decompress(path.read_bytes()))
    edit(content)
    path.write_bytes(gzip.compress(json.dumps(content).encode()))


def test_it_comes_back_as_it_was(panel, saved):
    back = load_edition(saved)
    assert compare(panel, back).empty
    assert back.framework.indicators == panel.framework.indicators
    assert back.framework.indices == panel.framework.indices
    assert back.framework.states == panel.framework.states
    assert (
        back.frame.astype(object).fillna("").equals(panel.frame[back.frame.columns].astype(object).fillna(""))
    )


def test_a_comparison_with_it_is_the_same(panel, saved):
    head = with_cells(panel, {("AT", "job_access", 2019, "TOTAL"): 50})
    assert compare(load_edition(saved), head).moves.equals(compare(panel, head).moves)


def test_the_same_edition_gives_the_same_bytes(panel, saved, tmp_path):
    save_edition(panel, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == saved.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", saved.name]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda it: it.update(version=2), "version"),
        (lambda it: it.update(format="something else"), "format"),
        (lambda it: it.update(more=1), "more"),
        (lambda it: it.pop("scores"), "scores"),
        (lambda it: it["indices"]["policy"].update(wieght=1), "wieght"),
        (lambda it: it["texts"].pop("state"), "columns"),
        (lambda it: it["numbers"]["value"].pop(), "length"),
        (lambda it: it["cells"]["state"].__setitem__(0, 99), "refers to a text"),
        (lambda it: it["numbers"]["year"].__setitem__(0, None), "no year"),
        (lambda it: it["numbers"]["value"].__setitem__(0, 71.5), "scores differ"),
        (lambda it: it["scores"].update(policy=[1.0]), "scores differ"),
        (lambda it: it["indicators"].pop(), "cannot be scored"),
    ],
)
def test_a_damaged_result_is_refused(saved, edit, message):
    change(saved, edit)
    with pytest.raises(SavedResultError, match=message):
        load_edition(saved)


OTHERS = {
    "empty": b"",
    "plain text": b"plain text",
    "cut off": gzip.compress(b"{}", mtime=0)[:-9],
    "no JSON": gzip.compress(b"\xff{", mtime=0),
}


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS)
def test_another_file_is_refused(tmp_path, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(SavedResultError):
        load_edition(path)
