"""What `scoreboard new` writes, what it refuses, and that validation asks for every value left to write."""

from __future__ import annotations

import csv
import re
from importlib.resources import files

import pytest
from click.testing import CliRunner, Result

from scoreboard.cli import main
from scoreboard.definitions import DOMAINS
from scoreboard.definitions.models import PolicyIndicator, StatisticIndicator
from scoreboard.project import Project
from scoreboard.scaffold import known_states, write_whole
from scoreboard.scaffold.state import with_owner, with_row

EMPTY = re.compile(r"^ *(?:- )?(?:[a-z_]+:| *-)$")
"""A line that ends after its key or dash; whether a value follows below it, the indentation tells."""


@pytest.fixture
def project(change_mini):
    return change_mini()


@pytest.fixture
def new(project):
    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["new", *arguments, "--project", str(project)])

    return call


def snapshot(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def values_left(text: str) -> list[int]:
    """Return the numbers of the lines whose value is empty; only an example may lack its reference value."""
    lines = text.splitlines()
    indents = [len(line) - len(line.lstrip(" -")) for line in lines]
    return [
        number
        for number, line in enumerate(lines, 1)
        if EMPTY.match(line)
        and line != "    reference:"
        and (number == len(lines) or indents[number] <= indents[number - 1])
    ]


@pytest.mark.parametrize(
    ("arguments", "lens", "least"),
    [
        ([], "outcome", 15),
        (["--lens", "policy"], "policy", 12),
        (["--lens", "context"], "context", 8),
        (["--like", "employment_gap"], "outcome", 9),
        (["--like", "employment_rate"], "outcome", 9),
        (["--like", "school_access"], "policy", 11),
    ],
)
def test_an_indicator_validates_only_when_it_is_filled(new, project, arguments, lens, least):
    result = new("indicator", "health/my_code", *arguments)
    assert (result.exit_code, result.stdout) == (0, "indicators/health/my_code.yaml\n")
    text = (project / result.stdout.strip()).read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../schemas/")
    assert f"\nlens: {lens}\n" in text

    left = values_left(text)
    assert len(left) >= least
    findings = [it for it in Project(project).validate() if it.place.file.endswith("health/my_code.yaml")]
    assert {it.place.line for it in findings} == set(left)
    assert all("is empty" in it.found for it in findings)


@pytest.mark.parametrize(
    ("template", "model"),
    [
        ("policy", PolicyIndicator),
        ("outcome", StatisticIndicator),
        ("outcome_derived", StatisticIndicator),
        ("context", StatisticIndicator),
        ("context_derived", StatisticIndicator),
    ],
)
def test_a_template_has_every_required_key_and_only_known_ones(template, model):
    text = (files("scoreboard.scaffold") / "templates" / f"{template}.yaml").read_text("utf-8")
    keys = re.findall(r"^([a-z_]+):", text, re.MULTILINE)
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    assert required <= set(keys) <= set(model.model_fields)
    silent = [block for block in text.split("\n\n") if not block.startswith("#")]
    assert silent == []


def test_a_filled_indicator_is_a_definition_like_any_other(new, project):
    """The way of the README: like another one, texts filled, a place in the tree."""
    new("indicator", "labour_market/second_access", "--like", "job_access")
    path = project / "indicators/labour_market/second_access.yaml"
    lines = path.read_text("utf-8").splitlines()
    for number in values_left("\n".join(lines)):
        line = lines[number - 1]
        numeric = line.strip().removesuffix(":") in ("level", "score")
        lines[number - 1] = f"{line} {100 if numeric else 'written by a person'}"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    report = Project(project).validate()
    assert report.ok, [str(it.place) + it.found for it in report]
    assert {it.code for it in report if it.indicator == "second_access"} == {"unused-indicator"}


def test_a_like_indicator_lends_structure_and_no_text(new, project):
    new("indicator", "labour_market/my_gap", "--like", "employment_gap")
    text = (project / "indicators/labour_market/my_gap.yaml").read_text("utf-8")
    model = Project(project).framework.indicators["employment_gap"]
    for key in ("unit", "direction", "measure", "observations_of", "group", "reference"):
        assert f"\n{key}: {getattr(model, key)}\n" in text
    assert all(words not in text for words in (model.title, model.why, model.definition))


def test_the_next_steps_name_file_and_tree(new):
    told = new("indicator", "housing/my_rate").stderr
    for words in (
        "indicators/housing/my_rate.yaml", "indicators/outcomes.yaml", "indicators/sources.yaml",
        "scoreboard validate", "scoreboard compare",
    ):  # fmt: skip
        assert words in told
    assert "outcomes.yaml" not in new("indicator", "housing/my_context", "--lens", "context").stderr


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["indicator", "housng/rate"], "did you mean 'housing'?"),
        (["indicator", "rate"], "DOMAIN/CODE"),
        (["indicator", "housing/Rate"], "small letters"),
        (["indicator", "housing/../../rate"], "small letters"),
        (["indicator", "housing/" + "a" * 61], "at most 60"),
        (["indicator", "labour_market/job_access"], "already"),
        (["indicator", "housing/job_access"], "already"),
        (["indicator", "housing/teachers"], "already"),
        (["indicator", "housing/rate", "--like", "job_acess"], "did you mean 'job_access'?"),
        (["indicator", "housing/rate", "--like", "job_access", "--lens", "outcome"], "policy indicator"),
        (["state", "UK"], "did you mean 'GB'?"),
        (["state", "fr"], "did you mean 'FR'?"),
        (["state", "../x"], "ISO 3166-1"),
        (["state", "QQ"], "--name"),
        (["state", "AT"], "data/AT/sources.yaml is already there"),
    ],
)
def test_misuse_changes_nothing(new, project, arguments, hint):
    before = snapshot(project)
    result = new(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in " ".join(result.stderr.split())
    assert snapshot(project) == before


def test_a_state_is_complete_and_valid_at_once(new, project):
    before = (project / "data/states.csv").read_text("utf-8").splitlines()
    result = new("state", "FR")
    assert result.exit_code == 0, result.output
    made = result.stdout.split()
    domains = {it.domain for it in Project(project).framework.observed.values()}
    assert domains < set(DOMAINS)
    expected = {"sources.yaml", *(f"{domain}.csv" for domain in domains)}
    assert set(made) == {f"data/FR/{name}" for name in expected} | {"data/states.csv"}
    after = (project / "data/states.csv").read_text("utf-8").splitlines()
    assert [line for line in after if line not in before] == [after[3]]
    assert after[3].startswith("FR,FRA,250,FR,France,")
    assert Project(project).validate().ok
    assert new("state", "FR").exit_code == 2


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("MA", "MA,MAR,504,MA,Morocco,"),
        ("PH", "PH,PHL,608,PH,Philippines,"),
        ("US", "US,USA,840,US,United States,"),
    ],
)
def test_any_state_of_the_world_can_be_added(new, project, code, facts):
    assert new("state", code).exit_code == 0
    assert any(
        line.startswith(facts) for line in (project / "data/states.csv").read_text("utf-8").splitlines()
    )
    assert Project(project).validate().ok
    assert code not in Project(project).framework.groups.members("EU", 2026)


