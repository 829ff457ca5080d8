"""The demonstration: three references sit one challenge, and their reports stand side by side."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from takehome.challenge import Challenge, find
from takehome.grade import grade
from takehome.invitation import invite
from takehome.kit import write_folder
from takehome.marking import Marking
from takehome.reference import rendered
from takehome.report import compare
from takehome.store.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome.sandbox.protocol import Sandbox

CHALLENGE: Final = "card-fraud"
REFERENCES: Final = ("careful", "naive", "leaky")
_MARKER: Final = "index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """What the demonstration left in its folder."""

    page: Path
    """The page that sets the three side by side."""
    sandbox: str
    markings: dict[str, Marking]
    """By the name of the reference."""


def published_seed(candidate: str) -> bytes:
    """Return the seed of a demonstration's variant: known to everybody, the same everywhere."""
    return hashlib.sha256(f"takehome demo: {candidate}".encode()).digest()


def demonstrate(out: Path, sandbox: Sandbox, note: Callable[[str], None]) -> Demonstration:
    """Invite three candidates, let the references sit for them, and write all reports to `out`.

    Args:
        out: A folder of its own, which is made, or made again.
        sandbox: Where they sit.
        note: Is told what is going on.

    Raises:
        FileExistsError: `out` holds something that no demonstration left there.
    """
    _clear(out)
    challenge = find(CHALLENGE)
    vault = Vault(out / "vault")
    try:
        markings = {
            name: _let_sit(vault, challenge, name, out / name, sandbox, note) for name in REFERENCES
        }
    finally:
        vault.close()
    page = out / _MARKER
    rows = [
        compare.Row(reference=name, summary=marking.summary, report=f"{name}/report.html")
        for name, marking in markings.items()
    ]
    page.write_text(compare.render(rows, title=challenge.file.title), encoding="utf-8")
    return Demonstration(page=page, sandbox=sandbox.name, markings=markings)


def _let_sit(
    vault: Vault,
    challenge: Challenge,
    name: str,
    folder: Path,
    sandbox: Sandbox,
    note: Callable[[str], None],
) -> Marking:
    def said(text: str) -> None:
        note(f"{name}: {text}")

    record = invite(
        vault,
        challenge,
        name,
        due=None,
        out=folder / "kit",
        seed=published_seed(name),
        note=said,
    )
    submission = folder / "submission"
    write_folder(submission, rendered(challenge, name, vault.variant(record.kit).key))
    # Re-runs would take three times as long again, and nobody waits for a demonstration.
    return grade(
        vault,
        submission,
        candidate=name,
        sandbox=sandbox,
        out=folder,
        note=said,
        reruns=False,
    )


def _clear(out: Path) -> None:
    if out.exists() and any(out.iterdir()) and not (out / "vault").is_dir():
        raise FileExistsError(
            f"{out} holds something that no demonstration left there. Name another with --out."
        )
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
