"""`takehome doctor`: what this machine has and lacks."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from takehome.cli import options

_SIGNS = {"ok": "ok     ", "warn": "warning", "missing": "missing"}


@click.command()
@options.as_json
def doctor(*, as_json: bool) -> None:
    """Say what this machine has and lacks, a line each, with the command that mends it."""
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
