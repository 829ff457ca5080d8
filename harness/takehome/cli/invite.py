"""`takehome invite`: make a candidate's variant and write their kit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from takehome.cli import options

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@click.argument("challenge")
@click.option("--candidate", required=True, help="Who is invited, as you write the name.")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help="The last day to hand in.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder of the kit, which is made.  [default: kit-CANDIDATE]",
)
@click.option(
    "--uncertified", is_flag=True, help="Hand out the first variant, without examining it."
)
@options.quiet
@options.as_json
def invite(  # noqa: PLR0913 - one argument an option
    challenge: str,
    candidate: str,
    due: datetime | None,
    out: Path | None,
    *,
    uncertified: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Make the candidate's variant of CHALLENGE, write their kit, and seal the key in the vault.

    Where it is known how hard the challenge's variants are on the average, theirs is examined
    first, and one that is too hard, too easy or broken by chance makes way for the next.
    Inviting the same candidate again writes the same kit.
    """
    from takehome.challenge import find
    from takehome.invitation import folder_for, invite

    found = find(challenge)
    target = out or Path(folder_for(candidate))
    with options.progress(quiet=quiet) as note, options.opened_vault() as vault:
        record = invite(
            vault,
            found,
            candidate,
            due=due.date() if due else None,
            out=target,
            certify=not uncertified,
            note=note,
        )
    if as_json:
        options.print_json(
            {
                "schema": "takehome/invitation@1",
                "kit": record.kit,
                "challenge": record.challenge,
                "version": record.version,
                "candidate": record.candidate,
                "due": record.due.isoformat() if record.due else None,
                "content_hash": record.content_hash,
                "attempt": record.attempt.number,
                "certified": record.attempt.certified,
                "folder": str(target),
            }
        )
    else:
        how = "certified" if record.attempt.certified else "not certified"
        click.echo(f"{target}: {record.kit} of {record.challenge} for {record.candidate}, {how}")
        click.echo(f"Send the folder to the candidate. Grade with: takehome grade {target}")
