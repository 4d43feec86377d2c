"""`scoreboard recompute`: whatever is changed in a replication pack is found and named."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from scoreboard.cli import main
from scoreboard.exchange.publishing import replication
from scoreboard.exchange.publishing.replication import layout

DATA, INDEX = "project/data/AT/policy.csv", "project/indicators/policy.yaml"


@pytest.fixture(scope="module")
def pack(mini, tmp_path_factory):
    (path,) = replication.write(mini.release(), tmp_path_factory.mktemp("pack"))
    return path


@pytest.fixture
def folder(pack, tmp_path):
    with ZipFile(pack) as archive:
        archive.extractall(tmp_path / "pack")
    return tmp_path / "pack"


def recompute(pack, *options):
    return CliRunner().invoke(main, ["recompute", str(pack), *options])


def change(folder, name, old, new):
    """Replace a text that stands once in a file."""
    text = (folder / name).read_text("utf-8")
    assert text.count(old) == 1, (name, old, text.count(old))
    (folder / name).write_text(text.replace(old, new), "utf-8")


def mend_hashes(folder):
    """Write all hashes anew, as somebody would who wants a change to pass unseen."""
    lines = (folder / layout.MANIFEST).read_text("utf-8").splitlines()
    metadata = json.loads((folder / layout.METADATA).read_text("utf-8"))
    hashes = {}
    for entity in metadata["@graph"]:
        if "sha256" in entity:
            entity["sha256"] = hashlib.sha256((folder / entity["@id"]).read_bytes()).hexdigest()
    (folder / layout.METADATA).write_text(json.dumps(metadata), "utf-8")
    for line in lines:
        name = line.partition("  ")[2]
        hashes[name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    text = "".join(f"{value}  {name}\n" for name, value in hashes.items())
    (folder / layout.MANIFEST).write_text(text, "utf-8")


def first_score(folder):
    """Return the first line of the scores that has one, and its cells."""
    lines = (folder / layout.SCORES).read_text("utf-8").splitlines()
    line = next(line for line in lines[1:] if line.split(",")[4])
    return line, line.split(",")


@pytest.mark.parametrize("form", ["zip", "folder"])
def test_a_pack_as_it_was_written_passes(pack, folder, form):
    result = recompute(pack if form == "zip" else folder, "--exact")
    assert result.exit_code == 0, result.output
    assert "Everything is as recorded." in result.output
    assert "the very source of the pack" in result.output
    assert "different" not in result.output


def test_json_counts_what_was_held(pack, mini):
    told = json.loads(recompute(pack, "--format", "json").stdout)
    release = mini.release()
    assert told["ok"] is True
    assert told["scores"]["equal"] == release.scores.drop(columns=layout.KEYS[layout.SCORES]).size > 100
    assert told["weights"]["equal"] == 2 * len(release.weights) > 10
    assert told["files"]["equal"] > 100
    assert [told[part]["faults"] for part in ("files", "weights", "scores")] == [[], [], []]


def test_a_changed_value_is_found_by_its_file_and_by_the_scores(folder):
    change(folder, DATA, "AT,job_access,2018,,,,,50,", "AT,job_access,2018,,,,,100,")
    told = json.loads(recompute(folder, "--format", "json").stdout)
    assert [fault["where"] for fault in told["files"]["faults"]] == [DATA]
    where = {fault["where"]: fault for fault in told["scores"]["faults"]}
    assert where["policy AT 2018 job_access score"]["difference"] == 50
    assert where["policy AT 2018 job_access score"]["recorded"] == "50.0"
    assert all(" AT " in place for place in where if place.endswith(" score"))


def test_a_changed_value_whose_hashes_were_mended_is_found_by_the_scores(folder):
    change(folder, DATA, "AT,job_access,2018,,,,,50,", "AT,job_access,2018,,,,,100,")
    mend_hashes(folder)
    result = recompute(folder)
    assert result.exit_code == 1
    assert "file " not in result.output
    assert "score policy AT 2018 job_access score: recorded 50.0, found 100.0 (+50)" in result.output
    assert "This is not what the pack records." in result.output


def test_a_changed_weight_is_found_as_weight_and_by_the_scores(folder):
    change(folder, INDEX, "weight: 3", "weight: 4")
    mend_hashes(folder)
    told = json.loads(recompute(folder, "--format", "json").stdout)
    assert told["ok"] is False
    assert {fault["where"] for fault in told["weights"]["faults"]} == {
        "policy education school_access declared",
        "policy education school_access used",
    }
    assert any("education score" in fault["where"] for fault in told["scores"]["faults"])


def test_a_changed_result_is_found(folder):
    line, cells = first_score(folder)
    other = str(float(cells[4]) + 1)
    change(folder, layout.SCORES, line, ",".join([*cells[:4], other, *cells[5:]]))
    mend_hashes(folder)
    result = recompute(folder)
    assert result.exit_code == 1
    assert f"score {' '.join(cells[:4])} score: recorded {other}, found {cells[4]} (-1)" in result.output


def test_a_result_that_is_no_number_differs(folder):
    line, cells = first_score(folder)
    for text in ("nan", "", "many"):
        shutil.copy(folder / layout.SCORES, folder / "kept")
        change(folder, layout.SCORES, line, ",".join([*cells[:4], text, *cells[5:]]))
        told = json.loads(recompute(folder, "--format", "json").stdout)
        assert [fault["recorded"] for fault in told["scores"]["faults"]] == [text]
        shutil.move(folder / "kept", folder / layout.SCORES)


def test_the_noise_of_another_machine_passes_and_is_told(folder):
    line, cells = first_score(folder)
    near = repr(float(cells[4]) + 1e-10)
    change(folder, layout.SCORES, line, ",".join([*cells[:4], near, *cells[5:]]))
    mend_hashes(folder)
    assert recompute(folder).exit_code == 0
    assert "1 equal to 1e-9" in recompute(folder).output
    assert recompute(folder, "--exact").exit_code == 1


@pytest.mark.parametrize("file", [layout.MANIFEST, layout.METADATA])
def test_a_changed_hash_is_found(folder, file):
    hashed = hashlib.sha256((folder / DATA).read_bytes()).hexdigest()
    change(folder, file, hashed, "0" * 64)
    told = json.loads(recompute(folder, "--format", "json").stdout)
    assert told["ok"] is False
    assert DATA in {fault["where"] for fault in told["files"]["faults"]}
    assert told["scores"]["faults"] == []


@pytest.mark.parametrize("name", ["data/AT/more.csv", "notes.txt"])
def test_a_file_that_came_or_went_is_found(folder, name):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("x", "utf-8")
    (folder / "project/book/references.bib").rename(folder / "project/book/other.bib")
    told = json.loads(recompute(folder, "--format", "json").stdout)
    found = {fault["where"]: (fault["recorded"], fault["found"]) for fault in told["files"]["faults"]}
    assert found[name][0] == "not listed"
    assert found["project/book/references.bib"][1] == "not there"
    assert found["project/book/other.bib"][0] == "not listed"


def test_a_row_that_cannot_be_made_is_found_and_one_left_out_is_counted(folder):
    line, cells = first_score(folder)
    change(folder, layout.SCORES, line, ",".join(["policy", "XX", *cells[2:]]))
    told = json.loads(recompute(folder, "--format", "json").stdout)
    assert [(it["where"], it["found"]) for it in told["scores"]["faults"]] == [
        (f"policy XX {cells[2]} {cells[3]}", "not made")
    ]
    assert told["scores"]["more"] == 1


def test_data_that_became_unclean_are_told_as_findings(folder):
    change(folder, DATA, "AT,job_access,2018,,,,,50,", "AT,job_access,2018,,,,,fifty,")
    result = recompute(folder)
    assert result.exit_code == 1
    assert f"finding {DATA.removeprefix('project/')}:2" in result.output
    assert "fifty" in result.output


def test_changed_source_of_the_program_is_told(folder):
    path = folder / layout.CODE / "__init__.py"
    path.write_text(path.read_text("utf-8") + "# changed\n", "utf-8")
    mend_hashes(folder)
    result = recompute(folder)
    assert result.exit_code == 0
    assert "1 file differs from the pack's" in result.output


def test_the_program_in_the_pack_makes_the_scores_too(folder):
    run = [
        sys.executable,
        "-c",
        "from scoreboard.cli import main; main()",
        "recompute",
        str(folder),
        "--exact",
    ]
    environment = os.environ | {"PYTHONPATH": str(folder / "code"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(run, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the very source of the pack" in done.stdout
    where = [sys.executable, "-c", "import scoreboard; print(scoreboard.__file__)"]
    used = subprocess.run(where, env=environment, capture_output=True, text=True, check=True).stdout
    assert used.startswith(str(folder))


def no_zip(path):
    path.write_bytes(b"PK no zip")


def empty_zip(path):
    ZipFile(path, "w").close()


def empty_folder(path):
    path.mkdir()


@pytest.mark.parametrize("make", [no_zip, empty_zip, empty_folder])
def test_what_is_no_pack_is_misuse(make, tmp_path):
    make(tmp_path / "it")
    result = recompute(tmp_path / "it")
    assert result.exit_code == 2
    assert "is no replication pack" in result.output


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (layout.METADATA, "{", "does not say of which day"),
        (
            layout.METADATA,
            '{"@graph": [{"@id": "./", "datePublished": "soon"}]}',
            "does not say of which day",
        ),
        (layout.SCORES, "", "is no table"),
        (layout.SCORES, "lens,state\n", "has no column year"),
        (layout.WEIGHTS, "lens,node,child,used\na,b,c,1\na,b,c,2\n", "has a row twice: a b c"),
    ],
)
def test_a_pack_that_cannot_be_read_is_misuse(folder, name, text, said):
    (folder / name).write_text(text, "utf-8")
    result = recompute(folder)
    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", "").split())


def test_an_export_with_filters_passes_and_says_what_it_left_out(mini, tmp_path):
    (path,) = replication.write(mini.release().only(states=["AT"], lenses=["policy"]), tmp_path)
    result = recompute(path)
    assert result.exit_code == 0, result.output
    assert "rows left out by the export" in result.output
