"""`takehome new`: a folder to start a challenge from."""

from __future__ import annotations

from pathlib import Path

import click

from takehome.cli import options


@click.command()
@click.argument("name")
@click.option("--like", default="card-fraud", show_default=True, help="What it begins as.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="The folder.  [default: challenges/NAME]"
)
@options.as_json
def new(name: str, like: str, out: Path | None, *, as_json: bool) -> None:
    """Write a challenge called NAME, with every key explained, for you to change.

    It passes `takehome check` as it stands.
    """
    from takehome.authoring import new_challenge
    from takehome.challenge import find

    folder = out or Path("challenges") / name
    new_challenge(name, like=find(like), folder=folder)
    if as_json:
        options.print_json({"schema": "takehome/new@1", "folder": str(folder)})
    else:
        click.echo(f"{folder}: change challenge.toml, brief.md and references/, then")
        click.echo(f"takehome check {folder}")
