"""The command `scoreboard`: one file per verb, each loaded only when it is called."""

from __future__ import annotations

import importlib

import click

VERBS = {
    "validate": "Check all definitions and national datasets.",
    "score": "Score every lens, node, state and year.",
    "groups": "List groups of states and who belongs to them.",
    "gaps": "Hold groups against a reference, with standard errors.",
    "explain": "Show every step from a score down to the lines of data.",
    "robustness": "Show how sure scores and ranks are, and what they depend on.",
    "audit": "Check an index along the ten steps of the OECD/JRC Handbook.",
    "compare": "Show which scores move between two editions, and why.",
    "trends": "Show how scores moved: trends, targets, convergence, classes, changes.",
    "evaluate": "Hold outcomes after a change of policy against states without it.",
    "options": "Show the smallest set of policy changes that reaches a score.",
    "commitments": "Show which state is bound by which treaty.",
    "practices": "Show practices with their evidence, and precedents.",
    "pathways": "Print legal pathways: filters, a day, changes, sources.",
    "new": "Begin an indicator, a state or a practice from a template.",
    "init": "Make a project of your own.",
    "import": "Make national datasets from downloaded files.",
    "estimate": "Make observations from survey or register microdata.",
    "fetch": "Bring datasets from Eurostat and other services on the web.",
    "export": "Publish observations and scores in formats that others read.",
    "recompute": "Make all scores again from a replication pack, and compare.",
    "book": "Build the report, preview it, renew its translations.",
    "schema": "Write schemas/ from the models, or check them.",
}
"""Verb → its line in the help; the module is `scoreboard.cli.<verb>_`."""


class LazyGroup(click.Group):
    """A group that imports a verb's module only when the verb is used, so that help is instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of the table."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(f"scoreboard.cli.{cmd_name}_").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without importing them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="integration-scoreboard", prog_name="scoreboard")
def main() -> None:
    """Compare how European states integrate migrants: what the law grants and what life shows.

    Exit code 0: clean; 1: findings; 2: misuse. Example: scoreboard explain SE 2019 education
    """
