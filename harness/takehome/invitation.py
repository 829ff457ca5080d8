"""Inviting a candidate: make their variant, seal its key, write their kit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome.attempt import UNEXAMINED, Attempt, first_certified
from takehome.kit import Kit, check_free, write_kit
from takehome.sandbox import environment
from takehome_datasets.names import render
from takehome_datasets.seeds import attempt_seed
from takehome_datasets.variant import Variant, make_variant

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from takehome.challenge import Challenge
    from takehome.store.records import InvitationRecord
    from takehome.store.vault import Vault


def invite(  # noqa: PLR0913 - who, to what, until when, and where to
    vault: Vault,
    challenge: Challenge,
    candidate: str,
    *,
    due: date | None,
    out: Path,
    seed: bytes | None = None,
    certify: bool = True,
    note: Callable[[str], None],
) -> InvitationRecord:
    """Make the candidate's variant, seal its key in the vault, and write the kit to `out`.

    Args:
        vault: Where the invitation is kept.
        challenge: What they are invited to.
        candidate: Their name, as the team writes it.
        due: The last day to hand in.
        out: The kit's folder, which is made.
        seed: A published seed, for demonstrations; left out, the vault's secret decides.
        certify: Whether to hand out the first variant that passes its examination, rather than the
            first. Who has a kit already gets the same one again either way.
        note: Is told what is going on.

    Raises:
        ChallengeError: The challenge cannot be made as it is written, or nothing passes.
        VariantChanged: They hold a kit that was made otherwise.
        FileExistsError: `out` is there already and is not empty.
    """
    check_free(out)
    attempt = UNEXAMINED
    if seed is None:
        named = (challenge.name, challenge.file.version, candidate)
        secret = vault.seed(*named)
        attempt = vault.attempt(*named) or _attempt(challenge, secret, note, certify=certify)
        seed = attempt_seed(secret, attempt.number)
    variant = make_variant(challenge.recipe, seed=seed, note=note)
    record = vault.keep_invitation(variant, candidate, due, attempt)
    note("writing the kit")
    write_kit(out, kit_of(challenge, variant, record.due))
    return record


def _attempt(
    challenge: Challenge, secret: bytes, note: Callable[[str], None], *, certify: bool
) -> Attempt:
    if not certify:
        note("not certified: the first variant is handed out as it comes")
        return UNEXAMINED
    # Two seconds of imports, for models that only an examination fits.
    from takehome_datasets.certify.norm import find_norm

    return first_certified(challenge.recipe, secret, note, norm=find_norm(challenge.recipe))


def kit_of(challenge: Challenge, variant: Variant, due: date | None) -> Kit:
    """Return what the candidate receives."""
    return Kit(
        kit_id=variant.kit,
        title=challenge.file.title,
        brief=render(challenge.brief, variant.key.names) + _terms(challenge),
        data=variant.data,
        environment=_packages(environment.lock()),
        id_column=variant.key.id_column,
        outcome_column=variant.key.outcome_column,
        table=variant.key.table,
        due=due,
        deliverables=challenge.file.deliverables,
        fit_s=challenge.file.limits.fit_s,
        probe_s=challenge.file.limits.probe_s,
    )


def _packages(lock: str) -> str:
    """Return the lock without its hashes, as pip and uv install it on the candidate's machine."""
    named = [line.rstrip(" \\") for line in lock.splitlines() if not line.startswith((" ", "#"))]
    return "\n".join([*named, ""])


def _terms(challenge: Challenge) -> str:
    """Return the part of the brief that the challenge's limits decide."""
    limits = challenge.file.limits
    return (
        "\n## The limits of a sitting\n\n"
        "Your submission is executed once from top to bottom, in a sandbox without network, "
        "with the packages of `environment.txt`.\n"
        f"It may take {limits.fit_s / 60:g} minutes until it has fitted, "
        f"and {limits.probe_s:g} seconds for each call of `predict`.\n"
        f"It may use {limits.memory_mib / 1024:g} GiB of memory, "
        f"{limits.disk_mib / 1024:g} GiB of disk and {limits.processes} processes.\n"
    )


def folder_for(candidate: str) -> str:
    """Return a folder's name for a candidate's kit.

    >>> folder_for("Zoë O'Hara / 2")
    'kit-zoë-o-hara-2'
    """
    words = "".join(c if c.isalnum() else " " for c in candidate.lower()).split()
    return "-".join(["kit", *words])
