"""A published folder is written whole or not at all, and never over the files of others."""

from __future__ import annotations

import hashlib
import json

import pytest

from scoreboard.exchange.publishing.folders import MANIFEST, exported_files, foreign, whole_folder


def write(folder, text="one", **about):
    with whole_folder(folder, about) as made:
        (made / "a").mkdir()
        (made / "a/b.txt").write_text(text, "utf-8")


def test_the_manifest_lists_every_file_with_its_hash(tmp_path):
    write(tmp_path / "out", title="An edition")
    said = json.loads((tmp_path / "out" / MANIFEST).read_text("utf-8"))
    assert said == {"title": "An edition", "files": {"a/b.txt": hashlib.sha256(b"one").hexdigest()}}
    assert exported_files(tmp_path) == {tmp_path / "out/a/b.txt", tmp_path / "out" / MANIFEST}


def test_an_earlier_export_is_replaced_and_nothing_stays_beside_it(tmp_path):
    write(tmp_path / "out", "one")
    write(tmp_path / "out", "two")
    assert (tmp_path / "out/a/b.txt").read_text("utf-8") == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_failure_leaves_the_folder_as_it_was(tmp_path):
    write(tmp_path / "out", "one")
    with pytest.raises(FileNotFoundError), whole_folder(tmp_path / "out", {}) as made:
        (made / "not/there.txt").write_text("x", "utf-8")
    assert (tmp_path / "out/a/b.txt").read_text("utf-8") == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_failure_at_the_last_step_puts_the_old_folder_back(tmp_path, monkeypatch):
    from pathlib import Path

    write(tmp_path / "out", "one")
    rename = Path.rename

    def fails_for_the_new(self, target):
        if self.name == "new":
            raise OSError("disk full")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails_for_the_new)
    with pytest.raises(OSError, match="disk full"):
        write(tmp_path / "out", "two")
    assert (tmp_path / "out/a/b.txt").read_text("utf-8") == "one"


def test_files_of_others_are_told_from_our_own(tmp_path):
    assert foreign(tmp_path / "not/there") == []
    write(tmp_path / "out")
    assert foreign(tmp_path / "out") == []
    (tmp_path / "out/notes.txt").write_text("mine", "utf-8")
    assert foreign(tmp_path / "out") == ["notes.txt"]
    (tmp_path / "out" / MANIFEST).write_text("{", "utf-8")
    assert foreign(tmp_path / "out") == ["a/b.txt", "notes.txt"]
    assert foreign(tmp_path / "out/notes.txt") == ["notes.txt"]
