"""`takehome make`: make a variant for the author of a challenge."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from takehome.cli import options

_BELOW_THE_BAR = 1


@click.command()
@click.argument("challenge")
@click.option("--rows", type=int, help="Of the training table.  [default: the challenge's]")
@click.option("--seed", default="author", show_default=True, help="Any text.")
@click.option("--certify", is_flag=True, help="Put it through the gates of certification.")
@click.option(
    "--format",
    "formats",
    type=click.Choice(["csv", "parquet"]),
    multiple=True,
    help="Leave out for both.",
)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The folder, which is made."
)
@options.quiet
@options.as_json
def make(  # noqa: PLR0913 - one argument an option
    challenge: str,
    rows: int | None,
    seed: str,
    formats: tuple[str, ...],
    workers: int,
    out: Path,
    *,
    certify: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Make a variant of CHALLENGE to look at, with its key in clear beside it.

    Tables of more than some hundred thousand rows come in partitions. What is in them depends on
    the challenge and the seed alone, however many workers write them.
    """
    from takehome.challenge import find
    from takehome.make import Order, resized
    from takehome.make import make as write

    found = find(challenge)
    order = Order(
        recipe=resized(found.recipe, rows),
        seed=seed,
        formats=formats or ("csv", "parquet"),
        workers=workers,
        certify=certify,
    )
    with options.progress(quiet=quiet) as note:
        made = write(order, out, note=note)
    certificate = made.certificate
    accepted = certificate.accepted if certificate else None
    if as_json:
        options.print_json({**made.manifest, "folder": str(out), "accepted": accepted})
    else:
        click.echo(f"{out}: {made.manifest['kit']}, {made.exported.content_hash}")
        click.echo(f"{out / 'key.md'} says what was planted.")
        if certificate:
            verdict = "accepted" if accepted else "rejected"
            click.echo(f"It is {verdict}: {out / 'certificate.txt'} says why.")
    if accepted is False:
        sys.exit(_BELOW_THE_BAR)
