"""`scoreboard new`: an indicator, a state, a practice or a pathway from a template."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoreboard.cli.common import fail, open_project, written_project_option

if TYPE_CHECKING:
    from scoreboard.definitions import Framework
    from scoreboard.scaffold import Plan

LENSES = ("policy", "outcome", "context")
INDEX_FILE = {"policy": "indicators/policy.yaml", "outcome": "indicators/outcomes.yaml"}


@click.group("new")
def command() -> None:
    """Begin an indicator, a state, a practice or a pathway from a template; nothing that exists is overwritten.

    What only you can know stands as an empty value, and `scoreboard validate` names the line of each.

    Example: scoreboard new indicator housing/my_code
    """


@command.command("indicator")
@click.argument("name", metavar="DOMAIN/CODE")
@click.option("--lens", type=click.Choice(LENSES), help="Default: that of --like, else outcome.")
@click.option(
    "--like", metavar="CODE", help="Take unit, groups, levels and sources over from this indicator."
)
@written_project_option
def indicator(name: str, lens: str | None, like: str | None, root: Path) -> None:
    """Write indicators/DOMAIN/CODE.yaml, to be filled.

    Example: scoreboard new indicator housing/my_gap --like overcrowding_gap_birth
    """
    from scoreboard.scaffold import indicator_plan

    framework = open_project(root).framework
    domain, code = _names(name, framework)
    lens = _lens(framework, lens, like)
    _write(root, indicator_plan(domain, code, lens, framework, like))
    _tell_next(_indicator_steps(domain, code, lens))


@command.command("state")
@click.argument("code")
@click.option("--name", help="Name of the state; needed for a code that the program does not know.")
@click.option("--iso3", help="ISO 3166-1 alpha-3 code.")
@click.option("--eurostat", help="Eurostat's code, where it differs.")
@written_project_option
def state(code: str, name: str | None, iso3: str | None, eurostat: str | None, root: Path) -> None:
    """Make data/CODE/ with sources.yaml and empty datasets, and the state's row in data/states.csv.

    CODE is ISO 3166-1 alpha-2, of any state in the world: a partner country such as MA or PH as well. Facts of
    known states are filled in; check them before you commit.

    Example: scoreboard new state MA
    """
    from scoreboard.scaffold import state_plan

    framework = _with_states(root)
    given = {"name": name, "iso3": iso3, "eurostat": eurostat}
    facts = _facts(code, {key: value for key, value in given.items() if value}, code in framework.states)
    listed = code in framework.states
    _write(root, state_plan(code, framework), _changed(root, code, None if listed else facts))
    _tell_next(_state_steps(code, listed))


@command.command("practice")
@click.argument("code")
@click.option(
    "--item", "items", multiple=True, help="Code of an indicator that it bears on; may be repeated."
)
@click.option("--state", help="Code of the state.")
@written_project_option
def practice(code: str, items: tuple[str, ...], state: str | None, root: Path) -> None:
    """Write practices/CODE.yaml, to be filled.

    Example: scoreboard new practice se_coaching --item job_search_support --state SE
    """
    from scoreboard.cli.tables import check_known
    from scoreboard.scaffold import practice_plan

    framework = open_project(root).framework
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", code):
        raise click.UsageError(f"'{code}': small letters, digits and underscores, at most 60.")
    check_known("state", state, list(framework.states))
    for item in items:
        check_known("indicator", item, list(framework.indicators))
    _write(root, practice_plan(code, list(items), state))
    _tell_next(
        [
            f"Fill practices/{code}.yaml: scoreboard validate names the line of every empty value",
            "Give effects only as they are published, with their interval; leave out what you have not read",
            "See it beside the others: scoreboard practices",
        ]
    )


@command.command("pathway")
@click.argument("name", metavar="STATE/NAME")
@written_project_option
def pathway(name: str, root: Path) -> None:
    """Begin a record of a legal pathway in data/STATE/pathways.yaml; of an inherited one, an override.

    Example: scoreboard new pathway DE/skilled_worker
    """
    from scoreboard.cli.tables import check_known
    from scoreboard.findings import Report
    from scoreboard.records.pathways.importing import registers_of
    from scoreboard.scaffold import pathway_plan

    state, slash, code = name.partition("/")
    if not slash or not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", code):
        raise click.UsageError(
            f"'{name}': write STATE/NAME, the name in small letters, digits and underscores."
        )
    states = open_project(root).states
    check_known("state", state, list(states))
    report = Report()
    registers = registers_of(root, states, report)
    if not report.ok:
        fail(report, root)
    own = registers.national.get(state)
    if own and (code in own.pathways or code in own.overrides):
        raise click.UsageError(f"data/{state}/pathways.yaml has '{code}' already: go on there.")
    inherited = registers.inherited.get(state, ())
    new, changed = pathway_plan(root, state, code, inherited)
    _write(root, new, changed)
    _tell_next(
        [
            f"Fill data/{state}/pathways.yaml: scoreboard validate names the line of every empty value",
            "Name a source for every term; leave out what you have not read: it is then not recorded",
            f"See it beside the others: scoreboard pathways --state {state}",
        ]
    )


def _names(name: str, framework: Framework) -> tuple[str, str]:
    """Return domain and code; misuse if either cannot be the name of a new indicator."""
    from scoreboard.definitions import DOMAINS, suggest

    domain, slash, code = name.partition("/")
    if not slash or not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", code):
        raise click.UsageError(
            f"'{name}': write DOMAIN/CODE, the code in small letters, digits and underscores, at most 60."
        )
    if domain not in DOMAINS:
        raise click.UsageError(f"no domain '{domain}': {suggest(domain, DOMAINS)}")
    if code in framework.indicators or any(code == node for _, node in framework.nodes):
        raise click.UsageError(f"'{code}' is already an indicator or a node of a tree: choose another code.")
    return domain, code


def _lens(framework: Framework, lens: str | None, like: str | None) -> str:
    """Return the lens, that of `like` if none is given; misuse if `like` is unknown or of another lens."""
    from scoreboard.definitions import suggest

    if like is None:
        return lens or "outcome"
    if like not in framework.indicators:
        raise click.UsageError(f"no indicator '{like}' can be read: {suggest(like, framework.indicators)}")
    own = framework.indicators[like].lens
    if lens not in (None, own):
        raise click.UsageError(f"'{like}' is a {own} indicator: leave out --lens, or name another one.")
    return own


def _with_states(root: Path) -> Framework:
    """Return the definitions of a project whose code list of states can be read, or leave with why not."""
    from scoreboard.definitions.states import read_states
    from scoreboard.findings import Report

    project, report = open_project(root), Report()
    read_states(root / "data/states.csv", "data/states.csv", report)
    if not report.ok:
        fail(report)
    return project.framework


def _facts(code: str, given: dict[str, str], listed: bool) -> dict[str, str]:
    """Return the cells of a state's row; misuse for a code of another form, or an unknown one without a name."""
    from scoreboard.definitions import suggest
    from scoreboard.scaffold import known_states

    known = known_states()
    if listed or code in known:
        return {**known.get(code, {}), **given}
    near = {row["eurostat"]: row["code"] for row in known.values()} | dict(zip(known, known, strict=True))
    if code.upper() in near:
        raise click.UsageError(f"'{code}': did you mean '{near[code.upper()]}'?")
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise click.UsageError(f"'{code}' is no ISO 3166-1 alpha-2 code; {suggest(code, known)}")
    if "name" not in given:
        raise click.UsageError(f"'{code}' is not known: give its --name; {suggest(code, known)}")
    return {"eurostat": code, **given}


