"""Killed in the middle of writing: data/ is as it was, or, once the project is opened again, whole and new."""

import contextlib
import os
import pathlib
import signal
import subprocess
import sys

import pytest

from scoreboard.exchange.fetching import Cache, Wish, fetch
from scoreboard.exchange.writing import JOURNAL, finish_interrupted, write_changed
from scoreboard.project import Project

from .conftest import DAY, PATIENCE, Time, contents, definitions, empty_project, rows_of, with_old_data

KILLED = """
import os, pathlib, signal, sys
from tests.exchange.fetching.conftest import DAY, PATIENCE, Time, definitions
from scoreboard.exchange.fetching import Cache, Wish, fetch

address, root, cache, deadly = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]), int(sys.argv[4])
replace, done = pathlib.Path.replace, []

def once_more(self, target):
    done.append(target)
    if len(done) > deadly:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(self, target)

pathlib.Path.replace = once_more
report = fetch(root, definitions(address), Wish(), Cache(cache), today=DAY, patience=PATIENCE, clock=Time().clock)
print(len(done), report.ok)
"""
ROOT = pathlib.Path(__file__).parents[3]


def killed(service, root, cache, deadly):
    """Fetch in a process of its own that dies at the given renaming; return its exit code and output."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    command = [sys.executable, "-c", KILLED, service.url, str(root), str(cache), str(deadly)]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    return run.returncode, run.stdout


@pytest.fixture
def whole(service, tmp_path):
    """The data that must come, and how many renamings bring them."""
    root = with_old_data(empty_project(tmp_path / "whole"))
    code, said = killed(service, root, tmp_path / "whole-cache", 10_000)
    assert code == 0, said
    assert said.endswith("True\n")
    return contents(root), int(said.split()[0])


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 0.62, 0.75, 0.9, 1.0])
def test_killed_at_any_renaming(service, tmp_path, whole, share):
    new, renamings = whole
    root, cache = with_old_data(empty_project(tmp_path / "project")), tmp_path / "cache"
    before = contents(root)
    code, _ = killed(service, root, cache, min(int(renamings * share), renamings - 1))
    assert code == -signal.SIGKILL
    assert visible(root) == before or (root / JOURNAL).exists()
    decided = (root / JOURNAL).exists()
    Project(root).states  # noqa: B018  (any use of the project finishes what was decided)
    assert visible(root) == (new if decided else before)
    asked = service.count("/data/")
    again = fetch(
        root, definitions(service.url), Wish(), Cache(cache), today=DAY, patience=PATIENCE, clock=Time().clock
    )
    assert again.ok
    assert contents(root) == new  # and no stray file
    assert service.count("/data/") - asked <= 2
    assert decided <= (again.imported.written == ())


def visible(root):
    return {file: text for file, text in contents(root).items() if "/." not in file}


def test_every_step_of_a_writing_can_be_the_last(tmp_path, monkeypatch):
    """In one process and with every step: a change, a removal, a new state."""
    files = {"data/SE/a.csv": "new\n", "data/GR/labour_market.csv": None, "data/GR/sources.yaml": "changed\n"}
    replace = pathlib.Path.replace
    outcomes = []
    for deadly in range(6):
        root = with_old_data(empty_project(tmp_path / str(deadly)))
        before, done = visible(root), []

        def stop(self, target, done=done, deadly=deadly):
            done.append(target)
            if len(done) > deadly:
                raise KeyboardInterrupt
            return replace(self, target)

        monkeypatch.setattr(pathlib.Path, "replace", stop)
        with contextlib.suppress(KeyboardInterrupt):
            write_changed(root, files)
        monkeypatch.setattr(pathlib.Path, "replace", replace)
        finish_interrupted(root)
        assert not finish_interrupted(root)
        new = {file: text for file, text in before.items() if file not in files}
        new |= {file: text.encode() for file, text in files.items() if text is not None}
        assert visible(root) in (before, new)
        outcomes.append(visible(root) == new)
        assert sorted(write_changed(root, files)) == ([] if outcomes[-1] else sorted(files))
        assert contents(root) == new
    assert outcomes == [False, True, True, True, True, True]  # decided by the first renaming: the journal


def test_rows_that_a_project_has_survive_a_kill_before_anything_came(service, tmp_path, whole):
    root = with_old_data(empty_project(tmp_path / "early"))
    before = rows_of(root)
    killed(service, root, tmp_path / "early-cache", 1)
    assert rows_of(root) == before
