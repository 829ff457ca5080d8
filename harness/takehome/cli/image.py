"""`takehome image`: the environment that submissions are executed in."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

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
@click.option(
    "--with",
    "requirements",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Packages to add, a requirements file; kept in the vault for all that follows.",
)
@click.option("--without", is_flag=True, help="Forget the packages that were added before.")
@options.quiet
def build(base: str, requirements: Path | None, *, without: bool, quiet: bool) -> None:
    """Build the Docker image, without network, from wheels whose hashes are locked."""
    from takehome.sandbox import additions, engine, environment
    from takehome.sandbox.image import build, python_of, wanted
    from takehome.sandbox.image import options as pip_options

    if requirements is not None and without:
        raise click.UsageError("--with says what to add, --without to add nothing: take one.")
    with options.progress(quiet=quiet) as note:
        if without:
            additions.keep("")
        if requirements is not None:
            with closing(engine.connect()) as client:
                target = python_of(client, base, note)
            locked = [line.split(" ", 1)[0] for line in wanted(environment.own_lock(), target)]
            # For the image's Python, and for the one here that the virtual environment is made of.
            targets = [tuple(pip_options(target)), ()]
            additions.keep(additions.resolved(requirements, locked, targets, note))
        built = build(base, note=note)
    click.echo(built)


@image.command("list")
@options.as_json
def list_(*, as_json: bool) -> None:
    """Say which images of the environment the engine has, and which is the current one."""
    from dataclasses import asdict

    from takehome.sandbox import engine
    from takehome.sandbox.image import MISSING, images

    with closing(engine.connect()) as client:
        found = images(client)
    if as_json:
        options.print_json(
            {"schema": "takehome/images@1", "images": [asdict(one) for one in found]}
        )
    else:
        for one in found:
            sign = "current" if one.is_current else "old    "
            click.echo(f"{sign}  {one.name}  {one.identity[:19]}  {one.mib} MiB")
    if not any(one.is_current for one in found):
        click.echo(MISSING, err=True)
        sys.exit(1)


@image.command()
@options.sandbox_name
def check(sandbox_name: str) -> None:
    """Say where the packages of a sandbox are not those of the lock."""
    from takehome.sandbox.contents import differences

    with options.progress(quiet=False) as note:
        sandbox = options.chosen_sandbox(sandbox_name, note)
        found = differences(sandbox)
    for line in found:
        click.echo(f"{sandbox.name}: {line}")
    if not found:
        click.echo(f"{sandbox.name}: every package is the lock's")
    sys.exit(1 if found else 0)
