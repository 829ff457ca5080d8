"""What several commands share: the vault, the sandbox, and telling what is going on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from takehome.sandbox.protocol import Sandbox
    from takehome.store.vault import Vault

Note = Callable[[str], None]

quiet = click.option("--quiet", is_flag=True, help="Say nothing about the progress.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_UNSAFE = "unsafe-no-sandbox"
_MINIMUM = "takehome.minimum"


def _remembered(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    context.meta[f"takehome.{parameter.name}"] = value


_named = click.option(
    "--sandbox",
    "sandbox_name",
    type=click.Choice(["auto", "docker", "bubblewrap", "landlock"]),
    default=lambda: os.environ.get("TAKEHOME_SANDBOX", "auto"),
    show_default="$TAKEHOME_SANDBOX, else auto",
    help="Where submissions are executed; auto takes the strongest: Docker, bubblewrap, Landlock.",
)
_minimum = click.option(
    "--minimum",
    type=click.Choice(["landlock", "bubblewrap", "docker"]),
    default=lambda: os.environ.get("TAKEHOME_MINIMUM") or None,
    show_default="$TAKEHOME_MINIMUM, else none",
    help="The weakest sandbox that will do.",
    callback=_remembered,
    expose_value=False,
)
_unsafe = click.option(
    f"--{_UNSAFE}",
    "unsafe",
    is_flag=True,
    help="Execute without any sandbox, which the report will say. For code of your own.",
    callback=_remembered,
    expose_value=False,
)


def sandbox_name(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options for where submissions are executed.

    It takes `sandbox_name`; the others are `chosen_sandbox`'s to look at.
    """
    return _named(_minimum(_unsafe(command)))


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
    """Return the sandbox of that name, made ready, as strong as the command line asks for.

    Args:
        name: `auto`, or the name of a sandbox.
        note: Is told what is going on.
        build: Whether an image is built first where an engine answers and has none.

    Raises:
        SandboxMissing: It cannot be used on this machine, or is not strong enough.
    """
    from takehome.sandbox import engine, image
    from takehome.sandbox.choose import choose
    from takehome.sandbox.protocol import SandboxMissing

    context = click.get_current_context(silent=True)
    told = context.meta if context is not None else {}
    if told.get("takehome.unsafe"):
        note("EXECUTING WITHOUT A SANDBOX, as was asked for")
        name = _UNSAFE
    if build and name in ("auto", "docker"):
        try:
            with closing(engine.connect()) as client:
                found = image.find(client)
            if found is None:
                image.build(note=note)
        except SandboxMissing as missing:
            if name == "docker":
                raise
            note(str(missing))
    return choose(name, minimum=told.get(_MINIMUM), note=note)


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
