"""`takehome grade`: let a submission sit, and mark it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from takehome.cli import options


@click.command()
@click.argument("submission", type=click.Path(exists=True, path_type=Path))
@click.option("--candidate", help="Whose it is, where it has no answers.toml to tell.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder of the report.  [default: report-SITTING]",
)
@options.sandbox_name
@options.quiet
@options.as_json
def grade(
    submission: Path,
    candidate: str | None,
    out: Path | None,
    sandbox_name: str,
    *,
    quiet: bool,
    as_json: bool,
) -> None:
    """Let SUBMISSION sit in a sandbox, mark it, and write report.html and report.json.

    SUBMISSION is the folder that the candidate handed in, a zip of it, or a bare notebook or
    script.
    """
    from takehome.grade import grade
    from takehome.report import document, terminal

    with options.progress(quiet=quiet) as note, options.opened_vault() as vault:
        sandbox = options.chosen_sandbox(sandbox_name, note)
        graded = grade(vault, submission, candidate=candidate, sandbox=sandbox, out=out, note=note)
    if as_json:
        click.echo(document.as_json(graded.summary), nl=False)
    else:
        terminal.show(graded.summary)
        click.echo(f"Report: {graded.page}")
    sys.exit(graded.exit_code)
