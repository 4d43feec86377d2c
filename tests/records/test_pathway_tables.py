"""A user's table of pathways comes into the registers: every row counted, all written or nothing."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from scoreboard.cli import main
from scoreboard.project import Project

TABLE = """Country,Name,Law,From,LMT,Months,Areas,Pay
Austria,Red card,Act 1,2022-01-01,No,24,housing; education,
SE,Work permit,Act 2,,Yes,n/a,,30000
AT,Another,Act 1,2023-05-01,n/a,,,
"""
MAPPING = """columns:
  {state: Country, title: Name, act: Law, valid_from: From, labour_market_test: LMT, duration_max: Months,
   equal_treatment: Areas, income_amount: Pay}
values: {labour_market_test: {Yes: required, No: none}}
years: {income_amount: 2025}
source:
  {title: An invented mapping, url: https://example.org, confidence: secondary_page, read: All of it,
   accessed: 2026-01-01}
"""


@pytest.fixture
def project(change_mini):
    return change_mini()


@pytest.fixture
def run(project, tmp_path):
    def import_it(table=TABLE, mapping=MAPPING, name="table.csv"):
        (tmp_path / "columns.yaml").write_text(mapping, "utf-8")
        path = tmp_path / name
        if table is not None:
            path.write_text(table, "utf-8")
        command = [
            "import",
            str(path),
            "--pathways",
            str(tmp_path / "columns.yaml"),
            "--project",
            str(project),
        ]
        return CliRunner().invoke(main, command)

    return import_it


def registers(project):
    return {path.parent.name: path.read_text("utf-8") for path in project.glob("data/*/pathways.yaml")}


def test_every_row_becomes_a_record_with_the_source_of_the_table(run, project):
    result = run()
    assert result.exit_code == 0, result.output
    assert "3 read, 3 kept, 0 already there, 0 left out" in result.stdout
    catalogue = Project(project).pathways()
    assert {(it.state, it.version) for it in catalogue} == {
        ("AT", "red_card"),
        ("AT", "another"),
        ("SE", "work_permit"),
    }
    (red,) = catalogue.filter(version="red_card")
    assert red.facts["labour_market_test"].value == "none"
    assert red.facts["equal_treatment"].value == ("housing", "education")
    assert red.facts["duration_max"].source.title == "An invented mapping"
    assert red.since == "2022-01-01"
    (work,) = catalogue.filter(state="SE")
    assert work.status("duration_max") == "not_recorded"
    assert work.facts["income_amount"].term.year == 2025
    assert Project(project).validate().ok


def test_a_second_import_changes_nothing(run, project):
    run()
    before = registers(project)
    assert "0 kept, 3 already there" in run().stdout
    assert registers(project) == before


def test_what_somebody_wrote_stays_as_it_is(run, project):
    run(TABLE.splitlines()[0] + "\n" + TABLE.splitlines()[1] + "\n")
    path = project / "data/AT/pathways.yaml"
    path.write_text(path.read_text("utf-8").replace("  red_card:\n", "  # by hand\n  red_card:\n"), "utf-8")
    before = path.read_text("utf-8")
    assert "2 kept, 1 already there" in run().stdout
    assert path.read_text("utf-8").startswith(before)
    assert len(Project(project).pathways()) == 3


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("AT,X,Act,2022-13-01,,,,", "table.csv:5:4  wrong-value  valid_from = 2022-13-01"),
        ("AT,X,Act,,Perhaps,,,", "table.csv:5:5  wrong-value  labour_market_test = 'Perhaps'"),
        ("AT,X,Act,,,two,,", "table.csv:5:6  wrong-value  duration_max = 'two'"),
        ("AT,X,Act,,,,flying,", "table.csv:5:7  wrong-value  equal_treatment = 'flying'"),
        ("Nowhere,X,Act,,,,,", "table.csv:5:1  unknown-state  'Nowhere'"),
        ("AT,,Act,,,,,", "table.csv:5:2  missing-key  'title' is empty"),
        ("AT,Red card,Act,,,,,", "duplicate-code  AT has 'red_card' already further up"),
        ("AT,X", "table.csv:5  row-length  2 cells"),
        ('AT,"X', "csv-syntax"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_nothing_is_written(run, project, row, told):
    result = run(TABLE + row + "\n")
    assert result.exit_code == 1
    assert told in result.stderr
    assert "left out" in result.stdout
    assert registers(project) == {}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("Months", "Monate"), "missing-column  'Monate' for 'duration_max'"),
        (("duration_max", "duration_maximum"), "unknown-field  'duration_maximum'"),
        (("title: Name, ", ""), "missing-column  no column is named for 'title'"),
        (("columns:", "colums:"), "unknown-key  'colums'"),
        (("years: {income_amount: 2025}\n", ""), "amount-without-unit  30000 EUR_a_year, without a year"),
    ],
)
def test_a_mapping_at_fault_is_told(run, project, change, told):
    result = run(mapping=MAPPING.replace(*change))
    assert result.exit_code == 1
    assert told in result.stderr
    assert registers(project) == {}


def test_a_workbook_gives_the_same_records(run, project, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    run()
    before = registers(project)
    for path in project.glob("data/*/pathways.yaml"):
        path.unlink()
    book = openpyxl.Workbook()
    for line in TABLE.splitlines():
        cells = [int(it) if it.isdigit() else it for it in line.split(",")]
        book.active.append(cells)
    book.save(tmp_path / "table.xlsx")
    result = run(table=None, name="table.xlsx")
    assert result.exit_code == 0, result.output
    assert registers(project) == before


def test_a_file_without_a_mapping_is_misuse(project, tmp_path):
    (tmp_path / "t.csv").write_text(TABLE, "utf-8")
    result = CliRunner().invoke(main, ["import", str(tmp_path / "t.csv"), "--project", str(project)])
    assert result.exit_code == 2
    assert "needs --pathways" in result.stderr


def test_a_new_pathway_is_begun_with_its_fields_and_validation_names_what_is_empty(project):
    command = ["new", "pathway", "AT/skilled_worker", "--project", str(project)]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    text = (project / "data/AT/pathways.yaml").read_text("utf-8")
    assert "  skilled_worker:\n" in text
    assert "#   labour_market_test: {value: not_allowed|" in text
    found = {
        (it.code, it.place.file)
        for it in Project(project).validate()
        if it.place.file.endswith("pathways.yaml")
    }
    assert found == {("wrong-value", "data/AT/pathways.yaml")}
    assert CliRunner().invoke(main, command).exit_code == 1


def test_an_inherited_pathway_gets_an_override(run, project):
    (project / "data/EU").mkdir()
    union = """sources:
  T: {title: Act, url: https://example.org, confidence: official_text, read: All, accessed: 2026-01-01}
pathways:
  permit:
    {group: permit, title: Permit, legal_basis: {act: Act}, adopted: 2020-01-01, applies: 2021-01-01, sources: [T],
     confidence: official_text, bound: [{states: [AT], since: 2021-01-01, basis: transposition_deadline, sources: [T],
     confidence: official_text}]}
"""
    (project / "data/EU/pathways.yaml").write_text(union, "utf-8")
    assert CliRunner().invoke(main, ["new", "pathway", "AT/permit", "--project", str(project)]).exit_code == 0
    assert "overrides:\n  permit:\n" in (project / "data/AT/pathways.yaml").read_text("utf-8")
    (project / "data/AT/pathways.yaml").unlink()
    assert run("Country,Name,Law,From,LMT,Months,Areas,Pay\nAT,Permit,Act,,No,,,\n").exit_code == 0
    (entry,) = Project(project).pathways()
    assert entry.standing == "bound"
    assert entry.facts["labour_market_test"].value == "none"


@pytest.mark.parametrize(
    ("name", "told"),
    [("AT", "write STATE/NAME"), ("AT/Bad Name", "write STATE/NAME"), ("QQ/permit", "no state QQ")],
)
def test_a_name_that_cannot_be_is_misuse(project, name, told):
    result = CliRunner().invoke(main, ["new", "pathway", name, "--project", str(project)])
    assert result.exit_code == 2
    assert told in result.stderr
