"""The JSON API: every file as its OpenAPI description says, every link leads somewhere, missing is never zero."""

from __future__ import annotations

import json
import posixpath
import re
from math import isnan

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import ValidationError

from scoreboard.exchange.publishing import json_api
from scoreboard.exchange.publishing.json_api import models

PAGES = {"states/AT", "codebook/employment_rate", "data"}


@pytest.fixture(scope="module")
def release(mini):
    return mini.release()


@pytest.fixture(scope="module")
def folder(release, tmp_path_factory):
    folder = tmp_path_factory.mktemp("api")
    json_api.write(release, folder, PAGES)
    return folder / json_api.FOLDER


@pytest.fixture(scope="module")
def files(folder):
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.json")}
    return {name: json.loads(path.read_text("utf-8")) for name, path in found.items()}


@pytest.fixture(scope="module")
def described(files):
    return files["openapi.json"]


def schema_of(described, name):
    """Return the schema of a file, by the path that it answers to."""
    patterns = {path: re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)) for path in described["paths"]}
    (path,) = [path for path, pattern in patterns.items() if re.fullmatch(pattern, f"/{name}")]
    content = described["paths"][path]["get"]["responses"]["200"]["content"]
    return {**content["application/json"]["schema"], "components": described["components"]}


def test_the_description_is_valid_openapi_3_1(described):
    assert described["openapi"].startswith("3.1.")
    assert list(OpenAPIV31SpecValidator(described).iter_errors()) == []


def test_every_file_is_as_the_description_says(files, described):
    checked = 0
    for name, content in files.items():
        if name != "openapi.json":
            faults = list(Draft202012Validator(schema_of(described, name)).iter_errors(content))
            assert faults == [], name
            checked += 1
    assert checked == len(files) - 1 > 20


def test_a_file_that_is_not_so_is_refused(files, described):
    wrong = json.loads(json.dumps(files["scores/policy/2019.json"]))
    wrong["data"]["rows"][0]["score"] = "high"
    assert not Draft202012Validator(schema_of(described, "scores/policy/2019.json")).is_valid(wrong)
    wrong = {**files["index.json"], "surplus": 1}
    assert not Draft202012Validator(schema_of(described, "index.json")).is_valid(wrong)


def test_the_values_of_parameters_are_those_of_the_files(files, described):
    for path, operations in described["paths"].items():
        for parameter in operations["get"].get("parameters", ()):
            position = path.split("/").index(
                next(it for it in path.split("/") if f"{{{parameter['name']}}}" in it)
            )
            kind = path.split("/")[1]
            parts = [f"/{name}".split("/") for name in files if name.startswith(f"{kind}/")]
            there = {each[position].removesuffix(".json") for each in parts}
            assert set(map(str, parameter["schema"]["enum"])) == there


def test_every_link_leads_to_a_file_or_a_page_of_the_book(files):
    pages, followed = set(), 0
    for name, content in files.items():
        for kind, link in content.get("links", {}).items():
            there = posixpath.normpath(posixpath.join(posixpath.dirname(name), link))
            followed += 1
            if kind == "html":
                pages.add(posixpath.normpath(posixpath.join(json_api.FOLDER, there)))
            else:
                assert there in files, (name, kind)
            if kind == "self":
                assert there == name
    assert followed > 2 * len(files) - 5
    assert pages == {f"{page}.html" for page in PAGES}


@pytest.mark.parametrize("kind", ["states", "indicators", "indices", "scores/policy", "observations"])
def test_next_goes_through_all_files_of_a_kind(files, kind):
    there = {name for name in files if posixpath.dirname(name) == kind}
    targets = {
        posixpath.join(kind, files[name]["links"]["next"]) for name in there if "next" in files[name]["links"]
    }
    assert len(there - targets) == 1  # the first
    assert len(targets) == len(there) - 1


def test_references_in_the_lists_lead_to_files(files):
    for name in ("states.json", "indicators.json"):
        for entry in files[name]["data"]:
            for key in ("scores", "definition", "observations"):
                assert entry.get(key, "index.json") in files
    for lens in files["index.json"]["data"]["lenses"]:
        assert lens["index"] in files
        assert all(f"scores/{lens['lens']}/{year}.json" in files for year in lens["years"])


def test_scores_are_those_of_the_release_to_the_last_bit_and_missing_has_its_reason(files, release):
    seen, missing = 0, 0
    given = {}
    for name, content in files.items():
        if name.startswith("scores/"):
            data = content["data"]
            given |= {(data["lens"], row["state"], data["year"], row["node"]): row for row in data["rows"]}
    for row in release.scores.itertuples():
        cell = given[row.lens, row.state, row.year, row.node]
        seen += 1
        if isnan(row.score):
            missing += 1
            assert cell["score"] is None
            assert cell["missing"] == row.reason
        else:
            assert cell["score"] == row.score
            assert cell.get("note", "") == row.reason
            assert "missing" not in cell
        assert ("rank" in cell) <= ("rank_low" in cell and "rank_high" in cell)
    assert len(given) == seen > missing > 0


def test_observations_are_those_of_the_release_to_the_last_bit(files, release):
    keys = ["state", "year", "group", "sex", "age", "duration"]
    plain = {"group": "TOTAL", "sex": "T", "age": "TOTAL", "duration": "TOTAL"}
    seen = 0
    for code, rows in release.observations.groupby("indicator"):
        data = files[f"observations/{code}.json"]["data"]
        given = {tuple({**plain, **row}[key] for key in keys): row for row in data["rows"]}
        for row in rows.itertuples():
            cell = given[tuple(getattr(row, key) for key in keys)]
            seen += 1
            assert cell["source"] in data["sources"]
            assert cell.get("flags", "") == row.status
            assert cell["value"] == (None if isnan(row.value) else row.value)
            assert ("missing" in cell) == isnan(row.value)
            assert cell.get("se") == (None if isnan(row.se) else row.se)
    assert seen == len(release.observations) > 50


def test_weights_are_all_there_in_full(files, release):
    given = [
        (name[len("indices/") : -len(".json")], row["node"], row["child"], row["declared"], row["used"])
        for name in files
        if name.startswith("indices/")
        for row in files[name]["data"]["weights"]
    ]
    assert sorted(given) == sorted(release.weights.itertuples(index=False, name=None))
    assert len(given) > 10


@pytest.mark.parametrize("cell", [{"score": None}, {"score": 1.0, "missing": "why"}])
def test_a_score_without_a_reason_or_with_one_too_many_cannot_be_published(cell):
    with pytest.raises(ValidationError, match="a missing score has a reason"):
        models.ScoreRow(state="AT", node="overall", coverage=0.0, observed=0.0, **cell)


def test_an_observation_without_a_value_needs_a_reason():
    with pytest.raises(ValidationError, match="a missing value has a reason"):
        models.ObservationRow(state="AT", year=2019, value=None, source="A")


def test_the_same_edition_gives_the_same_bytes_and_a_filter_fewer_files(release, folder, tmp_path):
    again = json_api.write(release, tmp_path / "again", PAGES)
    for path in again:
        assert (
            path.read_bytes()
            == (folder / path.relative_to(tmp_path / "again" / json_api.FOLDER)).read_bytes()
        )
    few = json_api.write(release.only(lenses=["policy"], states=["AT"]), tmp_path / "few")
    names = {path.relative_to(tmp_path / "few" / json_api.FOLDER).as_posix() for path in few}
    assert "states/AT.json" in names
    assert not any("outcome" in name or "/BE" in name for name in names)
