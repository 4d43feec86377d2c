"""The replication pack: a valid RO-Crate, whole, the same every time, and nothing in it that does not belong."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from importlib.resources import files
from zipfile import ZipFile

import pytest
import requests_cache
from requests.adapters import HTTPAdapter
from rocrate.rocrate import ROCrate
from rocrate_validator import services
from rocrate_validator.models import Severity
from urllib3 import HTTPResponse

from scoreboard.exchange.publishing import replication
from scoreboard.exchange.publishing.replication import comparing, layout, packing
from scoreboard.project import Project

SHACL_IS_OLD = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
"""Of rdflib, inside the validator: nothing that a pack can mend."""
CONTEXT = "https://w3id.org/ro/crate/1.1/context"


class Shelf(HTTPAdapter):
    """Answers with the context of RO-Crate 1.1 that the rocrate library carries: nothing is fetched."""

    def send(self, request, **_):
        assert request.url == CONTEXT
        text = (files("rocrate") / "data/ro-crate.jsonld").read_bytes()
        head = {"Content-Type": "application/ld+json"}
        raw = HTTPResponse(io.BytesIO(text), head, 200, preload_content=False, request_url=request.url)
        return self.build_response(request, raw)


@pytest.fixture(scope="module")
def pack(mini, tmp_path_factory):
    (path,) = replication.write(mini.release(), tmp_path_factory.mktemp("pack"))
    return path


@pytest.fixture(scope="module")
def unpacked(pack, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unpacked")
    with ZipFile(pack) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def validate(tmp_path):
    """Validate a crate by the rocrate validator, offline; returns the issues."""
    cache = tmp_path / "contexts"
    session = requests_cache.CachedSession(str(cache), backend="sqlite", expire_after=-1)
    session.mount("https://", Shelf())
    for accept in (
        "application/ld+json, application/json, */*;q=0.1",
        "application/ld+json, application/json",
        "*/*",
    ):
        session.get(CONTEXT, headers={"Accept": accept})
    session.close()

    def issues(crate, severity):
        asked = services.ValidationSettings(
            rocrate_uri=str(crate),
            profile_identifier="ro-crate-1.1",
            requirement_severity=severity,
            offline=True,
            cache_path=cache,
        )
        return [issue.message for issue in services.validate(asked).get_issues()]

    return issues


@SHACL_IS_OLD
def test_the_validator_of_ro_crate_finds_nothing_that_is_required_to_be_mended(pack, validate):
    assert validate(pack, Severity.REQUIRED) == []
    # nothing says where on the web the authors are
    assert validate(pack, Severity.RECOMMENDED) == ["The organization SHOULD have a URL."]


@SHACL_IS_OLD
def test_the_validator_does_find_what_is_missing(unpacked, validate, tmp_path):
    crate = tmp_path / "crate"
    crate.mkdir()
    text = (unpacked / layout.METADATA).read_text("utf-8")
    (crate / layout.METADATA).write_text(text.replace('"datePublished"', '"dateModified"'), "utf-8")
    assert any("datePublished" in issue for issue in validate(crate, Severity.REQUIRED))


def test_an_independent_library_reads_every_file_with_its_hash(pack, unpacked):
    crate = ROCrate(pack)
    described = {entity.id: entity for entity in crate.get_by_type("File")}
    there = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert described.keys() == there - {layout.METADATA}
    for name, entity in described.items():
        if name != layout.MANIFEST:
            content = (unpacked / name).read_bytes()
            assert entity["sha256"] == hashlib.sha256(content).hexdigest()
            assert entity["contentSize"] == str(len(content))
    assert crate.root_dataset["version"] == "1.0.0 / 1.0.0"
    assert crate.dereference("#scoring")["result"][0].id == layout.SCORES


def test_the_manifest_is_one_that_sha256sum_reads(unpacked):
    done = subprocess.run(["sha256sum", "--strict", "--check", layout.MANIFEST], cwd=unpacked, capture_output=True,
                          text=True, check=True)  # fmt: skip
    listed = len(done.stdout.splitlines())
    assert listed == sum(path.is_file() for path in unpacked.rglob("*")) - 1 > 100


def test_the_same_edition_gives_the_same_bytes(mini, pack, tmp_path):
    assert replication.write(mini.release(), tmp_path)[0].read_bytes() == pack.read_bytes()


def test_nothing_is_packed_that_no_score_is_made_from(change_mini, tmp_path):
    project = change_mini()
    for name in (
        "data/AT/people.parquet",
        "data/people.sqlite",
        "data/AT/deep/more.csv",
        "notes.txt",
        ".env",
    ):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text("private", "utf-8")
    (tmp_path / "outside.csv").write_text("private", "utf-8")
    (project / "data/link.csv").symlink_to(tmp_path / "outside.csv")
    packed = packing.contents(Project(project).release())
    assert b"private" not in b"".join(packed.values())
    assert "project/data/AT/policy.csv" in packed


def test_scores_and_weights_are_recorded_to_the_last_bit(mini, unpacked):
    release = mini.release()
    for name, frame in ((layout.SCORES, release.scores), (layout.WEIGHTS, release.weights)):
        recorded = comparing.read_recorded(unpacked, name)
        assert list(recorded) == list(frame)
        for column in frame.select_dtypes(float):
            given = [float(text or "nan") for text in recorded[column]]
            assert all(a == b or (a != a and b != b) for a, b in zip(given, frame[column], strict=True))


def test_the_libraries_are_pinned_to_the_versions_of_this_run(unpacked):
    head, *pins = (unpacked / layout.LOCK).read_text("utf-8").splitlines()
    assert head == f"# Python {sys.version.split()[0]}"
    names = {pin.split("==")[0] for pin in pins}
    assert {"numpy", "pandas", "scipy", "pydantic"} <= names
    assert packing.DISTRIBUTION not in names


def test_the_project_in_the_pack_is_clean(unpacked):
    assert Project(unpacked / layout.PROJECT).validate().ok


def test_a_release_without_a_folder_cannot_be_packed(mini, tmp_path):
    from dataclasses import replace

    with pytest.raises(ValueError, match="project folder"):
        packing.write_pack(replace(mini.release(), root=None), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_metadata_says_who_when_and_on_what_terms(unpacked):
    graph = json.loads((unpacked / layout.METADATA).read_text("utf-8"))["@graph"]
    root = next(entity for entity in graph if entity["@id"] == "./")
    assert root["datePublished"] == "2021-06-30"
    assert root["license"] == {"@id": "https://spdx.org/licenses/CC-BY-4.0"}
    assert root["temporalCoverage"] == "2018/2020"
