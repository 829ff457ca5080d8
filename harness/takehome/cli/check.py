"""`takehome check`: say everything that is wrong with a challenge, in seconds."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from takehome.cli import options

_PROBLEMS_FOUND = 1


@click.command()
@click.argument("challenge")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of challenge.toml instead.")
@options.quiet
@options.as_json
def check(challenge: str, *, schema: bool, quiet: bool, as_json: bool) -> None:
    """Say everything that keeps CHALLENGE from being used as it is written.

    CHALLENGE is a name, or the folder of one. Its keys, its plants in their world, its brief and
    its references are looked at; nothing is executed. What it measures is not told here.
    """
    from takehome.authoring import challenge_schema, problems_of
    from takehome.challenge import folder_of

    if schema:
        options.print_json(challenge_schema())
        return
    folder = Path(challenge) if Path(challenge, "challenge.toml").exists() else folder_of(challenge)
    with options.progress(quiet=quiet) as note:
        problems = problems_of(folder, note=note)
    if as_json:
        options.print_json(
            {"schema": "takehome/check@1", "folder": str(folder), "problems": list(problems)}
        )
    else:
        for problem in problems:
            click.echo(problem)
        click.echo(f"{folder}: {_count(len(problems))}")
    if problems:
        sys.exit(_PROBLEMS_FOUND)


def _count(problems: int) -> str:
    if not problems:
        return "nothing is wrong."
    return "one problem." if problems == 1 else f"{problems} problems."
