"""The sample book, built once in a session with the settings of the real one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

SAMPLE = Path(__file__).parent / "sample"
CONFIG = Path(__file__).parents[2] / "_config.yml"
PRINT = (
    "import pathlib, sys; from scoreboard.report.paper.printing import print_book; "
    "sys.exit(print_book(pathlib.Path.cwd()) is None)"
)


def sample_config(project):
    config = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))
    config["sphinx"]["config"] |= {
        "scoreboard_project": str(project),
        "scoreboard_blocks": "sample_blocks",
        "scoreboard_pages": "",
    }
    return config


def copy_sample(folder):
    """Put the sample book with its settings into a folder, and return the folder."""
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    (folder / "_config.yml").write_text(yaml.safe_dump(sample_config(folder)), encoding="utf-8")
    return folder


def run(folder, *command):
    """Run a command in the folder of a sample, whose blocks it finds; returns the finished process."""
    paths = [str(folder), os.environ.get("PYTHONPATH", "")]
    return subprocess.run(
        command, cwd=folder, env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def build(folder):
    """Build `folder`/book as `make report` builds the real one; returns the finished process."""
    command = str(Path(sys.executable).parent / "jupyter-book")
    options = ["--config", "_config.yml", "--path-output", ".", "-W", "--keep-going"]
    return run(folder, command, "build", "book", *options)


@pytest.fixture(scope="session")
def edition(root):
    """The real project, opened once for all that ask its pages."""
    from scoreboard.report.edition import open_edition

    return open_edition(root)


@pytest.fixture(scope="session")
def small(mini):
    """The project of three states."""
    from scoreboard.report.edition import open_edition

    return open_edition(mini.root)


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory):
    """The sample book and its built site, in a folder of its own."""
    folder = copy_sample(tmp_path_factory.mktemp("sample"))
    done = build(folder)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return folder


@pytest.fixture(scope="session")
def printed(tmp_path_factory):
    """The sample book as a PDF, printed in a process of its own as the command does it."""
    if not shutil.which("chromium"):
        pytest.skip("there is no Chromium to print with")
    folder = copy_sample(tmp_path_factory.mktemp("paper"))
    done = run(folder, sys.executable, "-c", PRINT)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return folder / "_build" / "pdf" / "scoreboard.pdf"


@pytest.fixture
def rebuild(sample_folder):
    """Build the sample book again, after whatever the test changed."""
    return lambda: build(sample_folder)


@pytest.fixture(scope="session")
def site(sample_folder):
    return sample_folder / "_build" / "html"
