"""From an error to what the person at the keyboard is told, and the exit code."""

from __future__ import annotations

import errno
from dataclasses import dataclass

USAGE = 2
PREREQUISITE = 3
CHALLENGE = 4
SUBMISSION = 5
OURS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What to say, and how to exit."""

    message: str
    exit_code: int


def explain(error: Exception) -> Explanation | None:
    """Return what to say about an error, or None where only a traceback can tell."""
    from takehome.sandbox.protocol import SandboxMissing
    from takehome.store.records import NotInVault, VariantChanged
    from takehome.submission import SubmissionUnusable
    from takehome_datasets.errors import ChallengeError, TakehomeError

    match error:
        case NotInVault() | FileExistsError():
            code = USAGE
        case SandboxMissing():
            code = PREREQUISITE
        case ChallengeError() | VariantChanged():
            code = CHALLENGE
        case SubmissionUnusable():
            code = SUBMISSION
        case TakehomeError():
            code = OURS
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return Explanation(
                message=f"The disk is full: {error}. Free some space and do it again; "
                "the vault holds all that was finished before.",
                exit_code=OURS,
            )
        case _:
            return None
    return Explanation(message=str(error), exit_code=code)
