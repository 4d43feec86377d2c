"""Data Package and CSVW: valid by their own validators, which find what is changed."""

from __future__ import annotations

import hashlib
import json

import csvw as csvw_library
import frictionless
import pytest

from scoreboard.definitions import schema_files
from scoreboard.exchange.publishing import csvw, data_package


def is_package(folder):
    return frictionless.validate(str(folder / data_package.FILE))


def is_csvw(folder):
    """Return what the validator read, or None where it found a fault."""
    read = csvw_library.CSVW(str(folder / csvw.FILE), validate=True)
    try:
        return read if read.is_valid else None
    except (ValueError, UserWarning):
        return None


def test_the_package_is_valid(awkward, tmp_path):
    data_package.write(awkward, tmp_path)
    report = is_package(tmp_path)
    assert report.valid, report.flatten(["type", "message"])
    assert report.stats["tasks"] == len(awkward.tables)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("observations.csv", "AT,employment_rate,2019", "ZZ,employment_rate,2019"),
        ("observations.csv", "AT,employment_rate,2019", "AT,no_such,2019"),
        ("scores.csv", "policy,AT,2018,overall,", "policy,AT,2018,overall,x"),
        ("sources.csv", "CC0", ""),
    ],
)
def test_a_package_that_was_changed_is_invalid(edition, tmp_path, file, old, new):
    data_package.write(edition, tmp_path)
    path = tmp_path / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert not is_package(tmp_path).valid


def test_the_package_says_who_made_it_on_which_terms_from_what(edition, tmp_path):
    data_package.write(edition, tmp_path)
    said = json.loads((tmp_path / data_package.FILE).read_text("utf-8"))
    assert said["$schema"].endswith("/2.0/datapackage.json")
    assert said["licenses"][0]["name"] == "CC-BY-4.0"
    assert [it["title"] for it in said["contributors"]] == list(edition.citation.authors)
    assert {it["path"] for it in said["sources"]} == set(edition.sources["url"])
    assert said["created"] == f"{edition.date}T00:00:00Z"
    for resource in said["resources"]:
        content = (tmp_path / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_the_schema_of_observations_is_that_of_the_national_files(edition):
    ours = data_package.table_schema(edition.tables["observations"])
    theirs = json.loads(schema_files()["observations.table.json"])
    assert [field["name"] for field in ours["fields"]] == [field["name"] for field in theirs["fields"]]
    assert ours["primaryKey"] == theirs["primaryKey"]
    assert ours["missingValues"] == theirs["missingValues"]
    types = {field["name"]: field["type"] for field in theirs["fields"]} | {"n": "number"}
    assert {field["name"]: field["type"] for field in ours["fields"]} == types


def test_csvw_is_valid(awkward, tmp_path):
    csvw.write(awkward, tmp_path)
    read = is_csvw(tmp_path)
    assert read is not None
    assert read.warnings == []
    assert len(read.tables) == len(awkward.tables)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("observations.csv", "AT,employment_rate,2019", "ZZ,employment_rate,2019"),
        ("observations.csv", "Y20-64,TOTAL,60,", "Y20-64,TOTAL,sixty,"),
        ("scores.csv", "policy,AT,2018,overall", "policy,AT,2018,ground"),
    ],
)
def test_csvw_that_was_changed_is_invalid(edition, tmp_path, file, old, new):
    csvw.write(edition, tmp_path)
    path = tmp_path / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert is_csvw(tmp_path) is None
