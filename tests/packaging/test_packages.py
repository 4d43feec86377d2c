"""Wheel and source distribution: what they hold, and that the wheel alone does what the core promises."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from tests.packaging.conftest import ROOT, run

from scoreboard.project import Project

pytestmark = pytest.mark.packaging
USE = Path(__file__).with_name("use.py")
EXTRAS = {
    "fetch": ["fetch", "--dry-run", "--project", "study"],
    "microdata": ["estimate", "--project", "study", "--microdata", "people.csv", "--mapping", "mapping.yaml"],
    "formats": ["export", "--project", "study", "--format", "excel", "--out", "public"],
    "parquet": ["robustness", "--project", "study", "--lens", "policy", "--draws", "100", "--out", "draws"],
    "report": ["book", "--project", "study"],
}
"""Extra → what needs it."""


def listed(path):
    return {name: info.CRC for name, info in ((it.filename, it) for it in zipfile.ZipFile(path).infolist())}


def edition_files():
    kept = run("git", "ls-files", "indicators", "data", "practices", "schemas", cwd=ROOT).splitlines()
    return {*kept, "book/references.bib", "CITATION.cff", "LICENSE-CONTENT.md"}


@pytest.mark.xdist_group("3.11")
def test_the_wheel_carries_the_whole_edition_its_types_and_is_small(wheel):
    names = set(listed(wheel))
    carried = {
        name.removeprefix("scoreboard/edition/") for name in names if name.startswith("scoreboard/edition/")
    }
    assert len(carried) > 300
    assert edition_files() <= carried
    assert {"scoreboard/py.typed", "scoreboard/report/assets/site.js"} <= names
    assert not [name for name in names if name.startswith(("tests/", "book/")) or name.endswith(".pyc")]
    assert wheel.stat().st_size < 15_000_000


@pytest.mark.xdist_group("3.11")
def test_the_source_distribution_builds_the_same_wheel(built, wheel, tmp_path):
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "again", cwd=source)
    (again,) = (tmp_path / "again").glob("*.whl")
    assert listed(again) == listed(wheel)


def test_the_core_reads_validates_and_scores_the_edition_and_writes_nothing_into_it(installed):
    before = hashes(installed.package / "edition")
    assert "Verbs" in installed.call("scoreboard", "--help").stdout
    checked = installed.call("scoreboard", "validate", "--project", "bundled", "--format", "json")
    assert checked.returncode == 0, checked.stdout[-2000:] + checked.stderr
    scored = installed.call(
        "scoreboard", "score", "--project", "bundled", "--lens", "policy", "--format", "csv"
    )
    assert scored.returncode == 0, scored.stderr
    here = Project(ROOT).scores("policy").frame
    there = pd.read_csv(
        io.StringIO(scored.stdout), keep_default_na=False, na_values={"score": [""], "rank": [""]}
    )
    pd.testing.assert_series_equal(there["score"], here["score"], check_index=False, rtol=0, atol=1e-9)
    refused = installed.call("scoreboard", "schema", "--project", "bundled")
    assert refused.returncode == 2
    assert "for reading" in refused.stderr
    assert hashes(installed.package / "edition") == before


def hashes(folder):
    found = {
        path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()
    }
    assert len(found) > 300
    return found


def test_a_program_of_a_user_runs(installed):
    ran = installed.call("python", "-W", "error", str(USE))
    assert ran.returncode == 0, ran.stderr
    first, count, sentence = ran.stdout.splitlines()
    assert first.startswith("policy: ")
    assert int(count) > 100
    assert "integration-scoreboard[report]" in sentence


def test_without_an_extra_a_verb_names_it_in_one_sentence(installed):
    if installed.version != "3.11":
        pytest.skip("the sentences are the same for every Python: they are read with 3.11")
    made = installed.call("scoreboard", "init", "study")
    assert made.returncode == 0, made.stderr
    for name in ("people.csv", "mapping.yaml"):
        (installed.folder / name).write_text(
            installed.call("scoreboard", "estimate", "--example-mapping").stdout
        )
    for extra, command in EXTRAS.items():
        ran = installed.call("scoreboard", *command)
        assert ran.returncode == 2, (command, ran.stdout, ran.stderr)
        assert f"integration-scoreboard[{extra}]" in " ".join(ran.stderr.split()), ran.stderr
        assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("change", "says"), [(("", ""), ""), (("summary(bundled, ", "summary(2019, "), 'incompatible type "int"')]
)
def test_the_types_are_read_by_mypy_in_strict_mode(installed, tmp_path, change, says):
    if installed.version != "3.13":
        pytest.skip("the types are the same for every Python: they are read with 3.13")
    script = tmp_path / "use.py"
    script.write_text(
        USE.read_text("utf-8").replace(*change) if change[0] else USE.read_text("utf-8"), "utf-8"
    )
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--python-executable", installed.python,
         "--cache-dir", installed.folder.parent / "mypy", script],
        check=False, capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert (checked.returncode == 0) == (not says), checked.stdout + checked.stderr
    assert says in checked.stdout
