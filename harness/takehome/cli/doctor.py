"""`takehome doctor`: what this machine has and lacks."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from takehome.cli import options

_SIGNS = {"ok": "ok     ", "warn": "warning", "missing": "missing"}


@click.command()
@click.option(
    "--attack",
    is_flag=True,
    help="Attack every sandbox of this machine instead, and say what each of them holds.",
)
@options.as_json
def doctor(*, attack: bool, as_json: bool) -> None:
    """Say what this machine has and lacks, a line each, with the command that mends it."""
    if attack:
        _attack(as_json=as_json)
    from takehome.machine import python, vault
    from takehome.sandbox.health import conditions

    found = [python(), *conditions(), vault(options.vault_folder())]
    if as_json:
        options.print_json(
            {"schema": "takehome/doctor@1", "conditions": [asdict(each) for each in found]}
        )
    else:
        for each in found:
            click.echo(f"{_SIGNS[each.state]}  {each.name}: {each.found}")
            if each.mend:
                click.echo(f"         mend: {each.mend}")
    sys.exit(0 if all(each.state != "missing" for each in found) else 1)


def _attack(*, as_json: bool) -> None:
    """Print what came of attacking every sandbox, and exit: 1 where one has a hole."""
    from takehome.sandbox.attack import attacked, table

    with options.progress(quiet=as_json) as note:
        found = attacked(note)
    if as_json:
        options.print_json(
            {
                "schema": "takehome/attack@1",
                "sandboxes": [
                    {
                        "sandbox": one.sandbox,
                        "missing": one.missing,
                        "holes": list(one.holes),
                        "seen": dict(one.seen),
                    }
                    for one in found
                ],
            }
        )
    else:
        for line in table(found):
            click.echo(line)
    sys.exit(1 if any(one.holes for one in found) else 0)
