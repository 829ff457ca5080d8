"""The vault: one folder, its owner's alone, with all that was invited, received, sat and marked.

Files are written before the rows that name them, and each step is one transaction: a process that
is killed loses at most the step it was in.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from takehome.attempt import UNEXAMINED, Attempt
from takehome.rubric.entry import Entry, EntryKind
from takehome.store import database, plain, seats
from takehome.store.files import FileStore
from takehome.store.records import (
    InvitationRecord,
    NotInVault,
    SatRecord,
    SittingRecord,
    TrainingData,
    VariantChanged,
    invitation_record,
    submission_record,
    utc,
)
from takehome.store.tables import Invitation, Marked, Said, Sat, Submitted, Table
from takehome_datasets.errors import did_you_mean
from takehome_datasets.key import Key
from takehome_datasets.variant import Variant
from takehome_graders.evidence import Evidence, Outcome
from takehome_graders.marks import Marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from takehome.report.seat import Seat
    from takehome.store.seats import Seated
    from takehome.submission import Submission

_SECRET_BYTES: Final = 32
_COMPLETE: Final = Outcome.COMPLETED.value
_MEMO: Final = "memo.md"


class Vault:
    """The vault in one folder."""

    def __init__(self, folder: Path) -> None:
        """Open the vault in that folder, making it where it is not there yet.

        Raises:
            OSError: The folder cannot be made or written.
        """
        self.folder: Final = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        self.files: Final = FileStore(folder=folder / "files")
        self._engine: Final = database.opened(folder / "vault.sqlite")
        Table.metadata.create_all(self._engine)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def seed(self, challenge: str, version: int, candidate: str) -> bytes:
        """Return the seed of the candidate's variant: an HMAC that only this vault can compute."""
        named = f"{challenge}\n{version}\n{candidate}".encode()
        return hmac.new(self._secret(), named, hashlib.sha256).digest()

    def attempt(self, challenge: str, version: int, candidate: str) -> Attempt | None:
        """Return which variant the candidate holds; None where they hold none."""
        with self._transaction() as session:
            row = session.scalars(
                select(Invitation).where(
                    Invitation.challenge == challenge,
                    Invitation.version == version,
                    Invitation.candidate == candidate,
                )
            ).first()
            return Attempt(number=row.attempt, certified=row.certified) if row else None

    def keep_invitation(
        self,
        variant: Variant,
        candidate: str,
        due: date | None,
        attempt: Attempt = UNEXAMINED,
    ) -> InvitationRecord:
        """Keep a variant, seal its key, and write down who was invited to it.

        Inviting somebody a second time to the same variant changes nothing but the due date.

        Raises:
            VariantChanged: The kit that the candidate holds was made otherwise.
        """
        key = variant.key
        key_file = self.files.put(plain.to_bytes(key))
        data_file = self.files.put(plain.to_bytes(TrainingData(files=variant.data)))
        with self._transaction() as session:
            row = session.get(Invitation, key.kit)
            if row is None:
                row = Invitation(
                    kit=key.kit,
                    challenge=key.challenge,
                    version=key.version,
                    candidate=candidate,
                    due=due,
                    invited_at=_now(),
                    content_hash=key.content_hash,
                    attempt=attempt.number,
                    certified=attempt.certified,
                    key_file=key_file,
                    data_file=data_file,
                )
                session.add(row)
                session.flush()
            elif row.content_hash != key.content_hash:
                raise VariantChanged.of(candidate, key)
            else:
                row.due = due or row.due
            return invitation_record(row)

    def invitation(self, kit: str) -> InvitationRecord:
        """Return the invitation with that kit.

        Raises:
            NotInVault: There is none.
        """
        with self._transaction() as session:
            row = session.get(Invitation, kit)
            if row is None:
                known = session.scalars(select(Invitation.kit)).all()
                raise NotInVault(
                    f'No invitation in {self.folder} has the kit "{kit}".'
                    f"{did_you_mean(kit, known)} Name the candidate with --candidate, "
                    "or point $TAKEHOME_HOME at the vault that invited them."
                )
            return invitation_record(row)

    def invitation_of(self, candidate: str) -> InvitationRecord:
        """Return the candidate's latest invitation.

        Raises:
            NotInVault: There is none.
        """
        with self._transaction() as session:
            row = session.scalars(
                select(Invitation)
                .where(Invitation.candidate == candidate)
                .order_by(Invitation.invited_at.desc())
            ).first()
            if row is None:
                known = session.scalars(select(Invitation.candidate)).all()
                raise NotInVault(
                    f'Nobody called "{candidate}" was invited from {self.folder}.'
                    f"{did_you_mean(candidate, known)}"
                )
            return invitation_record(row)

    def variant(self, kit: str) -> Variant:
        """Return the variant of a kit.

        Raises:
            NotInVault: There is no such kit.
            StoredFileDamaged: Its key or its data are gone or have changed.
        """
        with self._transaction() as session:
            row = session.get(Invitation, kit)
            if row is None:
                raise NotInVault(f'No invitation in {self.folder} has the kit "{kit}".')
            data = plain.from_bytes(TrainingData, self.files.get(row.data_file))
            key = plain.from_bytes(Key, self.files.get(row.key_file))
            return Variant(kit=kit, data=data.files, key=key)

    def keep_submission(self, kit: str, submission: Submission | None, sha256: str) -> int:
        """Keep what was handed in, before anything is done with it, and return its number."""
        file = None if submission is None else self.files.put(plain.to_bytes(submission))
        with self._transaction() as session:
            row = Submitted(kit=kit, received_at=_now(), sha256=sha256, file=file)
            session.add(row)
            session.flush()
            return row.id

    def keep_sitting(self, submission: int, began_at: datetime, evidence: Evidence) -> int:
        """Keep what a sitting left behind, and return the sitting's number."""
        file = self.files.put(plain.to_bytes(evidence))
        with self._transaction() as session:
            row = Sat(
                submission_id=submission,
                began_at=began_at,
                ended_at=_now(),
                outcome=evidence.ending.outcome.value,
                evidence_file=file,
            )
            session.add(row)
            session.flush()
            return row.id

    def keep_reruns(self, sitting: int, evidence: Evidence) -> None:
        """Keep a sitting's evidence with the re-runs that were made of it since.

        Raises:
            NotInVault: There is no such sitting.
        """
        file = self.files.put(plain.to_bytes(evidence))
        with self._transaction() as session:
            row = self._sat(session, sitting)
            row.evidence_file, row.ended_at = file, _now()

    def sitting(self, number: int) -> SittingRecord:
        """Return a sitting with its evidence and its key.

        Raises:
            NotInVault: There is no such sitting.
            StoredFileDamaged: Its evidence or its key is gone or has changed.
        """
        with self._transaction() as session:
            row = self._sat(session, number)
            invitation = row.submission.invitation
            return SittingRecord(
                id=row.id,
                invitation=invitation_record(invitation),
                submission=submission_record(row.submission),
                began_at=utc(row.began_at),
                ended_at=utc(row.ended_at),
                evidence=plain.from_bytes(Evidence, self.files.get(row.evidence_file)),
                key=plain.from_bytes(Key, self.files.get(invitation.key_file)),
            )

    def sat(self, number: int) -> SatRecord:
        """Return what the database knows of a sitting, without opening any file.

        Raises:
            NotInVault: There is no such sitting.
        """
        with self._transaction() as session:
            row = self._sat(session, number)
            return SatRecord(
                id=row.id,
                invitation=invitation_record(row.submission.invitation),
                submission=submission_record(row.submission),
                sha256=row.submission.sha256,
                began_at=utc(row.began_at),
                ended_at=utc(row.ended_at),
                outcome=Outcome(row.outcome),
            )

    def memo(self, sitting: int) -> str:
        """Return the memo that came with what sat, or an empty text where none did.

        Raises:
            NotInVault: There is no such sitting.
            StoredFileDamaged: The submission is gone or has changed.
        """
        from takehome.submission import Submission

        with self._transaction() as session:
            file = self._sat(session, sitting).submission.file
        if file is None:
            return ""
        submission = plain.from_bytes(Submission, self.files.get(file))
        return submission.files.get(_MEMO, b"").decode("utf-8", "replace")

    def key(self, kit: str) -> Key:
        """Return the sealed key of a kit.

        Raises:
            NotInVault: There is no such kit.
            StoredFileDamaged: It is gone or has changed.
        """
        with self._transaction() as session:
            row = session.get(Invitation, kit)
            if row is None:
                raise NotInVault(f'No invitation in {self.folder} has the kit "{kit}".')
            return plain.from_bytes(Key, self.files.get(row.key_file))

    def counting(self, challenge: str | None = None) -> tuple[int, ...]:
        """Return the sitting of each invitation that counts, in the order of the invitations.

        It is the last complete one, or the last where none was complete.
        """
        with self._transaction() as session:
            query = (
                select(Invitation)
                .options(selectinload(Invitation.submissions).selectinload(Submitted.sittings))
                .order_by(Invitation.invited_at, Invitation.kit)
            )
            found = []
            for row in session.scalars(query):
                sittings = [sat for sub in row.submissions for sat in sub.sittings]
                if sittings and challenge in (None, row.challenge):
                    found.append(max(sittings, key=lambda s: (s.outcome == _COMPLETE, s.id)).id)
            return tuple(found)

    def keep_said(self, sitting: int, entries: Iterable[Entry]) -> None:
        """Keep what a person said about a sitting, after all that was said before.

        Raises:
            NotInVault: There is no such sitting.
        """
        with self._transaction() as session:
            row = self._sat(session, sitting)
            row.read_by.extend(
                Said(
                    reader=entry.reader,
                    at=entry.at,
                    kind=entry.kind.value,
                    about=entry.about,
                    value=entry.value,
                    reason=entry.reason,
                    before=entry.before,
                    rubric=entry.rubric,
                )
                for entry in entries
            )

    def said(self, sitting: int) -> tuple[Entry, ...]:
        """Return everything that people said about a sitting, in its order.

        Raises:
            NotInVault: There is no such sitting.
        """
        with self._transaction() as session:
            rows = sorted(self._sat(session, sitting).read_by, key=lambda row: row.id)
            return tuple(
                Entry(
                    reader=row.reader,
                    at=utc(row.at),
                    kind=EntryKind(row.kind),
                    about=row.about,
                    value=row.value,
                    reason=row.reason,
                    before=row.before,
                    rubric=row.rubric,
                )
                for row in rows
            )

    def keep_marks(self, sitting: int, marks: Marks, software: str) -> int:
        """Keep the marks of a sitting beside those it had before, and return their number."""
        file = self.files.put(plain.to_bytes(marks))
        with self._transaction() as session:
            row = Marked(
                sitting_id=sitting,
                marked_at=_now(),
                software=software,
                marks_file=file,
                total=marks.total,
            )
            session.add(row)
            session.flush()
            return row.id

    def keep_seat(self, marking: int, seat: Seat) -> None:
        """Keep what a comparison needs of a sitting, beside the marks that it follows from."""
        with self._transaction() as session:
            seats.keep(session, marking, seat)

    def seated(self, sittings: Sequence[int]) -> Mapping[int, Seated]:
        """Return, by sitting, what a comparison needs, where it was kept."""
        with self._transaction() as session:
            return seats.seated(session, sittings)

    def last_marks(self, sitting: int) -> Marks | None:
        """Return the newest marks of a sitting, or None where it was never marked."""
        with self._transaction() as session:
            row = session.scalars(
                select(Marked).where(Marked.sitting_id == sitting).order_by(Marked.id.desc())
            ).first()
            return None if row is None else plain.from_bytes(Marks, self.files.get(row.marks_file))

    def _sat(self, session: Session, number: int) -> Sat:
        row = session.get(Sat, number)
        if row is None:
            known = ", ".join(map(str, session.scalars(select(Sat.id)).all())) or "none yet"
            raise NotInVault(f"The vault in {self.folder} has no sitting {number}; it has {known}.")
        return row

    def _secret(self) -> bytes:
        path = self.folder / "secret"
        if not path.exists():
            fresh = self.folder / f"secret.{os.getpid()}"
            fresh.write_bytes(secrets.token_bytes(_SECRET_BYTES))
            fresh.chmod(0o600)
            # A link never replaces: of two processes that start at once, one secret wins.
            with suppress(FileExistsError):
                path.hardlink_to(fresh)
            fresh.unlink()
        return path.read_bytes()

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session


def _now() -> datetime:
    return datetime.now(UTC)
