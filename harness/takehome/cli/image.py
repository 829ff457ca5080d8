"""`takehome image`: the environment that submissions are executed in."""

from __future__ import annotations

import click

from takehome.cli import options


@click.group()
def image() -> None:
    """Make the environment that submissions are executed in."""


@image.command()
@click.option(
    "--base",
    default="python:3.11-slim",
    show_default=True,
    help="The image to build on; any with Python 3.11 or newer and its venv module.",
)
@options.quiet
def build(base: str, *, quiet: bool) -> None:
    """Build the Docker image, without network, from wheels whose hashes are locked."""
    from takehome.sandbox.image import build

    with options.progress(quiet=quiet) as note:
        built = build(base, note=note)
    click.echo(built)
