"""The package as its users get it: built once, installed with the versions of the lock, for each Python there is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VERSIONS = ["3.11", "3.12", "3.13"]
PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
PIN = re.compile(r"^[\w.\-]+==[^\\\n]+", re.MULTILINE)


def run(*command, **options):
    done = subprocess.run(
        [str(word) for word in command], check=False, capture_output=True, text=True, **options
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def interpreter(version):
    """Find a Python: this one, one on the path, or one of pyenv's; None if there is none."""
    if f"{sys.version_info.major}.{sys.version_info.minor}" == version:
        return Path(sys.executable)
    beside = sorted(PYENV.glob(f"{version}.*/bin/python"))
    return beside[-1] if beside else shutil.which(f"python{version}")


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The folder with wheel and source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-d", folder, cwd=ROOT)
    return folder


@pytest.fixture(scope="session")
def wheel(built):
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def constraints(tmp_path_factory):
    """The versions of the lock, without the hashes that a constraint may not have for a local file."""
    pins = PIN.findall((ROOT / "requirements.lock").read_text("utf-8"))
    assert len(pins) > 50
    path = tmp_path_factory.mktemp("lock") / "constraints.txt"
    path.write_text("\n".join(pins), "utf-8")
    return path


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel and its core dependencies, and a folder to work in."""

    version: str
    python: Path
    folder: Path

    def call(self, *command):
        """Run a program of the environment, as a user does who has none of this repository."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return subprocess.run(
            [self.python.with_name(command[0]), *command[1:]],
            check=False, capture_output=True, text=True, cwd=self.folder, env=kept,
        )  # fmt: skip

    @property
    def package(self):
        return Path(
            self.call("python", "-c", "import scoreboard; print(scoreboard.__path__[0])").stdout.strip()
        )


@pytest.fixture(
    scope="session",
    params=[pytest.param(version, marks=pytest.mark.xdist_group(version)) for version in VERSIONS],
)
def installed(request, wheel, constraints, tmp_path_factory):
    """The wheel in an environment of its own; with uv where there is one, since it is faster."""
    base = interpreter(request.param)
    if base is None:
        pytest.skip(f"there is no Python {request.param} on the path or in {PYENV}")
    home = tmp_path_factory.mktemp(f"python{request.param}")
    python, uv = home / "env/bin/python", shutil.which("uv")
    if uv:
        run(uv, "venv", "--quiet", "--python", base, home / "env")
        run(uv, "pip", "install", "--quiet", "--python", python, "-c", constraints, wheel)
    else:
        run(base, "-m", "venv", home / "env")
        run(python, "-m", "pip", "install", "--quiet", "-c", constraints, wheel)
    (home / "work").mkdir()
    return Installed(request.param, python, home / "work")
