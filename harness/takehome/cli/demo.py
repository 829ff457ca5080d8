"""`takehome demo`: everything once, with three submissions of our own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from takehome.cli import options

if TYPE_CHECKING:
    from takehome.marking import Marking


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="The folder of kits and reports.",
)
@options.sandbox_name
@options.quiet
@options.as_json
def demo(out: Path, sandbox_name: str, *, quiet: bool, as_json: bool) -> None:
    """Let three reference submissions sit the challenge card-fraud, and compare their reports.

    One is careful, one is an honest beginner, one claims a splendid score that it owes to leaks.
    """
    from takehome.demo import demonstrate
    from takehome.report import terminal

    with options.progress(quiet=quiet) as note:
        sandbox = options.chosen_sandbox(sandbox_name, note, build=True)
        shown = demonstrate(out, sandbox, note)
    if as_json:
        options.print_json(
            {
                "schema": "takehome/demo@1",
                "sandbox": shown.sandbox,
                "candidates": [_candidate(*item) for item in shown.markings.items()],
            }
        )
    else:
        terminal.show_compared([marking.summary for marking in shown.markings.values()])
        click.echo(f"Open {shown.page}")
    sys.exit(max(marking.exit_code for marking in shown.markings.values()))


def _candidate(reference: str, marking: Marking) -> dict[str, Any]:
    summary = marking.summary
    return {
        "reference": reference,
        "outcome": summary.outcome.value,
        "total": summary.total,
        "claimed": summary.claimed,
        "realised": summary.realised,
        "criteria": {criterion.name: criterion.points for criterion in summary.criteria},
        "leaks_used": list(summary.leaks_used),
        "report": str(marking.page),
    }
