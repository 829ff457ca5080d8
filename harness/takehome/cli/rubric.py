"""`takehome rubric`: what a person says about a sitting, beside its automatic marks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from takehome.cli import options

if TYPE_CHECKING:
    from takehome.report.summary import Summary
    from takehome.rubric.sheet import Sheet


@click.command()
@click.argument("sitting", type=int)
@click.option("--reader", envvar="TAKEHOME_READER", help="Who reads.  [default: $TAKEHOME_READER]")
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A filled-in rubric; left out, it asks on the terminal.",
)
@click.option("--template", is_flag=True, help="Print a rubric to fill in, and change nothing.")
@click.option("--show", is_flag=True, help="Print what was said so far, and change nothing.")
@options.as_json
def rubric(
    sitting: int,
    reader: str | None,
    file: Path | None,
    *,
    template: bool,
    show: bool,
    as_json: bool,
) -> None:
    """Read SITTING by an anchored rubric, and keep every level, override and comment.

    Four levels in words for each item. Points of your own stand beside the automatic ones and never
    replace them. Every word keeps who said it, why, when, and what stood there before.
    """
    from takehome.report.from_vault import summary_of
    from takehome.rubric import sheet as sheets
    from takehome.rubric.write import entries

    with options.opened_vault() as vault:
        summary = summary_of(vault, sitting)
        points = {criterion.name: criterion.points for criterion in summary.criteria}
        anchors = summary.people.rubric
        if template:
            click.echo(sheets.template(anchors, points, reader or ""), nl=False)
            return
        if not show:
            try:
                filled = (
                    sheets.read(
                        file.read_text(encoding="utf-8"), str(file), anchors, points, reader or ""
                    )
                    if file
                    else _asked(summary, reader)
                )
            except sheets.SheetUnusable as unusable:
                raise click.UsageError(str(unusable)) from unusable
            said = entries(filled, summary.people, points, datetime.now(UTC))
            vault.keep_said(sitting, said)
            click.echo(f"Kept {len(said)} of {filled.reader}'s for sitting {sitting}.", err=True)
            summary = summary_of(vault, sitting)
    _print(summary, as_json=as_json)


def _asked(summary: Summary, reader: str | None) -> Sheet:
    from takehome.rubric.dialogue import ask

    who = reader or click.prompt("Who reads?", err=True)
    return ask(
        summary.people.rubric, summary.criteria, who, _prompt, lambda t: click.echo(t, err=True)
    )


def _prompt(question: str) -> str:
    answer: str = click.prompt(question, default="", show_default=False, err=True)
    return answer.strip()


def _print(summary: Summary, *, as_json: bool) -> None:
    from takehome.report import terminal
    from takehome.report.document import said

    if as_json:
        options.print_json(said(summary))
    else:
        terminal.show_people(summary)
