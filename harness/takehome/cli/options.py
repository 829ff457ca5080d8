"""What several commands share: the vault, the sandbox, and telling what is going on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from takehome.sandbox.protocol import Sandbox
    from takehome.store.vault import Vault

Note = Callable[[str], None]

quiet = click.option("--quiet", is_flag=True, help="Say nothing about the progress.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
sandbox_name = click.option(
    "--sandbox",
    "sandbox_name",
    type=click.Choice(["auto", "docker", "bubblewrap"]),
    default=lambda: os.environ.get("TAKEHOME_SANDBOX", "auto"),
    show_default="$TAKEHOME_SANDBOX, else auto",
    help="Where submissions are executed; auto takes Docker, else bubblewrap.",
)


def vault_folder() -> Path:
    """Return the folder of the vault."""
    return Path(os.environ.get("TAKEHOME_HOME", ".takehome"))


@contextmanager
def opened_vault(folder: Path | None = None) -> Iterator[Vault]:
    """Open the vault, and close it at the end.

    Raises:
        OSError: Its folder cannot be made or written.
    """
    from takehome.store.vault import Vault

    vault = Vault(folder or vault_folder())
    try:
        yield vault
    finally:
        vault.close()


def chosen_sandbox(name: str, note: Note, *, build: bool = False) -> Sandbox:
    """Return the sandbox of that name, made ready.

    Args:
        name: `auto`, or the name of a sandbox.
        note: Is told what is going on.
        build: Whether an image is built first where an engine answers and has none.

    Raises:
        SandboxMissing: It cannot be used on this machine.
    """
    from takehome.sandbox import engine, image
    from takehome.sandbox.choose import choose
    from takehome.sandbox.protocol import SandboxMissing

    if build and name in ("auto", "docker"):
        try:
            if image.find(engine.connect()) is None:
                image.build(note=note)
        except SandboxMissing as missing:
            if name == "docker":
                raise
            note(str(missing))
    return choose(name, note=note)


@contextmanager
def progress(*, quiet: bool) -> Iterator[Note]:
    """Tell on stderr what is going on: a living line on a terminal, plain lines elsewhere."""
    if quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("") as status:
            yield status.update
    else:
        yield lambda text: click.echo(text, err=True)


def prefixed(note: Note, prefix: str) -> Note:
    """Return a note that says whose progress it is."""
    return lambda text: note(f"{prefix}: {text}")


def print_json(document: Any) -> None:
    """Print one JSON document, its keys sorted."""
    import json

    click.echo(json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False))
