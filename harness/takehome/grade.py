"""Grading a submission: find whose it is, let it sit, mark it."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from takehome.marking import Marking, mark_sitting, sat_challenge
from takehome.rerunning import Room, abreast, rerun
from takehome.sandbox.choose import require
from takehome.sandbox.protocol import SandboxMissing
from takehome.sitting import paper_of, sit
from takehome.submission import Flaw, Submission, SubmissionUnusable, receive
from takehome_graders.evidence import Ending, Evidence, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from takehome.sandbox.protocol import Sandbox
    from takehome.sitting.paper import Paper
    from takehome.store.records import InvitationRecord
    from takehome.store.vault import Vault

_TRIES_AGAIN: Final = 2
"""How often a sitting is tried again while it is our machine that fails."""


def grade(  # noqa: PLR0913 - whose, what, where, how far, and who is told
    vault: Vault,
    path: Path,
    *,
    candidate: str | None,
    sandbox: Sandbox,
    out: Path | None,
    note: Callable[[str], None],
    reruns: bool = True,
) -> Marking:
    """Let what was handed in sit, mark it, and write its report.

    Everything is kept as it comes: the submission before it sits, every sitting with its evidence.

    Args:
        vault: Where the invitation is.
        path: A folder, a zip, a notebook or a script.
        candidate: Whose it is; left out, its `answers.toml` tells.
        sandbox: Where it sits.
        out: The folder of the report.
        note: Is told what is going on.
        reruns: Whether to run it again on changed data, for the time that its challenge allows.

    Raises:
        SubmissionUnusable: It cannot be read, or nothing tells whose it is.
        NotInVault: Nobody was invited under that name or kit.
        SandboxMissing: The sandbox cannot be used on this machine, or is weaker than the challenge
            wants.
    """
    note("reading the submission")
    try:
        submission = receive(path)
    except SubmissionUnusable as unusable:
        if candidate is None:
            raise
        return _unreadable(vault, vault.invitation_of(candidate), unusable, out)
    invitation = _whose(vault, submission, candidate)
    challenge = sat_challenge(invitation.challenge, invitation.version)
    number = vault.keep_submission(invitation.kit, submission, submission.sha256)
    variant = vault.variant(invitation.kit)
    require(sandbox, challenge.file.limits.sandbox, f"the challenge {challenge.name}")
    paper, terms = paper_of(variant), challenge.terms

    def sits(paper: Paper, note: Callable[[str], None]) -> Evidence:
        return sit(submission, paper, terms, sandbox, note=note)

    sitting, evidence = _sat(vault, number, lambda: sits(paper, note), note)
    if reruns and evidence.ending.outcome is Outcome.COMPLETED:
        room = Room(budget=challenge.file.limits.rerun, abreast=_abreast())
        if room.budget:
            note(f"now on changed data, in {room.budget * (evidence.fit_s or 0):.0f} s at most")
        again = rerun(
            variant, paper, evidence, lambda other: sits(other, _unheard), room=room, note=note
        )
        vault.keep_reruns(sitting, again)
    note("marking")
    return mark_sitting(vault, sitting, out=out)


def _abreast() -> int:
    return abreast(os.cpu_count() or 1, os.getloadavg()[0])


def _unheard(_: str) -> None:
    """Tell nobody: what a re-run does is told once, and not step by step."""


def _sat(
    vault: Vault, submission: int, sit: Callable[[], Evidence], note: Callable[[str], None]
) -> tuple[int, Evidence]:
    """Let it sit, again while it is our machine that fails; the last sitting and its number.

    Raises:
        SandboxMissing: The sandbox was never there.
    """

    def once() -> tuple[int, Evidence]:
        began_at = datetime.now(UTC)
        evidence = sit()
        return vault.keep_sitting(submission, began_at, evidence), evidence

    sitting, evidence = once()
    for _ in range(_TRIES_AGAIN):
        if evidence.ending.outcome is not Outcome.INFRASTRUCTURE:
            break
        note(f"our machine failed ({evidence.ending.message}); trying again")
        try:
            sitting, evidence = once()
        except SandboxMissing:
            # It is gone altogether: what was kept of the sitting before says so.
            break
    return sitting, evidence


def _whose(vault: Vault, submission: Submission, candidate: str | None) -> InvitationRecord:
    named = vault.invitation(submission.kit) if submission.kit else None
    if candidate is None:
        if named is None:
            raise SubmissionUnusable(
                Flaw(
                    what="nothing tells whose it is: it has no kit in an answers.toml.",
                    where=submission.entry,
                    mend="Name the candidate with --candidate.",
                )
            )
        return named
    if named is not None and named.candidate != candidate:
        raise SubmissionUnusable(
            Flaw(
                what=f'its kit {named.kit} was made for "{named.candidate}", not "{candidate}".',
                where="answers.toml",
                mend="Leave --candidate out, or ask which of the two handed it in.",
            )
        )
    return named or vault.invitation_of(candidate)


def _unreadable(
    vault: Vault, invitation: InvitationRecord, unusable: SubmissionUnusable, out: Path | None
) -> Marking:
    sha256 = hashlib.sha256(str(unusable).encode()).hexdigest()
    number = vault.keep_submission(invitation.kit, None, sha256)
    evidence = Evidence(
        kit=invitation.kit,
        submission=sha256,
        entry="",
        sources=(),
        answers=None,
        problems=(),
        ending=Ending(outcome=Outcome.UNREADABLE, during="reading", message=str(unusable)),
        claim=None,
        fit_s=None,
        replies=(),
        log="",
    )
    sitting = vault.keep_sitting(number, datetime.now(UTC), evidence)
    return mark_sitting(vault, sitting, out=out)
