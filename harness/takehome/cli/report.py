"""`takehome report`: a sitting's report, in any of its renderings."""

from __future__ import annotations

from pathlib import Path

import click

from takehome.cli import options

_FORMATS = ("html", "json", "markdown", "csv", "junit", "sarif", "candidate", "terminal")


@click.command()
@click.argument("sitting", type=int)
@click.option(
    "--format",
    "formats",
    type=click.Choice(_FORMATS),
    multiple=True,
    help="What to write, as often as wanted; candidate is the version to send to the candidate.  "
    "[default: html]",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder to write to; - prints one rendering instead.  [default: report-SITTING]",
)
@options.quiet
def report(sitting: int, formats: tuple[str, ...], out: Path | None, *, quiet: bool) -> None:
    """Write the report of SITTING from what is kept, without marking or running anything.

    It holds the last marks, and what people said beside them. Where evidence is gone it says so.
    """
    from takehome.report import terminal
    from takehome.report.formats import RENDERED
    from takehome.report.from_vault import summary_of

    wanted = tuple(dict.fromkeys(formats)) or ("html",)
    printed = out is not None and str(out) == "-"
    if printed and len(wanted) > 1:
        raise click.UsageError("--out - prints one rendering; name one --format.")
    with options.progress(quiet=quiet) as note, options.opened_vault() as vault:
        note("reading the vault")
        summary = summary_of(vault, sitting)
    folder = out or Path(f"report-{sitting}")
    for name in wanted:
        if name == "terminal":
            terminal.show(summary)
            continue
        file, render = RENDERED[name]
        if printed:
            click.echo(render(summary), nl=False)
            continue
        folder.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(render(summary), encoding="utf-8")
        click.echo(folder / file)
