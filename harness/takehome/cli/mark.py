"""`takehome mark`: mark stored evidence again."""

from __future__ import annotations

from pathlib import Path

import click

from takehome.cli import options
from takehome.text import shown


@click.command()
@click.argument("sitting", type=int)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder of the report.  [default: report-SITTING]",
)
@click.option(
    "--weights",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A TOML file whose [weights] to mark by.  [default: the challenge's]",
)
@options.quiet
@options.as_json
def mark(
    sitting: int, out: Path | None, weights: Path | None, *, quiet: bool, as_json: bool
) -> None:
    """Mark the evidence of SITTING again, without running anything.

    SITTING is the number that `takehome grade` printed. What is otherwise than when it was marked
    before is shown, and why.
    """
    from takehome.marking import mark_sitting, read_weights
    from takehome.report import document, terminal

    rubric = None if weights is None else read_weights(weights)
    with options.progress(quiet=quiet) as note, options.opened_vault() as vault:
        note("marking")
        marked = mark_sitting(vault, sitting, out=out, weights=rubric)
    if as_json:
        click.echo(document.as_json(marked.summary), nl=False)
    else:
        terminal.show(marked.summary)
        for each in marked.changed:
            click.echo(f"Changed: {each.name}, {each.before} → {each.after}")
            for reason in each.why:
                click.echo(f"  {shown(reason)}")
        click.echo(f"Report: {marked.page}")