def test_partner_countries_are_scored_and_named_beside_the_map(new, project):
    """Morocco and the Philippines with Austria's answers: the same scores, and no place on a map of Europe."""
    from scoreboard.report.charts.maps import score_map
    from scoreboard.report.edition import Edition

    for code in ("MA", "PH"):
        assert new("state", code).exit_code == 0
        for file in (project / "data/AT").glob("*"):
            text = file.read_text("utf-8")
            text = text if file.suffix == ".yaml" else text.replace("\nAT,", f"\n{code},")
            (project / "data" / code / file.name).write_text(text, "utf-8")
    opened = Project(project)
    assert opened.validate().ok, list(opened.validate())
    scores = opened.scores("policy").frame.set_index(["state", "year", "node"])["score"]
    assert scores["MA"].equals(scores["AT"])
    edition = Edition(opened)
    subtitle = score_map(edition, "policy", "overall", edition.latest("policy", "overall")).title["subtitle"]
    assert "not on the map: Philippines" in subtitle


def test_every_code_of_the_world_has_a_name_and_three_letters():
    known = known_states()
    assert len(known) == 250  # ISO 3166-1, and Kosovo
    assert all(re.fullmatch("[A-Z]{3}", row["iso3"]) and row["name"] for row in known.values())


def test_a_listed_state_keeps_its_row(new, project):
    table = project / "data/states.csv"
    table.write_bytes(table.read_bytes() + b"FR,FRA,250,FR,My France,,,,0,0,1,1,,,1\n")
    before = table.read_bytes()
    assert new("state", "FR").exit_code == 0
    assert table.read_bytes() == before


