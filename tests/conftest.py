"""What the tests share: the mini project, whole or with faults put into it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import settings

from scoreboard.definitions import read_yaml
from scoreboard.findings import Report
from scoreboard.project import Project

TESTS = Path(__file__).parent

settings.register_profile("suite", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return TESTS.parent


@pytest.fixture(scope="session")
def mini() -> Project:
    """The project of three states; nothing may change it."""
    return Project(TESTS / "mini")


@pytest.fixture(scope="session")
def read() -> Callable[[Path], dict]:
    """Read a YAML fixture with the project's own strict reader."""

    def read_strictly(path: Path) -> dict:
        report = Report()
        document = read_yaml(path, str(path), report)
        assert document is not None, list(report)
        return document.value

    return read_strictly


@pytest.fixture
def change_mini(tmp_path: Path) -> Callable[..., Path]:
    """Make a copy of the mini project with some text replaced, files added, and files left out."""

    def change(
        changes: Iterable[dict[str, str]] = (), overlay: Path | None = None, without: Iterable[str] = ()
    ) -> Path:
        project = tmp_path / "project"
        shutil.copytree(TESTS / "mini", project)
        if overlay:
            shutil.copytree(overlay, project, dirs_exist_ok=True)
        for file in without:
            (project / file).unlink()
        for edit in changes:
            path = project / edit["file"]
            text = path.read_text("utf-8")
            assert text.count(edit["old"]) == 1, f"{edit['old']!r} must stand once in {edit['file']}"
            path.write_text(text.replace(edit["old"], edit["new"]), "utf-8")
        return project

    return change
