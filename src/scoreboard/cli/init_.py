"""`scoreboard init`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", help="Name of the study; default: the folder's name in plain words.")
def command(folder: Path, title: str | None) -> None:
    """Make a project of your own in FOLDER, which must be new, empty, or a git repository without files.

    It holds a few invented example indicators and states, marked as such, and none of ours; every verb works
    on it at once. Replace the examples by your own.

    Example: scoreboard init my-study
    """
    if folder.is_dir() and any(entry.name != ".git" for entry in folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty: name a new folder.")
    title = title or folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize()
    if not title or not title.isprintable():
        raise click.UsageError("--title must be one line of text.")
    from scoreboard.scaffold import study_plan, write_whole

    try:
        write_whole(folder, study_plan(title))
    except OSError as error:
        raise click.UsageError(f"nothing was written: {error.strerror}: {error.filename}") from error
    click.echo(folder)
    click.echo(f"Next: cd {folder}, read README.md, and run: scoreboard validate", err=True)
