"""`takehome mark`: mark stored evidence again."""

from __future__ import annotations

from pathlib import Path

import click

from takehome.cli import options


@click.command()
@click.argument("sitting", type=int)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder of the report.  [default: report-SITTING]",
)
@options.quiet
@options.as_json
def mark(sitting: int, out: Path | None, *, quiet: bool, as_json: bool) -> None:
    """Mark the evidence of SITTING again, without running anything.

    SITTING is the number that `takehome grade` printed.
    """
    from takehome.marking import mark_sitting
    from takehome.report import document, terminal

    with options.progress(quiet=quiet) as note, options.opened_vault() as vault:
        note("marking")
        marked = mark_sitting(vault, sitting, out=out)
    if as_json:
        click.echo(document.as_json(marked.summary), nl=False)
    else:
        terminal.show(marked.summary)
        click.echo(f"Report: {marked.page}")
