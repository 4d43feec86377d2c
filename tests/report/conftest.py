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


def sample_config(project):
    config = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))
    config["sphinx"]["config"] |= {
        "scoreboard_project": str(project),
        "scoreboard_blocks": "sample_blocks",
        "scoreboard_pages": "",
    }
    return config


def build(folder, *options):
    """Build `folder`/book as `make report` builds the real one; returns the finished process."""
    command = str(Path(sys.executable).parent / "jupyter-book")
    paths = [str(folder), os.environ.get("PYTHONPATH", "")]
    return subprocess.run(
        [command, "build", "book", "--config", "_config.yml", "--path-output", ".", "-W", "--keep-going"],
        cwd=folder, env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory):
    """The sample book and its built site, in a folder of its own."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    (folder / "_config.yml").write_text(yaml.safe_dump(sample_config(folder)), encoding="utf-8")
    done = build(folder)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return folder


@pytest.fixture
def rebuild(sample_folder):
    """Build the sample book again, after whatever the test changed."""
    return lambda: build(sample_folder)


@pytest.fixture(scope="session")
def site(sample_folder):
    return sample_folder / "_build" / "html"