def test_an_unknown_state_is_named_by_the_user(new, project):
    result = new("state", "QQ", "--name", "Far, away", "--iso3", "QQQ")
    assert result.exit_code == 0
    state = Project(project).states["QQ"]
    assert (state.name, state.iso3, state.eurostat, state.eu_from) == ("Far, away", "QQQ", "QQ", "")
    assert Project(project).validate().ok


def test_a_code_list_that_cannot_be_read_is_a_finding(new, project):
    (project / "data/states.csv").write_text("code,name\nAT,Austria\n", "utf-8")
    before = snapshot(project)
    result = new("state", "FR")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "missing-column" in result.stderr
    assert snapshot(project) == before


def test_the_owner_of_a_new_folder_is_named(new, project):
    owners = project / ".github/CODEOWNERS"
    owners.parent.mkdir()
    owners.write_text("* @us/all\n/data/AT/ @us/data\n/data/SE/ @us/data\n", "utf-8")
    assert ".github/CODEOWNERS" in new("state", "FR").stdout
    assert owners.read_text("utf-8").splitlines()[2] == "/data/FR/ @us/data"


def test_rows_and_owners_come_in_order():
    table = "code,name\nAT,Austria\nSE,Sweden\n"
    assert with_row(table, "BE", {"name": "Belgium"}) == "code,name\nAT,Austria\nBE,Belgium\nSE,Sweden\n"
    assert with_row(table, "UA", {"name": "Ukraine"}).endswith("SE,Sweden\nUA,Ukraine\n")
    assert with_row("code,name", "AT", {"name": "Austria"}) == "code,name\nAT,Austria\n"
    assert with_row("code,name\r\nSE,Sweden\r\n", "AT", {"name": "A"}) == "code,name\r\nAT,A\r\nSE,Sweden\r\n"
    assert with_owner("* @us\n", "AT") == "* @us\n"
    assert with_owner("/data/AT/ @us\n", "AT") == "/data/AT/ @us\n"


def test_the_known_states_agree_with_the_code_list(root):
    with (root / "data/states.csv").open(encoding="utf-8", newline="") as handle:
        listed = {row["code"]: row for row in csv.DictReader(handle)}
    shared = listed.keys() & known_states().keys()
    assert len(shared) > 40
    assert {code: listed[code] for code in shared} == {code: known_states()[code] for code in shared}


def test_what_cannot_be_written_whole_is_not_written(tmp_path, monkeypatch):
    (tmp_path / "old.txt").write_text("old", "utf-8")
    (tmp_path / "way").write_text("a file where a folder is needed", "utf-8")
    before = snapshot(tmp_path)
    with pytest.raises(OSError, match="way"):
        write_whole(tmp_path, {"a/b/new.txt": "new", "way/x.txt": "x"}, {"old.txt": "changed"})
    assert snapshot(tmp_path) == before
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("fails", [1, 2, 3])
def test_a_failure_half_way_is_taken_back(tmp_path, monkeypatch, fails):
    (tmp_path / "old.txt").write_text("old", "utf-8")
    calls = []
    replace = type(tmp_path).replace

    def fail_at(path, target):
        calls.append(target)
        if len(calls) == fails:
            raise OSError(28, "No space left on device", str(target))
        return replace(path, target)

    monkeypatch.setattr(type(tmp_path), "replace", fail_at)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path, {"a/1": "1", "a/2": "2"}, {"old.txt": "changed"})
    assert snapshot(tmp_path) == {next(iter(snapshot(tmp_path))): b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["old.txt"]
