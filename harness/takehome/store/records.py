"""What the vault holds, as the rest of the harness sees it, and how looking for it can fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from takehome.attempt import Attempt
from takehome_datasets.errors import TakehomeError
from takehome_datasets.key import Key
from takehome_graders.evidence import Evidence, Outcome

if TYPE_CHECKING:
    from takehome.store.tables import Invitation, Submitted


class NotInVault(TakehomeError):
    """The vault holds nothing under that name."""


class VariantChanged(TakehomeError):
    """The same invitation would now make another variant than the candidate holds."""

    @classmethod
    def of(cls, candidate: str, key: Key) -> VariantChanged:
        """Say whose variant has changed, and what to do."""
        return cls(
            f'"{candidate}" holds kit {key.kit} of {key.challenge} version {key.version}, but the '
            "challenge or the software has changed since and would make another one. "
            "Give the challenge a new version, or go back to the software that invited them."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRecord:
    """An invitation as the rest of the harness sees it."""

    kit: str
    challenge: str
    version: int
    candidate: str
    due: date | None
    invited_at: datetime
    content_hash: str
    attempt: Attempt
    """Which of the candidate's variants it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingData:
    """The files of a kit's `data/` folder, as they go into every sitting."""

    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionRecord:
    """A submission as received."""

    id: int
    received_at: datetime
    attempt: int
    """Which of the candidate's submissions it is, counted from 1."""
    of: int
    """How many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SatRecord:
    """A sitting as the database knows it, whatever became of its files."""

    id: int
    invitation: InvitationRecord
    submission: SubmissionRecord
    sha256: str
    """Of the submission as received."""
    began_at: datetime
    ended_at: datetime
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingRecord:
    """A sitting with everything that its marks and its report need."""

    id: int
    invitation: InvitationRecord
    submission: SubmissionRecord
    began_at: datetime
    ended_at: datetime
    evidence: Evidence
    key: Key


def utc(moment: datetime) -> datetime:
    """Return the moment with its time zone: SQLite forgets it, and everything in it is UTC."""
    return moment.replace(tzinfo=UTC)


def invitation_record(row: Invitation) -> InvitationRecord:
    """Return the record of a row."""
    return InvitationRecord(
        kit=row.kit,
        challenge=row.challenge,
        version=row.version,
        candidate=row.candidate,
        due=row.due,
        invited_at=utc(row.invited_at),
        content_hash=row.content_hash,
        attempt=Attempt(number=row.attempt, certified=row.certified),
    )


def submission_record(row: Submitted) -> SubmissionRecord:
    """Return the record of a row, which counts the candidate's other submissions too."""
    numbers = sorted(other.id for other in row.invitation.submissions)
    return SubmissionRecord(
        id=row.id,
        received_at=utc(row.received_at),
        attempt=numbers.index(row.id) + 1,
        of=len(numbers),
    )
