"""The framework of one small dataset in five shapes, an inbox and a project folder to import into."""

import shutil

import pytest

from .making import COLUMNS, FILES, REPOSITORY, WORDS, dataset, framework, statistic


@pytest.fixture
def employment():
    """The framework of one indicator with one dataset in Eurostat's own shapes."""
    return framework([statistic()], {"employment": dataset()})


@pytest.fixture
def table_framework():
    """The same indicator, from a plain table with columns and words of its own."""
    table = dataset(files=["employment_table"], columns=COLUMNS, status=WORDS)
    return framework([statistic(sources=[{"dataset": "employment"}])], {"employment": table})


@pytest.fixture
def project(tmp_path):
    """An empty project folder with the code lists of this repository."""
    root = tmp_path / "project"
    (root / "data").mkdir(parents=True)
    for name in ("states.csv", "codelists.csv"):
        shutil.copy(REPOSITORY / "data" / name, root / "data")
    return root


@pytest.fixture
def deliver(tmp_path):
    """Put a file of tests/exchange/files, or some text, into an inbox folder; return the folder."""
    folder = tmp_path / "inbox"
    folder.mkdir(exist_ok=True)

    def put(name, *, text=None, source=None):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            shutil.copy(FILES / (source or name), target)
        else:
            target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    return put