def _changed(root: Path, code: str, facts: dict[str, str] | None) -> Plan:
    """Return the files that a new state changes: the code list, if it lacks the state, and who owns its folder."""
    from scoreboard.scaffold.state import OWNERS, STATES, with_owner, with_row

    changed = {}
    if facts is not None:
        changed[STATES] = with_row(_text(root / STATES), code, facts)
    if (root / OWNERS).is_file():
        changed[OWNERS] = with_owner(_text(root / OWNERS), code)
    return changed


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogateescape")  # line ends stay as they are


def _write(root: Path, new: Plan, changed: Plan | None = None) -> None:
    """Write and name the files, or leave: misuse where something is in the way."""
    from scoreboard.scaffold import AlreadyThereError, write_whole

    try:
        written = write_whole(root, new, changed)
    except AlreadyThereError as error:
        raise click.UsageError(f"{error.file} is already there, and stays as it is.") from error
    except OSError as error:
        raise click.UsageError(f"nothing was written: {error.strerror}: {error.filename}") from error
    click.echo("\n".join(written))


def _tell_next(steps: list[str]) -> None:
    """Print the next steps to stderr, so that stdout holds nothing but the result."""
    lines = [f"  {number}. {step}" for number, step in enumerate(steps, 1)]
    click.echo("\n".join(["Next:", *lines]), err=True)


def _indicator_steps(domain: str, code: str, lens: str) -> list[str]:
    file = f"indicators/{domain}/{code}.yaml"
    tree = f"Give it a place and a weight in {INDEX_FILE.get(lens)}: {{indicator: {code}, weight: 1}}"
    return [
        f"Fill {file}: scoreboard validate names the line of every empty value",
        *([tree] if lens in INDEX_FILE else []),
        "Declare its dataset in indicators/sources.yaml, and its references in book/references.bib",
        *(
            ["Compute its worked examples by hand: scoreboard validate runs them"]
            if lens in INDEX_FILE
            else []
        ),
        f"Bring its observations: scoreboard import FOLDER --indicator {code}, or rows in data/<STATE>/{domain}.csv",
        "See whose scores and ranks move: scoreboard compare HEAD",
    ]


def _state_steps(code: str, listed: bool) -> list[str]:
    return [
        *(
            []
            if listed
            else [f"Check the row of {code} in data/states.csv: names, memberships and their dates"]
        ),
        f"Declare each source in data/{code}/sources.yaml",
        f"Write one row per observation into the CSVs of data/{code}/, or: scoreboard import FOLDER",
        "Check them: scoreboard validate",
        "See whose scores and ranks move: scoreboard compare HEAD",
    ]
