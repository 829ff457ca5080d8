"""The command line: one verb a command, results on stdout, everything else on stderr.

Nothing heavy is imported here or at the head of a command's module: `--help` answers at once.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from takehome.cli.check import check
from takehome.cli.compare import compare
from takehome.cli.demo import demo
from takehome.cli.doctor import doctor
from takehome.cli.errors import explain
from takehome.cli.grade import grade
from takehome.cli.image import image
from takehome.cli.invite import invite
from takehome.cli.make import make
from takehome.cli.mark import mark
from takehome.cli.new import new
from takehome.cli.preview import preview
from takehome.cli.report import report
from takehome.cli.rubric import rubric

_INTERRUPTED = 130


class _Main(click.Group):
    """A group whose errors are messages with the exit codes that the documentation promises."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and tell an error in one message."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("Interrupted. What was finished is kept.", err=True)
            sys.exit(_INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            explanation = explain(error)
            if explanation is None:
                raise
            click.echo(f"Error: {explanation.message}", err=True)
            sys.exit(explanation.exit_code)


@click.group(cls=_Main, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="takehome", message="%(prog)s %(version)s")
def main() -> None:
    """Take-home assessments for machine-learning engineers.

    Invite a candidate to a challenge, let what they hand in sit its exam in a sandbox, and read a
    report in which every sentence points at a cell, a line or a number.

    Exit codes: 0 fine, 1 done with problems found, 2 usage, 3 something is not installed,
    4 the challenge is unusable, 5 the submission is unusable, 6 our fault, 130 interrupted.
    """


for _command in (
    *(invite, grade, mark, report, rubric, compare),
    *(new, check, preview, make),
    *(demo, doctor, image),
):
    main.add_command(_command)
